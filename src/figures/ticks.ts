/** @module Tick values and their labels: round numbers, multiples of π, powers of ten, dates of the UTC calendar. */
import { formatDecimals, formatPower, formatScientific, formatValue } from "../text/format.ts";

/** A tick at a value of the axis, in the units of the data. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** About `count` ticks at multiples of 1, 2 or 5 times a power of ten within [min, max]. */
export function linearTicks(min: number, max: number, count: number): readonly Tick[] {
  const step = roundStep((max - min) / Math.max(1, count));
  return multiples(min, max, step).map((value) => ({ value, label: formatTick(value, step) }));
}

/** About `count` ticks at most, at whole numbers within [min, max]. */
export function wholeTicks(min: number, max: number, count: number): readonly Tick[] {
  return linearTicks(min, max, Math.min(count, max - min)).filter(({ value }) => Number.isInteger(value));
}

/** Beyond this, fractions of π such as 201π/2 are hard to read: ticks stand at whole multiples. */
const farthestFraction = 20 * Math.PI;

/** About `count` ticks at simple multiples of π within [min, max]. */
export function piTicks(min: number, max: number, count: number): readonly Tick[] {
  const rough = (max - min) / Math.PI / Math.max(1, count);
  const isFar = Math.max(Math.abs(min), Math.abs(max)) > farthestFraction;
  const step =
    (isFar ? [1] : [1 / 4, 1 / 2, 1]).find((candidate) => candidate >= rough * 0.75) ?? roundStep(rough);
  return multiples(min / Math.PI, max / Math.PI, step).map((value) => ({
    value: value * Math.PI,
    label: formatPi(value),
  }));
}

/**
 * About `count` ticks from 10^min to 10^max: whole powers of ten; with 2 and 5 between them if there are only a few; linear
 * ticks if the range contains none of these.
 */
export function logTicks(min: number, max: number, count: number): readonly Tick[] {
  const decades = multiples(min, max, 1);
  if (decades.length >= 3 || (decades.length === 2 && count < 4)) {
    // A stride may not be so long that a single tick is left.
    const most = Math.max(1, Math.floor(decades.length / 2));
    const stride = Math.min(most, Math.ceil(decades.length / Math.max(1, count)));
    return multiples(min, max, stride).map((exponent) => ({
      value: 10 ** exponent,
      label: formatPower(exponent),
    }));
  }
  const between = oneTwoFive(min, max);
  return between.length >= 2 ? between : linearTicks(10 ** min, 10 ** max, count);
}

/** The label of a tick, with the decimals that a spacing of `step` needs. */
function formatTick(value: number, step: number): string {
  if (value === 0) return "0";
  if (step < 1e-4 || Math.abs(value) >= 1e6) return formatScientific(value, step);
  const decimals = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
  return formatDecimals(value, decimals);
}

/** A multiple of π in lowest terms, in quarters: −π/2, 0, 3π/4, 2π. */
export function formatPi(multiple: number): string {
  const quarters = Math.round(multiple * 4);
  if (quarters === 0) return "0";
  const divisor = quarters % 4 === 0 ? 4 : quarters % 2 === 0 ? 2 : 1;
  const numerator = Math.abs(quarters / divisor);
  const denominator = 4 / divisor;
  const sign = quarters < 0 ? "−" : "";
  return `${sign}${numerator === 1 ? "" : numerator}π${denominator === 1 ? "" : `/${denominator}`}`;
}

/** The number of the form 1, 2 or 5 × 10ᵏ nearest to `rough` by ratio. */
function roundStep(rough: number): number {
  if (!(rough > 0)) return 1;
  const exponent = Math.floor(Math.log10(rough) + 1e-12);
  const ratio = rough / 10 ** exponent;
  const factor = ratio < Math.SQRT2 ? 1 : ratio < Math.sqrt(10) ? 2 : ratio < Math.sqrt(50) ? 5 : 10;
  return Number(`${factor}e${exponent}`);
}

function multiples(min: number, max: number, step: number): readonly number[] {
  const first = Math.ceil(min / step - 1e-9);
  const last = Math.floor(max / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
}

/** 1, 2 and 5 times the powers of ten from 10^min to 10^max. */
function oneTwoFive(min: number, max: number): readonly Tick[] {
  const ticks: Tick[] = [];
  for (let exponent = Math.floor(min); exponent <= max; exponent++) {
    for (const factor of [1, 2, 5]) {
      const decade = exponent + Math.log10(factor);
      const value = Number(`${factor}e${exponent}`);
      if (decade >= min - 1e-9 && decade <= max + 1e-9) ticks.push({ value, label: formatValue(value) });
    }
  }
  return ticks;
}

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
  const [, clock] = new Date(time).toISOString().split("T"); // 08:00:00.250Z
  return clock.slice(0, step < SECOND ? 12 : step < MINUTE ? 8 : 5);
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, "0");
}
