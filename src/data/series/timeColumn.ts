/** @module Finds the time column of a table and parses it. */
import { type Advice, DataError, ValueError } from "../../errors.ts";
import { type Sentence, say } from "../../sentence.ts";
import { type Column, columnOf, quoted, type Table, type TextColumn } from "../read/table.ts";
import { dayOrMonth, numberFormats, parseTime, type TimeFormat } from "./timeFormats.ts";

/** Which column has the times, and how they are written. What is left out is detected. */
export interface TimeOptions {
  /** The name of the time column; null for none. By default it is found by name or by content. */
  readonly time?: string | null;
  /** Needed where 03/04/2020 may be in March or in April, and for numbers such as 202001. */
  readonly timeFormat?: TimeFormat;
}

/** Dates in milliseconds since 1970, UTC, or plain numbers. */
export type TimeKind = "date" | "number";

export interface Times {
  readonly name: string;
  readonly kind: TimeKind;
  /** One for each row; NaN where the cell is empty. */
  readonly values: Float64Array;
}

/** Names that nearly always mean the time. */
const timeNames =
  /^(date|time|datetime|date[ _]time|timestamp|year|yyyy|ds|period|日期|时间|日期时间|时间戳|年|年份)$/i;
const yearNames = /^(year|yyyy|date|ds|period|日期|年|年份)$/i;

/** The times of a table, or null if it has none. Columns with another role are not considered. */
export function findTimes(table: Table, taken: ReadonlySet<string>, options: TimeOptions): Times | null {
  if (options.time === null) return null;
  if (options.time !== undefined) return readTimes(table, columnOf(table, options.time), options);
  const free = table.columns.filter(({ name }) => !taken.has(name));
  const named = free.find((column) => timeNames.test(column.name.trim()) && isMostlyTime(column));
  if (named !== undefined) return readTimes(table, named, options);
  // A column that has the name of a time but other contents: without it gaps would go unnoticed.
  const other = free.find(({ name, kind }) => kind === "text" && timeNames.test(name.trim()));
  if (other?.kind === "text") throw unparsed(table, other, other.fault.index);
  for (const column of free) {
    if (column.kind === "text" && !isMostlyTime(column)) continue;
    if (column.kind === "number" && !["YYYYMMDD", "YYYY"].includes(numberFormat(column, options))) continue;
    const times = readTimes(table, column, options);
    if (times.values.every((value, i) => i === 0 || value > times.values[i - 1])) return times;
  }
  return null;
}

function isMostlyTime(column: Column): boolean {
  if (column.kind === "number") return column.missing < column.values.length;
  const step = Math.max(1, Math.floor(column.texts.length / 200));
  const sample = column.texts.filter((text, i) => i % step === 0 && text.trim() !== "");
  const read = sample.filter((text) => (parseTime(text, false) ?? parseTime(text, true)) !== null);
  return read.length > sample.length / 2;
}

/** Throws DataError for the first cell that is not a time. */
function readTimes(table: Table, column: Column, options: TimeOptions): Times {
  return column.kind === "text" ? readTexts(table, column, options) : readNumbers(table, column, options);
}

function readTexts(table: Table, column: TextColumn, options: TimeOptions): Times {
  const { name, texts } = column;
  const dayFirst = isDayFirst(table, column, options);
  const values = new Float64Array(texts.length);
  let zoned: boolean | null = null;
  for (const [i, text] of texts.entries()) {
    const read = text.trim() === "" ? null : parseTime(text, dayFirst);
    if (read === null && !isEmptyTime(text)) throw unparsed(table, column, i);
    values[i] = read?.time ?? Number.NaN;
    if (read === null) continue;
    if (zoned !== null && zoned !== read.hasZone)
      throw timeFault(table, name, i, say`${quoted(text)}: some times have a zone and others do not`);
    zoned = read.hasZone;
  }
  return { name, kind: "date", values };
}

/** Where no cell is a time, the column most likely is not the time column. */
function unparsed(table: Table, { name, texts }: TextColumn, index: number): DataError {
  const hasTimes = texts.some((text) => parseTime(text, true) !== null || parseTime(text, false) !== null);
  const advice: Advice = hasTimes
    ? { hint: say`Write all of them as 2020-01-31 or 2020-01-31 08:00` }
    : {
        remedies: [{ option: "time", values: [null] }],
        hint: say`Without times the rows are taken in file order`,
      };
  return timeFault(table, name, index, say`${quoted(texts[index])} is not a date or a time`, advice);
}

function isEmptyTime(text: string): boolean {
  return /^\s*(?:|na|n\/a|nan|nat|null|none|-|\?)\s*$/i.test(text);
}

/** Whether days come before months, as the format says or as some cell shows. */
function isDayFirst(table: Table, { name, texts }: TextColumn, { timeFormat }: TimeOptions): boolean {
  if (timeFormat === "day-first" || timeFormat === "month-first") return timeFormat === "day-first";
  const ambiguous = texts.findIndex((text) => dayOrMonth(text) !== null);
  if (ambiguous < 0) return true;
  for (const text of texts) {
    const [a = 0, b = 0] = dayOrMonth(text) ?? [];
    if (a > 12 || b > 12) return a > 12;
  }
  const what = say`${quoted(texts[ambiguous] ?? "")} may be day/month or month/day, and no other row decides it`;
  throw timeFault(table, name, ambiguous, what, {
    remedies: [{ option: "timeFormat", values: ["day-first", "month-first"] }],
  });
}

function timeFault(
  table: Table,
  column: string,
  index: number,
  what: Sentence,
  advice: Advice = {},
): DataError {
  return new DataError({ file: table.name, row: table.lineOf(index), column }, what, advice);
}

function readNumbers(table: Table, column: Extract<Column, { kind: "number" }>, options: TimeOptions): Times {
  const { name } = column;
  const format = numberFormat(column, options);
  const values = column.values.map(numberFormats[format]);
  const bad = values.findIndex((value, i) => Number.isNaN(value) && !Number.isNaN(column.values[i]));
  if (bad >= 0)
    throw timeFault(table, name, bad, say`${column.values[bad]} is not a time of the format ${format}`);
  return { name, kind: format === "number" ? "number" : "date", values };
}

type NumberFormat = keyof typeof numberFormats;

/** The format of a column of numbers: what its name and all of its values allow, else plain numbers. */
function numberFormat(
  { name, values }: { name: string; values: Float64Array },
  options: TimeOptions,
): NumberFormat {
  const { timeFormat } = options;
  if (timeFormat !== undefined && Object.hasOwn(numberFormats, timeFormat)) return timeFormat as NumberFormat;
  if (timeFormat !== undefined && options.time !== undefined)
    throw new ValueError(say`timeFormat is "${timeFormat}" but column ${quoted(name)} holds numbers`, {
      caller: "toSeries",
    });
  const present = values.filter((value) => !Number.isNaN(value));
  const isNamed = timeNames.test(name.trim());
  const isFree = options.time === undefined && !isNamed;
  const fits = (format: NumberFormat) => {
    const count = present.filter((value) => !Number.isNaN(numberFormats[format](value))).length;
    return isFree ? count > 0 && count === present.length : count > present.length / 2; // the others are errors
  };
  if (fits("YYYYMMDD")) return "YYYYMMDD";
  if ((!isNamed || yearNames.test(name.trim())) && fits("YYYY")) return "YYYY";
  if (present.every((value) => value >= 1e8 && value < 1e11)) return "unix-s";
  return present.every((value) => value >= 1e11 && value < 1e14) ? "unix-ms" : "number";
}
