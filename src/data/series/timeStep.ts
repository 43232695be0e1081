/** @module The step between times: milliseconds, calendar months or years, slots of the week, or plain numbers. */
import { type Amount, type Sentence, say, type Unit, valueInEnglish } from "../../sentence.ts";
import { civilOf, DAY, daysInMonth, daysOf, monthIndex, timeOfDay, timeText } from "./calendarDate.ts";
import type { TimeKind } from "./readTimes.ts";
import { describeSlots, findSlots, slotNumber, slotTime, weekdayOf } from "./weekCalendar.ts";
import { fromLocal, toLocal, type Zone } from "./zone.ts";

/**
 * The distance from one time to the next.
 *
 * - `millisecond`, `number`: always the same
 * - `month`, `year`: on a day of the month, or the last one of shorter months: 31 is the end of every month. With `roll`,
 *   a Saturday or Sunday becomes the business day before (`back`) or after it (`forward`): 31 with `back` is the last
 *   business day
 * - `slot`: the next of some times of the week, in milliseconds since Monday 00:00: business days, other weekdays, or the
 *   hours of a market
 *
 * With a zone, days and hours are those of its clock.
 */
export type Step =
  | { readonly unit: "millisecond" | "number"; readonly count: number; readonly zone?: Zone }
  | {
      readonly unit: "month" | "year";
      readonly count: number;
      readonly day: number;
      readonly roll?: "back" | "forward";
      readonly zone?: Zone;
    }
  | { readonly unit: "slot"; readonly slots: readonly number[]; readonly zone?: Zone };

/**
 * The step that the times show, which a few gaps do not change; null for fewer than two times. It counts months where all
 * times fall on the same day of their months or on the last or first business day, slots of the week where some weekdays
 * or hours have no rows, and else it is the median.
 */
export function findStep(times: Float64Array, kind: TimeKind, zone?: Zone): Step | null {
  if (times.length < 2) return null;
  if (kind === "number") return { unit: "number", count: medianStep(times) };
  const local = zone === undefined ? times : times.map((time) => toLocal(time, zone));
  const found = monthStep(local) ?? weekStep(local);
  const clock = zone === undefined || zone === 0 ? {} : { zone };
  if (found !== null) return { ...found, ...clock };
  const [fixed, onClock] = [medianStep(times), medianStep(local)];
  const isLocal = typeof zone === "string" && shareOf(local, onClock) > shareOf(times, fixed);
  return { unit: "millisecond", count: isLocal ? onClock : fixed, ...(isLocal ? clock : {}) };
}

/** The step at always the same distance, whatever the calendar: the median. */
export function fixedStep(times: Float64Array): Step {
  return { unit: "millisecond", count: medianStep(times) };
}

/** The lower median of the differences, which is one of them. */
function medianStep(positions: Float64Array): number {
  const steps = positions.slice(1).map((position, i) => position - (positions[i] ?? 0));
  return steps.sort()[(steps.length - 1) >> 1] ?? 0;
}

/** The share of the differences that are of that length. */
function shareOf(times: Float64Array, length: number): number {
  let count = 0;
  for (let i = 1; i < times.length; i++) if (times[i] - times[i - 1] === length) count += 1;
  return count / (times.length - 1);
}

function monthStep(times: Float64Array): Step | null {
  const day = commonDay(times);
  const rule = day === null ? businessDay(times) : { day };
  if (rule === null) return null;
  const months = medianStep(times.map(monthIndex));
  return months % 12 === 0
    ? { unit: "year", count: months / 12, ...rule }
    : { unit: "month", count: months, ...rule };
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
  return times.every(falls) && areMonthsApart(times) ? day : null;
}

function areMonthsApart(times: Float64Array): boolean {
  return times.every((time, i) => i === 0 || monthIndex(time) > monthIndex(times[i - 1]));
}

/** Times that holidays may have moved, as a share, and by how many days at most. */
const MOST_MOVED = 0.25;
const FARTHEST_MOVED = 5;

/** Whether times are the last or the first business days of their months, a few of them moved by holidays. */
function businessDay(
  times: Float64Array,
): { readonly day: number; readonly roll: "back" | "forward" } | null {
  if (times.length < 3 || !areMonthsApart(times)) return null;
  const clock = timeOfDay(times[0]);
  if (times.some((time) => timeOfDay(time) !== clock || weekdayOf(time) > 4)) return null;
  for (const rule of [
    { day: 31, roll: "back" },
    { day: 1, roll: "forward" },
  ] as const) {
    const moved = Float64Array.from(times, (time) => (rolled(monthIndex(time), rule) + clock - time) / DAY);
    const isNear = moved.every(
      (days) => (rule.roll === "back" ? days >= 0 : days <= 0) && Math.abs(days) <= FARTHEST_MOVED,
    );
    if (isNear && moved.filter((days) => days !== 0).length <= MOST_MOVED * times.length) return rule;
  }
  return null;
}

