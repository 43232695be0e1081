/** @module Intervals that hold what happens as often as they promise, from errors on data that no model was trained on. */

import { closed } from "../../arguments.ts";
import { ValueError } from "../../errors.ts";
import { shown } from "../../shown.ts";
import { ByStep, checkWindows, type ForecastShape, type Numbers, shapeNames } from "../scores/score.ts";

/** Options of `ConformalIntervals`. */
export interface ConformalOptions extends ForecastShape {
  /** The nominal coverage, between 0 and 1: 0.95 for 95 %. */
  readonly level: number;
  /** One distance for both sides, or one for each, each missed by (1 − level) / 2: `"symmetric"` by default. */
  readonly sides?: "symmetric" | "asymmetric";
}

/** Lower and upper ends, (…, H, C), in units of the forecast. */
export interface Interval {
  /** The lower bounds (H, C). */
  readonly lower: Float64Array;
  /** The upper bounds (H, C). */
  readonly upper: Float64Array;
}

/** How far intervals reach below and above a forecast, for each step and channel, (H, C). */
export interface Reach {
  /** How far the interval extends below the forecast (H, C). */
  readonly below: Float64Array;
  /** How far it extends above. */
  readonly above: Float64Array;
}

/**
 * The k-th smallest of n scores, k = ⌈(n + 1) · level⌉; infinite when there are too few, k > n.
 *
 * One more score from the same source is at most that with probability k / (n + 1) ≥ level, when all n + 1 are
 * exchangeable and no two are equal. Throws ValueError unless the level lies between 0 and 1.
 * Source: Vovk, Gammerman & Shafer, "Algorithmic learning in a random world", 2005.
 */
export function conformalQuantile(scores: Numbers, level: number): number {
  checkLevel(level);
  const rank = Math.ceil((scores.length + 1) * level - 1e-9); // 20 · 0.55 is 11.000000000000002
  if (rank > scores.length) return Number.POSITIVE_INFINITY;
  return Float64Array.from(scores).sort()[rank - 1]; // NaN comes last
}

/**
 * Split conformal intervals, by forecast step and channel.
 *
 *     y, lower, upper (…, H, C), row-major        lower = upper = ŷ for a point forecast
 *
 *     symmetric:    s = max(lower − y, y − upper)            [lower − q, upper + q],  q the quantile of s at `level`
 *     asymmetric:   s₋ = lower − y,  s₊ = y − upper          [lower − q₋, upper + q₊], both at (1 + level) / 2
 *
 * For a point forecast s = |y − ŷ|; for two quantiles this is conformalised quantile regression, whose q may be negative:
 * where the ends would cross, both are put in their middle. With n calibration windows the coverage is between `level` and
 * `level` + 1 / (n + 1), or 2 / (n + 1) when asymmetric. Windows that overlap, or a series that drifts, are not exchangeable:
 * coverage is then approximate, and `AdaptiveConformal` better. Too few windows, n < level / (1 − level), give infinite ends.
 * Throws ValueError unless the level lies between 0 and 1.
 * Source: Lei et al., "Distribution-free predictive inference for regression", 2018; Romano, Patterson & Candès,
 * "Conformalized quantile regression", 2019.
 */
export class ConformalIntervals extends ByStep {
  /** The nominal coverage. */
  readonly level: number;
  /** Whether both sides share a width. */
  readonly sides: "symmetric" | "asymmetric";
  /** The scores of each step and channel: one list for both sides, or below and above. */
  readonly #below: number[][];
  readonly #above: number[][];
  #reach: Reach | null = null;

  /** Throws ValueError for a level outside (0, 1). */
  constructor(options: ConformalOptions) {
    const known = { ...shapeNames, level: 0, sides: 0 };
    const { level, sides = "symmetric", ...shape } = closed("ConformalIntervals", options, known);
    super(shape);
    checkLevel(level);
    if (sides !== "symmetric" && sides !== "asymmetric")
      throw new ValueError(`sides is ${shown(sides)} but must be "symmetric" or "asymmetric"`);
    this.level = level;
    this.sides = sides;
    this.#below = Array.from({ length: this.size }, () => []);
    this.#above = sides === "symmetric" ? this.#below : this.#below.map(() => []);
  }

