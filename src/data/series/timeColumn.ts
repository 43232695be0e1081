/** @module Finds the column that tells the time, and reads it. */
import { DataError, ValueError } from "../../errors.ts";
import { columnOf } from "../read/columns.ts";
import { type Column, quoted, type Table, type TextColumn } from "../read/table.ts";
import { doubtfulParts, numberFormats, readText, type TimeFormat } from "./timeFormats.ts";

/** How the time column is found and read. */
export interface TimeOptions {
  /** Its name; null when there is none. Found by name or by content unless given. */
  readonly time?: string | null;
  /** Whether 03/04/2020 is the third of April. Needed only where no cell settles it. */
  readonly dayFirst?: boolean;
  /** How times are written. Found out unless given. */
  readonly timeFormat?: TimeFormat;
}

/** Dates in milliseconds since 1970, UTC, or plain numbers. */
export type TimeKind = "date" | "number";

/** The times of a table's rows; NaN where the cell is empty. */
export interface Times {
  readonly name: string;
  readonly kind: TimeKind;
  readonly values: Float64Array;
}

/** Names that are hardly ever anything else. */
const timeNames =
  /^(date|time|datetime|date[ _]time|timestamp|year|yyyy|ds|period|日期|时间|日期时间|时间戳|年|年份)$/i;
const yearNames = /^(year|yyyy|date|ds|period|日期|年|年份)$/i;

/** The table's times, or null when it has none. Columns that have another role are not considered. */
export function findTimes(table: Table, taken: ReadonlySet<string>, options: TimeOptions): Times | null {
  if (options.time === null) return null;
  if (options.time !== undefined) return readTimes(table, columnOf(table, options.time), options);
  const free = table.columns.filter(({ name }) => !taken.has(name));
  const named = free.find((column) => timeNames.test(column.name.trim()) && isMostlyTime(column, options));
  if (named !== undefined) return readTimes(table, named, options);
  refuseUnread(table, free);
  for (const column of free) {
    if (column.kind === "text" && !isMostlyTime(column, options)) continue;
    if (column.kind === "number" && !["YYYYMMDD", "YYYY"].includes(numberFormat(column, options))) continue;
    const times =
      column.kind === "text" ? readTimes(table, column, options) : readNumbers(table, column, options);
    if (advances(times.values)) return times;
  }
  return null;
}

/** A column that is called the time and cannot be read as one: without it nobody would notice gaps or disorder. */
function refuseUnread(table: Table, free: readonly Column[]): void {
  const column = free.find(({ name, kind }) => kind === "text" && timeNames.test(name.trim()));
  if (column?.kind !== "text") return;
  const { index, text } = column.fault;
  throw new DataError(
    { file: table.name, row: table.lineOf(index), column: column.name },
    `${quoted(text)} is no time that can be read`,
    "Do without times: time: null",
  );
}

function isMostlyTime(column: Column, { dayFirst = false }: TimeOptions): boolean {
  if (column.kind === "number") return column.missing < column.values.length;
  const step = Math.max(1, Math.floor(column.texts.length / 200));
  const sample = column.texts.filter((text, i) => i % step === 0 && text.trim() !== "");
  const read = sample.filter((text) => (readText(text, dayFirst) ?? readText(text, !dayFirst)) !== null);
  return read.length > sample.length / 2;
}

function advances(values: Float64Array): boolean {
  return values.every((value, i) => i === 0 || value > (values[i - 1] ?? Number.NaN));
}

/** Reads a column as times; a cell that is none is an error. */
function readTimes(table: Table, column: Column, options: TimeOptions): Times {
  return column.kind === "text" ? readTexts(table, column, options) : readNumbers(table, column, options);
}

function readTexts(table: Table, column: TextColumn, options: TimeOptions): Times {
  const { name, texts } = column;
  const dayFirst = isDayFirst(table, column, options);
  const values = new Float64Array(texts.length);
  let zoned: boolean | null = null;
  for (const [i, text] of texts.entries()) {
    const read = text.trim() === "" ? null : readText(text, dayFirst);
    if (read === null && !isEmptyTime(text)) throw timeFault(table, name, i, text);
    values[i] = read?.time ?? Number.NaN;
    if (read === null) continue;
    if (zoned !== null && zoned !== read.hasZone) throw zoneFault(table, name, i, text);
    zoned = read.hasZone;
  }
  return { name, kind: "date", values };
}

function isEmptyTime(text: string): boolean {
  return /^\s*(?:|na|n\/a|nan|nat|null|none|-|\?)\s*$/i.test(text);
}

/** Whether days stand before months, as the caller says or as some cell shows. */
function isDayFirst(table: Table, { name, texts }: TextColumn, options: TimeOptions): boolean {
  const told = options.dayFirst ?? toldBy(options.timeFormat);
  if (told !== undefined) return told;
  const doubtful = texts.findIndex((text) => doubtfulParts(text) !== null);
  if (doubtful < 0) return true;
  for (const text of texts) {
    const [a = 0, b = 0] = doubtfulParts(text) ?? [];
    if (a > 12 || b > 12) return a > 12;
  }
  throw new DataError(
    { file: table.name, row: table.lineOf(doubtful), column: name },
    `${quoted(texts[doubtful] ?? "")} may be day/month or month/day, and no other row settles it`,
    "Say which comes first: dayFirst: true or dayFirst: false",
  );
}

function toldBy(format: TimeFormat | undefined): boolean | undefined {
  return format === "day-first" ? true : format === "month-first" ? false : undefined;
}

function timeFault(table: Table, column: string, index: number, text: string): DataError {
  const place = { file: table.name, row: table.lineOf(index), column };
  return new DataError(
    place,
    `${quoted(text)} is no time`,
    "Times are written as 2020-01-31 08:00, in all rows alike",
  );
}

function zoneFault(table: Table, column: string, index: number, text: string): DataError {
  const place = { file: table.name, row: table.lineOf(index), column };
  return new DataError(place, `${quoted(text)}: some times have a zone and some have none`);
}

function readNumbers(table: Table, column: Extract<Column, { kind: "number" }>, options: TimeOptions): Times {
  const format = numberFormat(column, options);
  const read = numberFormats[format];
  const values = column.values.map(read);
  const bad = values.findIndex((value, i) => Number.isNaN(value) && !Number.isNaN(column.values[i]));
  if (bad >= 0) {
    const place = { file: table.name, row: table.lineOf(bad), column: column.name };
    throw new DataError(place, `${column.values[bad]} is no time of the format ${format}`);
  }
  return { name: column.name, kind: format === "number" ? "number" : "date", values };
}

type NumberFormat = keyof typeof numberFormats;

/** How a column of numbers tells the time: as its name and all of its values allow, else as plain numbers. */
function numberFormat(
  { name, values }: { name: string; values: Float64Array },
  options: TimeOptions,
): NumberFormat {
  const { timeFormat } = options;
  if (timeFormat !== undefined) {
    if (Object.hasOwn(numberFormats, timeFormat)) return timeFormat as NumberFormat;
    throw new ValueError(`toSeries: timeFormat is "${timeFormat}" but column ${quoted(name)} holds numbers`);
  }
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
