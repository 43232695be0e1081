/** @module Figures in a report: drawn wide and narrow, in light colours that the style sheet maps to dark ones. */
import { type Figure, type Mark, renderSvg, renderUnrolledSvg } from "../figures/index.ts";
import { colorNames, grades, hexOf, surfaceOf } from "../figures/palette.ts";
import type { Lang } from "../text/lang.ts";
import { prose } from "./html.ts";

export interface ReportFigure {
  /** The class of its element, and the name of its file. */
  readonly name: string;
  readonly figure: Figure;
  /** Text with `code` between backticks; empty for none. */
  readonly caption: string;
  /** Of the wide drawing, in pixels. */
  readonly size: { readonly width: number; readonly height: number };
}

/** The figure as an HTML element with both drawings and its caption; the style sheet shows the one that fits. */
export function figureHtml({ name, figure, caption, size }: ReportFigure, lang: Lang): string {
  const wide = renderSvg(figure, { ...size, lang });
  const slim = renderSvg(narrow(figure), { width: 380, height: 130 + 230 * figure.panels.length, lang });
  return [
    `<figure class="${name}">`,
    `<div class="wide">${wide}</div><div class="narrow">${slim}</div>`,
    ...(caption === "" ? [] : [`<figcaption>${prose(caption)}</figcaption>`]),
    "</figure>",
  ].join("\n");
}

/** For a phone: panels below one another, boxes without their dots. */
function narrow(figure: Figure): Figure {
  const plain = (mark: Mark): Mark => (mark.kind === "box" ? { ...mark, points: [] } : mark);
  const panels = figure.panels.map((panel) => ({ ...panel, marks: panel.marks.map(plain) }));
  return { ...figure, panels, columns: 1 };
}

/** The diagram of the unrolled network, which scrolls sideways where it does not fit. */
export function unrolledHtml(lang: Lang): string {
  return `<figure class="unrolled"><div class="scroll" role="group" tabindex="0">${renderUnrolledSvg({ lang, width: 860 })}</div></figure>`;
}

/** Rules that map the colours of a figure drawn on white to those of the dark theme. */
export function darkRules(): string {
  const [light, dark] = [surfaceOf("light"), surfaceOf("dark")];
  const pairs = new Map<string, string>();
  for (const part of ["paper", "ink", "muted", "axis", "grid"] as const) pairs.set(light[part], dark[part]);
  for (const name of colorNames) pairs.set(hexOf(name, "light"), hexOf(name, "dark"));
  for (const [i, grade] of grades.light.entries()) pairs.set(grade, grades.dark[i]);
  return [...pairs]
    .map(([from, to]) => `svg [fill="${from}"]{fill:${to}}svg [stroke="${from}"]{stroke:${to}}`)
    .join("\n");
}
