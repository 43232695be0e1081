/** @module What comes of a trained model: its backtest, some forecasts of the test part, and the steps ahead. */
import type { Series } from "../data/series/series.ts";
import type { Forecast, Forecaster } from "../forecast/forecaster.ts";
import { type Backtest, type BacktestProtocol, backtestOf } from "../forecast/scores/backtest.ts";

/** What a run's results hold besides the training. */
export interface Outcome {
  /** Null where the test part has not a single window. */
  readonly backtest: Backtest | null;
  /** Null where columns that are known ahead are not known so far. */
  readonly forecast: Forecast | null;
}

/** Puts a model to the test on the series that it was trained on, and forecasts what follows it. */
export function outcomeOf(forecaster: Forecaster, series: Series, protocol: BacktestProtocol = {}): Outcome {
  const { horizon, split, columns } = forecaster.plan;
  const isTested = split.test.until - split.test.from >= horizon;
  return {
    backtest: isTested ? backtestOf(forecaster, series, protocol) : null,
    forecast: columns.future.length > 0 ? null : forecaster.forecast(series),
  };
}
