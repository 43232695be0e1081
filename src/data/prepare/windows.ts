/** @module Windows over rows: a look-back and the horizon after it, as indices, without copies. */
import { closed } from "../../arguments.ts";
import { ValueError } from "../../errors.ts";
import type { Range } from "./splitByTime.ts";

/** Rows `start` to `from` are the look-back, rows `from` to `until` the horizon; both ends are exclusive. */
export interface Window {
  /** The first row of the look-back. */
  readonly start: number;
  /** The first row to forecast. */
  readonly from: number;
  /** The row after the last one to forecast. */
  readonly until: number;
}

/** The range to cover with windows, and their sizes. */
export interface WindowsOptions {
  /** The rows that may be forecast. */
  readonly range: Range;
  /** In rows. */
  readonly lookback: number;
  /** In rows. */
  readonly horizon: number;
  /** Rows from the beginning of one window to the next; 1 by default. */
  readonly stride?: number;
  /**
   * Whether the look-back of the first windows reaches into the rows before the range, as in the published tables for
   * ETTh1. This leaks nothing: those rows are in the past, and the horizon lies in the range in any case.
   */
  readonly reachBack?: boolean;
}

/** A list that computes its windows on access. */
export interface Windows extends Iterable<Window> {
  /** The number of windows. */
  readonly length: number;
  /** The i-th window; from the end where i is negative. */
  at(i: number): Window;
}

/**
 * All windows of a range in the order of time. With F = `range.from`, or the look-back's length where that is larger
 * and `reachBack`, or else F + lookback, the i-th one forecasts from row F + i · stride, and
 *
 *     length = ⌊(until − F − horizon) / stride⌋ + 1
 */
export function windows(options: WindowsOptions): Windows {
  const {
    range,
    lookback,
    horizon,
    stride = 1,
    reachBack = false,
  } = closed("windows", options, {
    range: 0,
    lookback: 0,
    horizon: 0,
    stride: 0,
    reachBack: 0,
  });
  for (const [name, value, least] of [
    ["lookback", lookback, 0],
    ["horizon", horizon, 1],
    ["stride", stride, 1],
  ] as const)
    if (!Number.isInteger(value) || value < least)
      throw new ValueError(`${name} is ${value} but must be a whole number from ${least}`, {
        caller: "windows",
      });
  const first = reachBack ? Math.max(range.from, lookback) : range.from + lookback;
  const length = Math.floor((range.until - first - horizon) / stride) + 1;
  if (length < 1) throw shortFault(options, first);
  const at = (i: number): Window => {
    const index = i < 0 ? i + length : i;
    if (!Number.isInteger(index) || index < 0 || index >= length)
      throw new ValueError(`there is no window ${i}; there are ${length}`, { caller: "windows" });
    const from = first + index * stride;
    return { start: from - lookback, from, until: from + horizon };
  };
  return {
    length,
    at,
    *[Symbol.iterator](): Generator<Window> {
      for (let i = 0; i < length; i++) yield at(i);
    },
  };
}

function shortFault({ range, lookback, horizon, reachBack }: WindowsOptions, first: number): ValueError {
  const rows = range.until - range.from;
  const needed = first + horizon - range.from;
  const what = `the ${range.part === "train" ? "training" : range.part} set has ${rows} rows, but look-back ${lookback} and horizon ${horizon} need ${needed}`;
  if (range.part === "train" || reachBack) return new ValueError(what, { caller: "windows" });
  const remedies = [{ option: "reachBack", values: [true] }];
  return new ValueError(what, { caller: "windows", remedies });
}
