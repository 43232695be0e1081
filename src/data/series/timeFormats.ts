/** @module Parses times in every supported format to milliseconds since 1970, UTC. */
import { DAY, daysInMonth, daysOf } from "./calendarDate.ts";
import { monthNamed } from "./monthNames.ts";
import { weekdayOf } from "./weekCalendar.ts";

/**
 * How times are written.
 *
 * - `year-first`: ISO 8601 and similar, `2020-01-31`, `2020/1/31 8:00`, `2020-01-31T08:00:00.5+02:00`, `2020-01`, `2020年1月31日`
 * - `day-first`, `month-first`: `31.01.2020`, `31/01/20 08:00`; `01/31/2020 8:00 PM`
 * - `YYYYMMDD`, `YYYYMM`, `YYYY`, `YYYYMMDDHH`, `YYYYMMDDHHmm`; `YYYYWW`, a year and its ISO week
 * - `unix-s`, `unix-ms`: seconds or milliseconds since 1970
 * - `number`: plain numbers that are not dates
 *
 * Months by name, quarters and weeks are always read: `Jan 2020`, `5-Jan-20`, `2020 Q1`, `2020-W05`.
 */
export const timeFormats = [
  "year-first",
  "day-first",
  "month-first",
  "YYYYMMDD",
  "YYYYMM",
  "YYYYWW",
  "YYYY",
  "YYYYMMDDHH",
  "YYYYMMDDHHmm",
  "unix-s",
  "unix-ms",
  "number",
] as const;

/** One of `timeFormats`. */
export type TimeFormat = (typeof timeFormats)[number];

const year = String.raw`(?<year>\d{4})`;
const anyYear = String.raw`['’]?(?<year>\d{4}|\d{2})`;
const zone = String.raw`(?:\s?(?<zone>Z|(?:UTC|GMT)?[+-]\d{2}(?::?\d{2})?|UTC|GMT))?`;
const clock = String.raw`(?<hour>\d{1,2})(?:[:h.](?<minute>\d{2})(?:[:.](?<second>\d{2})(?:[.,:](?<fraction>\d{1,9}))?)?)?(?:\s?(?<half>[ap]\.?m\.?))?${zone}`;
const then = String.raw`(?:(?:T|,?\s+(?:at\s+)?|:|_)\s*${clock})?`;
const easternClock = String.raw`(?:\s*(?<half>[上下]午|午[前後]|오[전후])?\s*(?<hour>\d{1,2})\s?(?<separator>[:时時点點시])(?:\s?(?<minute>\d{1,2})(?:\s?[:分분](?:\s?(?<second>\d{1,2})\s?[秒초]?)?)?)?)?`;
const weekday = String.raw`(?:(?<weekday>\p{L}{2,}\.?),?\s+)?`;
const name = String.raw`(?<name>\p{L}{3,}\.?)`;
const ordinal = "(?:st|nd|rd|th|er|º)?";

