/** @module The parameter table of the note: name, shape, what the shape means, and how the values begin. */

import { columnsOf, truncate } from "../../figures/terminal/span.ts";
import type { ParameterRow } from "../../note/parameters.ts";
import { fixed } from "../../text/format.ts";
import { tableLines } from "../table.ts";
import type { Words } from "../words.ts";

/** The parameter table, with as many of the first values as the columns allow. */
export function parameterLines(rows: readonly ParameterRow[], words: Words, columns: number): string[] {
  const [name, ...head] = words.parameterHead;
  const tables = [4, 3, 2, 1].map((values) => {
    const cells = rows.map((row) => parameterCells(row, values));
    return tableLines([[`   ${name}`, ...head], ...cells], [3]);
  });
  const fits = (lines: readonly string[]): boolean => lines.every((line) => columnsOf(line) <= columns);
  return tables.find(fits) ?? tables[tables.length - 1].map((line) => truncate(line, columns));
}

function parameterCells(
  { name, shape, meaning, letter, count, first }: ParameterRow,
  values: number,
): string[] {
  const shown = first.slice(0, values);
  return [
    letter ? `${letter}  ${name}` : `   ${name}`,
    `(${shape.join(", ")})`,
    meaning,
    String(count),
    shown.map((value) => fixed(value, 4).padStart(7)).join(" ") + (count > shown.length ? " …" : ""),
  ];
}
