/** @module Some forecasts of a backtest, kept as they could have been made at the time: to be looked at. */
import type { Series } from "../../data/series/series.ts";
import type { Forecast } from "../forecaster.ts";
import type { Issued } from "../intervals/calibration.ts";
import type { Plan } from "../plan.ts";

/** What was forecast from one origin of the test part, by what was known before it. */
export interface TestSample {
  /** The first row that was forecast; what happened stands in the series from there on. */
  readonly from: number;
  readonly forecast: Forecast;
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

/** A window's forecast, in units of the series. */
export function sampleOf(
  { point, intervals }: Issued,
  from: number,
  series: Series,
  { horizon, columns, levels }: Plan,
): TestSample {
  const O = columns.targets.length;
  const of = (values: Float64Array, c: number): Float64Array =>
    Float64Array.from({ length: horizon }, (_, h) => values[h * O + c]);
  const targets = columns.targets.map((name, c) => ({
    name,
    point: of(point, c),
    intervals: intervals.map(({ lower, upper }, k) => ({
      level: levels[k],
      lower: of(lower, c),
      upper: of(upper, c),
    })),
  }));
  return { from, forecast: { time: series.time?.slice(from, from + horizon) ?? null, targets } };
}