/** Each form of a date, with a time of day behind those that have days. */
const forms: readonly string[] = [
  String.raw`${year}(?<separator>[-/.])(?<month>\d{1,2})(?:\k<separator>(?<day>\d{1,2})${then})?`,
  String.raw`${weekday}(?<first>\d{1,2})(?<separator>[-/.])(?<second_>\d{1,2})\k<separator>(?<year>\d{4}|\d{2})${then}`,
  String.raw`${year}\s?[年년]\s?(?:(?<month>\d{1,2})\s?[月월](?:\s?(?<day>\d{1,2})\s?[日号號일]?${easternClock})?)?`,
  String.raw`${year}(?<month>\d{2})(?<day>\d{2})(?:[T _:-]?(?<hour>\d{2}):?(?<minute>\d{2})(?::?(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?${zone})?`,
  String.raw`${weekday}(?<day>\d{1,2})${ordinal}[-/ .]*(?:de )?${name}[-/ ,]*(?:del? )?${anyYear}${then}`,
  String.raw`${weekday}${name}[-/ ]*(?<day>\d{1,2})${ordinal}(?:,\s*|\s+|[-/])${year}${then}`,
  `${name}[-/ ,]*(?:de )?${anyYear}`,
  String.raw`${year}[-/ ,]*${name}(?:[-/ ]*(?<day>\d{1,2})${then})?`,
  String.raw`${year}[-/ .:]*(?<kind>[QTKHSM])(?<part>\d{1,2})`,
  String.raw`(?<kind>[QTKHSM])(?<part>\d{1,2})[-/ .:']+${anyYear}|(?<kind_>[QT])(?<part_>[1-4])${year.replace("year", "year_")}`,
  `(?<part>[1-4])(?<kind>[QTK])[-/ .:']*${anyYear}`,
  String.raw`(?<part>[1-4])(?:\.|st|nd|rd|th|er|[eèºª°])?\s?(?:quarter|quartal|trimestre|kwartał|kwartaal|kvartal)\s(?:of |de |del )?${year}`,
  `${year}:(?<part>[1-4])`,
  String.raw`${year}\s?年?\s?第?(?<part>[1-4一二三四])\s?季度?`,
  String.raw`${year}[- ]?(?:W|WK|week|KW)\s?(?<week>\d{2}|\d)(?:-?(?<weekdayNumber>[1-7]))?`,
  String.raw`(?:W|WK|week|KW)\s?(?<week>\d{1,2})[-/ ,.]+${year}`,
  String.raw`${year}\s?年\s?第?(?<week>\d{1,2})\s?[周週]`,
  String.raw`(?<month>\d{1,2})(?<separator>[-/.])${year}`,
  String.raw`${year}-(?<dayOfYear>\d{3})`,
];

/** Made on first use: with letters of all languages, that takes milliseconds. */
const compiled: { [flags in "iu" | "iud"]?: readonly RegExp[] } = {};

function matchers(flags: "iu" | "iud"): readonly RegExp[] {
  compiled[flags] ??= forms.map((form) => new RegExp(`^(?:${form})$`, flags));
  return compiled[flags];
}

export interface ParsedTime {
  readonly time: number;
  readonly hasZone: boolean;
  /** Minutes east of Greenwich; absent without a zone. */
  readonly offset?: number;
}

/**
 * Whether the day stands first in 03/04/2020, or the order of 03-04-20, of which the year may come first: two digits between
 * dashes are read only where the order is named.
 */
export type DateOrder = boolean | "dmy" | "mdy" | "ymd";

/** As in 1Q20. */
const SHORTEST = 4;
const LONGEST = 60;

type Parts = Readonly<Record<string, string | undefined>>;

/** Parses a time that is written with separators or names, as in `2020-01-31`; null for any other text. */
export function parseTime(text: string, order: DateOrder): ParsedTime | null {
  const trimmed = text.trim();
  if (trimmed.length < SHORTEST || trimmed.length > LONGEST) return null;
  for (const matcher of matchers("iu")) {
    const parts = matcher.exec(trimmed)?.groups;
    const read = parts === undefined ? null : timeOf(parts, order);
    if (read !== null) return read;
  }
  return null;
}

/** A part of a written time: which, its text, and its place in the text. */
export interface TimePart {
  readonly part: string;
  readonly text: string;
  readonly from: number;
}

/** The parts of a written time from left to right, or null. */
export function partsOfTime(text: string, order: DateOrder): readonly TimePart[] | null {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST) return null;
  for (const finder of matchers("iud")) {
    const found = finder.exec(trimmed);
    if (found?.groups === undefined || timeOf(found.groups, order) === null) continue;
    const names = namesOf(found.groups, order);
    const kind = found.groups.kind ?? found.groups.kind_ ?? "Q";
    const places = found.indices?.groups ?? {};
    return Object.entries(found.groups)
      .flatMap(([part, written]): TimePart[] => {
        const from = places[part]?.[0];
        const isSign = part === "separator" || part.startsWith("kind");
        if (written === undefined || from === undefined || isSign) return [];
        return [{ part: names[part] ?? plainName(part, kind), text: written, from }];
      })
      .sort((a, b) => a.from - b.from);
  }
  return null;
}

/** What stands first and second in three numbers, and what last. */
function namesOf(parts: Parts, order: DateOrder): Readonly<Record<string, string>> {
  if (parts.first === undefined) return {};
  if (isYearFirst(parts, order)) return { first: "year", second_: "month", year: "day" };
  return isDayFirst(parts, order) ? { first: "day", second_: "month" } : { first: "month", second_: "day" };
}

