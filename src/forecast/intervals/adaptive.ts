/** @module Intervals that learn from each row as it comes, and so hold what they promise where a series drifts. */
import { ShapeError } from "../../errors.ts";
import { ByStep, type Numbers } from "../scores/score.ts";
import {
  type ConformalOptions,
  checkLevel,
  conformalQuantile,
  containing,
  type Interval,
  type Reach,
  widened,
} from "./conformal.ts";

/** Options of `AdaptiveConformal`. */
export interface AdaptiveOptions extends Omit<ConformalOptions, "sides"> {}

/** An interval whose values are not all known yet. */
interface Issued {
  readonly lower: Numbers;
  readonly upper: Numbers;
  readonly issued: Interval;
  /** How many of its steps have happened. */
  age: number;
}

/**
 * Conformal intervals by forecast step and channel whose reach follows the series, row by row.
 *
 *     lower, upper (H, C), row-major        lower = upper = ŷ for a point forecast        row (C)
 *
 *     s = max(lower − y, y − upper)         [lower − q, upper + q]        q raised by each miss, lowered by each hit
 *
 *     for (const row of rows) {
 *       const { lower, upper } = intervals.issue(forecast());
 *       intervals.observe(row); // what happened first of what was forecast
 *     }
 *
 * An interval h steps ahead is scored h rows later, when its value is known. Over many rows the coverage approaches the
 * level, however the errors drift; over few rows it is approximate. The first 20 scores of a step are treated as
 * exchangeable; if they are too few for the level, q is the greatest of them, with a coverage of k / (k + 1) for k scores.
 * Before the first score the ends are infinite; NaN is ignored. Throws ValueError unless the level lies between 0 and 1.
 * The rule and its source: `QuantileTracker`.
 */
export class AdaptiveConformal extends ByStep {
  readonly level: number;
  readonly #trackers: readonly QuantileTracker[]; // (H, C)
  #waiting: Issued[] = [];

  constructor({ level, ...shape }: AdaptiveOptions) {
    super(shape);
    checkLevel(level);
    this.level = level;
    this.#trackers = Array.from(
      { length: this.size },
      (_, i) => new QuantileTracker(level, this.stepOf(i) + 1),
    );
  }

  /**
   * The interval about the forecast from here, or that of its two ends; wide enough to contain `inner`, such as that of
   * a lower level. Throws ShapeError unless they are (H, C).
   */
  issue(lower: Numbers, upper: Numbers = lower, inner: Interval | null = null): Interval {
    this.#check("lower", lower, this.horizon);
    this.#check("upper", upper, this.horizon);
    const own = widened(lower, upper, this.reach());
    const issued = inner === null ? own : containing(own, inner);
    this.#waiting.push({ lower, upper, issued, age: 0 });
    return issued;
  }

  /** What happened next: a value of each channel. Throws ShapeError unless it is (C). */
  observe(row: Numbers): this {
    this.#check("row", row, 1);
    for (const one of this.#waiting) this.#judge(one, row);
    this.#waiting = this.#waiting.filter(({ age }) => age < this.horizon);
    return this;
  }

  #judge(one: Issued, row: Numbers): void {
    for (let c = 0; c < this.channels; c++) {
      const i = one.age * this.channels + c;
      const score = Math.max(one.lower[i] - row[c], row[c] - one.upper[i]);
      const missed = row[c] < one.issued.lower[i] || row[c] > one.issued.upper[i];
      if (!Number.isNaN(score)) this.#trackers[i].add(score, missed);
    }
    one.age += 1;
  }

  /** How far intervals issued now reach, the same on both sides. */
  reach(): Reach {
    const reach = Float64Array.from(this.#trackers, (tracker) => tracker.reach);
    return { below: reach, above: reach };
  }

  #check(what: string, values: Numbers, steps: number): void {
    const wanted = steps * this.channels;
    if (values.length === wanted) return;
    const sizes = steps === 1 ? "one for each channel" : "horizon × channels";
    throw new ShapeError(`${what} has ${values.length} values but must have ${wanted}, ${sizes}`);
  }
}

/** Scores that only set the start: as many as a reach of 95 % is one of. */
const START = 20;
/** The latest scores, of which the greatest is the measure of a step of the reach. */
const LATEST = 200;

/**
 * Follows the quantile of scores s₁, s₂ … that arrive one by one, and may drift.
 *
 *     n ≤ 20:   q = the conformal quantile of all scores; the greatest while there are too few for one
 *     n > 20:   q ← q + ηₙ (miss − α),   ηₙ = max |latest 200 scores| / √(α · √h · max(n, 200)),   α = 1 − level
 *
 * where `miss` is 1 when the interval that was issued with an earlier q did not hold what happened, else 0. The sum of
 * all (miss − α) is what q moved over η, so that of T values a share of α is missed within |q_T − q₂₀| / (η T), whatever
 * the scores are. Steps fall with √n as the error of a quantile does; with h, since what happens h steps ahead is known
 * h rows late, and fast steps would oscillate; and are larger for small α, where misses are rare and scores far apart.
 * Source: Angelopoulos, Candès & Tibshirani, "Conformal PID control for time series prediction", 2023, quantile
 * tracking; steps that fall as in Angelopoulos, Barber & Bates, "Online conformal prediction with decaying step sizes",
 * 2024. The divisors h and α are ours, chosen on the shipped series (`node scripts/coverage.js`).
 */
class QuantileTracker {
  /** Infinite before the first score. */
  reach: number = Number.POSITIVE_INFINITY;
  readonly #level: number;
  readonly #step: number;
  /** The latest scores, a ring. */
  readonly #latest: number[] = [];
  #count = 0;
  #greatest = 0;

  /** For the interval `step` steps ahead, from 1. */
  constructor(level: number, step: number) {
    this.#level = level;
    this.#step = step;
  }

  /** One more score, and whether its interval missed. */
  add(score: number, missed: boolean): void {
    this.#remember(Math.abs(score), score);
    if (this.#count <= START) {
      const quantile = conformalQuantile(this.#latest, this.#level);
      this.reach = Number.isFinite(quantile) ? quantile : Math.max(...this.#latest);
      return;
    }
    const alpha = 1 - this.#level;
    const gain = this.#greatest / Math.sqrt(alpha * Math.sqrt(this.#step) * Math.max(this.#count, LATEST));
    this.reach += gain * (missed ? 1 - alpha : -alpha);
  }

  #remember(size: number, score: number): void {
    const at = this.#count++ % LATEST;
    const left = Math.abs(this.#latest[at] ?? 0);
    this.#latest[at] = score;
    if (size >= this.#greatest) this.#greatest = size;
    else if (left === this.#greatest)
      this.#greatest = this.#latest.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  }
}
