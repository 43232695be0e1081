/** @module What a trained model says, and what that is worth; with the reason where there is nothing to say. */
import { ValueError } from "../../../src/errors.ts";
import type { Forecast, Forecaster } from "../../../src/forecast/forecaster.ts";
import type { RunResults, TrainingResults } from "../../../src/runs/results.ts";
import { outcomeOf } from "../../../src/runs/results.ts";
import type { Prepared } from "./prepare.ts";

/** The results, and what the page tells beside them. */
export interface Judged {
  readonly results: RunResults;
  /** From one test window to the next; 1 unless there are very many. */
  readonly stride: number;
  /** Where columns known ahead are not known so far. */
  readonly whyNoForecast: string | null;
}

/** So many windows are tested one by one; of more, evenly spaced ones, so that nobody waits for minutes. */
const MOST_WINDOWS = 20_000;

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
  const outcome = outcomeOf(forecaster, series, { stride });
  const ahead = forecastOrReason(forecaster, prepared);
  const name = series.name.replace(/\.\w+$/, "");
  const results = { name, series, plan, training, ...outcome, forecast: ahead.forecast, unrolled };
  return { results, stride, whyNoForecast: ahead.reason };
}

/** The steps after the end of a series. Throws ValueError where columns known ahead are not known so far. */
export function forecastAhead(forecaster: Forecaster, { series, ahead }: Prepared): Forecast {
  const { horizon, columns } = forecaster.plan;
  const known = columns.future.map((name) => [name, ahead[name]?.subarray(0, horizon) ?? []] as const);
  return forecaster.forecast(series, { future: Object.fromEntries(known) });
}

interface ForecastOrReason {
  readonly forecast: Forecast | null;
  readonly reason: string | null;
}

function forecastOrReason(forecaster: Forecaster, prepared: Prepared): ForecastOrReason {
  try {
    return { forecast: forecastAhead(forecaster, prepared), reason: null };
  } catch (error) {
    if (error instanceof ValueError) return { forecast: null, reason: error.message };
    throw error;
  }
}
