/** @module How far point forecasts are from what happened: MAE, MSE, RMSE, sMAPE, MASE. */
import { closed } from "../../arguments.ts";
import { ShapeError, ValueError } from "../../errors.ts";
import {
  ByStep,
  checkedShape,
  checkWindows,
  type ForecastShape,
  type Numbers,
  type Score,
  StepMean,
  shapeNames,
} from "./score.ts";

/** Options of `PointErrors`. */
export interface PointErrorsOptions extends ForecastShape {
  /** For `mase()`: the scale of each channel, from `seasonalNaiveScale` over the training part. */
  readonly scales?: Numbers;
}

/**
 * Errors of point forecasts, added up window by window; each score over all values and by forecast step.
 *
 *     y, ŷ (…, H, C), row-major: the values of a step stand together        e = y − ŷ
 *
 *     MAE = mean |e|       MSE = mean e²      RMSE = √MSE      sMAPE = 100 · mean 2|e| / (|y| + |ŷ|)
 *     MASE = mean |e| / s_c,  s_c the in-sample error of the seasonal naive forecast of channel c
 *
 * MAE and RMSE are in units of the target, sMAPE in percent (0 to 200, where 0/0 counts as 0), MASE a multiple of the
 * naive error. Means are over windows, steps and channels alike; the overall RMSE is the root of the overall MSE, not the
 * mean of the roots. Sums are in double precision. NaN before anything is added.
 * Source: Hyndman & Koehler, "Another look at measures of forecast accuracy", 2006; sMAPE as in the M4 competition.
 */
export class PointErrors extends ByStep {
  readonly #absolute: StepMean = new StepMean(this.horizon);
  readonly #squared: StepMean = new StepMean(this.horizon);
  readonly #symmetric: StepMean = new StepMean(this.horizon);
  readonly #scaled: StepMean | null;
  readonly #scales: Numbers;

  /** Without errors so far. */
  constructor(options: PointErrorsOptions) {
    const { scales, ...shape } = closed("PointErrors", options, { ...shapeNames, scales: 0 });
    super(shape);
    if (scales !== undefined && scales.length !== this.channels)
      throw new ShapeError(
        `scales has ${scales.length} values but must have ${this.channels}, one for each channel`,
      );
    this.#scaled = scales === undefined ? null : new StepMean(this.horizon);
    this.#scales = scales ?? [];
  }

  /**
   * One window, or several one after the other; where `unknown` is 1, the target is not known and nothing is scored.
   * Throws ShapeError unless all hold the same whole windows.
   */
  add(target: Numbers, prediction: Numbers, unknown: Numbers | null = null): this {
    checkWindows("target", target, this.size);
    checkWindows("prediction", prediction, this.size, target.length);
    if (unknown !== null) checkWindows("unknown", unknown, this.size, target.length);
    for (let i = 0; i < target.length; i++)
      if (unknown?.[i] !== 1) this.#addValue(i, target[i], prediction[i]);
    return this;
  }

  #addValue(i: number, y: number, yHat: number): void {
    const step = this.stepOf(i);
    const size = Math.abs(y - yHat);
    const scale = this.#scales[i % this.channels];
    this.#absolute.add(step, size);
    this.#squared.add(step, size * size);
    this.#symmetric.add(step, size === 0 ? 0 : (200 * size) / (Math.abs(y) + Math.abs(yHat)));
    this.#scaled?.add(step, scale > 0 ? size / scale : Number.NaN);
  }

  /** The mean absolute error. */
  mae(): Score {
    return this.#absolute.score();
  }

  /** The mean squared error. */
  mse(): Score {
    return this.#squared.score();
  }

  /** The square root of the MSE. */
  rmse(): Score {
    const { overall, byStep } = this.mse();
    return { overall: Math.sqrt(overall), byStep: byStep.map(Math.sqrt) };
  }

  /** The symmetric mean absolute percentage error, in percent. */
  smape(): Score {
    return this.#symmetric.score();
  }

  /**
   * The mean absolute scaled error: below 1 the forecast errs less than the seasonal naive one did in training.
   *
   * NaN when the scale of a channel is 0: a series that repeats itself exactly has no such measure; leave that channel
   * out. Throws ValueError without scales.
   */
  mase(): Score {
    if (this.#scaled === null)
      throw new ValueError("mase: no scales were given\n  pass { scales: seasonalNaiveScale(training, …) }");
    return this.#scaled.score();
  }
}

/** Options of `seasonalNaiveScale`. */
export interface SeasonalScaleOptions {
  /** After how many steps the series repeats: 1 by default, the plain naive forecast. */
  readonly season?: number;
  /** The number of columns; 1 by default. */
  readonly channels?: number;
  /** 1 where a value is not known, (N, C): pairs with it are left out. */
  readonly unknown?: Numbers | null;
}

/**
 * For each channel the in-sample error of the seasonal naive forecast: the scale of MASE.
 *
 *     values (N, C), row-major   →   s_c = mean over t ≥ m of |x_t − x_{t−m}|,  in units of the values
 *
 * It is 0 for a series that is constant, or repeats itself exactly after m steps: MASE is then NaN.
 * Throws ValueError unless there are more than m rows.
 */
export function seasonalNaiveScale(values: Numbers, options: SeasonalScaleOptions = {}): Float64Array {
  const known = { season: 0, channels: 0, unknown: 0 };
  const { season = 1, channels = 1, unknown = null } = closed("seasonalNaiveScale", options, known);
  checkedShape({ horizon: season, channels });
  checkWindows("values", values, channels);
  if (unknown !== null) checkWindows("unknown", unknown, channels, values.length);
  const rows = values.length / channels;
  if (rows <= season)
    throw new ValueError(`seasonalNaiveScale: ${rows} rows but a season of ${season} needs more than that`);
  const scales = new Float64Array(channels);
  const counts = new Float64Array(channels);
  for (let i = season * channels; i < values.length; i++) {
    const before = i - season * channels;
    if (unknown?.[i] === 1 || unknown?.[before] === 1) continue;
    scales[i % channels] += Math.abs(values[i] - values[before]);
    counts[i % channels] += 1;
  }
  return scales.map((sum, c) => sum / counts[c]);
}
