/** @module Figures inside the report: drawn wide and narrow, in one set of colours that style sheets turn dark. */
import { type Figure, type Mark, renderSvg, renderUnrolledSvg } from "../figures/index.ts";
import { type Color, hexOf, surfaceOf } from "../figures/palette.ts";
import type { Lang } from "../text/lang.ts";
import { prose } from "./html.ts";

/** A figure with its place in a report. */
export interface ReportFigure {
  /** The class of its element, and its file's name. */
  readonly name: string;
  readonly figure: Figure;
  /** Text with `code` between backticks; empty for none. */
  readonly caption: string;
  /** Of the wide drawing, in pixels. */
  readonly size: { readonly width: number; readonly height: number };
}

/** The figure as an HTML element with both drawings and its caption; the page shows the one that fits. */
export async function figureHtml({ name, figure, caption, size }: ReportFigure, lang: Lang): Promise<string> {
  const wide = await renderSvg(figure, { ...size, lang });
  const slim = await renderSvg(narrow(figure), {
    width: 380,
    height: 130 + 230 * figure.panels.length,
    lang,
  });
  return [
    `<figure class="${name}">`,
    `<div class="wide">${wide}</div><div class="narrow">${slim}</div>`,
    ...(caption === "" ? [] : [`<figcaption>${prose(caption)}</figcaption>`]),
    "</figure>",
  ].join("\n");
}

/** For a telephone: panels below one another, boxes without their dots, words broken for fonts of any width. */
function narrow({ title, subtitle, ...rest }: Figure): Figure {
  const plain = (mark: Mark): Mark => (mark.kind === "box" ? { ...mark, points: [] } : mark);
  const panels = rest.panels.map((panel) => ({ ...panel, marks: panel.marks.map(plain) }));
  const words = subtitle === undefined ? {} : { subtitle: broken(subtitle, 42) };
  return { ...rest, ...words, title: broken(title, 28), panels, columns: 1 };
}

/** A text broken at its spaces where it is clearly too long for one line. */
function broken(text: string, letters: number): string {
  if (text.length < 1.3 * letters) return text;
  let line = "";
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    if (line && line.length + word.length >= letters) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line].join("\n");
}

/** The drawing of the unrolled network, which scrolls sideways where it does not fit. */
export function unrolledHtml(lang: Lang): string {
  return `<figure class="unrolled"><div class="scroll" role="group" tabindex="0">${renderUnrolledSvg({ lang, width: 860 })}</div></figure>`;
}

const used: Readonly<Record<Color, true>> = {
  target: true,
  prediction: true,
  input: true,
  both: true,
  rnn: true,
  lstm: true,
  gru: true,
  loss: true,
  validation: true,
  gradient: true,
  baseline: true,
  drift: true,
  mean: true,
  seasonal: true,
  inputWeight: true,
  hiddenWeight: true,
  outputWeight: true,
};

/** Rules that turn the colours of a figure drawn on white into those of the dark theme. */
export function darkRules(): string {
  const [light, dark] = [surfaceOf("light"), surfaceOf("dark")];
  const pairs = new Map<string, string>([
    [light.paper, dark.paper],
    [light.ink, dark.ink],
    [light.muted, dark.muted],
    [light.axis, dark.axis],
    [light.grid, dark.grid],
  ]);
  for (const name of Object.keys(used) as Color[]) pairs.set(hexOf(name, "light"), hexOf(name, "dark"));
  return [...pairs].map(([from, to]) => ruleOf(from, to)).join("\n");
}

/** The fill of a box is its colour with an opacity of two more digits. */
function ruleOf(from: string, to: string): string {
  return [
    `svg [fill="${from}"]{fill:${to}}`,
    `svg [stroke="${from}"]{stroke:${to}}`,
    `svg [fill="${from}33"]{fill:${to}33}`,
  ].join("");
}
