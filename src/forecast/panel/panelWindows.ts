/** @module The training windows of a panel: counted, found by number, and drawn; never listed. */
import type { Generator } from "../../random/generator.ts";

/** How windows are drawn from series of unequal length. */
export const samplingNames: readonly Sampling[] = ["series", "window", "length"];

/**
 * One of `samplingNames`: each series equally often, each window equally often, or in between: a series as often as the square
 * root of the number of its windows.
 */
export type Sampling = "series" | "window" | "length";

/** A window of one series: what precedes row `origin` is known, what begins there is forecast. */
export interface PanelWindow {
  /** The number of the series. */
  readonly series: number;
  /** The first row of the horizon, in the arrays of the panel. */
  readonly origin: number;
}

/** Where windows of a series may begin: from row `first`, `count` of them. */
export interface Origins {
  readonly first: number;
  readonly count: number;
}

/**
 * The origins of a series whose rows `from` to `until` may be used: with the whole horizon before `until`, and at least half a
 * look-back before it; of a shorter series at least `least` rows, or one.
 */
export function originsOf(
  from: number,
  until: number,
  {
    lookback,
    horizon,
    least,
  }: { readonly lookback: number; readonly horizon: number; readonly least: number },
): Origins {
  const room = until - from - horizon; // rows before the last possible origin
  const history = room >= lookback ? Math.ceil(lookback / 2) : Math.min(Math.max(1, least), room);
  return room < 1 ? { first: from, count: 0 } : { first: from + history, count: room - history + 1 };
}

/** Windows of S series by number. */
export class PanelWindows {
  /** How many there are. */
  readonly length: number;
  readonly #firsts: Float64Array;
  readonly #starts: Float64Array; // (S + 1)
  readonly #weights: Float64Array; // cumulative (S)

  /** `weigh` is 0 for series that are left out. */
  constructor(origins: readonly Origins[], sampling: Sampling, weigh: (s: number) => number = () => 1) {
    const S = origins.length;
    this.#firsts = new Float64Array(S);
    this.#starts = new Float64Array(S + 1);
    this.#weights = new Float64Array(S);
    let total = 0;
    for (let s = 0; s < S; s++) {
      const { first, count } = origins[s];
      const used = weigh(s) > 0 ? count : 0;
      this.#firsts[s] = first;
      this.#starts[s + 1] = this.#starts[s] + used;
      total += weigh(s) * weightOf(used, sampling);
      this.#weights[s] = total;
    }
    this.length = this.#starts[S];
  }

  /** Draws one window; series by their weights, then each of its windows equally likely. */
  draw(generator: Generator): PanelWindow {
    const total = this.#weights[this.#weights.length - 1];
    const series = firstAbove(this.#weights, generator.random53() * total);
    const count = this.#starts[series + 1] - this.#starts[series];
    return { series, origin: this.#firsts[series] + Math.floor(generator.random53() * count) };
  }
}

function weightOf(count: number, sampling: Sampling): number {
  if (sampling === "window") return count;
  return sampling === "length" ? Math.sqrt(count) : Math.min(1, count);
}

/** The first index whose value is above x, of rising values; the last one where none is. */
function firstAbove(values: Float64Array, x: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] > x) high = middle;
    else low = middle + 1;
  }
  return low;
}
