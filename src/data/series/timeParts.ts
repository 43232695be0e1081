/** @module Times in several columns: a date and a time of day, or year, month, day, hour and so on. */
import { ValueError } from "../../errors.ts";
import { say } from "../../sentence.ts";
import { type Column, quoted, type Table } from "../read/table.ts";
import { DAY } from "./calendarDate.ts";
import { monthNamed, monthNamesLike } from "./monthNames.ts";
import { dateOrder, isEmptyTime, type TimeOptions, type Times, timeFault } from "./readTimes.ts";
import { type DateOrder, dateOf, numberFormats, parseTime, parseTimeOfDay, weekOf } from "./timeFormats.ts";
import { findStyle, type TimeStyle } from "./timeStyle.ts";
import { findZone } from "./zone.ts";

/** What a column says of the time: a date, a time of day, or one field of it. */
type Role = "date" | "clock" | Field;
type Field = "year" | "quarter" | "month" | "week" | "dayOfYear" | "day" | "hour" | "minute" | "second";

interface TimePart {
  readonly role: Role;
  readonly column: Column;
}

/** Names of columns, without their case, and without what stands in brackets. */
const names: Readonly<Record<Field, RegExp>> = {
  year: /^(?:year|yr|yyyy|yy|jahr|año|ano|ann[ée]e|anno|jaar|год|年|年份|年度)$/,
  quarter: /^(?:quarter|qtr|quartal|trimestre|季度|季)$/,
  month: /^(?:month|mon|mnth|mo|mm|monat|mes|mês|mois|mese|maand|месяц|月|月份)$/,
  week: /^(?:week|wk|iso_?week|weeknum|week_?(?:no|number)|kw|woche|semana|semaine|周|周次)$/,
  dayOfYear: /^(?:doy|yday|day_?of_?year|julian_?day)$/,
  day: /^(?:day|dd|dy|dom|mday|day_?of_?month|tag|d[ií]a|jour|giorno|dag|день|日)$/,
  hour: /^(?:hour|hr|hrs|hh|hours|he|hour_?(?:ending|of_?day)|stunde|hora|heure|ora|uur|час|小时|时|时刻)$/,
  minute: /^(?:minute|min|mins|minutes|mi|mm|minuto|minuut|分|分钟)$/,
  second: /^(?:second|sec|secs|seconds|ss|sekunde|segundo|秒)$/,
};

/** The least and the largest value of each field. */
const limits: Readonly<Record<Field, readonly [number, number]>> = {
  year: [1000, 2999],
  quarter: [1, 4],
  month: [1, 12],
  week: [1, 53],
  dayOfYear: [1, 366],
  day: [1, 31],
  hour: [0, 2400],
  minute: [0, 59],
  second: [0, 59],
};

/** After the year: each chain of fields, from coarse to fine. */
const chains: readonly (readonly Field[])[] = [
  ["month", "day", "hour", "minute", "second"],
  ["dayOfYear", "hour", "minute", "second"],
  ["week"],
  ["quarter"],
];

/**
 * The columns that make up the times of a table, by their names and contents: year and month and so on, or one of these
 * columns of dates, in which days repeat, and a time of day or an hour. Null where there are none.
 */
export function findParts(
  table: Table,
  free: readonly Column[],
  dates: readonly Column[],
): readonly TimePart[] | null {
  const of = (field: Field): TimePart | undefined => {
    const found = free.filter((one) => names[field].test(plainName(one.name)) && holds(one, field));
    const column = field === "minute" ? found.find((one) => one !== of("month")?.column) : found[0]; // MM and mm
    return column && { role: field, column };
  };
  const year = of("year");
  const chain = year && chains.map((fields) => leading(fields.map(of))).find(({ length }) => length > 0);
  if (year !== undefined && chain !== undefined) return [year, ...chain];
  const date = dates.find((column) => isDateOnly(table, column));
  if (date === undefined) return null;
  const clock = free.find((column) => column !== date && isClock(column));
  if (clock !== undefined)
    return [
      { role: "date", column: date },
      { role: "clock", column: clock },
    ];
  const fields = leading((["hour", "minute", "second"] as const).map(of));
  return fields.length === 0 ? null : [{ role: "date", column: date }, ...fields];
}

