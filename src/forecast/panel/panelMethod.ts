/** @module What forecasts the series of a panel one by one: the interface of models and baselines, and the baselines. */
import { closed } from "../../arguments.ts";
import type { Panel } from "../../data/panel/panel.ts";
import { erfInverse } from "../../functional/erf.ts";
import { naive2, type StepForecast } from "./naive2.ts";

/** The quantiles of a panel's forecasts by default: .1, .2 … .9. */
export const panelQuantiles: readonly number[] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/** The forecast of one series. */
export interface SeriesForecast {
  /** Step by step (H). */
  readonly point: Float64Array;
  /** Q quantiles of each step, rising (H, Q). */
  readonly quantiles: Float64Array;
}

/** Sizes of the forecasts of a panel. */
export interface PanelShape {
  /** Steps to forecast, H. */
  readonly horizon: number;
  /** Steps after which series repeat, m; 1 for none. */
  readonly season: number;
  /** Each between 0 and 1, rising. */
  readonly quantiles: readonly number[];
}

/** Rows of one series: those of the panel's arrays from `from` up to `until`, exclusive. */
export interface SeriesRows {
  /** The number of the series. */
  readonly series: number;
  /** The first row. */
  readonly from: number;
  /** The row after the last one that is known. */
  readonly until: number;
}

/** A method of forecasting: a baseline, or a trained model. */
export interface PanelMethod {
  /** As tables show it. */
  readonly name: string;
  /** The steps that follow some rows of each of some series, in their order. */
  readonly forecast: (panel: Panel, rows: readonly SeriesRows[]) => SeriesForecast[];
}

/** The baselines, by name. */
export const panelBaselineNames = ["naive", "seasonal naive", "drift", "mean", "naive 2"] as const;

/** The name of a baseline. */
export type PanelBaselineName = (typeof panelBaselineNames)[number];

/** Continues the values x (n) of a series; m is its season. */
type Continue = (x: Float64Array, m: number, H: number) => StepForecast;

const continued: Readonly<Record<PanelBaselineName, Continue>> = {
  naive: (x) => {
    const sigma = residualDeviation(x, 1, 1);
    return { point: () => x[x.length - 1], deviation: (h) => sigma * Math.sqrt(h + 1) };
  },
  "seasonal naive": (x, m) => {
    if (x.length < m) return continued.naive(x, 1, 0);
    const sigma = residualDeviation(x, m, 0);
    return {
      point: (h) => x[x.length - m + (h % m)],
      deviation: (h) => sigma * Math.sqrt(Math.floor(h / m) + 1),
    };
  },
  drift: (x) => {
    const n = x.length;
    const slope = n > 1 ? (x[n - 1] - x[0]) / (n - 1) : 0;
    const sigma = residualDeviation(x, 1, 1, slope);
    return {
      point: (h) => x[n - 1] + (h + 1) * slope,
      deviation: (h) => sigma * Math.sqrt((h + 1) * (1 + (h + 1) / Math.max(1, n - 1))),
    };
  },
  mean: (x) => {
    const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
    const squares = x.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const sigma = Math.sqrt(squares / Math.max(1, x.length - 1));
    return { point: () => mean, deviation: () => sigma * Math.sqrt(1 + 1 / x.length) };
  },
  "naive 2": naive2,
};

/** √(Σ (x_t − x_{t−m} − slope)² / (n − m − `lost`)); 0 where there are too few values. */
function residualDeviation(x: Float64Array, m: number, lost: number, slope = 0): number {
  let sum = 0;
  for (let t = m; t < x.length; t++) sum += (x[t] - x[t - m] - slope) ** 2;
  const count = x.length - m - lost;
  return count > 0 ? Math.sqrt(sum / count) : 0;
}

/**
 * A baseline, with the quantiles of normal errors whose size is that of its in-sample errors and grows with the steps ahead:
 * by √h for naive and drift, by the square root of the number of seasons for seasonal naive. Seasonal naive is naive
 * for a series shorter than a season.
 *
 * Source: Hyndman & Athanasopoulos, "Forecasting: principles and practice", 3rd ed., 5.5; "naive 2", the reference of OWA,
 * as in the M4 competition.
 */
export function panelBaseline(name: PanelBaselineName, shape: PanelShape): PanelMethod {
  const { horizon, season, quantiles } = closed("panelBaseline", shape, {
    horizon: 0,
    season: 0,
    quantiles: 0,
  });
  const normal = Float64Array.from(quantiles, (q) => Math.SQRT2 * erfInverse(2 * q - 1));
  const Q = normal.length;
  const one = (x: Float64Array): SeriesForecast => {
    const { point, deviation } = continued[name](x, season, horizon);
    const forecast = {
      point: Float64Array.from({ length: horizon }, (_, h) => point(h)),
      quantiles: new Float64Array(horizon * Q),
    };
    for (let h = 0; h < horizon; h++)
      for (let k = 0; k < Q; k++)
        forecast.quantiles[h * Q + k] = forecast.point[h] + deviation(h) * normal[k];
    return forecast;
  };
  return {
    name,
    forecast: ({ values }, rows) => rows.map(({ from, until }) => one(values.subarray(from, until))),
  };
}
