/** @module Intervals about the forecasts of a method, learnt row by row on what it was not trained on. */
import { type Windows, windows } from "../../data/prepare/windows.ts";
import { chunksOf, type Method, pointOf, quantileAt } from "../method.ts";
import type { Plan } from "../plan.ts";
import { type Frame, targetRows } from "../scaledSeries.ts";
import { AdaptiveConformal } from "./adaptive.ts";
import { type Interval, nested, type Reach, widened } from "./conformal.ts";

export interface CalibratedLevel {
  readonly level: number;
  readonly reach: Reach;
}

/** A forecast, with the intervals that could be said of it at the time. */
export interface Issued {
  readonly point: Float64Array; // (H, O)
  /** One for each level. */
  readonly intervals: readonly Interval[];
}

/** The quantiles at the two ends of a level. */
export function tailsOf(level: number): readonly [number, number] {
  return [(1 - level) / 2, (1 + level) / 2];
}

/** All ends of some levels, with the median between them, in rising order. */
export function quantilesOf(levels: readonly number[]): number[] {
  return [...new Set([0.5, ...levels.flatMap(tailsOf)])].sort((a, b) => a - b);
}

/** Intervals that have seen nothing yet, one for each level. */
export function freshIntervals(
  levels: readonly number[],
  horizon: number,
  channels: number,
): AdaptiveConformal[] {
  return levels.map((level) => new AdaptiveConformal({ horizon, channels, level }));
}

/**
 * Forecasts windows that follow each other row by row, as one would have done at the time: of each window the intervals
 * know the rows before it, and only those. At the end they have seen every row of the last window.
 */
export function* issueAll(
  method: Method,
  frame: Frame,
  list: Windows,
  intervals: readonly AdaptiveConformal[],
): Generator<Issued, void, undefined> {
  for (const some of chunksOf(list)) {
    const said = method.predict(frame, some);
    const size = said.length / some.length;
    for (const [i, { from }] of some.entries()) {
      const one = said.subarray(i * size, (i + 1) * size);
      const ends = issueNested(intervals, (level) => endsOf(one, method, level));
      yield { point: pointOf(one, method), intervals: ends.map((each) => notBelow(method.least, each)) };
      observe(intervals, frame, from, from + 1);
    }
  }
  const { from, until } = list.at(-1);
  observe(intervals, frame, from + 1, until);
}

/** Intervals of all levels, each containing those of lower ones. */
function issueNested(
  intervals: readonly AdaptiveConformal[],
  endsAt: (level: number) => [Float64Array, Float64Array],
): Interval[] {
  const issued = new Map<AdaptiveConformal, Interval>();
  let inner: Interval | null = null;
  for (const each of [...intervals].sort((a, b) => a.level - b.level)) {
    inner = each.issue(...endsAt(each.level), inner);
    issued.set(each, inner);
  }
  return intervals.flatMap((each) => issued.get(each) ?? []);
}

function observe(intervals: readonly AdaptiveConformal[], frame: Frame, from: number, until: number): void {
  for (let t = from; t < until; t++) for (const each of intervals) each.observe(targetRows(frame, t, t + 1));
}

/** How far intervals reach at the end of a series: learnt on all its windows from the validation part on. */
export function calibrate(method: Method, frame: Frame, plan: Plan): CalibratedLevel[] {
  const { lookback, horizon, levels, split } = plan;
  const intervals = freshIntervals(levels, horizon, frame.targets);
  if (levels.length > 0) {
    const range = { ...split.validation, until: frame.columns[0].length };
    const list = windows({ range, lookback, horizon, reachBack: true });
    for (const _ of issueAll(method, frame, list, intervals));
  }
  return intervals.map((one) => ({ level: one.level, reach: one.reach() }));
}

/** The intervals of each level about forecasts, those of higher levels containing those of lower ones. */
export function intervalsOf(
  prediction: Float64Array,
  method: Method,
  calibration: readonly CalibratedLevel[],
): Interval[] {
  const levels = calibration.map(({ level }) => level);
  const own = calibration.map(({ level, reach }) => widened(...endsOf(prediction, method, level), reach));
  return nested(own, levels).map((each) => notBelow(method.least, each));
}

/** An interval of which nothing lies below `least`. */
function notBelow(least: number, { lower, upper }: Interval): Interval {
  const clipped = (ends: Float64Array): Float64Array => ends.map((end) => Math.max(least, end));
  return { lower: clipped(lower), upper: clipped(upper) };
}

/** The ends that are made honest: two quantiles where the method forecasts them, else twice the point forecast. */
function endsOf(prediction: Float64Array, method: Method, level: number): [Float64Array, Float64Array] {
  const [low, high] = tailsOf(level).map((tail) => method.quantiles?.indexOf(tail) ?? -1);
  const Q = method.quantiles?.length ?? 1;
  if (low >= 0 && high >= 0) return [quantileAt(prediction, Q, low), quantileAt(prediction, Q, high)];
  const point = pointOf(prediction, method);
  return [point, point];
}
