/** @module The marks of a panel in the terminal: dots on a braille canvas; a heat map as coloured half blocks, or as signs without colour. */
import { formatValue } from "../../text/format.ts";
import { largest, type ResolvedAxis } from "../axes.ts";
import type { Band, Box, Dash, Heatmap, Line, Panel, Rule } from "../figure.ts";
import { ansiOf, ansiOfHex, type Color, type ColorDepth, divergingHex } from "../palette.ts";
import { BrailleCanvas, type Dot, type DotPattern } from "./braille.ts";
import { merge, plainText, type Span, type StyledLine } from "./span.ts";

type Axes = Readonly<Record<"x" | "y", ResolvedAxis>>;

/** The dots that each dash keeps; fewer without colour, so that lines still differ. */
const patterns: Readonly<Record<"colored" | "plain", Readonly<Record<Dash, DotPattern>>>> = {
  colored: { solid: () => true, dashed: (index) => index % 7 < 5, dotted: (index) => index % 2 === 0 },
  plain: { solid: () => true, dashed: (index) => index % 7 < 4, dotted: (index) => index % 4 === 0 },
};

/** The plot of a panel: `rows` lines of `columns` characters. */
export function plotLines(
  panel: Panel,
  axes: Axes,
  columns: number,
  rows: number,
  depth: ColorDepth,
): readonly StyledLine[] {
  const heatmap = panel.marks.find((mark) => mark.kind === "heatmap");
  if (heatmap) return heatmapLines(heatmap, columns, rows, depth);
  const sheet = new Sheet(axes, columns, rows, depth);
  for (const mark of panel.marks) {
    if (mark.kind === "rule") sheet.rule(mark);
    if (mark.kind === "band") sheet.band(mark);
  }
  const boxes = panel.marks.filter((mark) => mark.kind === "box");
  for (const [place, box] of boxes.entries()) sheet.box(box, place);
  for (const mark of panel.marks) if (mark.kind === "line") sheet.line(mark);
  return sheet.lines();
}

const blank: Span = { text: " " };

/** Three canvases: lines and boxes hide the target below them, and that hides rules and bands. */
class Sheet {
  readonly #depth: ColorDepth;
  readonly #axes: Axes;
  readonly #below: BrailleCanvas;
  readonly #target: BrailleCanvas;
  readonly #above: BrailleCanvas;
  readonly #canvases: readonly BrailleCanvas[];
  readonly #pens: (Color | null)[] = [null];

  constructor(axes: Axes, columns: number, rows: number, depth: ColorDepth) {
    this.#depth = depth;
    this.#axes = axes;
    this.#below = new BrailleCanvas(columns, rows);
    this.#target = new BrailleCanvas(columns, rows);
    this.#above = new BrailleCanvas(columns, rows);
    this.#canvases = [this.#above, this.#target, this.#below];
  }