  /**
   * Learns from one window, or several, of data that neither trained nor chose the model. A point forecast is given
   * alone, an interval as its two ends. Throws ShapeError unless all hold the same whole windows.
   */
  calibrate(target: Numbers, lower: Numbers, upper: Numbers = lower): this {
    checkWindows("target", target, this.size);
    checkWindows("lower", lower, this.size, target.length);
    checkWindows("upper", upper, this.size, target.length);
    for (let i = 0; i < target.length; i++)
      this.#addScores(i % this.size, lower[i] - target[i], target[i] - upper[i]);
    this.#reach = null;
    return this;
  }

  #addScores(at: number, below: number, above: number): void {
    if (this.sides === "symmetric") this.#below[at].push(Math.max(below, above));
    else {
      this.#below[at].push(below);
      this.#above[at].push(above);
    }
  }

  /** The interval about a point forecast, or that of two ends made honest. Throws ShapeError unless windows are whole. */
  interval(lower: Numbers, upper: Numbers = lower): Interval {
    checkWindows("lower", lower, this.size);
    checkWindows("upper", upper, this.size, lower.length);
    return widened(lower, upper, this.reach());
  }

  /** How far intervals reach: all that they are made of. */
  reach(): Reach {
    this.#reach ??= this.#quantiles();
    return this.#reach;
  }

  #quantiles(): Reach {
    const level = this.sides === "symmetric" ? this.level : (1 + this.level) / 2;
    const of = (scores: number[][]): Float64Array =>
      Float64Array.from(scores, (list) => conformalQuantile(list, level));
    return { below: of(this.#below), above: of(this.#above) };
  }
}

/** Two ends moved apart; where they would cross, both are put in their middle. */
function widened(lower: Numbers, upper: Numbers, { below, above }: Reach): Interval {
  const size = below.length;
  const ends = { lower: new Float64Array(lower.length), upper: new Float64Array(lower.length) };
  for (let i = 0; i < lower.length; i++) {
    const [low, high] = [lower[i] - below[i % size], upper[i] + above[i % size]];
    ends.lower[i] = low > high ? (low + high) / 2 : low;
    ends.upper[i] = low > high ? (low + high) / 2 : high;
  }
  return ends;
}

/** Ends that would cross leave at least this share of the width that they had. */
const NARROWEST = 0.1;

/** Two ends moved apart, or drawn in; they never meet where they were apart, nor where the reach is not zero. */
export function reaching(lower: Numbers, upper: Numbers, { below, above }: Reach): Interval {
  const size = below.length;
  const ends = widened(lower, upper, { below, above });
  for (let i = 0; i < lower.length; i++) {
    if (ends.lower[i] < ends.upper[i] || !(below[i % size] < 0)) continue;
    const half = NARROWEST * Math.max((upper[i] - lower[i]) / 2, -below[i % size]);
    ends.lower[i] -= half;
    ends.upper[i] += half;
  }
  return ends;
}

/** Intervals of several levels, each with those of lower levels inside: two that were learnt apart may cross. */
export function nested(intervals: readonly Interval[], levels: readonly number[]): Interval[] {
  const rising = levels.map((_, k) => k).sort((a, b) => levels[a] - levels[b]);
  const result = [...intervals];
  rising.slice(1).forEach((k, i) => {
    result[k] = containing(result[k], result[rising[i]]);
  });
  return result;
}

export function containing({ lower, upper }: Interval, inner: Interval): Interval {
  return {
    lower: lower.map((end, i) => Math.min(end, inner.lower[i])),
    upper: upper.map((end, i) => Math.max(end, inner.upper[i])),
  };
}

/** Throws ValueError unless a level lies between 0 and 1. */
export function checkLevel(level: number): void {
  if (level > 0 && level < 1) return;
  throw new ValueError(`level is ${level} but must lie between 0 and 1, both excluded: 0.95 for 95 %`);
}
