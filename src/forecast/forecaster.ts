/** @module From a series to forecasts of it in its own units, and from a file to the same forecasts. */
import { closed } from "../arguments.ts";
import { nextTimes, type Series } from "../data/series/series.ts";
import { ValueError } from "../errors.ts";
import { say } from "../sentence.ts";
import { type FitOptions, fit as trainBeside } from "../train/fit.ts";
import { finish, type Steps } from "../train/steps.ts";
import { lastValues } from "./boundedMethod.ts";
import { decodeForecaster, encodeForecaster } from "./forecasterFile.ts";
import { ForecasterRun } from "./forecasterRun.ts";
import { calibrate, intervalsOf } from "./intervals/calibration.ts";
import type { Interval } from "./intervals/conformal.ts";
import { type Method, pointOf } from "./method.ts";
import type { ForecasterOptions } from "./options.ts";
import type { Plan } from "./plan.ts";
import { checkRows } from "./planChecks.ts";
import { isTrainEvent } from "./runEvents.ts";
import { seriesFrame } from "./scaledSeries.ts";
import { methodOf, type Trained, tailOf, unseenMethod } from "./trained.ts";

/** The forecast of one target, H values each, in units of the series. */
export interface TargetForecast {
  /** The name of the column. */
  readonly name: string;
  /** The forecast, step by step. */
  readonly point: Float64Array;
  /** One for each level. */
  readonly intervals: readonly LevelInterval[];
}

/** A prediction interval, whose level is its nominal coverage. */
export interface LevelInterval extends Interval {
  /** The nominal coverage, such as 0.8. */
  readonly level: number;
}

/** The steps ahead. */
export interface Forecast {
  /** As in the series; null where that has no times. */
  readonly time: Float64Array | null;
  /** One for each target, in the order of the plan. */
  readonly targets: readonly TargetForecast[];
}

/** Options of `Forecaster.forecast`. */
export interface AheadOptions {
  /** The values of each future covariate in the H steps to forecast; by default those of `series.future`. */
  readonly future?: Readonly<Record<string, ArrayLike<number>>>;
}

/**
 * A trained model with its scaler, its sizes and its intervals.
 *
 *     const forecaster = await Forecaster.train(series, { model: "gru" });
 *     const { time, targets } = forecaster.forecast();
 *
 * Two models are trained, unless `refit` is false. The one that is scored knows the training set only, with a scaler fitted
 * to it; intervals are `AdaptiveConformal`, calibrated on its errors row by row over the last 2,000 rows (and a horizon), but
 * those of the training set. The one that forecasts is trained on all rows.
 */
export class Forecaster {
  readonly #trained: Trained;
  readonly #method: Method;

  private constructor(trained: Trained) {
    this.#trained = trained;
    this.#method = methodOf(trained);
  }

  /**
   * Trains without blocking the event loop; if the signal stops it, with the best weights so far.
   * Throws ValueError for options outside their domain, and for a series that is too short for them.
   */
  static async train(
    series: Series,
    options: ForecasterOptions = {},
    fitOptions: FitOptions = {},
  ): Promise<Forecaster> {
    const run = new ForecasterRun(series, options);
    await trainBeside(run, {
      ...fitOptions,
      onEvent: (event) => (isTrainEvent(event) ? fitOptions.onEvent?.(event) : undefined),
    });
    return Forecaster.from(run);
  }

  /** The model of a run as it is now; later training of the run does not change it. */
  static from(run: ForecasterRun): Forecaster {
    return finish(Forecaster.stepsFrom(run));
  }

  /** @internal `from`, step by step. */
  static *stepsFrom(run: ForecasterRun): Steps<Forecaster> {
    return new Forecaster(yield* run.trainedSteps());
  }

  /** Throws FormatError that names the field for bytes that are not from `toBytes`. */
  static fromBytes(bytes: Uint8Array): Forecaster {
    return new Forecaster(decodeForecaster(bytes));
  }