  line(line: Line): void {
    const pen = this.#pen(line.color);
    const canvas = line.color === "target" ? this.#target : this.#above;
    const keep = patterns[this.#depth === "none" ? "plain" : "colored"][line.dash ?? "solid"];
    let previous: Dot | null = null;
    let index = 0;
    for (let i = 0; i < line.x.length; i++) {
      const dot = this.#dot(this.#axes.x.place(line.x[i]), this.#axes.y.place(line.y[i]));
      if (dot) index = canvas.line(previous ?? dot, dot, pen, keep, index);
      previous = dot;
    }
  }

  /** One dot in eight, one in sixteen without colour, so that lines over the band stay readable; half as many if faint. */
  band(band: Band): void {
    const pen = this.#pen(band.color);
    for (let i = 1; i < band.x.length; i++) {
      const [a, b] = [i - 1, i].map((k) => this.#bandDots(band, k));
      if (!a || !b) continue;
      for (let x = Math.max(0, Math.round(a.x)); x <= Math.min(Math.round(b.x), this.#below.width); x++) {
        const t = b.x > a.x ? (x - a.x) / (b.x - a.x) : 0;
        this.#fill(x, a.high + (b.high - a.high) * t, a.low + (b.low - a.low) * t, pen, band.faint ? 8 : 4);
      }
    }
  }

  box(box: Box, place: number): void {
    const pen = this.#pen(box.color);
    const at = (dx: number, value: number): Dot | null => this.#dot(place + dx, this.#axes.y.place(value));
    const stroke = (a: Dot | null, b: Dot | null) => a && b && this.#above.line(a, b, pen);
    for (const [value, half] of [
      [box.min, 0.1],
      [box.q1, 0.2],
      [box.median, 0.2],
      [box.q3, 0.2],
      [box.max, 0.1],
    ]) {
      stroke(at(-half, value), at(half, value));
    }
    for (const side of [-0.2, 0.2]) stroke(at(side, box.q1), at(side, box.q3));
    stroke(at(0, box.min), at(0, box.q1));
    stroke(at(0, box.q3), at(0, box.max));
    for (let i = 0; i < box.points.length; i++) {
      const dot = at(0.28 + 0.03 * ((i * 3) % 4), box.points[i]);
      stroke(dot, dot);
    }
  }

  rule(rule: Rule): void {
    const at = this.#axes[rule.axis].place(rule.at);
    const dot = rule.axis === "x" ? this.#dot(at, this.#axes.y.min) : this.#dot(this.#axes.x.min, at);
    if (!dot) return;
    const end: Dot = rule.axis === "x" ? [dot[0], 0] : [this.#below.width, dot[1]];
    this.#below.line(dot, end, 0, (index) => index % 3 === 0);
  }

  lines(): readonly StyledLine[] {
    const { rows, columns } = this.#above;
    return Array.from({ length: rows }, (_, row) =>
      merge(Array.from({ length: columns }, (_, column) => this.#cell(column, row))),
    );
  }

  #cell(column: number, row: number): Span {
    const canvas = this.#top(column, row);
    if (canvas === null) return blank;
    const text = canvas.character(column, row);
    const color = this.#pens[Math.max(0, canvas.lastPen(column, row))];
    const foreground = color ? ansiOf(color, this.#depth) : "";
    return canvas === this.#below || !color ? { text, foreground, weight: "dim" } : { text, foreground };
  }

  #top(column: number, row: number): BrailleCanvas | null {
    for (const canvas of this.#canvases) if (canvas.pens(column, row) !== 0) return canvas;
    return null;
  }

  #pen(color: Color): number {
    const known = this.#pens.indexOf(color);
    return known >= 0 ? known : this.#pens.push(color) - 1;
  }

  #dot(x: number, y: number): Dot | null {
    const { x: xs, y: ys } = this.#axes;
    if (!(Number.isFinite(x) && Number.isFinite(y))) return null;
    const right = this.#above.width - 1;
    const bottom = this.#above.height - 1;
    return [((x - xs.min) / (xs.max - xs.min)) * right, ((ys.max - y) / (ys.max - ys.min)) * bottom];
  }

  #bandDots(band: Band, i: number): Readonly<Record<"x" | "low" | "high", number>> | null {
    const x = this.#axes.x.place(band.x[i]);
    const low = this.#dot(x, this.#axes.y.place(band.low[i]));
    const high = this.#dot(x, this.#axes.y.place(band.high[i]));
    return low && high && { x: low[0], low: low[1], high: high[1] };
  }

  #fill(x: number, top: number, bottom: number, pen: number, across: number): void {
    const last = Math.min(this.#below.height - 1, Math.round(bottom));
    for (let y = Math.max(0, Math.round(top)); y <= last; y++) {
      const apart = this.#depth === "none" ? 4 : 2;
      if (y % apart === 0 && (x + (2 * y) / apart) % across === 0) this.#below.dot(x, y, pen);
    }
  }
}

/** Two rows of the map per line of text in 256 colours or more, otherwise signs by magnitude. */
function heatmapLines(
  heatmap: Heatmap,
  columns: number,
  rows: number,
  depth: ColorDepth,
): readonly StyledLine[] {
  const limit = largest(heatmap);
  const at = (column: number, row: number, of: number) =>
    strongest(heatmap, column / columns, row / of, columns, of) / limit;
  return Array.from({ length: rows }, (_, row) =>
    merge(
      Array.from({ length: columns }, (_, column): Span => {
        if (!shows(depth)) return signSpan(at(column, row, rows), depth);
        const [upper, lower] = [2 * row, 2 * row + 1].map((half) =>
          divergingHex(at(column, half, 2 * rows), "dark"),
        );
        return {
          text: "▀",
          foreground: ansiOfHex(upper, depth, "foreground"),
          background: ansiOfHex(lower, depth, "background"),
        };
      }),
    ),
  );
}

/** The colour bar: the limits of the scale, with the colours or signs between them. */
export function scaleSpans(heatmap: Heatmap, depth: ColorDepth): readonly Span[] {
  const limit = formatValue(largest(heatmap));
  const ramp = shows(depth)
    ? Array.from({ length: 9 }, (_, i) => ({
        text: "█",
        foreground: ansiOfHex(divergingHex(i / 4 - 1, "dark"), depth, "foreground"),
      }))
    : [-1, -0.5, 0, 0.5, 1].map((value) => signSpan(value, depth));
  return [{ text: `${plainText(heatmap.name)}: −${limit} ` }, ...ramp, { text: ` +${limit}` }];
}

function shows(depth: ColorDepth): boolean {
  return depth === "256" || depth === "truecolor";
}

// From most negative to most positive.
const heatSigns = ["=", "-", "·", "+", "#"] as const;

function signSpan(value: number, depth: ColorDepth): Span {
  const text = Number.isNaN(value) ? " " : heatSigns[Math.round(value * 2) + 2];
  return { text, foreground: depth === "none" ? "" : ansiOf(value < 0 ? "prediction" : "target", depth) };
}

/** The value of largest magnitude among those in one cell of the drawing. */
function strongest(heatmap: Heatmap, u: number, v: number, across: number, down: number): number {
  const { rows, cols, values } = heatmap;
  const [left, top] = [Math.floor(u * cols + 1e-9), Math.floor(v * rows + 1e-9)];
  const right = Math.max(left + 1, Math.floor((u + 1 / across) * cols + 1e-9));
  const bottom = Math.max(top + 1, Math.floor((v + 1 / down) * rows + 1e-9));
  let best = Number.NaN;
  for (let row = top; row < Math.min(bottom, rows); row++) {
    for (let col = left; col < Math.min(right, cols); col++) {
      const value = values[row * cols + col];
      if (Number.isFinite(value) && !(Math.abs(value) <= Math.abs(best))) best = value;
    }
  }
  return best;
}
