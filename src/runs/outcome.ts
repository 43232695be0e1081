/** @module What comes of a trained model: its backtest, some forecasts of the test part, and the steps ahead. */
import { futureSteps, type Series } from "../data/series/series.ts";
import type { Forecast, Forecaster } from "../forecast/forecaster.ts";
import {
  type Backtest,
  type BacktestProtocol,
  backtestOf,
  defaultStride,
} from "../forecast/scores/backtest.ts";

/** What a run's results hold besides the training. */
export interface Outcome {
  /** Null where the test part has not a single window. */
  readonly backtest: Backtest | null;
  /** Null where future covariates are not known for every step. */
  readonly forecast: Forecast | null;
}

/** Puts a model to the test on the series that it was trained on, and forecasts what follows it. */
export function outcomeOf(forecaster: Forecaster, series: Series, protocol: BacktestProtocol = {}): Outcome {
  const { horizon, split, columns } = forecaster.plan;
  const stride = defaultStride(forecaster.plan);
  const isKnown = columns.future.length === 0 || futureSteps(series, columns.future) >= horizon;
  const isTested = split.test.until - split.test.from >= horizon;
  return {
    backtest: isTested ? backtestOf(forecaster, series, { stride, ...protocol }) : null,
    forecast: isKnown ? forecaster.forecast(series) : null,
  };
}
