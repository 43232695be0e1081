/** @module What a trained model says, and what that is worth: its forecast, the backtest, forecasts of the test part. */
import type { Series } from "../../../src/data/series.ts";
import { ValueError } from "../../../src/errors.ts";
import { type Backtest, backtestOf } from "../../../src/forecast/backtest.ts";
import type { Forecast, Forecaster } from "../../../src/forecast/forecaster.ts";
import type { RunResults, Sample, TrainingResults } from "../../../src/runs/results.ts";
import type { Prepared } from "./prepare.ts";

/** The results, with the reasons for what is not among them. */
export interface Judged {
  readonly results: RunResults;
  /** From one test window to the next; 1 unless there are very many. */
  readonly stride: number;
  readonly whyNoForecast: string | null;
  readonly whyNoBacktest: string | null;
}

/** So many windows are tested one by one; of more, evenly spaced ones, so that nobody waits for minutes. */
const MOST_WINDOWS = 20_000;
const MOST_SAMPLES = 6;

/** Forecasts and tests. */
export function judge(
  forecaster: Forecaster,
  prepared: Prepared,
  training: TrainingResults | null,
  unrolled: string,
): Judged {
  const { series } = prepared;
  const { plan } = forecaster;
  const windows = plan.split.test.until - plan.split.test.from - plan.horizon + 1;
  const stride = Math.max(1, Math.ceil(windows / MOST_WINDOWS));
  const [forecast, whyNoForecast] = orReason(() => forecastAhead(forecaster, prepared));
  const [backtest, whyNoBacktest] = orReason((): Backtest => backtestOf(forecaster, series, { stride }));
  const samples = samplesOf(forecaster, series);
  const name = series.name.replace(/\.\w+$/, "");
  const results = { name, series, plan, training, backtest, samples, forecast, unrolled };
  return { results, stride, whyNoForecast, whyNoBacktest };
}

/** The steps after the end of a series. Throws ValueError where columns known ahead are not known so far. */
export function forecastAhead(forecaster: Forecaster, { series, ahead }: Prepared): Forecast {
  const { horizon, columns } = forecaster.plan;
  const known = columns.future.map((name) => [name, ahead[name]?.subarray(0, horizon) ?? []] as const);
  return forecaster.forecast(series, { future: Object.fromEntries(known) });
}

/** What there is to say, or why there is nothing. */
function orReason<Result>(make: () => Result): readonly [Result | null, string | null] {
  try {
    return [make(), null];
  } catch (error) {
    if (error instanceof ValueError) return [null, error.message];
    throw error;
  }
}

/** Forecasts from some origins of the test part, evenly spaced, one not overlapping the next. */
function samplesOf(forecaster: Forecaster, series: Series): Sample[] {
  const { horizon, lookback, split, columns } = forecaster.plan;
  const first = Math.max(split.test.from, lookback);
  const room = Math.floor((split.test.until - first) / horizon);
  const count = Math.min(MOST_SAMPLES, Math.max(0, room));
  return Array.from({ length: count }, (_, i) => {
    const from = first + horizon * Math.floor((i * room) / count);
    const known = columns.future.map((name) => {
      const values = series.columns.find((one) => one.name === name && one.role === "future")?.values;
      return [name, values?.subarray(from, from + horizon) ?? []] as const;
    });
    const forecast = forecaster.forecast(until(series, from), { future: Object.fromEntries(known) });
    return { from, forecast };
  });
}

function until(series: Series, rows: number): Series {
  const columns = series.columns.map((one) => ({ ...one, values: one.values.subarray(0, rows) }));
  return { ...series, time: series.time?.subarray(0, rows) ?? null, columns, length: rows };
}
