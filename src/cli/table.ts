/** @module Columns that line up, also when they hold Chinese. */

import { columnsOf } from "../figures/terminal/span.ts";
import { maxOf } from "../lists.ts";
import { oneLine } from "../text/escape.ts";

/** Rows of cells as lines, each column as wide as its widest cell; `right` names the columns that end flush. */
export function tableLines(cells: readonly (readonly string[])[], right: readonly number[] = []): string[] {
  const rows = cells.map((row) => row.map(oneLine));
  const widths = rows[0].map((_, column) => maxOf(rows.map((row) => columnsOf(row[column]))));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const space = " ".repeat(widths[column] - columnsOf(cell));
        return right.includes(column) ? space + cell : cell + space;
      })
      .join("  ")
      .trimEnd(),
  );
}
