/** @module The columns of a panel as they are read: numbers, times and values by series, none with a text for each row. */
import { DataError } from "../../errors.ts";
import { say } from "../../sentence.ts";
import { type CellRules, ColumnBuilder, columnMaker, isMissing } from "../read/columnBuilder.ts";
import { readStyled } from "../read/numberStyle.ts";
import { parseNumber } from "../read/parseNumber.ts";
import { type Column, quoted, type Table } from "../read/table.ts";
import type { TimeOptions, Times } from "../series/readTimes.ts";
import { dateOrder, numberFormat } from "../series/readTimes.ts";
import { findTimes } from "../series/timeColumn.ts";
import type { TimeFormat } from "../series/timeFormats.ts";
import { Dictionary, type Growing, growingDoubles, growingIntegers, ownText } from "./growing.ts";
import type { StaticColumn } from "./panel.ts";

/** The file that cells come from, and the lines of its rows. */
export interface CellSource {
  readonly file: string;
  readonly rules: CellRules;
  readonly lineOf: (row: number) => number;
  /** The column of the file that holds the target of a row; absent where all rows have the same. */
  readonly columnOf?: (row: number) => string;
}

/** Numbers among the plain ones by which a style of the others is recognised. */
const PLAIN_SAMPLE = 1000;

/** Of cells that are no numbers, those up to this share are typing errors. */
const MOST_SLIPS = 0.05;

/** A column of numbers; cells that are none are stored apart, each text once. */
export class NumberSink<Values extends Float64Array | Float32Array> {
  readonly name: string;
  readonly #rules: CellRules;
  readonly #values: Growing<Values>;
  readonly #oddRows = growingIntegers();
  readonly #oddCodes = growingIntegers();
  readonly #odd = new Dictionary();

  constructor(name: string, rules: CellRules, values: Growing<Values>) {
    this.name = name;
    this.#rules = rules;
    this.#values = values;
  }

