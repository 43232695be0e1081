/** @module Days and months of the Gregorian calendar in UTC: milliseconds since 1970 to fields and back. */

export const DAY = 86_400_000;

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days from 1970-01-01 to a date. `Date.UTC` is no use: it maps the years 0 to 99 to 1900 to 1999. */
export function daysOf(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day) / DAY;
}

/** The date on which a time falls: `daysOf` the other way round. Months and days count from 1. */
export function civilOf(time: number): { year: number; month: number; day: number } {
  const date = new Date(Math.floor(time));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

export function timeOfDay(time: number): number {
  return time - Math.floor(time / DAY) * DAY;
}

/** Months from January of the year 0 to a time. */
export function monthIndex(time: number): number {
  const { year, month } = civilOf(time);
  return year * 12 + month - 1;
}

/** A time as text, as short as it can be: `2020-01-31`, `2020-01-31 08:00:00`, `2020-01-31 08:00:00.250`. */
export function timeText(time: number): string {
  const { year, month, day } = civilOf(time);
  const date = `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
  const rest = timeOfDay(time);
  if (rest === 0) return date;
  const clock = new Date(rest).toISOString(); // 1970-01-01T08:00:00.250Z
  return `${date} ${clock.slice(11, clock.endsWith(".000Z") ? 19 : 23)}`;
}

function digits(value: number, count: number): string {
  return String(value).padStart(count, "0");
}
