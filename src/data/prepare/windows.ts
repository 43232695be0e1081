/** @module Windows over rows: where each look-back starts and which rows it is to forecast. Indices only, no copies. */
import { ValueError } from "../../errors.ts";
import type { Range } from "./splitByTime.ts";

/** Rows `start` to `from` are looked back on, rows `from` to `until` forecast; the last of each is left out. */
export interface Window {
  readonly start: number;
  readonly from: number;
  readonly until: number;
}

/** Which windows. */
export interface WindowsOptions {
  /** The rows that may be forecast. */
  readonly range: Range;
  /** Rows to look back on. */
  readonly lookback: number;
  /** Rows to forecast. */
  readonly horizon: number;
  /** From the beginning of one window to the next; 1 unless given. */
  readonly stride?: number;
  /**
   * Whether the look-back of the first windows reaches into the rows before the range, as in the published tables for
   * ETTh1. Those rows are the past by then; what is forecast lies in the range in any case.
   */
  readonly reachBack?: boolean;
}

/** A list that computes its windows when they are asked for. */
export interface Windows extends Iterable<Window> {
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
  const { range, lookback, horizon, stride = 1, reachBack = false } = options;
  for (const [name, value, least] of [
    ["lookback", lookback, 0],
    ["horizon", horizon, 1],
    ["stride", stride, 1],
  ] as const)
    if (!Number.isInteger(value) || value < least)
      throw new ValueError(`windows: ${name} is ${value} but must be a whole number from ${least}`);
  const first = reachBack ? Math.max(range.from, lookback) : range.from + lookback;
  const length = Math.floor((range.until - first - horizon) / stride) + 1;
  if (length < 1) throw shortFault(options, first);
  return new WindowList(length, first, lookback, horizon, stride);
}

function shortFault({ range, lookback, horizon, reachBack }: WindowsOptions, first: number): ValueError {
  const rows = range.until - range.from;
  const needed = first + horizon - range.from;
  const what = `windows: the ${range.part} part has ${rows} rows, but look-back ${lookback} and horizon ${horizon} need ${needed}`;
  const remedy =
    range.part !== "train" && !reachBack
      ? "\n  With reachBack: true the look-back may lie in the rows before the part"
      : "";
  return new ValueError(what + remedy);
}

class WindowList implements Windows {
  readonly length: number;
  readonly #first: number;
  readonly #lookback: number;
  readonly #horizon: number;
  readonly #stride: number;

  constructor(length: number, first: number, lookback: number, horizon: number, stride: number) {
    this.length = length;
    this.#first = first;
    this.#lookback = lookback;
    this.#horizon = horizon;
    this.#stride = stride;
  }

  at(i: number): Window {
    const index = i < 0 ? i + this.length : i;
    if (!Number.isInteger(index) || index < 0 || index >= this.length)
      throw new ValueError(`windows: there is no window ${i}; there are ${this.length}`);
    const from = this.#first + index * this.#stride;
    return { start: from - this.#lookback, from, until: from + this.#horizon };
  }

  *[Symbol.iterator](): Generator<Window> {
    for (let i = 0; i < this.length; i++) yield this.at(i);
  }
}
