/** @module What comes of a trained model: its backtest, some forecasts of the test part, and the steps ahead. */
import type { Series } from "../data/series.ts";
import { type Backtest, type BacktestProtocol, backtestOf } from "../forecast/backtest.ts";
import type { Forecast, Forecaster } from "../forecast/forecaster.ts";
import type { Sample } from "./results.ts";

/** What a run's results hold besides the training. */
export interface Outcome {
  readonly backtest: Backtest | null;
  readonly samples: readonly Sample[];
  readonly forecast: Forecast | null;
}

/** Forecasts of the test part that are shown, at most. */
const MOST_SAMPLES = 8;

/** Puts a model to the test on the series that it was trained on. */
export function outcomeOf(forecaster: Forecaster, series: Series, protocol: BacktestProtocol = {}): Outcome {
  const { horizon, split, columns } = forecaster.plan;
  const isTested = split.test.until - split.test.from >= horizon;
  return {
    backtest: isTested ? backtestOf(forecaster, series, protocol) : null,
    samples: isTested ? samplesOf(forecaster, series) : [],
    forecast: columns.future.length > 0 ? null : forecaster.forecast(series),
  };
}

/** Forecasts one behind the other, spread over the test part where there is room for more. */
function samplesOf(forecaster: Forecaster, series: Series): Sample[] {
  const { horizon, split } = forecaster.plan;
  const { from, until } = split.test;
  const room = Math.floor((until - from) / horizon);
  const count = Math.min(MOST_SAMPLES, room);
  const apart = Math.floor(room / count) * horizon;
  return Array.from({ length: count }, (_, i) => sampleAt(forecaster, series, from + i * apart));
}

function sampleAt(forecaster: Forecaster, series: Series, from: number): Sample {
  const { horizon, columns } = forecaster.plan;
  const known = columns.future.map((name) => {
    const values = series.columns.find((column) => column.name === name)?.values;
    return [name, values?.subarray(from, from + horizon) ?? []] as const;
  });
  const forecast = forecaster.forecast(rowsBefore(series, from), { future: Object.fromEntries(known) });
  return { from, forecast };
}

/** A series up to, and without, a row. */
function rowsBefore(series: Series, until: number): Series {
  const columns = series.columns.map((column) => ({ ...column, values: column.values.subarray(0, until) }));
  return { ...series, time: series.time?.subarray(0, until) ?? null, columns, length: until };
}