function isDayFirst({ separator }: Parts, order: DateOrder): boolean {
  return order === "dmy" || (order !== "mdy" && (order === true || separator === "."));
}

function isYearFirst({ first, year }: Parts, order: DateOrder): boolean {
  return order === "ymd" && first?.length === 2 && year?.length === 2;
}

function plainName(part: string, kind: string): string {
  if (part === "part" || part === "part_") return { 3: "quarter", 6: "half-year" }[monthsOf(kind)] ?? "month";
  return part.replace(/_$/, "");
}

/** The length of what a letter stands for: quarters (Q, French T, Swedish K), half-years (H, S), months. */
function monthsOf(kind: string): number {
  return { Q: 3, T: 3, K: 3, H: 6, S: 6 }[kind.toUpperCase()] ?? 1;
}

function timeOf(parts: Parts, order: DateOrder): ParsedTime | null {
  const date = dateIn(parts, order);
  const day = timeOfDayIn(parts);
  if (Number.isNaN(date) || Number.isNaN(day)) return null;
  if (parts.zone === undefined) return { time: date + day, hasZone: false };
  const offset = zoneOffset(parts.zone);
  return Number.isNaN(offset) ? null : { time: date + day - offset * 60_000, hasZone: true, offset };
}

/** Midnight of the date; NaN if it does not exist. */
function dateIn(parts: Parts, order: DateOrder): number {
  const { first, second_, separator, name: month, day = "1", week, dayOfYear } = parts;
  const year = fullYear(parts.year ?? parts.year_ ?? "");
  const part = parts.part ?? parts.part_;
  if (first !== undefined && second_ !== undefined) {
    if (separator === "-" && parts.year?.length === 2 && typeof order === "boolean") return Number.NaN;
    if (isYearFirst(parts, order)) return dateOf(fullYear(first), Number(second_), Number(parts.year));
    const [d, m] = isDayFirst(parts, order) ? [first, second_] : [second_, first];
    return dateOf(year, Number(m), Number(d));
  }
  if (month !== undefined) return dateOf(year, monthNamed(month) ?? 0, Number(day));
  if (part !== undefined) return dateOf(year, monthOfPart(parts.kind ?? parts.kind_ ?? "Q", part), 1);
  if (week !== undefined) return weekOf(year, Number(week), Number(parts.weekdayNumber ?? "1"));
  if (dayOfYear !== undefined) {
    const time = dateOf(year, 1, 1) + (Number(dayOfYear) - 1) * DAY;
    return new Date(time).getUTCFullYear() === year ? time : Number.NaN;
  }
  return dateOf(year, Number(parts.month ?? "1"), Number(day));
}

/** Two digits are years from 1969 to 2068, as in C and Python. */
function fullYear(text: string): number {
  const value = Number(text);
  if (text.length > 2) return value;
  return value < 69 ? 2000 + value : 1900 + value;
}

/** The first month of a quarter, a half-year, or a month; 0 if there is none. */
function monthOfPart(kind: string, text: string): number {
  const part = "一二三四".includes(text) ? "一二三四".indexOf(text) + 1 : Number(text);
  const length = monthsOf(kind);
  return part <= 12 / length && part > 0 ? (part - 1) * length + 1 : 0;
}

/** A day of an ISO week: the first week has the 4th of January. */
export function weekOf(year: number, week: number, day: number): number {
  const fourth = daysOf(year, 1, 4) * DAY;
  const time = fourth + ((week - 1) * 7 - weekdayOf(fourth) + day - 1) * DAY;
  const thursday = new Date(time + (4 - day) * DAY).getUTCFullYear();
  return week > 0 && thursday === year ? time : Number.NaN;
}

/** Midnight of a date; NaN if it does not exist. */
export function dateOf(year: number, month: number, day: number): number {
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return Number.NaN;
  return daysOf(year, month, day) * DAY;
}

