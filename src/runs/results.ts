/** @module The results of a run: its training, its backtest, its forecast. Reports, tables and pages are made of them. */
import { futureSteps, type Series } from "../data/series/series.ts";
import type { Forecast, Forecaster } from "../forecast/forecaster.ts";
import type { ForecasterRun } from "../forecast/forecasterRun.ts";
import type { Plan } from "../forecast/plan.ts";
import {
  type Backtest,
  type BacktestProtocol,
  backtestSteps,
  defaultStride,
} from "../forecast/scores/backtest.ts";
import type { EpochRecord, StopReason } from "../train/events.ts";
import { finish, type Steps } from "../train/steps.ts";

export interface Outcome {
  /** Null if the test set is shorter than one window. */
  readonly backtest: Backtest | null;
  /** The steps after the end of the series; null if future covariates are missing. */
  readonly forecast: Forecast | null;
}

export interface RunResults extends Outcome {
  /** The name of its folder. */
  readonly name: string;
  /** The whole series: every column that was read, with its times. */
  readonly series: Series;
  readonly plan: Plan;
  /** The rows of which the model that forecasts knows all; null where it is the model that was scored. */
  readonly refitRows: number | null;
  /** Null where nothing has epochs: baselines, and least squares. */
  readonly training: TrainingResults | null;
  readonly unrolled: string;
}

export interface TrainingResults {
  readonly history: readonly EpochRecord[];
  /** 0 if no epoch had a finite loss. */
  readonly bestEpoch: number;
  readonly reason: StopReason;
  readonly parameters: number;
  /** Seconds of training, interruptions excluded. */
  readonly seconds: number;
}

/** Scores a model on the test set of the series it was trained on, and forecasts the steps after the series. */
export function outcomeOf(forecaster: Forecaster, series: Series, protocol: BacktestProtocol = {}): Outcome {
  return finish(outcomeSteps(forecaster, series, protocol));
}

/** `outcomeOf`, window by window of the test set. */
export function* outcomeSteps(
  forecaster: Forecaster,
  series: Series,
  protocol: BacktestProtocol = {},
): Steps<Outcome> {
  const { horizon, split, columns } = forecaster.plan;
  const stride = defaultStride(forecaster.plan);
  const isKnown = columns.future.length === 0 || futureSteps(series, columns.future) >= horizon;
  const isTested = split.test.until - split.test.from >= horizon;
  return {
    backtest: isTested ? yield* backtestSteps(forecaster, series, { stride, ...protocol }) : null,
    forecast: isKnown ? forecaster.forecast(series) : null,
  };
}

export function trainingOf({ progress }: ForecasterRun, forecaster: Forecaster): TrainingResults | null {
  if (progress === null) return null;
  const { history, bestEpoch, reason, seconds } = progress;
  return { history, bestEpoch, reason, parameters: parameterCount(forecaster), seconds };
}

/** The trained values of a model, or of all members of an ensemble. */
export function parameterCount({ trained }: Forecaster): number {
  const networks = [trained, ...trained.members].flatMap(({ network }) => network ?? []);
  return networks.flatMap((network) => network.parameters()).reduce((sum, { data }) => sum + data.length, 0);
}
