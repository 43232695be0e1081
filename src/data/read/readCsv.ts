/** @module Reads CSV files into tables, window by window. */
import { closed, type OptionNames } from "../../arguments.ts";
import { DataError, type Remedy } from "../../errors.ts";
import { type Sentence, say } from "../../sentence.ts";
import { columnNames, type MissingOptions } from "./columnBuilder.ts";
import { type CsvFormatOptions, type DetectedFormat, detectFormat, parseRows } from "./csvFormat.ts";
import { isBlank, isComment, isEmptyRow, isFooter, isTotal } from "./csvLayout.ts";
import { type RowSink, TableSink } from "./rowSink.ts";
import { type CsvFormat, quoted, type Table } from "./table.ts";
import { type DataSource, textWindows } from "./textWindows.ts";

/** The progress of reading. */
export interface ReadProgress {
  /** Bytes read so far; of a string, characters. */
  readonly taken: number;
  /** Rows read so far. */
  readonly rows: number;
}

/** What all readers of files take. */
export interface ReadOptions {
  /** The file's name, for messages. */
  readonly name: string;
  /** A label of TextDecoder. By default UTF-8, else Windows-1252 or GB 18030; UTF-16 with a byte-order mark. */
  readonly encoding?: string;
  /** Called after each window of the file. */
  readonly onProgress?: (progress: ReadProgress) => void;
}

/** Everything that `readCsv` can be told; see `ReadOptions` and `CsvFormatOptions`. */
export interface ReadCsvOptions extends ReadOptions, CsvFormatOptions {}

/** What a reader of any file takes. */
export const readOptions: OptionNames<ReadOptions & MissingOptions> = {
  name: 0,
  encoding: 0,
  onProgress: 0,
  missingValues: 0,
  defaultMissing: 0,
};

export const csvOptions: OptionNames<ReadCsvOptions> = {
  ...readOptions,
  delimiter: 0,
  decimal: 0,
  thousands: 0,
  skip: 0,
  comment: 0,
  wanted: 0,
  header: 0,
};

/** In characters. A longer row means that a quote is never closed. */
const LONGEST_ROW = 1 << 22;

/**
 * Reads a CSV file into columns of numbers and texts, in windows: only the columns are held in memory, never the file.
 *
 * Delimiter, decimal sign, encoding and header are detected where the options leave them out; `table.format` has the
 * result. Throws DataError, which names the file and the row, for rows of different widths, stray quotes, bytes that
 * cannot be decoded, and an ambiguous decimal sign.
 */
export async function readCsv(source: DataSource, options: ReadCsvOptions): Promise<Table> {
  closed("readCsv", options, csvOptions);
  const sink = new TableSink();
  const format = await readCsvRows(source, options, sink);
  return sink.build(options.name, format);
}

/** Reads the rows of a CSV file one by one into a sink; the options were checked. */
export async function readCsvRows(
  source: DataSource,
  options: ReadCsvOptions,
  sink: RowSink,
): Promise<CsvFormat> {
  const reader = new CsvReader(options, sink);
  for await (const { text, taken, encoding } of textWindows(source, options.name, options.encoding)) {
    reader.add(text, encoding);
    options.onProgress?.({ taken, rows: reader.rows });
  }
  return reader.finish();
}

class CsvReader {
  rows = 0;
  readonly #options: ReadCsvOptions;
  #format: DetectedFormat | null = null;
  #encoding = "";
  #rest = "";
  readonly #sink: RowSink;
  /** The number of columns; 0 before the header. */
  #width = 0;
  #line = 1;
  /** Empty lines: missing values of the only column, or the end of the file. */
  #empty: number[] = [];
  /** Rows that may be no part of the table, if the file ends with them. */
  #held: HeldRow[] = [];
  /** How many of them are not empty. */
  #doubtful = 0;
  /** The row of the file, comments and empty ones included. */
  #row = 0;
  readonly #left = { above: 0, between: 0, comments: 0, below: 0 };

  constructor(options: ReadCsvOptions, sink: RowSink) {
    this.#options = options;
    this.#sink = sink;
  }

  add(text: string, encoding: string): void {
    this.#encoding = encoding;
    this.#parse(this.#rest + text, false);
    if (this.#rest.length > LONGEST_ROW)
      throw this.#fault(
        say`the row has more than ${LONGEST_ROW} characters`,
        say`Is there a quote that is never closed?`,
      );
  }

