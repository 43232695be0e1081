/** @module Forecasting: measures, baselines. */
export { allBaselines, type Baseline, drift, historicMean, naive, seasonalNaive } from "./baselines.ts";
export { dropLastBatch } from "./batches.ts";
export {
  PointErrors,
  type PointErrorsOptions,
  type SeasonalScaleOptions,
  seasonalNaiveScale,
} from "./pointErrors.ts";
export { IntervalErrors, pinball, QuantileErrors, type QuantileErrorsOptions } from "./quantileErrors.ts";
export type { ForecastShape, Numbers, Score } from "./score.ts";
export { type FindSeasonOptions, findSeason } from "./season.ts";
