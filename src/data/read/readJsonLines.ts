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
import type { RowSink } from "./rowSink.ts";
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
  await readLines(source, options, reader);
  return reader.finish();
}

/** Reads JSON lines one by one into a sink; their columns are the keys of the first thousand. The options were checked. */
export async function readJsonCells(
  source: DataSource,
  options: ReadJsonLinesOptions,
  sink: RowSink,
): Promise<void> {
  const reader = new JsonCellReader(options, sink);
  await readLines(source, options, reader);
  reader.finish();
}

async function readLines(
  source: DataSource,
  options: ReadJsonLinesOptions,
  reader: LineReader,
): Promise<void> {
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
}

/** Parses lines as objects, and knows which line is at fault. */
abstract class LineReader {
  rows = 0;
  readonly file: string;
  line = 0;

  constructor(file: string) {
    this.file = file;
  }

  /** Empty lines are skipped. */
  add(line: string): void {
    this.line += 1;
    if (line.trim() === "") return;
    this.addObject(this.#objectOf(line));
    this.rows += 1;
  }

  protected abstract addObject(object: object): void;

  fault(what: Sentence, column?: string, hint?: Sentence): DataError {
    return new DataError({ file: this.file, row: this.line, column }, what, { hint });
  }

  protected valueFault(value: unknown, key: string): DataError {
    const text = typeof value === "number" ? JSON.stringify(value) : shown(value);
    return this.fault(say`${quoted(text)} is neither a number nor a text`, key);
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
}

/** Lines whose keys are the columns. */
const FIRST_LINES = 1000;

class JsonCellReader extends LineReader {
  readonly #sink: RowSink;
  readonly #rules: CellRules;
  #held: { readonly object: object; readonly line: number }[] = [];
  #names: readonly string[] | null = null;

  constructor(options: ReadJsonLinesOptions, sink: RowSink) {
    super(options.name);
    this.#sink = sink;
    this.#rules = cellRules(".", options);
  }

  finish(): void {
    if (this.rows === 0) throw new DataError({ file: this.file }, say`the file is empty`);
    this.#begin();
  }

  protected addObject(object: object): void {
    if (this.#names !== null) this.#push(object, this.line, this.#names);
    else {
      this.#held.push({ object, line: this.line });
      if (this.#held.length === FIRST_LINES) this.#begin();
    }
  }

  #begin(): void {
    if (this.#names !== null) return;
    const names = [...new Set(this.#held.flatMap(({ object }) => Object.keys(object)))];
    if (names.length > MOST_COLUMNS) throw this.fault(say`there are more than ${MOST_COLUMNS} keys in all`);
    this.#names = names;
    this.#sink.begin(names, this.#rules, []);
    for (const { object, line } of this.#held) this.#push(object, line, names);
    this.#held = [];
  }

  #push(object: object, line: number, names: readonly string[]): void {
    const cells = names.map((name) =>
      this.#cellOf(Object.hasOwn(object, name) ? Object(object)[name] : null, name),
    );
    this.#sink.add(cells, line);
  }

  #cellOf(value: unknown, key: string): string {
    if (typeof value === "string") return value;
    if (value === null) return "";
    if ((typeof value === "number" && Number.isFinite(value)) || typeof value === "boolean")
      return String(value);
    throw this.valueFault(value, key);
  }
}

class JsonLinesReader extends LineReader {
  readonly #rules: CellRules;
  readonly #columns: Map<string, ColumnBuilder> = new Map();
  readonly #lines: LineMap = new LineMap();
  #present = 0;

  constructor(options: ReadJsonLinesOptions) {
    super(options.name);
    this.#rules = cellRules(".", options);
  }

  protected addObject(object: object): void {
    for (const [key, value] of Object.entries(object)) this.#add(key, value);
    this.#lines.add(this.line);
    this.#checkCells(this.rows + 1);
  }

  finish(): Table {
    if (this.rows === 0) throw new DataError({ file: this.file }, say`the file is empty`);
    for (const builder of this.#columns.values()) builder.fill(this.rows);
    const columns = Array.from(this.#columns.values(), (builder) => builder.build());
    const lines = this.#lines;
    return {
      name: this.file,
      rows: this.rows,
      columns,
      lineOf: (row) => lines.lineOf(row),
      columnOfTexts: columnMaker(this.#rules),
    };
  }

  /** Absent keys take as much memory as values, but none of the file. */
  #checkCells(rows: number): void {
    const keys = this.#columns.size;
    const cells = keys * rows;
    if (cells > MOST_CELLS && cells > LEAST_FILLED * this.#present)
      throw this.fault(
        say`${rows} lines of ${keys} keys in all hold only ${this.#present} values`,
        undefined,
        say`Give all lines the same keys`,
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
    else throw this.valueFault(value, key);
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
