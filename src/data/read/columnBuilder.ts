/** @module Columns built cell by cell: of numbers until a cell is not one, of texts from then on. */
import { DataError } from "../../errors.ts";
import { say } from "../../sentence.ts";
import { readStyled, type Thousands } from "./numberStyle.ts";
import { type Decimal, parseNumber } from "./parseNumber.ts";
import type { Column, TextColumn } from "./table.ts";

export interface CellRules {
  readonly decimal: Decimal;
  /** Undefined to accept any, `none` for none. */
  readonly thousands: Thousands | undefined;
  /** In lower case. */
  readonly missingTexts: ReadonlySet<string>;
  /** Numbers among them, such as -999. */
  readonly missingNumbers: ReadonlySet<number>;
}

/** Cells that are missing values by default; case does not matter. */
export const defaultMissingValues: readonly string[] = ["", "NA", "N/A", "NaN", "null", "none", "-", "?"];

/** A wider table is refused: it is most likely not a table. */
export const MOST_COLUMNS = 10_000;

/** Rows whose texts are stored beside their numbers, in case the column turns out to hold texts. */
const ROWS_IN_DOUBT = 1000;

/** Texts are copied together after this many rows; see `gather`. */
const ROWS_TOGETHER = 8192;

/** Which cells are missing values. */
export interface MissingOptions {
  /** Texts that stand for a missing value, in addition to `defaultMissingValues`; case does not matter. */
  readonly missingValues?: readonly string[];
  /** Whether `defaultMissingValues` stand for missing values too; true by default. */
  readonly defaultMissing?: boolean;
}

export function cellRules(
  decimal: Decimal,
  { missingValues = [], defaultMissing = true }: MissingOptions = {},
  thousands?: Thousands,
): CellRules {
  const missing = defaultMissing ? [...defaultMissingValues, ...missingValues] : missingValues;
  const numbers = missing.map((text) => parseNumber(text, decimal)).filter((value) => !Number.isNaN(value));
  const texts = new Set(missing.map((text) => text.trim().toLowerCase()));
  return { decimal, thousands, missingTexts: texts, missingNumbers: new Set(numbers) };
}

export function isMissing(text: string, { missingTexts }: CellRules): boolean {
  return text.length < 100 && missingTexts.has(text.trim().toLowerCase());
}

export class ColumnBuilder {
  readonly name: string;
  readonly #rules: CellRules;
  #values = new Float64Array(16);
  #length = 0;
  #missing = 0;
  #inDoubt: string[] | null = [];
  #texts: string[] | null = null;
  #fault = { index: 0, text: "", count: 0 };

  constructor(name: string, rules: CellRules) {
    this.name = name;
    this.#rules = rules;
  }

