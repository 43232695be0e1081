/** @module Detects how a CSV file is written from its beginning: delimiter, decimal sign, header or none. */
import Papa from "papaparse";
import { DataError, type Remedy, ValueError } from "../../errors.ts";
import { type Sentence, say } from "../../sentence.ts";
import { type CellRules, cellRules, isMissing, type MissingOptions } from "./columnBuilder.ts";
import { type Decimal, parseNumber } from "./parseNumber.ts";
import { type CsvFormat, quoted } from "./table.ts";

/** How a CSV file is written. What is left out is detected. */
export interface CsvFormatOptions extends MissingOptions {
  /** One character between cells; detected among tab, semicolon, comma and bar. */
  readonly delimiter?: string;
  readonly decimal?: Decimal;
  /** Whether the first row holds names; by default, whether one of its cells is neither a number nor a date. */
  readonly header?: boolean;
}

export interface DetectedFormat extends Omit<CsvFormat, "encoding"> {
  readonly rules: CellRules;
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
const SAMPLE_ROWS = 200;

/** Throws DataError where the decimal sign is ambiguous. */
export function detectFormat(beginning: string, file: string, options: CsvFormatOptions): DetectedFormat {
  checkDelimiter(options.delimiter);
  if (beginning.includes("\0"))
    throw new DataError({ file }, say`the file contains zero bytes, so it is not text in this encoding`, {
      remedies: [{ option: "encoding", values: ["utf-16le"] }],
    });
  const candidates = options.delimiter === undefined ? delimiters : [options.delimiter];
  const samples = candidates.map((delimiter) => sampleOf(beginning, delimiter, options));
  const best = samples.reduce((a, b) => (isBetter(b, a) ? b : a));
  const { rows } = best;
  const isList = options.delimiter === undefined && !samples.some(({ rank }) => rank > 0);
  const delimiter = isList ? singleColumn(rows) : best.delimiter;
  const cells = isList ? rows.map((row) => [row.join(best.delimiter)]) : rows;
  const decimal = options.decimal ?? findDecimal(cells.flat(), delimiter, file);
  const rules = cellRules(decimal, options);
  return { delimiter, decimal, rules, header: options.header ?? isHeader(cells[0] ?? [], rules) };
}

function checkDelimiter(delimiter: string | undefined): void {
  if (delimiter === undefined || (delimiter.length === 1 && !'\r\n"\ufeff'.includes(delimiter))) return;
  throw new ValueError(
    `delimiter is ${JSON.stringify(delimiter)} but must be one character, other than a quote or a line break`,
    { caller: "readCsv" },
  );
}

type Sample = ReturnType<typeof sampleOf>;

/**
 * The first rows as cut by a delimiter. `rank` is the fraction of rows as wide as the first, 0 where that is a single cell;
 * `recognised` is the fraction of cells that are numbers, dates or missing.
 */
function sampleOf(beginning: string, delimiter: string, options: MissingOptions) {
  const text = beginning.slice(0, SAMPLE);
  const parsed = parseRows(text, delimiter, text.length === beginning.length).data;
  const rows = parsed.filter((row) => row.length > 1 || row[0]?.trim() !== "").slice(0, SAMPLE_ROWS);
  const width = rows[0]?.length ?? 0;
  const alike = rows.filter((row) => row.length === width).length;
  const rules = [cellRules(".", options), cellRules(",", options)];
  const cells = rows.flat();
  const known = cells.filter((cell) => rules.some((rule) => isData(cell, rule))).length;
  const rank = width > 1 ? alike / rows.length : 0;
  return { delimiter, rows, rank, recognised: known / (cells.length || 1) };
}

function isBetter(a: Sample, b: Sample): boolean {
  return a.rank > b.rank || (a.rank === b.rank && a.rank > 0 && a.recognised > b.recognised);
}

/** A file of one column has no delimiter: a comma within its numbers is their decimal sign. */
function singleColumn(rows: readonly (readonly string[])[]): string {
  const lines = rows.slice(1).map((row) => row.join("\t"));
  return lines.length > 0 && lines.every((line) => commaNumber.test(line)) ? ";" : ",";
}

const commaNumber = /^\s*[+-]?\d*,\d+\s*$/;
const ambiguous = /^\s*[+-]?[1-9]\d{0,2}(?:,\d{3})+\s*$/;
const dotNumber = /^\s*[+-]?\d*\.\d+\s*$/;

/** The decimal sign. `1,234` may be 1.234 or 1234; unless another cell decides it, the user must. */
function findDecimal(cells: readonly string[], delimiter: string, file: string): Decimal {
  const withComma = cells.filter((cell) => commaNumber.test(cell) || ambiguous.test(cell));
  if (withComma.length === 0) return dotIsSettled(cells, delimiter, file);
  const hasDots = cells.some((cell) => dotNumber.test(cell));
  const isSettled = withComma.some((cell) => !ambiguous.test(cell));
  if (isSettled && !hasDots) return ",";
  if (!isSettled && delimiter === ",") return "."; // quoted cells, which are texts
  const [found = ""] = isSettled ? withComma.filter((cell) => !ambiguous.test(cell)) : withComma;
  const shown = quoted(found.trim());
  if (!hasDots) throw ambiguousDecimal(file, say`the decimal sign is ambiguous: it contains ${shown}`);
  const other = quoted(cells.find((cell) => dotNumber.test(cell)) ?? "");
  throw ambiguousDecimal(file, say`the decimal sign is ambiguous: it contains ${shown} and ${other}`);
}

function ambiguousDecimal(file: string, what: Sentence): DataError {
  const remedy: Remedy = { option: "decimal", values: [",", "."] };
  return new DataError({ file }, what, { remedies: [remedy] });
}

const dotThousands = /^\s*[+-]?[1-9]\d{0,2}(?:\.\d{3})+\s*$/;

/** Between semicolons, as in countries that write 1.234 for 1234, a dot may separate thousands. */
function dotIsSettled(cells: readonly string[], delimiter: string, file: string): Decimal {
  const withDot = cells.filter((cell) => dotNumber.test(cell) || dotThousands.test(cell));
  const isDoubtful =
    delimiter === ";" && withDot.length > 0 && withDot.every((cell) => dotThousands.test(cell));
  if (!isDoubtful) return ".";
  const shown = quoted(withDot[0]?.trim() ?? "");
  throw ambiguousDecimal(file, say`the decimal sign is ambiguous: ${shown} may have a thousands separator`);
}

const dateLike = /^\s*\d{1,4}[-/.年]\d/;

/** Whether a cell belongs to data rather than to a header. */
function isData(cell: string, rules: CellRules): boolean {
  return !Number.isNaN(parseNumber(cell, rules.decimal)) || isMissing(cell, rules) || dateLike.test(cell);
}

function isHeader(cells: readonly string[], rules: CellRules): boolean {
  return !cells.every((cell) => isData(cell, rules)) || cells.every((cell) => isMissing(cell, rules));
}
