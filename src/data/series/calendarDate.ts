/** @module Days and months of the Gregorian calendar as plain arithmetic, in UTC: milliseconds since 1970 to fields and back. */

export const DAY = 86_400_000;

/** A date: months and days count from 1. */
export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * Days from 1970-01-01 to a date. The year is made to begin in March, so that the leap day is its last; 400 years have
 * 146,097 days. After Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
 */
export function daysOf(year: number, month: number, day: number): number {
  const march = month <= 2 ? year - 1 : year;
  const era = Math.floor(march / 400);
  const yearOfEra = march - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The date on which a time falls: `daysOf` the other way round. */
export function civilOf(time: number): Civil {
  const shifted = Math.floor(time / DAY) + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

export function timeOfDay(time: number): number {
  return time - Math.floor(time / DAY) * DAY;
}

/** Months from January of the year 0. */
export function monthIndex({ year, month }: Civil): number {
  return year * 12 + month - 1;
}

/** A time as text, as short as it can be: `2020-01-31`, `2020-01-31 08:00:00`, `2020-01-31 08:00:00.250`. */
export function timeText(time: number): string {
  const { year, month, day } = civilOf(time);
  const date = `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
  const rest = timeOfDay(time);
  if (rest === 0) return date;
  const [hour, minute] = [Math.floor(rest / 3_600_000), Math.floor(rest / 60_000) % 60];
  const [second, millisecond] = [Math.floor(rest / 1000) % 60, Math.floor(rest) % 1000];
  const clock = [hour, minute, second].map((part) => digits(part, 2)).join(":");
  return `${date} ${clock}${millisecond > 0 ? `.${digits(millisecond, 3)}` : ""}`;
}

function digits(value: number, count: number): string {
  return String(value).padStart(count, "0");
}
