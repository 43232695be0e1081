/** @module Rolling-origin backtests: a model and the baselines on every window of the test part. */

import { windows } from "../../data/prepare/windows.ts";
import type { Series } from "../../data/series/series.ts";
import { ValueError } from "../../errors.ts";
import { say } from "../../sentence.ts";
import { defaultsOf, optionNames, pickOptions } from "../../text/optionTable.ts";
import type { FitOptions } from "../../train/fit.ts";
import { finish, type Steps } from "../../train/steps.ts";
import { bounded } from "../boundedMethod.ts";
import { type Forecast, Forecaster, targetForecasts } from "../forecaster.ts";
import { learnFrom } from "../intervals/calibration.ts";
import { baselineMethod, type Method } from "../method.ts";
import { type ForecasterOptions, forecastOptions, type Units, type WindowOptions } from "../options.ts";
import type { Plan } from "../plan.ts";
import { checkDomains, checkNames, checkRows } from "../planChecks.ts";
import { type Frame, filledRows, seriesFrame, targetRows } from "../scaledSeries.ts";
import { methodOf, scoredOf } from "../trained.ts";
import { allBaselines } from "./baselines.ts";
import { overallVerdict, type TargetScores, targetScores } from "./judge.ts";
import {
  type Contender,
  type ErrorsContext,
  inUnits,
  MethodErrors,
  type MethodScores,
  type Scored,
} from "./methodErrors.ts";
import { type Echo, EchoMeter } from "./persistence.ts";
import { seasonalNaiveScale } from "./pointErrors.ts";
import { type KnownModels, refitRows, refittingMethod } from "./refitting.ts";
import type { Verdict } from "./verdict.ts";
import { WindowLosses } from "./windowLosses.ts";

/** Which windows of the test set count, and in what units. */
export interface BacktestProtocol extends Partial<WindowOptions> {}

/** What a backtest finds. Scores are over all test windows, and by step. */
export interface Backtest {
  /** How many test windows were forecast. */
  readonly windows: number;
  /** The units of all errors. */
  readonly units: Units;
  /** The scores of the model. */
  readonly model: MethodScores;
  /** The scores of the baselines, in the order of `allBaselines`. */
  readonly baselines: readonly MethodScores[];
  /** Whether the model merely repeats the last value. */
  readonly echo: Echo;
  /** The model's MAE beside those of the baselines, in words; of several targets the mean MASE. */
  readonly verdict: Verdict;
  /** Each target by itself, where there are several; else empty. */
  readonly targets: readonly TargetScores[];
  /** Some of the model's forecasts, in the order of time, one not overlapping the next; in units of the series. */
  readonly samples: readonly TestSample[];
}

/** What was forecast from one origin of the test part, by what was known before it. */
export interface TestSample {
  /** The first row that was forecast; what happened stands in the series from there on. */
  readonly from: number;
  /** The forecast for the window. */
  readonly forecast: Forecast;
}

/** Trains on the train part of a series, and backtests on its test part. Throws what `Forecaster.train` throws. */
export async function backtest(
  series: Series,
  { protocol = {}, ...options }: ForecasterOptions & { readonly protocol?: BacktestProtocol } = {},
  fitOptions: FitOptions = {},
): Promise<Backtest> {
  // without refitEvery the model of all rows is not used
  const asked = protocol.refitEvery == null ? { ...options, refit: false } : options;
  return backtestOf(await Forecaster.train(series, asked, fitOptions), series, protocol);
}

/**
 * Forecasts every window of the test part of the series that a forecaster was trained on.
 *
 * Baselines look back as far as the model. Intervals, the baselines' as the model's, are those that could be issued at
 * the time: they know the validation part and, of the test part, the rows before the window.
 * Throws ValueError when the test part has no window, and for another series than that of the training.
 */
export function backtestOf(
  forecaster: Forecaster,
  series: Series,
  protocol: BacktestProtocol = {},
): Backtest {
  return finish(backtestSteps(forecaster, series, protocol));
}

/** The trainings that a backtest with `refitEvery` needs: for each the number of rows that it knows. */
export function backtestRefits(forecaster: Forecaster, series: Series, protocol: BacktestProtocol): number[] {
  const settings = settingsOf(protocol);
  if (settings.refitEvery === null) return [];
  const { origins } = testWindows(forecaster, series, settings);
  return refitRows(forecaster.trained, origins, settings.refitEvery);
}

