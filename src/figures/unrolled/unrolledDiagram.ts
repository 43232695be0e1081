/** @module The diagram of a recurrent network, folded and unrolled, with the same U, W, V at every time step. */

import { closed } from "../../arguments.ts";
import { escapeHtml } from "../../text/escape.ts";
import type { Lang } from "../../text/lang.ts";
import { hexOf, type Surface, surfaceOf, type Theme } from "../palette.ts";
import { wrapSvg } from "../svg/document.ts";
import { parameters, unrolledWords, type Weight, type Words, weights } from "./unrolledWords.ts";

/** Width, theme and language of the diagram. */
export interface UnrolledSvgOptions {
  /** Light by default. */
  readonly theme?: Theme;
  /** English by default. */
  readonly lang?: Lang;
  /** Pixels; 800 by default. The height is 47/80 of it. */
  readonly width?: number;
}

const steps = ["t−1", "t", "t+1"] as const;

// In units of 1/800 of the width.
const sheet = { width: 800, height: 470 } as const;
const level = { output: 108, hidden: 206, input: 304 } as const;
const radius = 26;

/** The diagram as SVG: the loop on the left, three time steps on the right, the parameters below. */
export function renderUnrolledSvg(options: UnrolledSvgOptions = {}): string {
  const {
    theme = "light",
    lang = "en",
    width = sheet.width,
  } = closed("renderUnrolledSvg", options, {
    theme: 0,
    lang: 0,
    width: 0,
  });
  const text = unrolledWords[lang];
  const pencil = new Pencil(theme);
  pencil.text(text.title, 20, 32, { size: 18, weight: 600, anchor: "start" });
  drawFolded(pencil, text);
  drawUnrolled(pencil, text);
  drawCaption(pencil, text);
  const height = Math.round((width / sheet.width) * sheet.height);
  const scale = width / sheet.width;
  const body = `<rect width="${width}" height="${height}" fill="${surfaceOf(theme).paper}"/>\n<g transform="scale(${scale})">\n${pencil.drawn()}\n</g>`;
  return wrapSvg(body, { title: text.title, description: describe(text), lang, width, height });
}

function describe(text: Words): string {
  const lines = weights.map((letter) => {
    const { name, shape } = parameters[letter];
    return `${letter} = ${name} ${shape} ${text.roles[letter]}`;
  });
  return `${lines.join("; ")}. ${text.shared}`;
}

class Pencil {
  readonly #elements: string[] = [];
  readonly #theme: Theme;
  readonly surface: Surface;

  constructor(theme: Theme) {
    this.#theme = theme;
    this.surface = surfaceOf(theme);
  }

  drawn(): string {
    return this.#elements.join("\n");
  }

  color(letter: Weight): string {
    return hexOf(parameters[letter].color, this.#theme);
  }

  text(content: string, x: number, y: number, style: TextStyle = {}): void {
    const { size = 13, weight = 400, anchor = "middle", fill = this.surface.ink } = style;
    const attributes = `x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" text-anchor="${anchor}" fill="${fill}"`;
    this.#elements.push(`<text ${attributes}>${escapeHtml(content)}</text>`);
  }

  /** A circle with a letter and its time as subscript. */
  node(letter: string, time: string, x: number, y: number): void {
    const { paper, ink, grid } = this.surface;
    const index = time ? `<tspan dy="5" font-size="12">${time}</tspan>` : "";
    const fill = letter === "h" ? grid : paper;
    this.#elements.push(
      `<circle cx="${x}" cy="${y}" r="${radius}" fill="${fill}" stroke="${ink}" stroke-width="1.6"/>`,
      `<text x="${x}" y="${y + 6}" font-size="18" font-style="italic" text-anchor="middle" fill="${ink}">${letter}${index}</text>`,
    );
  }

