/** @module How a CSV file is written, found out from its beginning: delimiter, decimal sign, header or none. */
import Papa from "papaparse";
import { DataError, ValueError } from "../../errors.ts";
import { type CellRules, cellRules, isMissing } from "./columnBuilder.ts";
import { type Decimal, parseNumber } from "./parseNumber.ts";
import { quoted } from "./table.ts";

/** What a caller may say instead of having it found out. */
export interface CsvFormatOptions {
  /** One character between cells. Found among tab, semicolon, comma and bar unless given. */
  readonly delimiter?: string;
  readonly decimal?: Decimal;
  /** Whether the first row holds names. Unless given it does, if any of its cells is neither number nor date. */
  readonly header?: boolean;
  /** Texts that stand for a missing value; capitals make no difference. See `defaultMissing`. */
  readonly missing?: readonly string[];
}

/** The answer, with the rules that cells are then read by. */
export interface FoundFormat {
  readonly delimiter: string;
  readonly decimal: Decimal;
  readonly header: boolean;
  readonly rules: CellRules;
}

/** The rows of a text, and what is wrong with its quotes. */
export interface ParsedRows {
  readonly data: string[][];
  readonly errors: readonly { readonly code: string; readonly row?: number }[];
  readonly meta: { readonly cursor: number };
}

/**
 * Papa Parse's inner parser, which takes one text at a time and says how far it came. It splits a text without quotes
 * by `split` alone, its fast mode.
 */
interface InnerParser {
  parse(text: string, from: number, ignoreLastRow: boolean): ParsedRows;
}
type InnerParserClass = new (options: { delimiter: string; newline: string }) => InnerParser;
const { Parser } = Papa as unknown as { readonly Parser: InnerParserClass };

/** Cuts a text into rows of cells; an unfinished row at its end is left to the next text, or taken when there is none. */
export function parseRows(text: string, delimiter: string, isLast: boolean): ParsedRows {
  return new Parser({ delimiter, newline: "\n" }).parse(text, 0, !isLast);
}

const delimiters = ["\t", ";", ",", "|"] as const;
const SAMPLE = 1 << 16;
const SAMPLE_ROWS = 200;

/** Finds out how a file is written from its first characters. */
export function findFormat(beginning: string, file: string, options: CsvFormatOptions): FoundFormat {
  checkDelimiter(options.delimiter);
  if (beginning.includes("\0"))
    throw new DataError(
      { file },
      "there are zero bytes: this is no text",
      'Of UTF-16, say so: encoding: "utf-16le"',
    );
  const candidates = options.delimiter === undefined ? delimiters : [options.delimiter];
  const samples = candidates.map((delimiter) => sampleOf(beginning, delimiter, options.missing));
  const best = samples.reduce((a, b) => (isBetter(b, a) ? b : a));
  const { rows } = best;
  const isList = options.delimiter === undefined && !samples.some(({ rank }) => rank > 0);
  const delimiter = isList ? singleColumn(rows) : best.delimiter;
  const cells = isList ? rows.map((row) => [row.join(best.delimiter)]) : rows;
  const decimal = options.decimal ?? findDecimal(cells.flat(), delimiter, file);
  const rules = cellRules(decimal, options.missing);
  return { delimiter, decimal, rules, header: options.header ?? isHeader(cells[0] ?? [], rules) };
}

function checkDelimiter(delimiter: string | undefined): void {
  if (delimiter === undefined || (delimiter.length === 1 && !'\r\n"\ufeff'.includes(delimiter))) return;
  throw new ValueError(
    `readCsv: delimiter is ${JSON.stringify(delimiter)} but must be one character, and neither a quote nor a line's end`,
  );
}

interface Sample {
  readonly delimiter: string;
  readonly rows: readonly (readonly string[])[];
  /** The share of rows as wide as the first, 0 where that is a single cell. */
  readonly rank: number;
  /** The share of cells that are numbers, dates or missing. */
  readonly recognised: number;
}

