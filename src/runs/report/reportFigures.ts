/** @module Figures in the report of a run: one alone, or one for each target. */
import type { Figure } from "../../figures/index.ts";
import { figureHtml } from "../../report/figures.ts";
import { joined, paragraphs } from "../../report/html.ts";
import type { Lang } from "../../text/lang.ts";
import type { RunWords } from "./words.ts";

/** Of more targets than that, the first are drawn. */
const MOST_FIGURES = 6;

/** What the figures of several targets have in common. */
export interface Drawing {
  readonly name: string;
  /** Pixels of a figure with one row of panels. */
  readonly height: number;
  readonly lang: Lang;
  readonly words: RunWords;
}

/** A figure as HTML. */
export async function drawn(name: string, height: number, figure: Figure, lang: Lang): Promise<string> {
  const rows = Math.ceil(figure.panels.length / (figure.columns ?? 1));
  const size = { width: 860, height: rows > 1 ? 120 + 230 * rows : height };
  return figureHtml({ name, figure, caption: "", size }, lang);
}

/** One figure for each of the first targets, and a word on the others. */
export async function targetFigures(
  { name, height, lang, words }: Drawing,
  targets: readonly string[],
  figureOf: (target: string) => Figure,
): Promise<string> {
  const shown = targets.slice(0, MOST_FIGURES);
  const parts: string[] = [];
  for (const target of shown) parts.push(await drawn(name, height, figureOf(target), lang));
  const isAll = shown.length === targets.length;
  return joined(...parts, isAll ? "" : paragraphs([words.figuresOf(shown.length, targets.length)]));
}
