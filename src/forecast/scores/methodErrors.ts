/** @module All measures of one method, added up window by window. */
import type { Scaler } from "../../data/prepare/scalers.ts";
import type { Windows } from "../../data/prepare/windows.ts";
import { ValueError } from "../../errors.ts";
import { freshIntervals, type Issued, issueAll, quantilesOf, tailsOf } from "../intervals/calibration.ts";
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
  readonly name: string;
  readonly mae: Score;
  readonly mse: Score;
  readonly rmse: Score;
  /** In percent, 0 to 200. */
  readonly smape: Score;
  /** Below 1 better than the seasonal naive forecast was on the train part; NaN where that never erred. */
  readonly mase: Score;
  /** The mean pinball loss of the median and the ends of all intervals; null without intervals. */
  readonly pinball: Score | null;
  readonly intervals: readonly IntervalScores[];
}

/** How often the intervals of a level hold what happened, and how wide they are. */
export interface IntervalScores {
  readonly level: number;
  readonly coverage: Score;
  readonly width: Score;
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
  readonly #issued: Generator<Issued, void, undefined>;
  /** The last forecast that counted, in units of the series. */
  latest: Issued | null = null;
  readonly #point: PointErrors;
  readonly #quantile: QuantileErrors | null;
  readonly #intervals: readonly IntervalErrors[];

  /** `origins`: the windows that are forecast, row by row where there are intervals; not all of them count. */
  constructor({ name, method }: Contender, context: ErrorsContext, origins: Windows) {
    const { horizon, frame, scales, levels } = context;
    const shape = { horizon, channels: frame.targets };
    this.#name = name;
    this.#context = context;
    this.#issued = issueAll(method, frame, origins, freshIntervals(levels, horizon, frame.targets));
    this.#point = new PointErrors({ ...shape, scales });
    this.#quantile =
      levels.length === 0 ? null : new QuantileErrors({ ...shape, quantiles: quantilesOf(levels) });
    this.#intervals = levels.map(() => new IntervalErrors(shape));
  }

  /** Forecasts the next window, which does not count; returns the point forecast in the requested units. */
  skip(): Float64Array {
    const { value } = this.#issued.next();
    if (value === undefined) throw new ValueError("backtest: there is no further window to forecast");
    return inUnits(value.point, this.#context);
  }

  /** Forecasts the next window; returns the point forecast. `target` is in the requested units, as is the result. */
  add(target: Float64Array): Float64Array {
    const { value } = this.#issued.next();
    if (value === undefined) throw new ValueError("backtest: there is no further window to forecast");
    this.latest = value;
    const point = inUnits(value.point, this.#context);
    this.#point.add(target, point);
    const ends = new Map([[0.5, point]]);
    value.intervals.forEach((one, k) => {
      const [lower, upper] = [inUnits(one.lower, this.#context), inUnits(one.upper, this.#context)];
      const [low, high] = tailsOf(this.#context.levels[k]);
      ends.set(low, lower).set(high, upper);
      this.#intervals[k].add(target, lower, upper);
    });
    this.#quantile?.add(target, interleaved(this.#quantile.quantiles.map((q) => ends.get(q) ?? point)));
    return point;
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

/** Arrays of equal length, value by value: (Q, N) → (N, Q). */
function interleaved(arrays: readonly Float64Array[]): Float64Array {
  const Q = arrays.length;
  const all = new Float64Array(Q * (arrays[0]?.length ?? 0));
  arrays.forEach((values, k) => {
    for (let i = 0; i < values.length; i++) all[i * Q + k] = values[i];
  });
  return all;
}