function sampleOf(beginning: string, delimiter: string, missing: readonly string[] | undefined): Sample {
  const text = beginning.slice(0, SAMPLE);
  const parsed = parseRows(text, delimiter, text.length === beginning.length).data;
  const rows = parsed.filter((row) => row.length > 1 || row[0]?.trim() !== "").slice(0, SAMPLE_ROWS);
  const width = rows[0]?.length ?? 0;
  const alike = rows.filter((row) => row.length === width).length;
  const rules = [cellRules(".", missing), cellRules(",", missing)];
  const cells = rows.flat();
  const known = cells.filter((cell) => rules.some((rule) => isData(cell, rule))).length;
  return {
    delimiter,
    rows,
    rank: width > 1 ? alike / rows.length : 0,
    recognised: known / (cells.length || 1),
  };
}

function isBetter(a: Sample, b: Sample): boolean {
  return a.rank > b.rank || (a.rank === b.rank && a.rank > 0 && a.recognised > b.recognised);
}

/** A file of one column has no delimiter; a comma within its numbers is then their decimal sign. */
function singleColumn(rows: readonly (readonly string[])[]): string {
  const lines = rows.slice(1).map((row) => row.join("\t"));
  return lines.length > 0 && lines.every((line) => commaNumber.test(line)) ? ";" : ",";
}

const commaNumber = /^\s*[+-]?\d*,\d+\s*$/;
const ambiguous = /^\s*[+-]?[1-9]\d{0,2}(?:,\d{3})+\s*$/;
const dotNumber = /^\s*[+-]?\d*\.\d+\s*$/;

/** The decimal sign. `1,234` may be 1.234 or 1234: unless another cell settles it, the caller must. */
function findDecimal(cells: readonly string[], delimiter: string, file: string): Decimal {
  const withComma = cells.filter((cell) => commaNumber.test(cell) || ambiguous.test(cell));
  if (withComma.length === 0) return dotIsSettled(cells, delimiter, file);
  const hasDots = cells.some((cell) => dotNumber.test(cell));
  const isSettled = withComma.some((cell) => !ambiguous.test(cell));
  if (isSettled && !hasDots) return ",";
  if (!isSettled && delimiter === ",") return "."; // quoted cells that are texts, and named when used
  const [shown = ""] = isSettled ? withComma.filter((cell) => !ambiguous.test(cell)) : withComma;
  const other = hasDots ? ` beside ${quoted(cells.find((cell) => dotNumber.test(cell)) ?? "")}` : "";
  throw new DataError(
    { file },
    `the decimal sign is in doubt: there is ${quoted(shown.trim())}${other}`,
    'Say which it is: decimal: "," or decimal: "."',
  );
}

const dotThousands = /^\s*[+-]?[1-9]\d{0,2}(?:\.\d{3})+\s*$/;

/** Where semicolons part the cells, as in countries that write 1.234 for 1234, a dot may part thousands. */
function dotIsSettled(cells: readonly string[], delimiter: string, file: string): Decimal {
  const withDot = cells.filter((cell) => dotNumber.test(cell) || dotThousands.test(cell));
  const isDoubtful =
    delimiter === ";" && withDot.length > 0 && withDot.every((cell) => dotThousands.test(cell));
  if (!isDoubtful) return ".";
  throw new DataError(
    { file },
    `the decimal sign is in doubt: there is ${quoted(withDot[0]?.trim() ?? "")}, which may be thousands`,
    'Say which it is: decimal: "," or decimal: "."',
  );
}

const dateLike = /^\s*\d{1,4}[-/.年]\d/;

/** Whether a cell belongs to data rather than to a header. */
function isData(cell: string, rules: CellRules): boolean {
  return !Number.isNaN(parseNumber(cell, rules.decimal)) || isMissing(cell, rules) || dateLike.test(cell);
}

function isHeader(cells: readonly string[], rules: CellRules): boolean {
  return !cells.every((cell) => isData(cell, rules)) || cells.every((cell) => isMissing(cell, rules));
}