function plainName(name: string): string {
  const [plain] = name.toLowerCase().split(/[([]/, 1);
  return plain.trim().replace(/\s+/g, "_");
}

/** The first things, up to one that is missing. */
function leading<Thing>(things: readonly (Thing | undefined)[]): readonly Thing[] {
  const end = things.indexOf(undefined);
  return (end < 0 ? things : things.slice(0, end)) as readonly Thing[];
}

/** Whether all cells of a column can be values of a field. */
function holds(column: Column, field: Field): boolean {
  const [least, most] = limits[field];
  if (column.kind === "number")
    return column.values.every(
      (value) => Number.isNaN(value) || (value >= least && value <= most && Number.isInteger(value)),
    );
  if (field !== "month" && field !== "quarter") return false;
  return column.texts.every((text) => isEmptyTime(text) || !Number.isNaN(fieldIn(text, field)));
}

function isDateOnly(table: Table, column: Column): boolean {
  if (column.kind === "number")
    return column.values.some((value) => !Number.isNaN(numberFormats.YYYYMMDD(value)));
  const step = Math.max(1, Math.floor(column.texts.length / 200));
  return column.texts.every((text, i) => {
    if (i % step > 0 || isEmptyTime(text)) return true;
    const read = parseTime(text, true) ?? parseTime(text, false);
    return read !== null && !read.hasZone && read.time % DAY === 0 && table.rows > 0;
  });
}

function isClock(column: Column): boolean {
  if (column.kind === "number") return false;
  const present = column.texts.filter((text) => !isEmptyTime(text));
  return present.length > 0 && present.every((text) => !Number.isNaN(clockIn(text)));
}

function clockIn(text: string): number {
  return parseTimeOfDay(text.replace(/\s?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})$/, ""));
}

/** The roles of columns that were named. Throws ValueError for one that has none. */
export function partsNamed(table: Table, columns: readonly Column[]): readonly TimePart[] {
  const parts = columns.map((column, i): TimePart | null => {
    const field = (Object.keys(names) as Field[]).find(
      (one) => names[one].test(plainName(column.name)) && holds(column, one),
    );
    if (field !== undefined) return { role: field, column };
    if (isClock(column)) return { role: "clock", column };
    if (i === 0 && isDateOnly(table, column)) return { role: "date", column };
    const next = (["year", "month", "day", "hour", "minute", "second"] as const)[i];
    return next !== undefined && holds(column, next) ? { role: next, column } : null;
  });
  const at = parts.indexOf(null);
  const [first] = parts;
  if (at >= 0 || first === null || (first.role !== "date" && first.role !== "year")) {
    const { name } = columns[Math.max(0, at)];
    throw new ValueError(
      say`column ${quoted(name)} is not a part of the time: name a date and a time of day, or year, month, day, hour`,
      { caller: "toSeries" },
    );
  }
  return parts as readonly TimePart[];
}

/** Throws DataError for the first row whose parts are no time. */
export function readParts(table: Table, parts: readonly TimePart[], options: TimeOptions): Times {
  const columns = parts.map(({ column }) => column.name);
  const name = columns.join(",");
  const [{ role, column }] = parts;
  const order = column.kind === "number" || dateOrder(table, column, options);
  const values = new Float64Array(table.rows);
  const offsets = new Int16Array(table.rows);
  let hasZone = false;
  for (let row = 0; row < table.rows; row++) {
    const texts = parts.map((part) => cellText(part.column, row));
    if (texts.some(isEmptyTime)) {
      values[row] = Number.NaN;
      continue;
    }
    const read =
      role === "date"
        ? dateAndClock(parts, texts, order)
        : { time: fromFields(parts, texts), hasZone: false };
    if (read === null || Number.isNaN(read.time))
      throw timeFault(table, name, row, say`${quoted(texts.join(" "))} is not a date or a time`);
    values[row] = read.time;
    offsets[row] = read.offset ?? 0;
    hasZone ||= read.hasZone;
  }
  const style = styleOf(parts, order, hasZone ? findZone(values, offsets) : undefined);
  return { name, columns, kind: "date", values, style };
}

function cellText(column: Column, row: number): string {
  if (column.kind === "text") return column.texts[row];
  return Number.isNaN(column.values[row]) ? "" : String(column.values[row]);
}

interface Read {
  readonly time: number;
  readonly hasZone: boolean;
  readonly offset?: number;
}

function dateAndClock(parts: readonly TimePart[], texts: readonly string[], order: DateOrder): Read | null {
  const [first, ...rest] = texts;
  const date =
    parts[0].column.kind === "number" ? numberFormats.YYYYMMDD(Number(first)) : parseTime(first, order)?.time;
  if (date === undefined || Number.isNaN(date)) return null;
  if (parts[1].role !== "clock") return { time: date + clockOf(parts.slice(1), rest), hasZone: false };
  const clock = parseTime(`2000-01-01 ${rest[0].trim()}`, true);
  return clock && { ...clock, time: date + clock.time - Date.UTC(2000, 0, 1) };
}

/** A field's value: a number, the name of a month, Q1. NaN if it is none. */
function fieldIn(text: string, field: Field): number {
  const number = Number(text.trim().replace(field === "quarter" ? /^[QT]/i : "", ""));
  if (field === "month" && Number.isNaN(number)) return monthNamed(text.trim()) ?? Number.NaN;
  const [least, most] = limits[field];
  return number >= least && number <= most ? number : Number.NaN;
}

