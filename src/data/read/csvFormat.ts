/** @module Detects how a CSV file is written from its beginning: delimiter, decimal sign, header or none. */

import Papa from "papaparse";
import { DataError, ValueError } from "../../errors.ts";
import { say } from "../../sentence.ts";
import { shown } from "../../shown.ts";
import { parseTime } from "../series/timeFormats.ts";
import { type CellRules, cellRules, isMissing, type MissingOptions } from "./columnBuilder.ts";
import {
  commonWidth,
  findComment,
  findLayout,
  type IsData,
  type Layout,
  type NumberedRow,
  withoutComments,
} from "./csvLayout.ts";
import { findDecimal } from "./decimalSign.ts";
import { isStyledNumber, type Thousands } from "./numberStyle.ts";
import { type Decimal, parseNumber } from "./parseNumber.ts";
import type { CsvFormat } from "./table.ts";

/** How a CSV file is written. What is left out is detected. */
export interface CsvFormatOptions extends MissingOptions {
  /** One character between cells; detected among tab, semicolon, comma and bar. */
  readonly delimiter?: string;
  /** The decimal sign; detected by default. */
  readonly decimal?: Decimal;
  /** What separates thousands: any sign that a column shows by default; `none` where `1,234` is a text. */
  readonly thousands?: Thousands;
  /** The number of lines above the table; by default, those of another number of cells are left out. */
  readonly skip?: number;
  /** What lines of comments begin with: found among `#`, `//` and `%`. */
  readonly comment?: string;
  /** Names of columns that are wanted: a first row that has all of them is a header, even one of numbers. */
  readonly wanted?: readonly string[];
  /** Whether the first row holds names; by default, whether one of its cells is neither a number nor a date. */
  readonly header?: boolean;
}

export interface DetectedFormat extends Omit<CsvFormat, "encoding">, Layout {
  readonly rules: CellRules;
  readonly isData: IsData;
}

export interface ParsedRows {
  readonly data: string[][];
  readonly errors: readonly { readonly code: string; readonly row?: number }[];
  readonly meta: { readonly cursor: number };
}

/**
 * Papa Parse's inner parser, which parses one text and returns how far it came. A text without quotes goes through its
 * fast mode, which only calls `split`.
 */
interface InnerParser {
  parse(text: string, from: number, ignoreLastRow: boolean): ParsedRows;
}
type InnerParserClass = new (options: { delimiter: string; newline: string }) => InnerParser;
const { Parser } = Papa as unknown as { readonly Parser: InnerParserClass };

/** Cuts a text into rows of cells. An unfinished last row is included only if `isLast`. */
export function parseRows(text: string, delimiter: string, isLast: boolean): ParsedRows {
  return new Parser({ delimiter, newline: "\n" }).parse(text, 0, !isLast);
}

const delimiters = ["\t", ";", ",", "|"] as const;
const SAMPLE = 1 << 16;
/** Lines that a sample has at least, however long they are. */
const FEWEST_LINES = 4;

/** Behind the n-th line; the length of a text that has fewer. */
function endOfLine(text: string, n: number): number {
  let end = 0;
  for (let line = 0; line < n; line++) {
    const at = text.indexOf("\n", end);
    if (at < 0) return text.length;
    end = at + 1;
  }
  return end;
}

/** Throws DataError where the decimal sign is ambiguous. */
export function detectFormat(beginning: string, file: string, options: CsvFormatOptions): DetectedFormat {
  checkOptions(options);
  if (beginning.includes("\0"))
    throw new DataError({ file }, say`the file contains zero bytes, so it is not text in this encoding`, {
      remedies: [{ option: "encoding", values: ["utf-16le"] }],
    });
  const candidates = options.delimiter === undefined ? delimiters : [options.delimiter];
  const samples = candidates.map((delimiter) => sampleOf(beginning, delimiter, options));
  const best = bestOf(samples);
  const isList = options.delimiter === undefined && !samples.some(({ rank }) => rank > 0);
  const [delimiter, sample] = isList ? asList(best) : [best.delimiter, best];
  const { all, rows, from, comment } = sample;
  const body = rows.slice(from).map(({ cells }) => cells);
  const { thousands } = options;
  const decimal = options.decimal ?? decimalBeside(thousands) ?? findDecimal(body, delimiter, file);
  const rules = cellRules(decimal, options, thousands);
  const isData = (cell: string): boolean => isDataCell(cell, rules);
  return { delimiter, decimal, rules, isData, ...findLayout(all, rows, from, comment, isData, options) };
}

