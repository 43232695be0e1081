/** @module Forecasts that cost nothing, and that a model must beat: naive, seasonal naive, drift, mean. */
import { ValueError } from "../../errors.ts";
import { checkedShape, checkWindows, type ForecastShape, type Numbers } from "./score.ts";

/**
 * Continues a look-back, in its own units.
 *
 *     lookback (L, C), row-major   →   forecast (H, C)
 *
 * Throws ShapeError when the look-back is no whole number of rows, ValueError when it is too short.
 */
export type Baseline = (lookback: Numbers, shape: ForecastShape) => Float64Array;

/** The last value, repeated: ŷ_h = x_L. Others call it persistence, or "Repeat". */
export const naive: Baseline = (lookback, shape): Float64Array =>
  each("naive", lookback, shape, 1, (at, rows) => () => at(rows - 1));

/** The mean of the look-back: ŷ_h = Σ x_t / L. */
export const historicMean: Baseline = (lookback, shape): Float64Array =>
  each("historicMean", lookback, shape, 1, (at, rows) => {
    let sum = 0;
    for (let t = 0; t < rows; t++) sum += at(t);
    return () => sum / rows;
  });

/** The line from the first value to the last, drawn on: ŷ_h = x_L + h (x_L − x_1) / (L − 1); naive where L = 1. */
export const drift: Baseline = (lookback, shape): Float64Array =>
  each("drift", lookback, shape, 1, (at, rows) => {
    const last = at(rows - 1);
    const slope = rows > 1 ? (last - at(0)) / (rows - 1) : 0;
    return (h) => last + (h + 1) * slope;
  });

/**
 * The last season, repeated: ŷ_h = x_{L − m + ((h − 1) mod m) + 1}, for a season of m steps; `findSeason` finds one.
 *
 * Throws ValueError unless m is a whole number from 1; the forecast does when the look-back is shorter than a season.
 */
export function seasonalNaive(season: number): Baseline {
  if (!(Number.isInteger(season) && season >= 1))
    throw new ValueError(`seasonalNaive: the season is ${season} but must be a whole number from 1`);
  return (lookback, shape) =>
    each("seasonalNaive", lookback, shape, season, (at, rows) => (h) => at(rows - season + (h % season)));
}

/**
 * All baselines by the names that tables show; the seasonal one only where there is a season, in steps. Each longer season has
 * one more, such as `"seasonal naive 168"`.
 */
export function allBaselines(
  season: number | null,
  longer: readonly number[] = [],
): Record<string, Baseline> {
  const plain = { naive, drift, mean: historicMean };
  if (season === null) return plain;
  const more = longer.map((steps) => [`seasonal naive ${steps}`, seasonalNaive(steps)]);
  return { ...plain, "seasonal naive": seasonalNaive(season), ...Object.fromEntries(more) };
}

/** Given the value of a channel at a step of the look-back, the value of its forecast at step h, from 0. */
type ChannelForecast = (at: (t: number) => number, rows: number) => (h: number) => number;

/** The same forecast for each channel by itself. */
function each(
  what: string,
  lookback: Numbers,
  shape: ForecastShape,
  least: number,
  forecast: ChannelForecast,
): Float64Array {
  const { horizon, channels } = checkedShape(shape);
  checkWindows("lookback", lookback, channels);
  const rows = lookback.length / channels;
  if (rows < least)
    throw new ValueError(`${what}: the look-back has ${rows} steps but must have at least ${least}`);
  const result = new Float64Array(horizon * channels);
  for (let c = 0; c < channels; c++) {
    const ahead = forecast((t) => lookback[t * channels + c], rows);
    for (let h = 0; h < horizon; h++) result[h * channels + c] = ahead(h);
  }
  return result;
}