  /** A stroke along a path that ends at (x, y) in a head pointing right or up. */
  arrow(
    letter: Weight,
    path: string,
    x: number,
    y: number,
    toward: "right" | "up" | "left",
    faint = false,
  ): void {
    const color = this.color(letter);
    const head = {
      right: `M${x} ${y}l-10 -5v10Z`,
      up: `M${x} ${y}l-5 10h10Z`,
      left: `M${x} ${y}l10 -5v10Z`,
    }[toward];
    const dash = faint ? ' stroke-dasharray="4 4"' : "";
    this.#elements.push(
      `<path d="${path}" fill="none" stroke="${color}" stroke-width="2.4"${dash}/><path d="${head}" fill="${color}"/>`,
    );
  }

  letter(letter: Weight, x: number, y: number): void {
    this.text(letter, x, y, { size: 17, weight: 700, fill: this.color(letter) });
  }
}

interface TextStyle {
  readonly size?: number;
  readonly weight?: number;
  readonly anchor?: "start" | "middle" | "end";
  readonly fill?: string;
}

/** Output, hidden state and input of one time step, joined by U and V. */
function drawStep(pencil: Pencil, time: string, x: number): void {
  const { output, hidden, input } = level;
  pencil.arrow("U", `M${x} ${input - radius}V${hidden + radius + 9}`, x, hidden + radius + 1, "up");
  pencil.letter("U", x - 15, (hidden + input) / 2 + 6);
  pencil.arrow("V", `M${x} ${hidden - radius}V${output + radius + 9}`, x, output + radius + 1, "up");
  pencil.letter("V", x - 15, (output + hidden) / 2 + 6);
  pencil.node("o", time, x, output);
  pencil.node("h", time, x, hidden);
  pencil.node("x", time, x, input);
}

function drawFolded(pencil: Pencil, text: Words): void {
  const x = 150;
  const { muted } = pencil.surface;
  pencil.text(text.folded, x, 66, { fill: muted });
  for (const kind of ["output", "hidden", "input"] as const) {
    pencil.text(text[kind], 98, level[kind] + 5, { anchor: "end", fill: muted });
  }
  const loop = `M${x + 18} ${level.hidden - 19}C${x + 92} ${level.hidden - 62} ${x + 92} ${level.hidden + 62} ${x + 27} ${level.hidden + 24}`;
  pencil.arrow("W", loop, x + 19, level.hidden + 19, "left");
  pencil.letter("W", x + 88, level.hidden + 6);
  drawStep(pencil, "", x);
}

function drawUnrolled(pencil: Pencil, text: Words): void {
  const { muted } = pencil.surface;
  const y = level.hidden;
  pencil.text("⟹", 296, y + 8, { size: 26, fill: muted });
  pencil.text(text.unroll, 296, y - 20, { size: 12, fill: muted });
  pencil.text(text.unrolled, 560, 66, { fill: muted });
  const places = [420, 560, 700];
  const joints = [350, ...places, 770];
  for (let i = 0; i + 1 < joints.length; i++) {
    const faint = i === 0 || i + 2 === joints.length;
    const from = i === 0 ? joints[0] : joints[i] + radius;
    const to = i + 2 === joints.length ? joints[i + 1] : joints[i + 1] - radius;
    pencil.arrow("W", `M${from} ${y}H${to - 9}`, to - 1, y, "right", faint);
    pencil.letter("W", (from + to) / 2 - 4, y - 11);
  }
  places.forEach((x, i) => {
    drawStep(pencil, steps[i], x);
  });
}

function drawCaption(pencil: Pencil, text: Words): void {
  const { muted } = pencil.surface;
  for (const [i, letter] of weights.entries()) {
    const { name, shape } = parameters[letter];
    const x = 20 + i * 268;
    pencil.letter(letter, x + 8, 378);
    pencil.text(`= ${name}`, x + 22, 378, { size: 14, weight: 600, anchor: "start" });
    pencil.text(text.roles[letter], x + 22, 398, { size: 12, anchor: "start", fill: muted });
    pencil.text(shape, x + 22, 415, { size: 12, anchor: "start", fill: muted });
  }
  pencil.text(text.shared, 20, 450, { size: 13, anchor: "start" });
}