  /** A safetensors file: the weights, with the rest in its metadata. The read model forecasts the same bits. */
  toBytes(): Uint8Array {
    return encodeForecaster(this.#trained);
  }

  /**
   * The same model with intervals calibrated on a longer series: that of the training, extended by later rows.
   * Throws ValueError when rows or columns are missing.
   */
  recalibrate(series: Series): Forecaster {
    const { plan, scaler } = this.#trained;
    checkRows(series, plan.split.test.until, say`as in training`, "recalibrate");
    const frame = seriesFrame(series, plan.columns, scaler);
    const calibration = calibrate(unseenMethod(this.#trained), frame, plan);
    return new Forecaster({ ...this.#trained, calibration, tail: tailOf(series, plan.lookback) });
  }

  /** Every option, settled. */
  get plan(): Plan {
    return this.#trained.plan;
  }

  /** @internal What a backtest needs. */
  get trained(): Trained {
    return this.#trained;
  }

  /**
   * The steps that follow a series: the one it was trained on, or another with the same columns. Intervals are as wide as
   * at the end of the training's series; `recalibrate` updates them.
   *
   * Throws ValueError if the series is shorter than the look-back, or lacks a column or a value of a future covariate.
   */
  forecast(series: Series = this.#trained.tail, options: AheadOptions = {}): Forecast {
    const { plan, scaler, calibration } = this.#trained;
    const { lookback, horizon, columns } = plan;
    const future = closed("forecast", options, { future: 0 }).future ?? firstSteps(series, horizon);
    checkRows(series, lookback, say`the look-back`, "forecast");
    const extended = extend(tailOf(series, lookback), horizon, columns.future, future);
    const frame = seriesFrame(extended, columns, scaler);
    const said = this.#method.predict(frame, [{ start: 0, from: lookback, until: lookback + horizon }]);
    const point = pointOf(said, this.#method);
    const intervals = intervalsOf(said, this.#method, calibration, lastValues(frame, lookback));
    const targets = targetForecasts(point, intervals, plan);
    return { time: extended.time?.slice(lookback) ?? null, targets };
  }
}

/** Forecasts (H, O) target by target; one interval for each level of the plan. */
export function targetForecasts(
  point: Float64Array,
  intervals: readonly Interval[],
  { horizon, columns, levels }: Plan,
): TargetForecast[] {
  const O = columns.targets.length;
  return columns.targets.map((name, c) => {
    const of = (values: Float64Array): Float64Array =>
      Float64Array.from({ length: horizon }, (_, h) => values[h * O + c]);
    const ends = intervals.map(({ lower, upper }, k) => ({
      level: levels[k],
      lower: of(lower),
      upper: of(upper),
    }));
    return { name, point: of(point), intervals: ends };
  });
}

/** The future covariates of a series in the first H steps after it. */
function firstSteps({ future = {} }: Series, H: number): NonNullable<AheadOptions["future"]> {
  const entries = Object.entries(future);
  return Object.fromEntries(entries.map(([name, values]) => [name, Array.from(values).slice(0, H)]));
}

/** A series followed by the steps to forecast, which have values of the future covariates only. */
function extend(
  series: Series,
  H: number,
  known: readonly string[],
  future: NonNullable<AheadOptions["future"]>,
): Series {
  for (const name of known) checkKnown(name, future[name], H);
  const longer = (values: Float64Array, more: ArrayLike<number> | null): Float64Array => {
    const all = new Float64Array(values.length + H).fill(Number.NaN);
    all.set(values);
    if (more !== null) all.set(more, values.length);
    return all;
  };
  const columns = series.columns.map(({ name, role, values }) => {
    const isKnown = role === "future" && known.includes(name);
    return { name, role, values: longer(values, isKnown ? future[name] : null) };
  });
  const time = series.time && series.step && longer(series.time, nextTimes(series, H));
  return { ...series, time, columns, length: series.length + H };
}

function checkKnown(name: string, values: ArrayLike<number> | undefined, H: number): void {
  if (values !== undefined && values.length === H && Array.from(values).every(Number.isFinite)) return;
  throw new ValueError(
    say`the future covariate ${JSON.stringify(name)} has ${values?.length || say`no`} values but must have ${H} finite values, one for each step to forecast`,
    {
      caller: "forecast",
      remedies: [{ option: "future", values: [] }],
      hint: say`Or append a row without a target for each of these steps to the data`,
    },
  );
}