/** A file of one column has no delimiter. */
function asList(best: Sample): readonly [string, Sample] {
  const rows = best.rows.map(({ index, cells }) => ({ index, cells: [cells.join(best.delimiter)] }));
  return [singleColumn(rows.map(({ cells }) => cells)), { ...best, rows, from: 0 }];
}

/** One of comma and dot separates thousands, the other one is the decimal sign. */
function decimalBeside(thousands: Thousands | undefined): Decimal | undefined {
  return thousands === "," ? "." : thousands === "." ? "," : undefined;
}

function checkOptions({ delimiter, decimal, thousands }: CsvFormatOptions): void {
  if (decimal !== undefined && thousands === decimal)
    throw new ValueError(say`decimal and thousands are both ${shown(decimal)} but must differ`, {
      caller: "readCsv",
    });
  if (delimiter === undefined || (delimiter.length === 1 && !'\r\n"\ufeff'.includes(delimiter))) return;
  throw new ValueError(
    `delimiter is ${shown(delimiter)} but must be one character, other than a quote or a line break`,
    { caller: "readCsv" },
  );
}

type Sample = ReturnType<typeof sampleOf>;

/**
 * The first rows as cut by a delimiter, from the first one of the table on. `rank` is the fraction of them as wide as the
 * first, 0 where that is a single cell; `recognised` is the fraction of cells that are numbers, dates or missing.
 */
function sampleOf(beginning: string, delimiter: string, options: CsvFormatOptions) {
  const text = beginning.slice(0, Math.max(SAMPLE, endOfLine(beginning, FEWEST_LINES)));
  const all = parseRows(text, delimiter, text.length === beginning.length).data;
  const comment = options.comment ?? findComment(all);
  const rows = withoutComments(
    all
      .slice(0, options.skip ?? 0)
      .fill([""])
      .concat(all.slice(options.skip ?? 0)),
    comment,
  );
  const from = options.skip === undefined ? startOf(rows) : 0;
  const table = rows.slice(from);
  const width = table[0]?.cells.length ?? 0;
  const alike = table.filter(({ cells }) => cells.length === width).length;
  const rules = [cellRules(".", options), cellRules(",", options)];
  const cells = table.flatMap((row) => row.cells);
  const known = cells.filter((cell) => rules.some((rule) => isDataCell(cell, rule))).length;
  const rank = width > 1 ? alike / table.length : 0;
  return { delimiter, all, rows, comment, from, rank, recognised: known / (cells.length || 1) };
}

/** Rows of a table are alike, except for a few damaged ones. */
const FEWEST_ALIKE = 0.9;

/** Above a table may stand at most this many rows, besides comments. */
const MOST_ABOVE = 30;

/** The row that a table begins with: the first, unless rows of another width stand above one of equal rows. */
function startOf(rows: readonly NumberedRow[]): number {
  const width = commonWidth(rows);
  const first = rows.findIndex(({ cells }) => cells.length === width);
  if (width < 2 || first === 0 || first > MOST_ABOVE) return 0;
  const last = rows.findLastIndex(({ cells }) => cells.length === width);
  const table = rows.slice(first, last + 1); // without what may stand below it
  const alike = table.filter(({ cells }) => cells.length === width).length;
  return table.length > 2 && alike >= FEWEST_ALIKE * table.length ? first : 0;
}

/** The sample of equal rows with the fewest rows above them, else that with the most equal rows. */
function bestOf(samples: readonly Sample[]): Sample {
  const isTable = ({ rank }: Sample): boolean => rank >= FEWEST_ALIKE;
  return samples.reduce((a, b) => {
    if (isTable(a) && isTable(b) && a.from !== b.from) return b.from < a.from ? b : a;
    if (isTable(a) !== isTable(b)) return isTable(b) ? b : a;
    return b.rank > a.rank || (a.rank === b.rank && a.rank > 0 && b.recognised > a.recognised) ? b : a;
  });
}

/** A file of one column has no delimiter: a comma within its numbers is their decimal sign. */
function singleColumn(rows: readonly (readonly string[])[]): string {
  const lines = rows.slice(1).map((row) => row.join("\t"));
  return lines.length > 0 && lines.every((line) => commaNumber.test(line)) ? ";" : ",";
}

const commaNumber = /^\s*[+-]?\d*,\d+\s*$/;
const dateLike = /^\s*\d{1,4}[-/.年]\d/;

/** Whether a cell belongs to data rather than to a header. */
function isDataCell(cell: string, rules: CellRules): boolean {
  if (
    !Number.isNaN(parseNumber(cell, rules.decimal)) ||
    isMissing(cell, rules) ||
    dateLike.test(cell) ||
    parseTime(cell, true) !== null
  )
    return true;
  return isStyledNumber(cell, rules.decimal);
}
