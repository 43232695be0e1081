/** @module Parses the cells of a column as times, and finds out how they are written. */
import { type Advice, DataError, ValueError } from "../../errors.ts";
import { type Sentence, say } from "../../sentence.ts";
import { type Column, quoted, type Table, type TextColumn } from "../read/table.ts";
import {
  type DateOrder,
  dayOrMonth,
  numberFormats,
  parseTime,
  parseTimeOfDay,
  type TimeFormat,
} from "./timeFormats.ts";
import { findStyle, type TimeStyle } from "./timeStyle.ts";
import { findZone } from "./zone.ts";

/** Which column has the times, and how they are written. What is left out is detected. */
export interface TimeOptions {
  /**
   * The name of the time column, or the names of several that make up the times, such as a date and a time of day, also
   * separated by commas; null for none. By default they are found by content and name.
   */
  readonly time?: string | readonly string[] | null;
  /** Needed where 03/04/2020 may be in March or in April. */
  readonly timeFormat?: TimeFormat;
}

/** Dates in milliseconds since 1970, UTC, or plain numbers. */
export type TimeKind = "date" | "number";

export interface Times {
  /** The column's name; the names of several are separated by commas. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly kind: TimeKind;
  /** One for each row; NaN where the cell is empty. */
  readonly values: Float64Array;
  /** How the file writes them; absent for plain numbers. */
  readonly style?: TimeStyle;
  /** Other columns of dates, which are not used. */
  readonly others?: readonly string[];
}

/** Names that nearly always mean the time. */
export const timeNames: RegExp =
  /^(date|time|datetime|date[ _]time|timestamp|year|yyyy|ds|period|datum|fecha|日期|时间|日期时间|时间戳|年|年份)$/i;
const yearNames = /^(year|yyyy|date|ds|period|datum|fecha|日期|年|年份)$/i;
const weekNames = /week|woche|^kw|semaine|semana|周|週/i;

/** Throws DataError for the first cell that is not a time. */
export function readTimes(table: Table, column: Column, options: TimeOptions): Times {
  return column.kind === "text" ? readTexts(table, column, options) : readNumbers(table, column, options);
}

function readTexts(table: Table, column: TextColumn, options: TimeOptions): Times {
  const { name, texts } = column;
  if (texts.slice(0, FIRST_CELLS).some((text) => spanIn(text) !== null))
    return readSpans(table, column, options);
  const order = dateOrder(table, column, options);
  const values = new Float64Array(texts.length);
  const offsets = new Int16Array(texts.length);
  let zoned: boolean | null = null;
  for (const [i, text] of texts.entries()) {
    const read = text.trim() === "" ? null : parseTime(text, order);
    if (read === null && !isEmptyTime(text)) throw unparsed(table, column, i);
    values[i] = read?.time ?? Number.NaN;
    if (read === null) continue;
    offsets[i] = read.offset ?? 0;
    if (zoned !== null && zoned !== read.hasZone)
      throw timeFault(table, name, i, say`${quoted(text)}: some times have a zone and others do not`);
    zoned = read.hasZone;
  }
  const style = findStyle(texts, order) ?? undefined;
  const zone = zoned === true ? { zone: findZone(values, offsets) } : {};
  return { name, columns: [name], kind: "date", values, ...(style && { style: { ...style, ...zone } }) };
}

/** Cells in which spans of time are looked for. */
const FIRST_CELLS = 50;

interface Span {
  readonly start: string;
  readonly between: string;
  readonly end: string;
}

/** `01.01.2020 00:00 - 01.01.2020 01:00`: a time from one to another; null for any other text. */
function spanIn(text: string): Span | null {
  if (text.length > 120) return null;
  const [, start = "", between = "", end = ""] =
    /^([^/]{7,}?)(\s+[-–—]\s+|\/)([^/]{7,})$/.exec(text.trim()) ?? [];
  return start !== "" && isPoint(start) && isPoint(end) ? { start, between, end } : null;
}

/** Spans of time count from their beginning, and are written with their end, too. */
function readSpans(table: Table, column: TextColumn, options: TimeOptions): Times {
  const spans = column.texts.map(spanIn);
  const texts = column.texts.map((text, i) => spans[i]?.start ?? text);
  const times = readTexts(table, { ...column, texts }, options);
  const last = spans.findLast((span) => span !== null);
  const order = dateOrder(table, { ...column, texts }, options);
  if (times.style === undefined || !last) return times;
  const length = (parseTime(last.end, order)?.time ?? 0) - (parseTime(last.start, order)?.time ?? 0);
  return { ...times, style: { ...times.style, span: { between: last.between, length } } };
}

