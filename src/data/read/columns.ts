/** @module A table's columns by name, and their numbers. */
import { DataError, didYouMean } from "../../errors.ts";
import { type Column, type NumberColumn, quoted, type Table } from "./table.ts";

/** The column of that name, or an error that says which there are. */
export function columnOf(table: Table, name: string): Column {
  const column = table.columns.find((one) => one.name === name);
  if (column !== undefined) return column;
  const names = table.columns.map((one) => one.name);
  const near = didYouMean(name, names);
  const remedy = near === undefined ? `There are ${listed(names)}` : `Did you mean ${quoted(near)}?`;
  throw new DataError({ file: table.name }, `there is no column ${quoted(name)}`, remedy);
}

/** The numbers of a column, or an error that names its first cell that is none. */
export function numbersOf(table: Table, name: string): NumberColumn {
  const column = columnOf(table, name);
  if (column.kind === "number") return column;
  const { index, text, count } = column.fault;
  const place = { file: table.name, row: table.lineOf(index), column: name };
  const remedy =
    count < 0.05 * table.rows
      ? `${count} of ${table.rows} cells are no numbers: correct them, or read the file with missing: [${quoted(text)}, …] if they stand for missing values`
      : `${count} of ${table.rows} cells are no numbers: choose another column${decimalHint(text)}`;
  throw new DataError(place, `${quoted(text)} is no number`, remedy);
}

function decimalHint(text: string): string {
  const looksLike = /^\s*[+-]?\d+([.,])\d+\s*$/.exec(text)?.[1];
  return looksLike === undefined
    ? ""
    : `, or read the file with decimal: ${quoted(looksLike)} if that is its sign`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 12).map(quoted).join(", ");
  return names.length > 12 ? `${shown} and ${names.length - 12} more` : shown;
}
