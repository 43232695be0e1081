/** @module JSON lines to tables: one object a line, one column for each key. */
import { DataError } from "../../errors.ts";
import { type CellRules, ColumnBuilder, cellRules, MOST_COLUMNS } from "./columnBuilder.ts";
import type { ReadOptions } from "./readCsv.ts";
import { LineMap, quoted, type Table } from "./table.ts";
import type { DataSource } from "./textWindows.ts";
import { textWindows } from "./textWindows.ts";

/** How to read JSON lines. */
export interface ReadJsonLinesOptions extends ReadOptions {
  /** Texts that stand for a missing value, as `null` and absent keys do. See `defaultMissing`. */
  readonly missing?: readonly string[];
}

/** In characters. */
const LONGEST_LINE = 1 << 22;

/**
 * Reads JSON lines: an object on each line, whose values are numbers, texts, booleans (as texts) or null. A text that
 * is a number is one, as in a CSV file. Lines that are no such object are a DataError, which names the row and the key.
 */
export async function readJsonLines(source: DataSource, options: ReadJsonLinesOptions): Promise<Table> {
  const reader = new JsonLinesReader(options);
  let rest = "";
  for await (const { text, taken } of textWindows(source, options.name, options.encoding)) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) reader.take(line);
    if (rest.length > LONGEST_LINE) throw reader.fault(`a line has more than ${LONGEST_LINE} characters`);
    options.onProgress?.({ taken, rows: reader.rows });
  }
  reader.take(rest);
  return reader.finish();
}

class JsonLinesReader {
  rows = 0;
  readonly #file: string;
  readonly #rules: CellRules;
  readonly #columns: Map<string, ColumnBuilder> = new Map();
  readonly #lines: LineMap = new LineMap();
  #line = 0;

  constructor({ name, missing }: ReadJsonLinesOptions) {
    this.#file = name;
    this.#rules = cellRules(".", missing);
  }

  /** Takes the next line; empty ones are passed over. */
  take(line: string): void {
    this.#line += 1;
    if (line.trim() === "") return;
    for (const [key, value] of Object.entries(this.#objectOf(line))) this.#add(key, value);
    this.rows += 1;
    this.#lines.add(this.#line);
    for (const column of this.#columns.values()) if (column.length < this.rows) column.add("");
  }

  finish(): Table {
    if (this.rows === 0) throw new DataError({ file: this.#file }, "the file is empty");
    const columns = Array.from(this.#columns.values(), (builder) => builder.build());
    const lines = this.#lines;
    return { name: this.#file, rows: this.rows, columns, lineOf: (row) => lines.lineOf(row) };
  }

  fault(what: string, column?: string): DataError {
    return new DataError({ file: this.#file, row: this.#line, column }, what);
  }

  #objectOf(line: string): object {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw this.fault(`${quoted(line)} is no JSON`);
    }
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
    throw this.fault(`${quoted(line)} is no object: one line is one row, as {"time": "2020-01-01", "y": 1}`);
  }

  #add(key: string, value: unknown): void {
    const column = this.#columnOf(key);
    if (typeof value === "number" && Number.isFinite(value)) column.addNumber(value);
    else if (typeof value === "string") column.add(value);
    else if (typeof value === "boolean") column.addText(String(value));
    else if (value === null) column.add("");
    else throw this.fault(`${quoted(JSON.stringify(value))} is neither number nor text`, key);
  }

  #columnOf(key: string): ColumnBuilder {
    const known = this.#columns.get(key);
    if (known !== undefined) return known;
    if (this.#columns.size === MOST_COLUMNS)
      throw this.fault(`there are more than ${MOST_COLUMNS} keys in all`, key);
    const column = new ColumnBuilder(key, this.#rules, this.rows);
    this.#columns.set(key, column);
    return column;
  }
}
