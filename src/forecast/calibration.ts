/** @module Intervals about the forecasts of a method, learnt on the validation part. */
import type { Windows } from "../data/windows.ts";
import { ConformalIntervals, type Interval, type Reach, widened } from "./conformal.ts";
import { type Frame, targetRows } from "./frame.ts";
import { chunksOf, type Method, pointOf, quantileAt } from "./method.ts";

/** How far the interval of a level reaches about a forecast. */
export interface CalibratedLevel {
  readonly level: number;
  readonly reach: Reach;
}

/** The quantiles at the two ends of a level. */
export function tailsOf(level: number): readonly [number, number] {
  return [(1 - level) / 2, (1 + level) / 2];
}

/** All ends of some levels, with the median between them, in rising order. */
export function quantilesOf(levels: readonly number[]): number[] {
  return [...new Set([0.5, ...levels.flatMap(tailsOf)])].sort((a, b) => a - b);
}

/** Learns from every validation window how far off a method is, by step and target. */
export function calibrate(
  method: Method,
  frame: Frame,
  windows: Windows,
  horizon: number,
  levels: readonly number[],
): CalibratedLevel[] {
  const all = levels.map((level) => new ConformalIntervals({ horizon, channels: frame.targets, level }));
  for (const some of levels.length > 0 ? chunksOf(windows) : []) {
    const prediction = method.predict(frame, some);
    const target = targetsOf(frame, some);
    for (const one of all) one.calibrate(target, ...endsOf(prediction, method, one.level));
  }
  return all.map((one) => ({ level: one.level, reach: one.reach() }));
}

/** The intervals of a level about forecasts. */
export function intervalOf(
  prediction: Float64Array,
  method: Method,
  { level, reach }: CalibratedLevel,
): Interval {
  return widened(...endsOf(prediction, method, level), reach);
}

/** What happened in some windows, (B, H, O), in units of the series. */
export function targetsOf(frame: Frame, windows: Parameters<Method["predict"]>[1]): Float64Array {
  const size = windows.length === 0 ? 0 : (windows[0].until - windows[0].from) * frame.targets;
  const all = new Float64Array(windows.length * size);
  windows.forEach(({ from, until }, i) => {
    all.set(targetRows(frame, from, until), i * size);
  });
  return all;
}

/** The ends that are made honest: two quantiles where the method forecasts them, else twice the point forecast. */
function endsOf(prediction: Float64Array, method: Method, level: number): [Float64Array, Float64Array] {
  const [low, high] = tailsOf(level).map((tail) => method.quantiles?.indexOf(tail) ?? -1);
  const Q = method.quantiles?.length ?? 1;
  if (low >= 0 && high >= 0) return [quantileAt(prediction, Q, low), quantileAt(prediction, Q, high)];
  const point = pointOf(prediction, method);
  return [point, point];
}
