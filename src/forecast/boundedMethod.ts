/** @module Forecasts and intervals kept within bounds. */
import type { Bounds } from "./bounds.ts";
import type { Interval } from "./intervals/conformal.ts";
import type { Method } from "./method.ts";
import { type Frame, targetRows } from "./scaledSeries.ts";

/** The same method within bounds: what it forecasts beyond them becomes the nearest value within them. */
export function bounded(method: Method, bounds: Bounds): Method {
  if (isUnbounded(bounds)) return method;
  const Q = method.quantiles?.length ?? 1;
  return {
    ...method,
    bounds,
    predict: (frame, windows) => {
      const said = method.predict(frame, windows);
      const size = said.length / windows.length;
      windows.forEach(({ from }, i) => {
        const one = said.subarray(i * size, (i + 1) * size);
        keepWithin(one, Math.round, bounds, lastValues(frame, from), Q);
      });
      return said;
    },
  };
}

/** An interval within bounds, its ends rounded outwards. `last` are the values before the forecast, (O). */
export function within({ lower, upper }: Interval, bounds: Bounds, last: Float64Array): Interval {
  if (isUnbounded(bounds)) return { lower, upper };
  const ends = { lower: lower.slice(), upper: upper.slice() };
  keepWithin(ends.lower, (end) => Math.floor(end + rounding(end)), bounds, last, 1);
  keepWithin(ends.upper, (end) => Math.ceil(end - rounding(end)), bounds, last, 1);
  return ends;
}

/** The values of the targets in the row before a window, (O). */
export function lastValues(frame: Frame, from: number): Float64Array {
  return targetRows(frame, from - 1, from);
}

function isUnbounded({ min, max, integer, monotone }: Bounds): boolean {
  return min === null && max === null && !integer && !monotone;
}

/** Values (H, O, Q) of one window, in place. Counts that never fall are those of the step before at least. */
function keepWithin(
  values: Float64Array,
  round: (value: number) => number,
  { min, max, integer, monotone }: Bounds,
  last: Float64Array,
  Q: number,
): void {
  const width = last.length * Q;
  for (let i = 0; i < values.length; i++) {
    let value = integer ? round(values[i]) : values[i];
    if (monotone) value = Math.max(value, i < width ? last[Math.floor(i / Q)] : values[i - width]);
    if (max !== null) value = Math.min(value, max);
    values[i] = min === null ? value : Math.max(value, min);
  }
}

/** An end of 3 + 1e-15 is 3. */
function rounding(end: number): number {
  return 1e-9 * Math.max(1, Math.abs(end));
}
