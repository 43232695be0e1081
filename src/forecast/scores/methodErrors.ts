/** @module All measures of one method, added up window by window. */
import type { Scaler } from "../../data/prepare/scalers.ts";
import type { Windows } from "../../data/prepare/windows.ts";
import { ValueError } from "../../errors.ts";
import {
  type CalibratedLevel,
  type Issued,
  issueAll,
  quantilesOf,
  tailsOf,
} from "../intervals/calibration.ts";
import type { Interval } from "../intervals/conformal.ts";
import type { Method } from "../method.ts";
import type { Units } from "../options.ts";
import type { Frame } from "../scaledSeries.ts";
import { PointErrors } from "./pointErrors.ts";
import { IntervalErrors, QuantileErrors } from "./quantileErrors.ts";
import type { Score } from "./score.ts";

/** What a backtest holds against others: a name, and what forecasts under it. */
export interface Contender {
  readonly name: string;
  readonly method: Method;
}

/** The scores of a method over all windows, and by step. */
export interface MethodScores {
  /** The name of the method. */
  readonly name: string;
  /** The mean absolute error. */
  readonly mae: Score;
  /** The mean squared error. */
  readonly mse: Score;
  /** The square root of the MSE. */
  readonly rmse: Score;
  /** In percent, 0 to 200. */
  readonly smape: Score;
  /** Below 1 better than the seasonal naive forecast was on the train part; NaN where that never erred. */
  readonly mase: Score;
  /** The mean pinball loss of the median and the ends of all intervals; null without intervals. */
  readonly pinball: Score | null;
  /**
   * The mean weighted quantile loss over .1, .2 … .9, an estimate of the CRPS: twice the mean pinball loss over the mean
   * |y|. Null without intervals.
   */
  readonly crps: Score | null;
  /** One for each level. */
  readonly intervals: readonly IntervalScores[];
}

/** The levels whose ends are the quantiles .1 to .9, beside the median. */
const CRPS_LEVELS = [0.2, 0.4, 0.6, 0.8] as const;

/** How often the intervals of a level hold what happened, and how wide they are. */
export interface IntervalScores {
  /** The nominal coverage. */
  readonly level: number;
  /** The share of values inside. */
  readonly coverage: Score;
  /** The mean width. */
  readonly width: Score;
}

/** A forecast with its intervals. */
export interface Scored {
  readonly point: Float64Array; // (H, O)
  readonly intervals: readonly Interval[];
}

/** What `MethodErrors` needs besides the method. */
export interface ErrorsContext {
  readonly frame: Frame;
  readonly scaler: Scaler;
  readonly units: Units;
  /** For MASE, in those units. */
  readonly scales: Float64Array;
  readonly horizon: number;
  readonly levels: readonly number[];
}

/** The errors of one method in the requested units. */
export class MethodErrors {
  readonly #name: string;
  readonly #context: ErrorsContext;
  readonly #issued: Generator<Issued, CalibratedLevel[], undefined>;
  /** The last forecast that counted, in units of the series, with an interval for each level. */
  latest: Scored | null = null;
  readonly #point: PointErrors;
  readonly #quantile: QuantileErrors | null;
  readonly #crps: QuantileErrors | null;
  readonly #intervals: readonly IntervalErrors[];

  /** `origins`: the windows that are forecast, row by row where there are intervals; not all of them count. */
  constructor({ name, method }: Contender, context: ErrorsContext, origins: Windows) {
    const { horizon, frame, scales, levels } = context;
    const shape = { horizon, channels: frame.targets };
    this.#name = name;
    this.#context = context;
    this.#issued = issueAll(method, frame, origins, context);
    this.#point = new PointErrors({ ...shape, scales });
    this.#quantile =
      levels.length === 0 ? null : new QuantileErrors({ ...shape, quantiles: quantilesOf(levels) });
    this.#crps =
      levels.length === 0 ? null : new QuantileErrors({ ...shape, quantiles: quantilesOf(CRPS_LEVELS) });
    this.#intervals = levels.map(() => new IntervalErrors(shape));
  }

