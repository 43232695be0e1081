/** @module Forecasting: models, losses, measures, baselines, intervals, verdicts. */
import "../tensor/methods.ts";

export { allBaselines, type Baseline, drift, historicMean, naive, seasonalNaive } from "./baselines.ts";
export { dropLastBatch } from "./batches.ts";
export { ConformalIntervals, type ConformalOptions, conformalQuantile, type Interval } from "./conformal.ts";
export { type Echo, echoesLastValue } from "./echo.ts";
export { DLinear, type DLinearOptions } from "./models/dlinear.ts";
export { ForecastModel, type ForecastSizes } from "./models/forecastModel.ts";
export { NLinear } from "./models/nlinear.ts";
export type { CellName } from "./models/recurrentEncoder.ts";
export { RecurrentForecaster, type RecurrentForecasterOptions } from "./models/recurrentForecaster.ts";
export { SegRNN, type SegRNNOptions } from "./models/segRNN.ts";
export {
  PointErrors,
  type PointErrorsOptions,
  type SeasonalScaleOptions,
  seasonalNaiveScale,
} from "./pointErrors.ts";
export { IntervalErrors, pinball, QuantileErrors, type QuantileErrorsOptions } from "./quantileErrors.ts";
export { QuantileLoss, quantileLoss } from "./quantileLoss.ts";
export type { ForecastShape, Numbers, Score } from "./score.ts";
export { type FindSeasonOptions, findSeason } from "./season.ts";
export { type NamedError, type Verdict, type VerdictOptions, verdictAgainst } from "./verdict.ts";