/** Milliseconds since midnight; 24:00 is the midnight that follows. */
function timeOfDayIn({ hour, minute, second, fraction = "0", half, separator = "" }: Parts): number {
  if (hour === undefined) return 0;
  const isHour = minute !== undefined || half !== undefined || /[时時点點시]/.test(separator);
  if (!isHour && hour.length < 2) return Number.NaN; // 2020-01-31 8
  const [m, s] = [Number(minute ?? "0"), Number(second ?? "0")];
  const h = half === undefined ? Number(hour) : hourOf(Number(hour), /^[p下後]|[후後]/i.test(half));
  if (h > 24 || Number.isNaN(h) || m > 59 || s > 59 || (h === 24 && m + s > 0)) return Number.NaN;
  return ((h * 60 + m) * 60 + s) * 1000 + Math.round(Number(`0.${fraction}`) * 1000);
}

/** 12 AM is midnight, 12 PM noon. Hours from 13 on are what they are: 14:00 PM. */
function hourOf(hour: number, isAfternoon: boolean): number {
  if (hour > 12) return isAfternoon ? hour : Number.NaN;
  return (hour % 12) + (isAfternoon ? 12 : 0);
}

/** Minutes east of Greenwich. */
function zoneOffset(zone: string): number {
  if (zone === "z") return Number.NaN;
  const [, sign, hours, minutes = "0"] = /([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  if (Number(hours) > 23 || Number(minutes) > 59) return Number.NaN;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

let clockMatcher: RegExp | undefined;

/** A time of day: `09:30`, `9:30 PM`, `18.00.00`, `24:00`. Milliseconds since midnight; NaN for any other text. */
export function parseTimeOfDay(text: string): number {
  clockMatcher ??= new RegExp(`^(?:${clock.replace(zone, "")})$`, "iu");
  const parts = clockMatcher.exec(text.trim())?.groups;
  if (parts === undefined || (parts.minute === undefined && parts.half === undefined)) return Number.NaN;
  return timeOfDayIn(parts);
}

/** The two parts of `03/04/2020` that can be the day; null for a text of another form. */
export function dayOrMonth(text: string): readonly [number, number] | null {
  const parts = /^\s*(?:\p{L}+\.?,?\s+)?(\d{1,2})([-/])(\d{1,2})\2(?:\d{4}|\d{2})(?!\d)/u.exec(text);
  return parts === null ? null : [Number(parts[1]), Number(parts[3])];
}

const whole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

/** Converts a number of each format to a time; NaN if it is not one. */
export const numberFormats: Readonly<
  Record<Exclude<TimeFormat, "year-first" | "day-first" | "month-first">, (value: number) => number>
> = {
  YYYYMMDD: (value) =>
    whole(value, 10_000_101, 29_991_231)
      ? dateOf(Math.floor(value / 10_000), Math.floor(value / 100) % 100, value % 100)
      : Number.NaN,
  YYYYMM: (value) =>
    whole(value, 100_001, 299_912) ? dateOf(Math.floor(value / 100), value % 100, 1) : Number.NaN,
  YYYYWW: (value) =>
    whole(value, 100_001, 299_953) ? weekOf(Math.floor(value / 100), value % 100, 1) : Number.NaN,
  YYYY: (value) => (whole(value, 1000, 2999) ? dateOf(value, 1, 1) : Number.NaN),
  YYYYMMDDHH: (value) => withClock(value, 100),
  YYYYMMDDHHmm: (value) => withClock(value, 10_000),
  "unix-s": (value) => (Math.abs(value) < 1e11 ? Math.round(value * 1000) : Number.NaN),
  "unix-ms": (value) => (Math.abs(value) < 8.64e15 ? Math.round(value) : Number.NaN),
  number: (value) => value,
};

/** A date with hours, or hours and minutes, behind it; years from 1900 on, below which the number may be an epoch. */
function withClock(value: number, size: number): number {
  const [date, rest] = [Math.floor(value / size), value % size];
  if (!whole(date, 19_000_101, 20_991_231)) return Number.NaN;
  const [hour, minute] = size === 100 ? [rest, 0] : [Math.floor(rest / 100), rest % 100];
  if (!Number.isInteger(rest) || hour > 24 || minute > 59 || (hour === 24 && minute > 0)) return Number.NaN;
  return numberFormats.YYYYMMDD(date) + (hour * 60 + minute) * 60_000;
}