function fromFields(parts: readonly TimePart[], texts: readonly string[]): number {
  const of = (role: Role): number | undefined => {
    const i = parts.findIndex((part) => part.role === role);
    return i < 0 ? undefined : fieldIn(texts[i], role as Field);
  };
  const year = of("year") ?? Number.NaN;
  const [week, quarter, dayOfYear] = [of("week"), of("quarter"), of("dayOfYear")];
  const clock = clockOf(parts, texts);
  if (week !== undefined) return weekOf(year, week, 1) + clock;
  if (quarter !== undefined) return dateOf(year, 3 * quarter - 2, 1) + clock;
  if (dayOfYear !== undefined) return dateOf(year, 1, 1) + (dayOfYear - 1) * DAY + clock;
  return dateOf(year, of("month") ?? 1, of("day") ?? 1) + clock;
}

/** Milliseconds since midnight, of hours, minutes and seconds. Hours above 24 have their minutes with them: 1530. */
function clockOf(parts: readonly TimePart[], texts: readonly string[]): number {
  const of = (role: Role): number => {
    const i = parts.findIndex((part) => part.role === role);
    return i < 0 ? 0 : Number(texts[i]);
  };
  const hour = of("hour");
  const [h, m] = isHundreds(parts) ? [Math.floor(hour / 100), hour % 100] : [hour, of("minute")];
  return h > 24 || m > 59 ? Number.NaN : ((h * 60 + m) * 60 + of("second")) * 1000;
}

const hundreds = new WeakMap<Column, boolean>();

/** Whether the hours are 0, 100 … 2300. */
function isHundreds(parts: readonly TimePart[]): boolean {
  const column = parts.find(({ role }) => role === "hour")?.column;
  if (column?.kind !== "number") return false;
  const known = hundreds.get(column) ?? column.values.some((value) => value > 24);
  hundreds.set(column, known);
  return known;
}

function styleOf(parts: readonly TimePart[], order: DateOrder, zone: TimeStyle["zone"]): TimeStyle {
  const styles = parts.map((part) => partStyle(part, parts, order));
  const columns = parts.map(({ column }, i) => ({ name: column.name, pattern: styles[i].pattern }));
  const merged: TimeStyle = Object.assign({}, ...styles);
  const isDate = parts[0].role === "date";
  const pattern =
    isDate && parts[1].role === "clock"
      ? `${columns[0].pattern} ${columns[1].pattern}`
      : shownPattern(parts, columns);
  return { ...merged, pattern, columns, ...(zone === undefined ? {} : { zone }) };
}

/** The pattern of one column. */
function partStyle({ role, column }: TimePart, parts: readonly TimePart[], order: DateOrder): TimeStyle {
  if (role === "date")
    return column.kind === "number"
      ? { pattern: "yyyyMMdd" }
      : (findStyle(column.texts, order) ?? { pattern: "yyyy-MM-dd" });
  if (role === "clock" && column.kind === "text") {
    const style = findStyle(
      column.texts.map((text) => `2000-01-01 ${text.trim()}`),
      true,
    );
    return { ...style, pattern: style?.pattern.replace(/^yyyy-MM-dd /, "") ?? "HH:mm" };
  }
  if (role === "month" && column.kind === "text" && Number.isNaN(Number(column.texts[0]))) {
    const seen = new Map(column.texts.map((text) => [monthNamed(text.trim()) ?? 0, text.trim()]));
    return { pattern: "MMM", months: monthNamesLike(seen) };
  }
  if (role === "year" && parts.some((part) => part.role === "week")) return { pattern: "YYYY" };
  if (role === "quarter" && column.kind === "text") return { pattern: `'${column.texts[0].trim()[0]}'Q` };
  if (role === "hour" && isHundreds(parts)) return { pattern: "N" };
  if (role === "hour") return { pattern: column.kind === "number" && hasEnd(column.values) ? "k" : "H" };
  return { pattern: fieldPatterns[role as Field] };
}

/** Whether hours run from 1 to 24. */
function hasEnd(hours: Float64Array): boolean {
  return hours.includes(24) && !hours.includes(0);
}

const fieldPatterns: Readonly<Record<Field, string>> = {
  year: "yyyy",
  quarter: "Q",
  month: "M",
  week: "w",
  dayOfYear: "D",
  day: "d",
  hour: "H",
  minute: "m",
  second: "s",
};

/** How times in several columns of numbers are shown as one: 2020-01-31 08:00. */
function shownPattern(parts: readonly TimePart[], columns: NonNullable<TimeStyle["columns"]>): string {
  const has = (role: Role): boolean => parts.some((part) => part.role === role);
  const date = has("date")
    ? columns[0].pattern
    : has("week")
      ? "YYYY-'W'ww"
      : has("quarter")
        ? "yyyy 'Q'Q"
        : has("day") || has("dayOfYear")
          ? "yyyy-MM-dd"
          : "yyyy-MM";
  if (!has("hour")) return date;
  const hour = columns.some(({ pattern }) => pattern === "k") ? "kk" : "HH";
  return `${date} ${hour}:mm${has("second") ? ":ss" : ""}`;
}
