/** @module The step between times: milliseconds, calendar months or years, or plain numbers. */
import { type Amount, amountInEnglish, type Unit } from "../../sentence.ts";
import { civilOf, DAY, daysInMonth, daysOf, monthIndex, timeOfDay, timeText } from "./calendarDate.ts";
import type { TimeKind } from "./timeColumn.ts";

/**
 * The distance from one time to the next. Months and years have the day of the month on which they fall, or the last one
 * of shorter months: 31 is the end of every month.
 */
export type Step =
  | { readonly unit: "millisecond" | "number"; readonly count: number }
  | { readonly unit: "month" | "year"; readonly count: number; readonly day: number };

/**
 * The median step, which a few gaps do not change; null for fewer than two times. It counts months where all times fall
 * on the same day of their months, at the same time of day.
 */
export function findStep(times: Float64Array, kind: TimeKind): Step | null {
  if (times.length < 2) return null;
  if (kind === "number") return { unit: "number", count: medianStep(times) };
  const day = commonDay(times);
  if (day === null) return { unit: "millisecond", count: medianStep(times) };
  const months = medianStep(times.map(monthIndex));
  return months % 12 === 0
    ? { unit: "year", count: months / 12, day }
    : { unit: "month", count: months, day };
}

/** The lower median of the differences, which is one of them. */
function medianStep(positions: Float64Array): number {
  const steps = positions.slice(1).map((position, i) => position - (positions[i] ?? 0));
  return steps.sort()[(steps.length - 1) >> 1] ?? 0;
}

/** The day of the month on which all times fall, or null. */
function commonDay(times: Float64Array): number | null {
  const clock = timeOfDay(times[0] ?? 0);
  let day = 0;
  let least = 31;
  for (const time of times) {
    if (timeOfDay(time) !== clock) return null;
    const { day: own } = civilOf(time);
    day = Math.max(day, own);
    least = Math.min(least, own);
    if (least < 28 && day > least) return null;
  }
  const falls = (time: number) => {
    const { year, month, day: own } = civilOf(time);
    return own === Math.min(day, daysInMonth(year, month));
  };
  const isLater = (time: number, i: number) => i === 0 || monthIndex(time) > monthIndex(times[i - 1]);
  const isMonthly = times.every((time, i) => falls(time) && isLater(time, i));
  return isMonthly ? day : null;
}

/** The number of steps between two times; not a whole number where the times do not fit the step. */
export function stepsBetween(from: number, until: number, step: Step): number {
  if (step.unit === "millisecond") return (until - from) / step.count;
  if (step.unit === "number") {
    const steps = (until - from) / step.count;
    const slack = 1e-6 + (4 * Number.EPSILON * Math.max(Math.abs(from), Math.abs(until))) / step.count;
    return Math.abs(steps - Math.round(steps)) <= slack ? Math.round(steps) : steps; // 0.1, 0.2, 0.30000000000000004
  }
  const months = monthIndex(until) - monthIndex(from);
  return months / (step.unit === "year" ? 12 * step.count : step.count);
}

export function timeAfter(from: number, step: Step, steps: number): number {
  if (!("day" in step)) return from + steps * step.count;
  const months = monthIndex(from) + steps * step.count * (step.unit === "year" ? 12 : 1);
  const [year, month] = [Math.floor(months / 12), (months % 12) + 1];
  return daysOf(year, month, Math.min(step.day, daysInMonth(year, month))) * DAY + timeOfDay(from);
}

const sizes: readonly (readonly [number, Unit])[] = [
  [7 * DAY, "week"],
  [DAY, "day"],
  [3_600_000, "hour"],
  [60_000, "minute"],
  [1000, "second"],
  [1, "millisecond"],
];

/** A step as text: `1 hour`, `2 weeks`, `1 month`. */
export function describeStep(step: Step): string {
  return amountInEnglish(amountOf(step));
}

/** A step in the largest unit that it is a whole number of. */
export function amountOf({ unit, count }: Step): Amount {
  if (unit === "number") return { count, unit: null };
  if (unit !== "millisecond") return { count, unit };
  const [size, larger] = sizes.find(([length]) => count % length === 0) ?? [1, unit];
  return { count: count / size, unit: larger };
}

/** A time as text: a date, or the number itself. */
export function describeTime(time: number, kind: TimeKind): string {
  return kind === "date" ? timeText(time) : String(time);
}
