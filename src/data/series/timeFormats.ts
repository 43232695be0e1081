/** @module Parses times in every supported format to milliseconds since 1970, UTC. */
import { DAY, daysInMonth, daysOf } from "./calendarDate.ts";

/**
 * How times are written.
 *
 * - `year-first`: ISO 8601 and similar, `2020-01-31`, `2020/1/31 8:00`, `2020-01-31T08:00:00.5+02:00`, `2020-01`, `2020年1月31日`
 * - `day-first`, `month-first`: `31.01.2020`, `31/01/2020 08:00`; `01/31/2020`
 * - `YYYYMMDD`, `YYYYMM`, `YYYY`
 * - `unix-s`, `unix-ms`: seconds or milliseconds since 1970
 * - `number`: plain numbers that are not dates
 */
export const timeFormats = [
  "year-first",
  "day-first",
  "month-first",
  "YYYYMMDD",
  "YYYYMM",
  "YYYY",
  "unix-s",
  "unix-ms",
  "number",
] as const;

/** One of `timeFormats`. */
export type TimeFormat = (typeof timeFormats)[number];

const clock = String.raw`(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?`;
const yearFirst: RegExp = new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2})${clock})?$`);
const yearLast: RegExp = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})${clock}$`);
const chinese = /^(\d{4})年(\d{1,2})月(?:(\d{1,2})日)?/;

export interface ParsedTime {
  readonly time: number;
  readonly hasZone: boolean;
}

/** Parses a time with separators between its parts, as in `2020-01-31`; null for any other text. */
export function parseTime(text: string, dayFirst: boolean): ParsedTime | null {
  const trimmed = text.trim();
  const plain = trimmed.includes("年") ? trimmed.replace(chinese, westernDate) : trimmed;
  const first = yearFirst.exec(plain);
  if (first !== null) {
    const [, year, , month, day = "1", ...rest] = first;
    return assembled(Number(year), Number(month), Number(day), rest);
  }
  const last = yearLast.exec(plain);
  if (last === null) return null;
  const [, a, separator, b, year, ...rest] = last;
  const isDayFirst = dayFirst || separator === ".";
  const [day, month] = isDayFirst ? [a, b] : [b, a];
  return assembled(Number(year), Number(month), Number(day), rest);
}

function westernDate(_: string, year: string, month: string, day: string | undefined): string {
  return day === undefined ? `${year}-${month}` : `${year}-${month}-${day}`;
}

function assembled(
  year: number,
  month: number,
  day: number,
  [hour = "0", minute = "0", second = "0", fraction = "0", zone]: readonly (string | undefined)[],
): ParsedTime | null {
  const date = dateOf(year, month, day);
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  if (Number.isNaN(date) || h > 23 || m > 59 || s > 59) return null;
  const offset = zone === undefined ? 0 : zoneOffset(zone);
  if (Number.isNaN(offset)) return null;
  const milliseconds = Math.round(Number(`0.${fraction}`) * 1000);
  return { time: date + ((h * 60 + m - offset) * 60 + s) * 1000 + milliseconds, hasZone: zone !== undefined };
}

/** Midnight of a date; NaN if it does not exist. */
function dateOf(year: number, month: number, day: number): number {
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return Number.NaN;
  return daysOf(year, month, day) * DAY;
}

/** Minutes east of Greenwich. */
function zoneOffset(zone: string): number {
  if (zone === "Z") return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3).replace(":", "") || "0")];
  if (hours > 23 || minutes > 59) return Number.NaN;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}

/** The two parts of `03/04/2020` that can be the day; null for a text of another form. */
export function dayOrMonth(text: string): readonly [number, number] | null {
  const parts = /^\s*(\d{1,2})([-/])(\d{1,2})\2\d{4}(?!\d)/.exec(text);
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
  YYYY: (value) => (whole(value, 1000, 2999) ? dateOf(value, 1, 1) : Number.NaN),
  "unix-s": (value) => (Math.abs(value) < 1e11 ? Math.round(value * 1000) : Number.NaN),
  "unix-ms": (value) => (Math.abs(value) < 8.64e15 ? Math.round(value) : Number.NaN),
  number: (value) => value,
};
