/** @module Figures and tables in the report of a run. */
import type { Figure } from "../../figures/index.ts";
import { figureHtml } from "../../report/figures.ts";
import { joined, paragraphs, prose, type Table, tableHtml } from "../../report/html.ts";
import type { Lang } from "../../text/lang.ts";
import type { TextTable } from "./scoreTables.ts";
import { reportWords } from "./zh.ts";

/** Longer tables are folded. */
const LONG = 24;

const MOST_FIGURES = 6;

/** A figure as HTML, `height` pixels high if it has one row of panels. */
export function drawn(name: string, height: number, figure: Figure, lang: Lang): string {
  const rows = Math.ceil(figure.panels.length / (figure.columns ?? 1));
  const size = { width: 860, height: rows > 1 ? 120 + 230 * rows : height };
  return figureHtml({ name, figure, caption: "", size }, lang);
}

/** A figure for each of the first targets, and the number of the others. */
export function targetFigures(
  { name, height, lang }: { readonly name: string; readonly height: number; readonly lang: Lang },
  targets: readonly string[],
  figureOf: (target: string) => Figure,
): string {
  const shown = targets.slice(0, MOST_FIGURES);
  const isAll = shown.length === targets.length;
  return joined(
    ...shown.map((target) => drawn(name, height, figureOf(target), lang)),
    isAll ? "" : paragraphs([reportWords[lang].figuresOf(shown.length, targets.length)]),
  );
}

export function textTableHtml(title: Pick<Table, "id" | "caption">, table: TextTable, lang: Lang): string {
  const { head, rows, right, best } = table;
  const columns = head.map((_, i) => (right.includes(i) ? "number" : "text"));
  const html = tableHtml({ ...title, head, columns, rows, marked: best });
  if (rows.length <= LONG) return html;
  return `<details><summary>${prose(reportWords[lang].openTable(rows.length))}</summary>\n${html}\n</details>`;
}
