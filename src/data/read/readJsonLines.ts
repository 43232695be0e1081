/** @module Reads JSON lines into tables: one row per line, one column per key. */
import { closed } from "../../arguments.ts";
import { DataError } from "../../errors.ts";
import { type Sentence, say } from "../../sentence.ts";
import { shown } from "../../shown.ts";
import {
  type CellRules,
  ColumnBuilder,
  cellRules,
  columnMaker,
  type MissingOptions,
  MOST_COLUMNS,
} from "./columnBuilder.ts";
import { type ReadOptions, readOptions } from "./readCsv.ts";
import { LineMap, quoted, type Table } from "./table.ts";
import { type DataSource, textWindows } from "./textWindows.ts";

/** Everything that `readJsonLines` can be told; `null` and absent keys are always missing values. */
export interface ReadJsonLinesOptions extends ReadOptions, MissingOptions {}

/** In characters. */
const LONGEST_LINE = 1 << 22;

/** Cells that a table may have however few of them are in the file (160 MB), and how many times as many as those. */
const MOST_CELLS = 20_000_000;
const LEAST_FILLED = 20;

/**
 * Reads JSON lines: an object on each line, whose values are numbers, texts, booleans (as texts) or null. A text in
 * decimal notation is a number, as in a CSV file. Throws DataError, which names the row and the key, for any other line.
 */
export async function readJsonLines(source: DataSource, options: ReadJsonLinesOptions): Promise<Table> {
  return readJsonRows(source, closed("readJsonLines", options, readOptions));
}

/** `readJsonLines` with options that were checked. */
export async function readJsonRows(source: DataSource, options: ReadJsonLinesOptions): Promise<Table> {
  const reader = new JsonLinesReader(options);
  let rest = "";
  for await (const { text, taken } of textWindows(source, options.name, options.encoding)) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) reader.add(line);
    if (rest.length > LONGEST_LINE)
      throw reader.fault(say`the line has more than ${LONGEST_LINE} characters`);
    options.onProgress?.({ taken, rows: reader.rows });
  }
  reader.add(rest);
  return reader.finish();
}

class JsonLinesReader {
  rows = 0;
  readonly #file: string;
  readonly #rules: CellRules;
  readonly #columns: Map<string, ColumnBuilder> = new Map();
  readonly #lines: LineMap = new LineMap();
  #line = 0;
  #present = 0;

  constructor(options: ReadJsonLinesOptions) {
    this.#file = options.name;
    this.#rules = cellRules(".", options);
  }

  /** Empty lines are skipped. */
  add(line: string): void {
    this.#line += 1;
    if (line.trim() === "") return;
    for (const [key, value] of Object.entries(this.#objectOf(line))) this.#add(key, value);
    this.rows += 1;
    this.#lines.add(this.#line);
    this.#checkCells();
  }

  finish(): Table {
    if (this.rows === 0) throw new DataError({ file: this.#file }, say`the file is empty`);
    for (const builder of this.#columns.values()) builder.fill(this.rows);
    const columns = Array.from(this.#columns.values(), (builder) => builder.build());
    const lines = this.#lines;
    return {
      name: this.#file,
      rows: this.rows,
      columns,
      lineOf: (row) => lines.lineOf(row),
      columnOfTexts: columnMaker(this.#rules),
    };
  }

  fault(what: Sentence, column?: string, hint?: Sentence): DataError {
    return new DataError({ file: this.#file, row: this.#line, column }, what, { hint });
  }

  /** Absent keys take as much memory as values, but none of the file. */
  #checkCells(): void {
    const keys = this.#columns.size;
    const cells = keys * this.rows;
    if (cells > MOST_CELLS && cells > LEAST_FILLED * this.#present)
      throw this.fault(
        say`${this.rows} lines of ${keys} keys in all hold only ${this.#present} values`,
        undefined,
        say`Give all lines the same keys`,
      );
  }

  #objectOf(line: string): object {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw this.fault(say`${quoted(line)} is not JSON`);
    }
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
    throw this.fault(
      say`${quoted(line)} is not an object: each line is one row, as {"time": "2020-01-01", "y": 1}`,
    );
  }

  #add(key: string, value: unknown): void {
    const column = this.#columnOf(key);
    column.fill(this.rows);
    this.#present += 1;
    if (typeof value === "number" && Number.isFinite(value)) column.addNumber(value);
    else if (typeof value === "string") column.add(value);
    else if (typeof value === "boolean") column.addText(String(value));
    else if (value === null) column.add("");
    else
      throw this.fault(
        say`${quoted(typeof value === "number" ? JSON.stringify(value) : shown(value))} is neither a number nor a text`,
        key,
      );
  }

  #columnOf(key: string): ColumnBuilder {
    const known = this.#columns.get(key);
    if (known !== undefined) return known;
    if (this.#columns.size === MOST_COLUMNS)
      throw this.fault(say`there are more than ${MOST_COLUMNS} keys in all`, key);
    const column = new ColumnBuilder(key, this.#rules);
    this.#columns.set(key, column);
    return column;
  }
}