/** Midnight of a day of a month, counted from January of the year 0. */
function rolled(
  months: number,
  { day, roll }: { readonly day: number; readonly roll?: "back" | "forward" },
): number {
  const [year, month] = [Math.floor(months / 12), months - 12 * Math.floor(months / 12) + 1];
  const date = daysOf(year, month, Math.min(day, daysInMonth(year, month))) * DAY;
  const weekend = Math.max(0, weekdayOf(date) - 4); // 1 on Saturday, 2 on Sunday
  if (roll === undefined || weekend === 0) return date;
  return roll === "back" ? date - weekend * DAY : date + (3 - weekend) * DAY;
}

function weekStep(times: Float64Array): Step | null {
  const step = medianStep(times);
  if (step > 7 * DAY || shareOf(times, step) === 1) return null;
  const slots = findSlots(times);
  return slots === null ? null : { unit: "slot", slots };
}

/** The number of steps between two times; not a whole number where the times do not fit the step. */
export function stepsBetween(from: number, until: number, step: Step): number {
  const [a, b] = [toLocal(from, step.zone), toLocal(until, step.zone)];
  if (step.unit === "slot") return slotNumber(b, step.slots) - slotNumber(a, step.slots);
  if (step.unit === "millisecond") return (b - a) / step.count;
  if (step.unit === "number") {
    const steps = (b - a) / step.count;
    const slack = 1e-6 + (4 * Number.EPSILON * Math.max(Math.abs(a), Math.abs(b))) / step.count;
    return Math.abs(steps - Math.round(steps)) <= slack ? Math.round(steps) : steps; // 0.1, 0.2, 0.30000000000000004
  }
  return (monthIndex(b) - monthIndex(a)) / (step.unit === "year" ? 12 * step.count : step.count);
}

export function timeAfter(from: number, step: Step, steps: number): number {
  return fromLocal(localAfter(toLocal(from, step.zone), step, steps), step.zone);
}

function localAfter(from: number, step: Step, steps: number): number {
  if (step.unit === "slot") return slotTime(Math.floor(slotNumber(from, step.slots)) + steps, step.slots);
  if (!("day" in step)) return from + steps * step.count;
  const months = monthIndex(from) + steps * step.count * (step.unit === "year" ? 12 : 1);
  return rolled(months, step) + timeOfDay(from);
}

/** Neighbouring times that must be one step apart, as a share, for the step to be a rule by which dates go on. */
const LEAST_IN_STEP = 0.6;
/** And those that must be whole steps apart, of a dozen or more. */
const LEAST_WHOLE = 0.9;

/** Whether times follow a step, apart from gaps. */
export function followsStep(times: Float64Array, step: Step): boolean {
  if (step.unit === "slot") return true;
  let [one, whole] = [0, 0];
  for (let i = 1; i < times.length; i++) {
    const steps = stepsBetween(times[i - 1], times[i], step);
    if (steps === 1) one += 1;
    if (Number.isInteger(steps)) whole += 1;
  }
  const count = times.length - 1;
  return one >= LEAST_IN_STEP * count && (count < 12 || whole >= LEAST_WHOLE * count);
}

const sizes: readonly (readonly [number, Unit])[] = [
  [7 * DAY, "week"],
  [DAY, "day"],
  [3_600_000, "hour"],
  [60_000, "minute"],
  [1000, "second"],
  [1, "millisecond"],
];

/** A step as text: `1 hour`, `2 weeks`, `1 month`, `business days, Monday to Friday`. */
export function describeStep(step: Step): string {
  return valueInEnglish(phraseOf(step));
}

/** A step in the largest unit that it is a whole number of, or its calendar in words. */
export function phraseOf(step: Step): Amount | Sentence {
  if (step.unit === "number") return { count: step.count, unit: null };
  if (step.unit === "slot") return describeSlots(step.slots, amountOf);
  if (!("day" in step)) return amountOf(step.count);
  const amount = { count: step.count, unit: step.unit };
  if (step.roll === undefined) return amount;
  return step.roll === "back" ? say`${amount}, last business day` : say`${amount}, first business day`;
}

function amountOf(length: number): Amount {
  const [size, unit] = sizes.find(([one]) => length % one === 0) ?? [1, "millisecond"];
  return { count: length / size, unit };
}

/** A time as text: a date, or the number itself. */
export function describeTime(time: number, kind: TimeKind): string {
  return kind === "date" ? timeText(time) : String(time);
}
