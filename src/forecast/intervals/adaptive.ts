/** @module Intervals that learn from each row as it comes, and so hold what they promise where a series drifts. */
import { closed } from "../../arguments.ts";
import { ShapeError } from "../../errors.ts";
import { ByStep, type ForecastShape, type Numbers, shapeNames } from "../scores/score.ts";
import {
  type ConformalOptions,
  checkLevel,
  containing,
  type Interval,
  type Reach,
  reaching,
} from "./conformal.ts";
import { quantilesByStep, RECORD, RollingScores } from "./rollingScores.ts";

/** Options of `AdaptiveConformal`. */
export interface AdaptiveOptions extends Omit<ConformalOptions, "sides"> {}

/**
 * Conformal intervals by forecast step and channel whose reach follows the series, row by row.
 *
 *     lower, upper (H, C), row-major        lower = upper = ŷ for a point forecast        row (C)
 *
 *     s = max(lower − y, y − upper)         [lower − q, upper + q],   q the rolling quantile of s at `level`
 *
 *     for (const row of rows) {
 *       const { lower, upper } = intervals.issue(forecast());
 *       intervals.observe(row); // what happened first of what was forecast
 *     }
 *
 * An interval h steps ahead is scored h rows later, when its value is known. q is the conformal quantile of the latest 200
 * scores of its step, each divided by the spread of the scores when the forecast was issued, times the spread now; with no
 * more than 20 scores it is their quantile as they are. A step with fewer than 20 scores counts those of the steps beside it,
 * and takes the greatest where even they are too few for the level. Steps are smoothed: q moves towards the mean of the five
 * about it, by at most 15 %. It is never 0 where a score is not. Before the first score the ends are infinite; NaN is
 * ignored. Throws ValueError unless the level lies between 0 and 1.
 * Source: conformal quantiles as in Vovk, Gammerman & Shafer, 2005, of scores in units of their spread as in Lei et al.,
 * "Distribution-free predictive inference for regression", 2018, §5.2; the spread is ours (`RollingScores`).
 */
export class AdaptiveConformal extends ByStep {
  /** The nominal coverage. */
  readonly level: number;
  readonly #scores: StepScores;

  /** Throws ValueError for a level outside (0, 1). */
  constructor(options: AdaptiveOptions) {
    const { level, ...shape } = closed("AdaptiveConformal", options, { ...shapeNames, level: 0 });
    super(shape);
    checkLevel(level);
    this.level = level;
    this.#scores = new StepScores(shape);
  }

  /**
   * The interval about the forecast from here, or that of its two ends; wide enough to contain `inner`, such as that of
   * a lower level. Throws ShapeError unless they are (H, C).
   */
  issue(lower: Numbers, upper: Numbers = lower, inner: Interval | null = null): Interval {
    this.#scores.issue(lower, upper);
    const own = reaching(lower, upper, this.reach());
    return inner === null ? own : containing(own, inner);
  }

  /** What happened next: a value of each channel. Throws ShapeError unless it is (C). */
  observe(row: Numbers): this {
    this.#scores.observe(row);
    return this;
  }

  /** How far intervals issued now reach, the same on both sides. */
  reach(): Reach {
    return this.#scores.reach(this.level);
  }
}

/** The rolling scores of all steps and channels: intervals of any level are read from them. */
export class StepScores extends ByStep {
  readonly #scores: readonly RollingScores[]; // (H, C)
  /** By row in which they become known, modulo H, what forecasts are judged by: (H, H, C) records. */
  readonly #due: Float64Array;
  /** Rows that have happened, modulo H. */
  #now = 0;

  constructor(shape: ForecastShape) {
    super(shape);
    this.#scores = Array.from({ length: this.size }, (_, i) => new RollingScores(this.stepOf(i)));
    this.#due = new Float64Array(this.horizon * this.size * RECORD).fill(Number.NaN);
  }

  /** A forecast from here, as two ends; a second one from here replaces it. Throws ShapeError unless they are (H, C). */
  issue(lower: Numbers, upper: Numbers = lower): void {
    this.#check("lower", lower, this.horizon);
    this.#check("upper", upper, this.horizon);
    for (let i = 0; i < this.size; i++) {
      const row = (this.#now + this.stepOf(i)) % this.horizon;
      this.#scores[i].issue(lower[i], upper[i], this.#due, (row * this.size + i) * RECORD);
    }
  }

  /** What happened next. Throws ShapeError unless it is (C). */
  observe(row: Numbers): void {
    this.#check("row", row, 1);
    const first = this.#now * this.size;
    for (let i = 0; i < this.size; i++)
      this.#scores[i].judge(row[i % this.channels], this.#due, (first + i) * RECORD);
    this.#due.fill(Number.NaN, first * RECORD, (first + this.size) * RECORD);
    this.#now = (this.#now + 1) % this.horizon;
  }

  reach(level: number): Reach {
    const reach = quantilesByStep(this.#scores, this.channels, level);
    return { below: reach, above: reach };
  }

  #check(what: string, values: Numbers, steps: number): void {
    const wanted = steps * this.channels;
    if (values.length === wanted) return;
    const sizes = steps === 1 ? "one for each channel" : "horizon × channels";
    throw new ShapeError(`${what} has ${values.length} values but must have ${wanted}, ${sizes}`);
  }
}