function settingsOf(protocol: BacktestProtocol): WindowOptions {
  checkNames("backtest", protocol, optionNames(forecastOptions.testWindows));
  checkDomains("backtest", forecastOptions.testWindows, protocol);
  return {
    ...defaultsOf(forecastOptions.testWindows),
    ...pickOptions(forecastOptions.testWindows, protocol),
  };
}

/** `backtestOf`, window by window; models of its trainings may be known already. */
export function* backtestSteps(
  forecaster: Forecaster,
  series: Series,
  protocol: BacktestProtocol = {},
  known?: KnownModels,
): Steps<Backtest> {
  const settings = settingsOf(protocol);
  const { plan, scaler } = scoredOf(forecaster.trained);
  const { units } = settings;
  const frame = seriesFrame(series, plan.columns, scaler);
  const tests = testWindows(forecaster, series, settings);
  const scales = scalesOf(frame, forecaster, units);
  const context = { frame, scaler, units, scales, horizon: plan.horizon, levels: plan.levels };
  const { refitEvery } = settings;
  const own =
    refitEvery === null
      ? methodOf(scoredOf(forecaster.trained))
      : refittingMethod(forecaster.trained, series, refitEvery, known);
  const errors = contenders(forecaster, own).map((one) => new MethodErrors(one, context, tests.origins));
  const losses = errors.map(() => new WindowLosses(frame.targets));
  const keep = ({ point, intervals }: Scored, from: number): TestSample => {
    const time = series.time?.slice(from, from + plan.horizon) ?? null;
    return { from, forecast: { time, targets: targetForecasts(point, intervals, plan) } };
  };
  const { echo, samples } = yield* runOver(tests, { errors, losses }, context, keep);
  const [model, ...baselines] = errors.map((one) => one.scores());
  const judged = { methods: [model, ...baselines], losses, scales, tests, horizon: plan.horizon };
  return {
    windows: tests.count,
    units,
    model,
    baselines,
    echo,
    verdict: overallVerdict(judged, echo),
    targets: targetScores(judged, plan.columns.targets),
    samples,
  };
}

/** Every method on every window; says whether the first repeats the last value, and keeps some of its forecasts. */
function* runOver(
  tests: Tests,
  { errors, losses }: { readonly errors: readonly MethodErrors[]; readonly losses: readonly WindowLosses[] },
  context: ErrorsContext,
  keep: (scored: Scored, from: number) => TestSample,
): Steps<Pick<Backtest, "echo" | "samples">> {
  const { frame } = context;
  const meter = new EchoMeter(frame.targets);
  const samples: TestSample[] = [];
  for (const { from, until } of tests.origins) {
    yield;
    const target = inUnits(targetRows(frame, from, until), context);
    const unknown = filledRows(frame, from, until);
    const isCounted = tests.counts(from);
    const points = errors.map((one) => (isCounted ? one.add(target, unknown) : one.skip()));
    points.forEach((point, i) => {
      losses[i].add(target, point, unknown);
    });
    if (!isCounted) continue;
    meter.add(points[0], inUnits(targetRows(frame, from - 1, from), context), target, unknown);
    const { latest } = errors[0];
    if (tests.samples.has(from) && latest !== null) samples.push(keep(latest, from));
  }
  return { echo: meter.echo(), samples };
}

type Tests = ReturnType<typeof testWindows>;

/**
 * The windows to forecast, `origins`: row by row and from before the test set on, where intervals must be calibrated.
 * `count` of them, those for which `counts(from)` is true, are test windows; `samples` are the first rows of those to keep.
 */