  /** Adds missing values up to that many rows. */
  fill(rows: number): void {
    while (this.#length < rows) this.add("");
  }

  get length(): number {
    return this.#length;
  }

  /** The last cell; an empty text where all cells are numbers so far. */
  get lastText(): string {
    return this.#texts?.at(-1) ?? "";
  }

  add(text: string): void {
    const value = parseNumber(text, this.#rules.decimal);
    if (!Number.isNaN(value)) this.addNumber(value, text);
    else if (text === "" || isMissing(text, this.#rules)) this.#push(Number.NaN, text);
    else this.addText(text);
  }

  /** Adds a number with the text it was written as. */
  addNumber(value: number, text: string = String(value)): void {
    const isPresent = this.#rules.missingNumbers.size === 0 || !this.#rules.missingNumbers.has(value);
    this.#push(isPresent ? value : Number.NaN, text);
  }

  /** Adds a text that is neither a number nor missing. */
  addText(text: string): void {
    if (this.#texts === null) {
      const before = this.#values.subarray(0, this.#length);
      this.#texts = this.#inDoubt ?? Array.from(before, (value) => writtenAs(value, this.#rules.decimal));
      this.#fault = { index: this.#length, text, count: 0 };
      this.#values = new Float64Array(0);
    }
    this.#fault.count += 1;
    this.#push(Number.NaN, text);
  }

  build(): Column {
    const { name } = this;
    const months = this.#texts === null ? this.#inDoubt : null;
    if (months !== null && areMonths(months))
      return {
        name,
        kind: "text",
        texts: months,
        fault: { index: 0, text: months[0], count: months.length },
      };
    if (this.#texts !== null) return columnOfTexts(name, this.#texts, this.#rules, this.#fault);
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

/** Cells below which months written with a point may be numbers. */
const FEWEST_MONTHS = 6;

/** Whether all cells are months such as 03.2020 or 2020.03 that mostly follow each other: as numbers, 2020.10 is 2020.1. */
function areMonths(texts: readonly string[]): boolean {
  const months = texts.map(monthOf);
  if (texts.length < FEWEST_MONTHS || months.some((month) => month === null)) return false;
  const isNext = (month: number | null, i: number) => Math.abs((month ?? 0) - (months[i] ?? 0)) === 1;
  return months.slice(1).filter(isNext).length > texts.length / 2;
}

/** Months since the year 0; null for any other text. */
function monthOf(text: string): number | null {
  const [, month, year, year_, month_] =
    /^(?:(0?[1-9]|1[0-2])\.([12]\d{3})|([12]\d{3})\.(0[1-9]|1[0-2]))$/.exec(text.trim()) ?? [];
  return text.length > 12 || (year ?? year_) === undefined
    ? null
    : Number(year ?? year_) * 12 + Number(month ?? month_);
}

/** As JavaScript writes it, with the decimal sign of the file. */
function writtenAs(value: number, decimal: Decimal): string {
  return Number.isNaN(value) ? "" : String(value).replace(".", decimal);
}

/** How a table makes columns of texts. */
export function columnMaker(rules: CellRules): (name: string, texts: readonly string[]) => Column {
  const isNumber = (text: string): boolean => !Number.isNaN(parseNumber(text, rules.decimal));
  const isFault = (text: string): boolean => !isNumber(text) && text !== "" && !isMissing(text, rules);
  return (name, texts) => {
    const index = texts.findIndex(isFault);
    const fault = { index, text: texts[index] ?? "", count: texts.filter(isFault).length };
    return columnOfTexts(name, texts, rules, fault);
  };
}

/** A column of texts: of numbers, if nearly all are written as such with separators, currencies and the like. */
function columnOfTexts(
  name: string,
  texts: readonly string[],
  rules: CellRules,
  fault: TextColumn["fault"],
): Column {
  const { decimal, thousands, missingNumbers } = rules;
  const isNone = (text: string): boolean => text === "" || isMissing(text, rules);
  const styled = readStyled(texts, { decimal, thousands, isMissing: isNone });
  if (styled === null) return { name, kind: "text", texts, fault };
  const { values, style, fault: others } = styled;
  if (others.count > 0)
    return { name, kind: "text", texts, fault: { ...others, text: texts[others.index] ?? "" } };
  if (missingNumbers.size > 0)
    for (const [i, value] of values.entries()) if (missingNumbers.has(value)) values[i] = Number.NaN;
  const missing = values.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0);
  const own = Object.keys(style).length === 0 ? {} : { style };
  return { name, kind: "number", values, missing, ...own };
}

/**
 * Replaces the last texts by copies in one string: V8 stores a cell as a slice of the window it was cut from, and so one
 * column would keep the whole file in memory.
 */
function gather(texts: string[]): void {
  const from = texts.length - ROWS_TOGETHER;
  const copies = texts.slice(from).join("\0").split("\0");
  if (copies.length !== ROWS_TOGETHER) return; // a cell contains \0
  for (let i = 0; i < ROWS_TOGETHER; i++) texts[from + i] = copies[i] ?? "";
}

/** Column names: trimmed, numbered where they are empty, a second x called x_2. */
export function columnNames(cells: readonly string[], file: string): string[] {
  if (cells.length > MOST_COLUMNS)
    throw new DataError({ file }, say`there are ${cells.length} columns but must be at most ${MOST_COLUMNS}`);
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