/** Where no cell is a time, the column most likely is not the time column. */
export function unparsed(table: Table, { name, texts }: TextColumn, index: number): DataError {
  const shown = quoted(texts[index]);
  if (!Number.isNaN(parseTimeOfDay(texts[index])))
    return timeFault(table, name, index, say`${shown} is a time of day without a date`, {
      remedies: [{ option: "time", values: [null] }],
      hint: say`Or name the column of the date before it: Date,Time`,
    });
  const hasTimes = texts.some(isDate);
  const advice: Advice = hasTimes
    ? { hint: say`Write all of them as 2020-01-31 or 2020-01-31 08:00` }
    : {
        remedies: [{ option: "time", values: [null] }],
        hint: say`Dates are read as 2020-01-31 08:00, 31/01/2020, Jan 31, 2020, Jan 2020, 2020 Q1, 2020-W05, 202001 and the like; without times the rows are taken in file order`,
      };
  return timeFault(table, name, index, say`${shown} is not a date or a time`, advice);
}

export function isEmptyTime(text: string): boolean {
  return /^(?:na|n\/a|nan|nat|null|none|-|\?)?$/i.test(text.trim());
}

/** The order of day, month and year in numbers, as the format says or as some cell shows. */
export function dateOrder(
  table: Table,
  { name, texts }: Pick<TextColumn, "name" | "texts">,
  { timeFormat }: TimeOptions,
): DateOrder {
  if (timeFormat === "day-first") return "dmy";
  if (timeFormat === "month-first") return "mdy";
  if (timeFormat === "year-first" || isYearFirst(texts)) return "ymd";
  const ambiguous = texts.findIndex((text) => dayOrMonth(text) !== null);
  if (ambiguous < 0) return true;
  for (const text of texts) {
    const [a = 0, b = 0] = dayOrMonth(text) ?? [];
    if (a > 12 || b > 12) return a > 12 ? "dmy" : "mdy";
  }
  const what = say`${quoted(texts[ambiguous] ?? "")} may be day/month or month/day, and no other row decides it`;
  throw timeFault(table, name, ambiguous, what, {
    remedies: [{ option: "timeFormat", values: ["day-first", "month-first"] }],
  });
}

const orders = ["dmy", "mdy", "ymd"] as const;

/** Whether of three numbers of two digits the first must be the year: the other orders are no dates, or do not advance. */
function isYearFirst(texts: readonly string[]): boolean {
  const short = /^\s*\d{2}([-/.])\d{1,2}\1\d{2}(?!\d)/;
  const present = texts.filter((text) => !isEmptyTime(text)).slice(0, 1000);
  if (present.length < 2 || !present.every((text) => short.test(text))) return false;
  const advancing = orders.filter((order) => {
    const times = present.map((text) => parseTime(text, order)?.time ?? Number.NaN);
    const sign = Math.sign(times[1] - times[0]);
    return sign !== 0 && times.every((time, i) => i === 0 || sign * (time - times[i - 1]) > 0);
  });
  return advancing.length === 1 && advancing[0] === "ymd";
}

/** Whether a text is a date, or the span between two. */
export function isDate(text: string): boolean {
  return isPoint(text) || spanIn(text) !== null;
}

/** Whether a text is a date in some order. */
function isPoint(text: string): boolean {
  return orders.some((order) => parseTime(text, order) !== null);
}

export function timeFault(
  table: Table,
  column: string,
  index: number,
  what: Sentence,
  advice: Advice = {},
): DataError {
  return new DataError({ file: table.name, row: table.lineOf(index), column }, what, advice);
}

type NumberColumn = Extract<Column, { kind: "number" }>;

function readNumbers(table: Table, column: NumberColumn, options: TimeOptions): Times {
  const { name } = column;
  const format = numberFormat(column, options);
  const values = column.values.map(numberFormats[format]);
  const bad = values.findIndex((value, i) => Number.isNaN(value) && !Number.isNaN(column.values[i]));
  if (bad >= 0)
    throw timeFault(table, name, bad, say`${column.values[bad]} is not a time of the format ${format}`);
  const columns = [name];
  if (format === "number") return { name, columns, kind: "number", values };
  return { name, columns, kind: "date", values, style: { pattern: numberPatterns[format] } };
}

type NumberFormat = keyof typeof numberFormats;

const numberPatterns: Readonly<Record<Exclude<NumberFormat, "number">, string>> = {
  YYYYMMDD: "yyyyMMdd",
  YYYYMM: "yyyyMM",
  YYYYWW: "YYYYww",
  YYYY: "yyyy",
  YYYYMMDDHH: "yyyyMMddHH",
  YYYYMMDDHHmm: "yyyyMMddHHmm",
  "unix-s": "unix-s",
  "unix-ms": "unix-ms",
};

/** The format of a column of numbers: what its name and all of its values allow, else plain numbers. */
export function numberFormat(
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
  for (const format of ["YYYYMMDD", "YYYYMMDDHH", "YYYYMMDDHHmm"] as const) if (fits(format)) return format;
  if (present.every((value) => value >= 150_000 && value < 220_000)) {
    const isWeekly = fits("YYYYWW") && (weekNames.test(name) || present.some((value) => value % 100 > 12));
    if (isWeekly || fits("YYYYMM")) return isWeekly ? "YYYYWW" : "YYYYMM";
  }
  if ((!isNamed || yearNames.test(name.trim())) && fits("YYYY")) return "YYYY";
  if (present.every((value) => value >= 1e8 && value < 1e11)) return "unix-s";
  return present.every((value) => value >= 1e11 && value < 1e14) ? "unix-ms" : "number";
}