  add(text: string): void {
    const value = parseNumber(text, this.#rules.decimal);
    const { missingNumbers } = this.#rules;
    if (!Number.isNaN(value)) this.#values.push(missingNumbers.has(value) ? Number.NaN : value);
    else {
      if (text !== "" && !isMissing(text, this.#rules)) {
        this.#oddRows.push(this.#values.length);
        this.#oddCodes.push(this.#odd.codeOf(text));
      }
      this.#values.push(Number.NaN);
    }
  }

  /** Whether all cells are plain numbers or missing. */
  get isPlain(): boolean {
    return this.#oddRows.length === 0;
  }

  /** The numbers, also those with thousands separators and the like. Throws DataError for the first cell that is none. */
  numbers(source: CellSource): Values {
    const values = this.#values.values;
    if (this.isPlain) return values;
    const { decimal, thousands } = this.#rules;
    const plain = Array.from(this.#values.values.subarray(0, PLAIN_SAMPLE)).filter(
      (value) => !Number.isNaN(value),
    );
    const texts = [...this.#odd.texts, ...plain.map((value) => String(value).replace(".", decimal))];
    const styled = readStyled(texts, { decimal, thousands, isMissing: () => false });
    if (styled === null || styled.fault.count > 0) throw this.#fault(source);
    const rows = this.#oddRows.values;
    for (const [i, code] of this.#oddCodes.values.entries())
      values[rows[i] ?? 0] = styled.values[code] ?? Number.NaN;
    return values;
  }

  /** The cells as a column of a table, in which equal texts are one. */
  column(): Column {
    const values = this.#values.values;
    if (this.isPlain)
      return { name: this.name, kind: "number", values: Float64Array.from(values), missing: 0 };
    const texts: string[] = Array.from(values, (value) => (Number.isNaN(value) ? "" : String(value)));
    const rows = this.#oddRows.values;
    for (const [i, code] of this.#oddCodes.values.entries())
      texts[rows[i] ?? 0] = this.#odd.texts[code] ?? "";
    return columnMaker(this.#rules)(this.name, texts);
  }

  #fault({ file, lineOf, columnOf = () => this.name }: CellSource): DataError {
    const row = this.#oddRows.values[0] ?? 0;
    const text = this.#odd.texts[this.#oddCodes.values[0] ?? 0] ?? "";
    const [count, all] = [this.#oddRows.length, this.#values.length];
    const isSlip = count < MOST_SLIPS * all || this.#odd.texts.length === 1;
    const place = { file, row: lineOf(row), column: columnOf(row) };
    return new DataError(place, say`${quoted(text)} is not a number (${count} of ${all} cells)`, {
      remedies: isSlip ? [{ option: "missingValues", values: [[text.trim()]] }] : [],
      hint: isSlip ? say`If it does not stand for a missing value, correct it` : say`Choose another column`,
      count,
    });
  }
}

/** The most different times whose texts are kept. */
const MOST_TIMES = 1 << 20;

/** The times of rows: each different text is parsed once. */
export class TimeSink {
  readonly #names: readonly string[];
  readonly #indices: readonly number[];
  readonly #source: CellSource;
  readonly #codes = growingIntegers();
  #dictionary = new Dictionary();
  /** The row in which each text first comes. */
  #firsts: number[] = [];
  #options: TimeOptions;
  #values = growingDoubles();
  #read: Times | null = null;

  constructor(
    names: readonly string[],
    indices: readonly number[],
    options: TimeOptions,
    source: CellSource,
  ) {
    this.#names = names;
    this.#indices = indices;
    this.#source = source;
    const { timeFormat } = options;
    this.#options = { time: names, ...(timeFormat && { timeFormat }) };
  }

  add(cells: readonly string[]): void {
    const [first = 0] = this.#indices;
    const text =
      this.#indices.length === 1
        ? (cells[first] ?? "")
        : this.#indices.map((index) => cells[index] ?? "").join("\0");
    const code = this.#dictionary.codeOf(text);
    if (code === this.#firsts.length) this.#firsts.push(this.#values.length + this.#codes.length);
    this.#codes.push(code);
    if (this.#firsts.length === MOST_TIMES) this.#flush();
  }

  /** The time of each row, and how they are written. Throws DataError for the first cell that is no time. */
  finish(): Times {
    if (this.#codes.length > 0 || this.#read === null) this.#flush();
    return { ...this.#meta(), values: this.#values.values };
  }

  #meta(): Times {
    return this.#read ?? { name: "", columns: [], kind: "number", values: new Float64Array(0) };
  }

  /** Parses the texts so far, and forgets them. */
  #flush(): void {
    const { file, rules, lineOf } = this.#source;
    const builders = this.#names.map((name) => new ColumnBuilder(name, rules));
    for (const text of this.#dictionary.texts)
      for (const [i, cell] of (builders.length === 1 ? [text] : text.split("\0")).entries())
        builders[i]?.add(cell);
    const columns = builders.map((builder) => builder.build());
    const firsts = this.#firsts;
    const table: Table = {
      name: file,
      rows: firsts.length,
      columns,
      lineOf: (row) => lineOf(firsts[row] ?? 0),
    };
    const times = findTimes(table, new Set(), this.#options);
    for (const code of this.#codes.values) this.#values.push(times?.values[code] ?? Number.NaN);
    this.#read ??= times;
    this.#settle(table, columns);
    this.#dictionary = new Dictionary();
    this.#firsts = [];
    this.#codes.length = 0;
  }

  /** What comes later is read as what came first. */
  #settle(table: Table, [column, ...others]: readonly Column[]): void {
    if (column === undefined || others.length > 0 || this.#options.timeFormat !== undefined) return;
    const orders: Readonly<Record<string, TimeFormat>> = {
      dmy: "day-first",
      mdy: "month-first",
      ymd: "year-first",
    };
    const format =
      column.kind === "number"
        ? numberFormat(column, this.#options)
        : orders[String(dateOrder(table, column, this.#options))];
    if (format !== undefined) this.#options = { ...this.#options, timeFormat: format };
  }
}

/** A column with one value for each series. */
export class StaticSink {
  readonly name: string;
  readonly #rules: CellRules;
  /** By series; an empty text where it is missing so far. */
  readonly #texts: string[] = [];

  constructor(name: string, rules: CellRules) {
    this.name = name;
    this.#rules = rules;
  }

  /** Throws DataError where a series has another value than before. */
  add(
    text: string,
    series: number,
    place: () => { readonly id: string; readonly file: string; readonly row: number },
  ): void {
    const before = this.#texts[series];
    if (before === text) return;
    const own = text.trim();
    if (before === undefined || before === "")
      this.#texts[series] = isMissing(own, this.#rules) ? "" : ownText(own);
    else if (own !== before && !isMissing(own, this.#rules)) {
      const { id, file, row } = place();
      throw new DataError(
        { file, row, column: this.name },
        say`series ${quoted(id)} has ${quoted(own)} here and ${quoted(before)} before, but a static column has one value for each series`,
        { hint: say`Name a column that changes as a covariate` },
      );
    }
  }

  /** The values of some series. */
  finish(series: readonly number[]): StaticColumn {
    const texts = series.map((one) => this.#texts[one] ?? "");
    const numbers = Float64Array.from(texts, (text) => parseNumber(text, this.#rules.decimal));
    const { name } = this;
    if (texts.every((text, i) => text === "" || !Number.isNaN(numbers[i])))
      return { name, kind: "number", values: numbers };
    const levels = new Dictionary();
    const codes = Int32Array.from(texts, (text) => (text === "" ? -1 : levels.codeOf(text)));
    return { name, kind: "category", levels: levels.texts, codes };
  }
}