  /** Forecasts the next window, which does not count; returns the point forecast in the requested units. */
  skip(): Float64Array {
    return inUnits(this.#next().point, this.#context);
  }

  /**
   * Forecasts the next window; returns the point forecast. `target` is in the requested units, as is the result; `unknown`
   * is 1 where a target is not known, so that nothing is scored.
   */
  add(target: Float64Array, unknown: Uint8Array | null = null): Float64Array {
    const value = this.#next();
    const { levels } = this.#context;
    const point = inUnits(value.point, this.#context);
    this.latest = { point: value.point, intervals: value.intervalsAt(levels) };
    const intervals = this.latest.intervals.map((one) => this.#inUnits(one));
    this.#point.add(target, point, unknown);
    intervals.forEach(({ lower, upper }, k) => {
      this.#intervals[k].add(target, lower, upper, unknown);
    });
    this.#addQuantiles(this.#quantile, target, quantilesFrom(point, levels, intervals), unknown);
    if (this.#crps === null) return point;
    const others = CRPS_LEVELS.filter((level) => !levels.includes(level));
    const between = value.intervalsAt(others).map((one) => this.#inUnits(one));
    const all = quantilesFrom(point, [...levels, ...others], [...intervals, ...between]);
    this.#addQuantiles(this.#crps, target, all, unknown);
    return point;
  }

  #next(): Issued {
    const { value, done } = this.#issued.next();
    if (done === true) throw new ValueError("backtest: there is no further window to forecast");
    return value;
  }

  #addQuantiles(
    errors: QuantileErrors | null,
    target: Float64Array,
    forecasts: ReadonlyMap<number, Float64Array>,
    unknown: Uint8Array | null,
  ): void {
    const ofEach = errors?.quantiles.map((quantile) => forecasts.get(quantile) ?? target);
    if (ofEach !== undefined) errors?.add(target, interleaved(ofEach), unknown);
  }

  #inUnits({ lower, upper }: Interval): Interval {
    return { lower: inUnits(lower, this.#context), upper: inUnits(upper, this.#context) };
  }

  scores(): MethodScores {
    const errors = this.#point;
    const intervals = this.#intervals.map((one, k) => ({
      level: this.#context.levels[k],
      coverage: one.coverage(),
      width: one.width(),
    }));
    return {
      name: this.#name,
      mae: errors.mae(),
      mse: errors.mse(),
      rmse: errors.rmse(),
      smape: errors.smape(),
      mase: errors.mase(),
      pinball: this.#quantile?.meanPinball() ?? null,
      crps: this.#crps?.weightedLoss() ?? null,
      intervals,
    };
  }
}

/** Values (…, O) of the series in the requested units. */
export function inUnits(
  values: Float64Array,
  { units, scaler, frame }: Pick<ErrorsContext, "units" | "scaler" | "frame">,
): Float64Array {
  return units === "original"
    ? values
    : values.map((value, i) => scaler.transformValue(value, i % frame.targets));
}

/** The forecast of each quantile: the ends of the intervals, and the point forecast for the median. */
function quantilesFrom(
  point: Float64Array,
  levels: readonly number[],
  intervals: readonly Interval[],
): ReadonlyMap<number, Float64Array> {
  const all = new Map([[0.5, point]]);
  intervals.forEach(({ lower, upper }, k) => {
    const [low, high] = tailsOf(levels[k]);
    all.set(low, lower).set(high, upper);
  });
  return all;
}

/** Arrays of equal length, value by value: (Q, N) → (N, Q). */
function interleaved(arrays: readonly Float64Array[]): Float64Array {
  const Q = arrays.length;
  const all = new Float64Array(Q * (arrays[0]?.length ?? 0));
  arrays.forEach((values, k) => {
    for (let i = 0; i < values.length; i++) all[i * Q + k] = values[i];
  });
  return all;
}
