/** @module Columns that grow cell by cell: numbers as long as every cell is one, texts from then on. */
import { DataError } from "../../errors.ts";
import { type Decimal, parseNumber } from "./parseNumber.ts";
import type { Column } from "./table.ts";

/** How cells are read. */
export interface CellRules {
  readonly decimal: Decimal;
  /** Lower-case texts that stand for a missing value. */
  readonly missingTexts: ReadonlySet<string>;
  /** Numbers among them, such as -999. */
  readonly missingNumbers: ReadonlySet<number>;
}

/** What stands for a missing value unless told otherwise. Capitals make no difference. */
export const defaultMissing: readonly string[] = ["", "NA", "N/A", "NaN", "null", "none", "-", "?"];

/** A table wider than this is refused: it would be a file of another kind. */
export const MOST_COLUMNS = 10_000;

/** Rows whose texts are kept beside their numbers, should the column turn out to be one of texts. */
const ROWS_IN_DOUBT = 1000;

/** Texts are put in order of memory after so many. */
const ROWS_TOGETHER = 8192;

/** The rules of reading for a decimal sign and a list of texts. */
export function cellRules(decimal: Decimal, missing: readonly string[] = defaultMissing): CellRules {
  const numbers = missing.map((text) => parseNumber(text, decimal)).filter((value) => !Number.isNaN(value));
  const texts = new Set(missing.map((text) => text.trim().toLowerCase()));
  return { decimal, missingTexts: texts, missingNumbers: new Set(numbers) };
}

/** Whether a text stands for a missing value. */
export function isMissing(text: string, { missingTexts }: CellRules): boolean {
  return text.length < 100 && missingTexts.has(text.trim().toLowerCase());
}

/** One column in the making. */
export class ColumnBuilder {
  readonly name: string;
  readonly #rules: CellRules;
  #values = new Float64Array(16);
  #length = 0;
  #missing = 0;
  #inDoubt: string[] | null = [];
  #texts: string[] | null = null;
  #fault = { index: 0, text: "", count: 0 };

  /** A column that has `rows` missing values already. */
  constructor(name: string, rules: CellRules, rows = 0) {
    this.name = name;
    this.#rules = rules;
    for (let row = 0; row < rows; row++) this.add("");
  }

  get length(): number {
    return this.#length;
  }

  /** Takes the next cell. */
  add(text: string): void {
    const value = parseNumber(text, this.#rules.decimal);
    if (!Number.isNaN(value)) this.addNumber(value, text);
    else if (text === "" || isMissing(text, this.#rules)) this.#push(Number.NaN, text);
    else this.addText(text);
  }

  /** Takes a number, and how it was written. */
  addNumber(value: number, text: string = String(value)): void {
    const isThere = this.#rules.missingNumbers.size === 0 || !this.#rules.missingNumbers.has(value);
    this.#push(isThere ? value : Number.NaN, text);
  }

  /** Takes a text that is neither a number nor missing. */
  addText(text: string): void {
    if (this.#texts === null) {
      this.#texts = this.#inDoubt ?? Array.from(this.#values.subarray(0, this.#length), writtenAs);
      this.#fault = { index: this.#length, text, count: 0 };
      this.#values = new Float64Array(0);
    }
    this.#fault.count += 1;
    this.#push(Number.NaN, text);
  }

  /** The column of all cells so far. */
  build(): Column {
    const { name } = this;
    if (this.#texts !== null) return { name, kind: "text", texts: this.#texts, fault: this.#fault };
    return { name, kind: "number", values: this.#values.slice(0, this.#length), missing: this.#missing };
  }

  #push(value: number, text: string): void {
    if (this.#texts !== null) {
      this.#texts.push(text);
      if (this.#texts.length % ROWS_TOGETHER === 0) gather(this.#texts);
    } else {
      if (this.#length === this.#values.length) this.#grow();
      this.#values[this.#length] = value;
      if (Number.isNaN(value)) this.#missing += 1;
      this.#inDoubt?.push(text);
    }
    this.#length += 1;
    if (this.#length === ROWS_IN_DOUBT) this.#inDoubt = null;
  }

  #grow(): void {
    const grown = new Float64Array(2 * this.#length);
    grown.set(this.#values);
    this.#values = grown;
  }
}

function writtenAs(value: number): string {
  return Number.isNaN(value) ? "" : String(value);
}

/**
 * Replaces the last texts by copies that lie together: V8 keeps a cell as a part of the window it was cut from, which
 * holds the whole file in memory for the sake of one column.
 */
function gather(texts: string[]): void {
  const from = texts.length - ROWS_TOGETHER;
  const copies = texts.slice(from).join("\0").split("\0");
  if (copies.length !== ROWS_TOGETHER) return; // a cell has the sign in itself
  for (let i = 0; i < ROWS_TOGETHER; i++) texts[from + i] = copies[i] ?? "";
}

/** Names for columns: spaces around them cut off, nameless ones numbered, a second x called x_2. */
export function columnNames(cells: readonly string[], file: string): string[] {
  if (cells.length > MOST_COLUMNS)
    throw new DataError({ file }, `there are ${cells.length} columns but must be at most ${MOST_COLUMNS}`);
  const taken = new Set(cells.map((cell) => cell.trim()));
  const seen = new Set<string>();
  return cells.map((cell, i) => {
    const wanted = cell.trim() || `c${i}`;
    let name = wanted;
    for (let count = 2; seen.has(name) || (name !== cell.trim() && taken.has(name)); count++)
      name = `${wanted}_${count}`;
    seen.add(name);
    return name;
  });
}
