/** @module Rows combined by intervals of the calendar: hours to days, days to months. */

import { DataError, ValueError } from "../../errors.ts";
import { say } from "../../sentence.ts";
import { shown } from "../../shown.ts";
import { type Aggregate, aggregates, combined } from "./aggregate.ts";
import { DAY, daysOf, monthIndex } from "./calendarDate.ts";
import type { Context, Rows } from "./rows.ts";
import { fromLocal, toLocal, type Zone } from "./zone.ts";

const MINUTE = 60_000;

/** The start of the interval in which a time lies, and of the one after it. */
interface Bins {
  readonly startOf: (time: number) => number;
  readonly after: (start: number) => number;
}

/** Intervals by the clock on the wall. Intervals of a name: `hour`, `15 minutes`, `day`, `week` (from Monday), `month`, `quarter`, `year`. Throws ValueError. */
function binsOf(name: string, zone: Zone | undefined): Bins {
  const local = localBins(name);
  return {
    startOf: (time) => fromLocal(local.startOf(toLocal(time, zone)), zone),
    after: (start) => fromLocal(local.after(toLocal(start, zone)), zone),
  };
}

function localBins(name: string): Bins {
  const [, number, unit = ""] =
    /^(\d*)\s*(min(?:ute)?|hour|day|week|month|quarter|year)s?$/i.exec(String(name).trim()) ?? [];
  const count = number === "" ? 1 : Number(number);
  const size = unit.startsWith("min") ? MINUTE : unit === "hour" ? 60 * MINUTE : DAY;
  const isClock = size < DAY;
  if (unit === "" || count === 0 || (count > 1 && !isClock) || DAY % (count * size) !== 0)
    throw new ValueError(
      say`resample is ${shown(name)} but must be minute, hour, day, week, month, quarter or year, or minutes or hours that divide a day, such as 15minutes`,
      { caller: "toSeries" },
    );
  const months = { month: 1, quarter: 3, year: 12 }[unit];
  if (months !== undefined) return monthBins(months);
  const length = unit === "week" ? 7 * DAY : count * size;
  const offset = unit === "week" ? 4 * DAY : 0; // 1970-01-05 was a Monday
  return {
    startOf: (time) => Math.floor((time - offset) / length) * length + offset,
    after: (start) => start + length,
  };
}

function monthBins(months: number): Bins {
  const start = (index: number): number => daysOf(Math.floor(index / 12), (index % 12) + 1, 1) * DAY;
  const indexOf = (time: number): number => {
    const index = monthIndex(time);
    return index - (index % months);
  };
  return { startOf: (time) => start(indexOf(time)), after: (time) => start(indexOf(time) + months) };
}

/** What became of rows that were combined. */
export interface Resampled {
  /** The new step, as it was given. */
  readonly every: string;
  /** How the values of a step become one. */
  readonly aggregate: Aggregate;
  /** Intervals at the ends that the rows cover in part only: they are left out. */
  readonly leftOut: number;
}

/**
 * Rows in the order of time, combined by intervals; their times are the starts of these. Intervals at the ends are left out
 * if the rows do not cover them. With `count`, intervals without rows have the value 0. Throws DataError without dates.
 */
export function resample(
  rows: Rows,
  every: string,
  aggregate: Aggregate,
  { file, time }: Context,
): { readonly rows: Rows; readonly resampled: Resampled } {
  const { times } = rows;
  if (!aggregates.includes(aggregate))
    throw new ValueError(say`aggregate is ${shown(aggregate)} but must be one of ${aggregates.join(", ")}`, {
      caller: "toSeries",
    });
  const bins = binsOf(every, time?.style?.zone);
  if (times === null || times.length === 0 || time?.kind !== "date")
    throw new DataError({ file }, say`only rows with dates can be combined by ${every}`, {
      remedies: [{ option: "time", values: [] }],
    });
  const binOf = times.map(bins.startOf);
  const all = new Int32Array(times.length)
    .map((_, i) => i)
    .filter((i) => i === 0 || binOf[i] !== binOf[i - 1]);
  const reach = usualDistance(times);
  const isFirstCut = times[0] - binOf[0] >= reach.before;
  const end = bins.after(binOf.at(-1) ?? 0);
  const isLastCut = end - (times.at(-1) ?? 0) > reach.after;
  const starts = all.subarray(isFirstCut ? 1 : 0, all.length - (isLastCut ? 1 : 0));
  const next = (k: number): number => all[k + (isFirstCut ? 1 : 0) + 1] ?? times.length;
  const lasts = starts.map((_, k) => next(k) - 1);
  const taken: Rows = {
    times: Float64Array.from(starts, (start) => binOf[start] ?? Number.NaN),
    columns: rows.columns.map((values) => combined(values, starts, lasts, aggregate)),
    origin: starts.map((start) => rows.origin[start] ?? -1),
  };
  const leftOut = all.length - starts.length;
  if (starts.length === 0) throw new DataError({ file }, say`no interval of ${every} is covered by the rows`);
  return {
    rows: aggregate === "count" ? withZeros(taken, bins, every, file) : taken,
    resampled: { every, aggregate, leftOut },
  };
}

/**
 * How far the first row may lie behind the start of an interval, and the last one before its end: a step where the rows are
 * regular, else the longest distance between two of them.
 */
function usualDistance(times: Float64Array): { readonly before: number; readonly after: number } {
  const steps = times
    .slice(1)
    .map((time, i) => time - (times[i] ?? 0))
    .filter((step) => step > 0);
  if (steps.length === 0) return { before: Number.POSITIVE_INFINITY, after: Number.POSITIVE_INFINITY };
  const sorted = steps.slice().sort();
  const median = sorted[sorted.length >> 1] ?? 0;
  const isRegular = steps.filter((step) => step === median).length >= 0.9 * steps.length;
  const longest = sorted.at(-1) ?? 0;
  return isRegular ? { before: median, after: median } : { before: longest + 1, after: longest };
}

/** More intervals than that are refused: a few rows over centuries make millions of minutes. */
const MOST_INTERVALS = 200_000;

function withZeros(rows: Rows, bins: Bins, every: string, file: string): Rows {
  const { times } = rows;
  if (times === null) return rows;
  const last = times.at(-1) ?? 0;
  const whole: number[] = [];
  for (let at = times[0] ?? 0; at <= last; at = bins.after(at)) {
    if (whole.push(at) > MOST_INTERVALS)
      throw new DataError(
        { file },
        say`${times.length} rows counted by ${every} are more than ${MOST_INTERVALS} intervals`,
        {
          remedies: [{ option: "resample", values: [] }],
        },
      );
  }
  const rowOf = new Map(Array.from(times, (time, i) => [time, i]));
  const indices = whole.map((time) => rowOf.get(time) ?? -1);
  return {
    times: Float64Array.from(whole),
    columns: rows.columns.map((values) => Float64Array.from(indices, (i) => values[i] ?? 0)),
    origin: Int32Array.from(indices, (i) => rows.origin[i] ?? -1),
  };
}