function testWindows(forecaster: Forecaster, series: Series, { stride, dropLast, reachBack }: WindowOptions) {
  const { lookback, horizon, split, levels } = forecaster.plan;
  const range = split.test;
  checkRows(series, range.until, say`as in training`, "backtest");
  if (range.until - range.from < horizon)
    throw new ValueError(
      say`the test set has ${range.until - range.from} rows but must have at least ${horizon}, the horizon`,
      {
        caller: "backtest",
        remedies: [{ option: "split", values: [] }],
        hint: say`The test set must be larger, or the horizon shorter`,
      },
    );
  const list = windows({ range, lookback, horizon, stride, reachBack });
  const count = dropLast === 0 ? list.length : dropLastBatch(list.length, dropLast);
  if (count === 0)
    throw new ValueError(`${list.length} windows do not fill a batch of ${dropLast}, so none would remain`, {
      caller: "backtest",
      remedies: [{ option: "dropLast", values: [0] }],
    });
  const [first, { until }] = [list.at(0).from, list.at(count - 1)];
  const origins =
    levels.length === 0
      ? windows({ range: { ...range, until }, lookback, horizon, stride, reachBack })
      : windows({
          range: { ...split.validation, from: learnFrom(forecaster.plan, first), until },
          lookback,
          horizon,
          reachBack: true,
        });
  const samples = sampleOrigins(first, count, { horizon, stride });
  const counts = (from: number): boolean => from >= first && (from - first) % stride === 0;
  return {
    origins,
    count,
    stride,
    samples,
    counts,
    /** For each origin whether it counts, and the steps from one to the next. */
    counted: Array.from(origins, ({ from }) => counts(from)),
    apart: levels.length === 0 ? stride : 1,
  };
}

/**
 * How many of `count` test windows are left when the last incomplete batch is dropped: count − count mod batchSize.
 *
 * The published tables of Informer and LTSF-Linear drop it, with batches of 32: of the 2785 test windows of ETTh1 at 96
 * steps ahead they count 2784. SegRNN's table at look-back 96 counts all. Compare like with like.
 * Throws ValueError unless both are whole numbers, `batchSize` from 1.
 */
export function dropLastBatch(count: number, batchSize = 32): number {
  if (!(Number.isInteger(count) && count >= 0 && Number.isInteger(batchSize) && batchSize >= 1)) {
    throw new ValueError(
      `dropLastBatch: ${count} windows in batches of ${batchSize}, but both must be whole numbers, the batch from 1`,
    );
  }
  return count - (count % batchSize);
}

/** Forecasts that are kept, at most. */
const MOST_SAMPLES = 8;

/** First rows of windows that do not overlap, spread over the `count` windows that begin at `first`. */
export function sampleOrigins(
  first: number,
  count: number,
  { horizon, stride }: { readonly horizon: number; readonly stride: number },
): ReadonlySet<number> {
  const windowsApart = Math.ceil(horizon / stride);
  const room = Math.ceil(count / windowsApart);
  const some = Math.min(MOST_SAMPLES, room);
  const apart = Math.floor(room / some) * windowsApart * stride;
  return new Set(Array.from({ length: some }, (_, i) => first + i * apart));
}

/** More test windows would take minutes. */
const MOST_WINDOWS = 20_000;

/** The stride at which a test set has about 20,000 windows at most; 1 for nearly every series. */
export function defaultStride({ split, horizon }: Plan): number {
  const windows = split.test.until - split.test.from - horizon + 1;
  return Math.max(1, Math.ceil(windows / MOST_WINDOWS));
}

/** The model, then every baseline that is not the model itself. */
function contenders({ trained }: Forecaster, method: Method): Contender[] {
  const { plan } = trained;
  const { lookback, horizon, season, seasons = [], model } = plan;
  const own = {
    name: model === "seasonal" ? "seasonal naive" : model,
    method,
  };
  const known = allBaselines(
    season !== null && season <= lookback ? season : null,
    seasons.filter((other) => other !== season && other <= lookback),
  );
  const others = Object.entries(known).filter(([name]) => name !== own.name);
  return [
    own,
    ...others.map(([name, baseline]) => ({ name, method: bounded(baselineMethod(baseline, horizon), plan) })),
  ];
}

/** The scales of MASE: what the seasonal naive forecast errs on the train part. */
function scalesOf(frame: Frame, { trained }: Forecaster, units: Units): Float64Array {
  const { plan, scaler } = scoredOf(trained);
  const rows = targetRows(frame, plan.split.train.from, plan.split.train.until);
  const values = inUnits(rows, { units, scaler, frame });
  const unknown = filledRows(frame, plan.split.train.from, plan.split.train.until);
  return seasonalNaiveScale(values, { season: plan.season ?? 1, channels: frame.targets, unknown });
}
