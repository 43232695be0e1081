/** @module Columns as CSV text. */
import { ValueError } from "../../errors.ts";

/** A column to write: numbers, of which NaN is missing, or texts. */
export type CsvColumn =
  | { readonly name: string; readonly values: ArrayLike<number> }
  | { readonly name: string; readonly texts: readonly string[] };

/** How to write a CSV file. */
export interface FormatCsvOptions {
  /** "," unless given; ";" with a decimal comma. */
  readonly delimiter?: string;
  /** "." unless given. */
  readonly decimal?: "." | ",";
}

/**
 * Columns as CSV text with a header, lines ended by \n. Numbers are written so that they are read back exactly, missing
 * ones as nothing, or as `NA` where they would be the only cell of a line. What needs quotes has them.
 */
export function formatCsv(columns: readonly CsvColumn[], options: FormatCsvOptions = {}): string {
  const { decimal = "." } = options;
  const { delimiter = decimal === "," ? ";" : "," } = options;
  const rows = lengthOf(columns);
  const missing = columns.length === 1 ? "NA" : "";
  const texts = columns.map((column) => cellTexts(column, decimal, missing));
  const line = (cells: readonly string[]) => cells.map((cell) => inQuotes(cell, delimiter)).join(delimiter);
  const lines = [line(columns.map(({ name }) => name))];
  for (let row = 0; row < rows; row++) lines.push(line(texts.map((text) => text(row))));
  return `${lines.join("\n")}\n`;
}

function lengthOf(columns: readonly CsvColumn[]): number {
  const lengths = columns.map((column) => ("texts" in column ? column.texts.length : column.values.length));
  const [first = 0] = lengths;
  const other = lengths.find((length) => length !== first);
  if (other !== undefined)
    throw new ValueError(`formatCsv: columns have ${first} and ${other} rows but must have equally many`);
  return first;
}

function cellTexts(column: CsvColumn, decimal: string, missing: string): (row: number) => string {
  if ("texts" in column) return (row) => column.texts[row] || missing;
  return (row) => {
    const value = column.values[row] ?? Number.NaN;
    if (Number.isNaN(value)) return missing;
    return decimal === "." ? String(value) : String(value).replace(".", decimal);
  };
}

function inQuotes(cell: string, delimiter: string): string {
  const isPlain = !cell.includes(delimiter) && !/["\r\n]|^\s|\s$|^\ufeff/.test(cell);
  return isPlain ? cell : `"${cell.replaceAll('"', '""')}"`;
}
