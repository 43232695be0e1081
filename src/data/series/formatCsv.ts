/** @module Writes columns and series as CSV text. */
import { closed } from "../../arguments.ts";
import { ValueError } from "../../errors.ts";
import { plainCell } from "../../text/escape.ts";
import { timeText } from "./calendarDate.ts";
import type { Series } from "./series.ts";
import { styleWriter } from "./timeStyle.ts";
import type { Zone } from "./zone.ts";

/** A column to write: numbers, where NaN is missing, or texts. */
export type CsvColumn =
  | { readonly name: string; readonly values: ArrayLike<number> }
  | { readonly name: string; readonly texts: readonly string[] };

/** The signs of the file. */
export interface FormatCsvOptions {
  /** "," by default; ";" with a decimal comma. */
  readonly delimiter?: string;
  /** "." by default. */
  readonly decimal?: "." | ",";
}

/**
 * Columns as CSV text with a header; lines end with \n. Numbers are read back exactly. A missing number is an empty cell,
 * or `NA` where it would be the only cell of its line. A name that a spreadsheet would run as a formula, such as `=1+1`, gets an
 * apostrophe in front.
 */
export function formatCsv(columns: readonly CsvColumn[], options: FormatCsvOptions = {}): string {
  const { decimal = "." } = closed("formatCsv", options, { delimiter: 0, decimal: 0 });
  const { delimiter = decimal === "," ? ";" : "," } = options;
  const rows = lengthOf(columns);
  const missing = columns.length === 1 ? "NA" : "";
  const texts = columns.map((column) => cellTexts(column, decimal, missing));
  const line = (cells: readonly string[]) => cells.map((cell) => inQuotes(cell, delimiter)).join(delimiter);
  const lines = [line(columns.map(({ name }) => plainCell(name)))];
  for (let row = 0; row < rows; row++) lines.push(line(texts.map((text) => text(row))));
  return `${lines.join("\n")}\n`;
}

/**
 * A series as CSV text: the time column first, if there is one, then all others. Dates are written as `2020-01-31` or
 * `2020-01-31 08:00:00`, and with their offset where the file has one.
 */
export function seriesToCsv(series: Series, options: FormatCsvOptions = {}): string {
  const { time, timeName, timeKind, timeStyle, columns } = series;
  const name = timeName ?? "time";
  const times: CsvColumn[] = [];
  if (time !== null && timeKind === "date")
    times.push({ name, texts: Array.from(time, isoWriter(timeStyle?.zone)) });
  else if (time !== null) times.push({ name, values: time });
  return formatCsv([...times, ...columns], options);
}

function isoWriter(zone: Zone | undefined): (time: number) => string {
  return zone === undefined ? timeText : styleWriter({ pattern: "yyyy-MM-dd'T'HH:mm:ss.SSSXXX", zone });
}

function lengthOf(columns: readonly CsvColumn[]): number {
  const lengths = columns.map((column) => ("texts" in column ? column.texts.length : column.values.length));
  const [first = 0] = lengths;
  const other = lengths.find((length) => length !== first);
  if (other !== undefined)
    throw new ValueError(`columns have ${first} and ${other} rows but must have the same number`, {
      caller: "formatCsv",
    });
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
  // The last: where another delimiter is usual, the rest of the cell would be one of its own, and a formula.
  const isPlain = !cell.includes(delimiter) && !/["\r\n]|^\s|\s$|^\ufeff|[,;\t|]\s*[=+\-@]/.test(cell);
  return isPlain ? cell : `"${cell.replaceAll('"', '""')}"`;
}
