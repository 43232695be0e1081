/** @module Ticks of a date axis at whole years, months, days, hours … of the UTC calendar. */
import { linearTicks, roundStep, type Tick } from "./ticks.ts";

const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000];
const MONTH = 30.436875 * DAY;
const YEAR = 12 * MONTH;
/** A Monday, from which weeks are counted. */
const MONDAY = 4 * DAY;
/** The range of `Date`, in milliseconds to either side of 1970. */
const FARTHEST = 8.64e15;

/** The distance between ticks: milliseconds, or months of the calendar. */
type Stride = { readonly unit: "millisecond" | "month"; readonly count: number };

const strides: readonly Stride[] = [
  ...times(1, [1, 2, 5, 10, 20, 50, 100, 200, 500]),
  ...times(SECOND, [1, 2, 5, 10, 15, 30]),
  ...times(MINUTE, [1, 2, 5, 10, 15, 30]),
  ...times(HOUR, [1, 2, 3, 6, 12]),
  ...times(DAY, [1, 2, 7, 14]),
  ...[1, 2, 3, 6, 12, 24, 60].map((count): Stride => ({ unit: "month", count })),
];

function times(size: number, counts: readonly number[]): Stride[] {
  return counts.map((count) => ({ unit: "millisecond", count: count * size }));
}

/** About `count` ticks from one time to another, milliseconds since 1970: 2009; 2009-01; 2009-01-31; 08:00. */
export function dateTicks(min: number, max: number, count: number): readonly Tick[] {
  if (!(Math.abs(min) < FARTHEST && Math.abs(max) < FARTHEST)) return linearTicks(min, max, count);
  const stride = strideFor((max - min) / Math.max(1, count));
  return stride.unit === "month" ? monthTicks(min, max, stride.count) : clockTicks(min, max, stride.count);
}

/** The shortest stride that leaves room for its labels; `rough` is the room of a label of eight letters. */
function strideFor(rough: number): Stride {
  const found = strides.find(({ unit, count }) =>
    unit === "month"
      ? count * MONTH >= (rough * (count % 12 === 0 ? 4 : 7)) / 8
      : count >= (rough * (count % DAY === 0 ? 10 : 8)) / 8,
  );
  return found ?? { unit: "month", count: 12 * Math.max(1, roundStep(rough / 2 / YEAR)) };
}

function monthTicks(min: number, max: number, count: number): readonly Tick[] {
  const first = new Date(min);
  const ticks: Tick[] = [];
  let month = Math.floor((first.getUTCFullYear() * 12 + first.getUTCMonth()) / count) * count;
  for (; ; month += count) {
    const value = startOfMonth(month);
    if (!(value <= max)) return ticks;
    if (value >= min) ticks.push({ value, label: dateText(value, count % 12 === 0 ? 1 : 2) });
  }
}

/** Months count from January of the year 0. `Date.UTC` is no use: it maps the years 0 to 99 to 1900 to 1999. */
function startOfMonth(month: number): number {
  return new Date(0).setUTCFullYear(Math.floor(month / 12), month - 12 * Math.floor(month / 12), 1);
}

function clockTicks(min: number, max: number, step: number): readonly Tick[] {
  const origin = step % (7 * DAY) === 0 ? MONDAY : 0;
  const values: number[] = [];
  for (let value = Math.ceil((min - origin) / step) * step + origin; value <= max; value += step)
    values.push(value);
  if (step >= DAY) return values.map((value) => ({ value, label: dateText(value, 3) }));
  // Midnights are labelled with the date. Without a midnight the first tick has the date.
  const hasMidnight = values.some((value) => value % DAY === 0);
  return values.map((value, i) => {
    const clock = clockText(value, step);
    if (value % DAY === 0) return { value, label: dateText(value, 3) };
    return { value, label: i === 0 && !hasMidnight ? `${dateText(value, 3)} ${clock}` : clock };
  });
}

/** The first `parts` of year, month and day. */
function dateText(time: number, parts: 1 | 2 | 3): string {
  const date = new Date(time);
  const year = date.getUTCFullYear();
  const rest = [date.getUTCMonth() + 1, date.getUTCDate()].slice(0, parts - 1).map((part) => padded(part, 2));
  return [year < 0 ? `−${padded(-year, 4)}` : padded(year, 4), ...rest].join("-");
}

/** The time of day, with seconds or milliseconds only for ticks that need them. */
function clockText(time: number, step: number): string {
  const date = new Date(time);
  const clock = [date.getUTCHours(), date.getUTCMinutes()];
  if (step < MINUTE) clock.push(date.getUTCSeconds());
  const text = clock.map((part) => padded(part, 2)).join(":");
  return step < SECOND ? `${text}.${padded(date.getUTCMilliseconds(), 3)}` : text;
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, "0");
}