  finish(): CsvFormat {
    this.#parse(this.#rest, true);
    if (this.#format === null || this.#width === 0)
      throw new DataError({ file: this.#options.name }, say`the file is empty`);
    this.#end();
    const { delimiter, decimal, header } = this.#format;
    const isWhole = Object.values(this.#left).every((count) => count === 0);
    const leftOut = isWhole ? {} : { leftOut: this.#left };
    return { delimiter, decimal, encoding: this.#encoding, header, ...leftOut };
  }

  #parse(text: string, isLast: boolean): void {
    this.#rest = text;
    if (text.trim() === "" && !isLast) return;
    this.#format ??= detectFormat(text, this.#options.name, this.#options);
    const { data, errors, meta } = parseRows(text, this.#format.delimiter, isLast);
    this.#rest = text.slice(meta.cursor);
    const broken = errors.find(({ row = 0 }) => row < data.length);
    const hasQuotes = text.includes('"');
    for (const [i, row] of data.entries()) {
      if (broken?.row === i) throw this.#quoteFault(broken.code);
      this.#add(row);
      this.#line += hasQuotes ? linesOf(row) : 1;
    }
  }

  #add(row: readonly string[]): void {
    const index = this.#row;
    this.#row += 1;
    if (isBlank(row)) this.#empty.push(this.#line);
    else if (this.#format !== null && isComment(row, this.#format.comment) && index !== this.#format.start)
      this.#left.comments += 1;
    else if (this.#width === 0) this.#begin(row, index);
    else this.#addCells(row);
  }

  #begin(row: readonly string[], index: number): void {
    const format = this.#format;
    if (format === null) return;
    if (index < format.start) {
      if (!isEmptyRow(row)) this.#left.above += 1;
      return;
    }
    const { rules, header } = format;
    const cells = format.names ?? (header ? row : row.map(() => ""));
    const names = columnNames(cells, this.#options.name);
    this.#width = names.length;
    const unnamed = cells.map((cell) => header && cell.trim() === "");
    this.#sink.begin(names, rules, unnamed);
    this.#empty = [];
    if (format.names !== null) this.#left.comments -= 1; // the comment that is the header
    if (format.names !== null || !header) this.#addCells(row);
  }

  #addCells(row: readonly string[]): void {
    if (this.#left.between < (this.#format?.between ?? 0) && this.rows === 0) {
      if (!isEmptyRow(row)) this.#left.between += 1;
      return;
    }
    if (row.length !== this.#width || isAlmostEmpty(row) || this.#isTotal(row)) this.#hold(row);
    else {
      if (this.#held.length > 0) this.#release();
      this.#addWhole(row, this.#line, this.#empty);
      this.#empty = [];
    }
  }

  #isTotal(row: readonly string[]): boolean {
    return this.#sink.hasTotals !== true && isTotal(row);
  }

  #hold(row: readonly string[]): void {
    this.#held.push({ cells: row, line: this.#line, empty: this.#empty });
    this.#empty = [];
    if (row.some((cell) => cell.trim() !== "")) this.#doubtful += 1;
    if (this.#doubtful > MOST_BELOW) this.#release();
  }

  /** The rows held back belong to the table. */
  #release(): void {
    for (const { cells, line, empty } of this.#held) {
      if (cells.length !== this.#width) throw this.#widthFault(cells, line);
      this.#addWhole(cells, line, empty);
    }
    this.#held = [];
    this.#doubtful = 0;
  }

  /** Of the rows held back, the last ones may stand below the table. */
  #end(): void {
    const { isData } = this.#format ?? {};
    if (isData === undefined) return;
    const last = this.#sink.lastText;
    const isText = !isData(last);
    const isBelow = this.#held.map(({ cells }) => isFooter(cells, this.#width, isData, isText));
    const first = isBelow.lastIndexOf(false) + 1;
    this.#left.below = this.#held.length - first;
    this.#held = this.#held.slice(0, first);
    this.#release();
  }

  /** Adds a row, and the empty lines above it, which are missing values of an only column. */
  #addWhole(row: readonly string[], line: number, empty: readonly number[]): void {
    if (this.#width === 1) for (const line of empty) this.#push([""], line);
    this.#push(row, line);
  }

  #push(row: readonly string[], line: number): void {
    this.#sink.add(row, line);
    this.rows += 1;
  }

  #widthFault(row: readonly string[], line: number): DataError {
    const { delimiter = ",", header } = this.#format ?? {};
    const [found, wanted] = [row.length, this.#width];
    const model = header ? say`the header` : say`the first row`;
    const what =
      found === 1
        ? say`there is 1 cell but must be ${wanted}, as in ${model}`
        : say`there are ${found} cells but must be ${wanted}, as in ${model}`;
    const hint = say`Cells are separated by ${quoted(delimiter)}; a cell that contains it must be in quotes`;
    return this.#fault(what, hint, [{ option: "delimiter", values: [] }], line);
  }

  #quoteFault(code: string): DataError {
    return code === "MissingQuotes"
      ? this.#fault(say`a quote is never closed`)
      : this.#fault(
          say`there is text after a closing quote`,
          say`A quote inside a quoted cell is written twice: ""`,
        );
  }

  #fault(
    what: Sentence,
    hint?: Sentence,
    remedies: readonly Remedy[] = [],
    row: number = this.#line,
  ): DataError {
    return new DataError({ file: this.#options.name, row }, what, { hint, remedies });
  }
}

interface HeldRow {
  readonly cells: readonly string[];
  readonly line: number;
  readonly empty: readonly number[];
}

/** More rows than that below a table, empty ones aside, are a part of it. */
const MOST_BELOW = 50;

/** Whether at most the first cell of a row of several is filled. */
function isAlmostEmpty(row: readonly string[]): boolean {
  for (let i = 1; i < row.length; i++) if (row[i] !== "" && row[i]?.trim() !== "") return false;
  return row.length > 1;
}

function linesOf(row: readonly string[]): number {
  let lines = 1;
  for (const cell of row)
    for (let at = cell.indexOf("\n"); at >= 0; at = cell.indexOf("\n", at + 1)) lines += 1;
  return lines;
}
