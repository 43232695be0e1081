/** @module Forecasting: models, losses, measures, baselines, intervals, verdicts. */
import "../tensor/methods.ts";

export { AdaptiveConformal, type AdaptiveOptions } from "./adaptive.ts";
export { type Backtest, type BacktestProtocol, backtest, backtestOf } from "./backtest.ts";
export { allBaselines, type Baseline, drift, historicMean, naive, seasonalNaive } from "./baselines.ts";
export { dropLastBatch } from "./batches.ts";
export {
  ConformalIntervals,
  type ConformalOptions,
  conformalQuantile,
  type Interval,
  type Reach,
} from "./conformal.ts";
export { type Echo, echoesLastValue } from "./echo.ts";
export {
  type AheadOptions,
  type Forecast,
  Forecaster,
  type LevelInterval,
  type TargetForecast,
} from "./forecaster.ts";
export type {
  BaselineName,
  ForecasterOptions,
  LossName,
  ModelName,
  ModelOptions,
  NetworkName,
} from "./forecasterOptions.ts";
export { ForecasterRun } from "./forecasterRun.ts";
export type { IntervalScores, MethodScores, Units } from "./methodErrors.ts";
export { DLinear, type DLinearOptions } from "./models/dlinear.ts";
export { ForecastModel, type ForecastSizes } from "./models/forecastModel.ts";
export { NLinear } from "./models/nlinear.ts";
export type { CellName } from "./models/recurrentEncoder.ts";
export { RecurrentForecaster, type RecurrentForecasterOptions } from "./models/recurrentForecaster.ts";
export { SegRNN, type SegRNNOptions } from "./models/segRNN.ts";
export type { Plan, PlanColumns } from "./plan.ts";
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
export type { TestSample } from "./testSamples.ts";
export { type NamedError, type Verdict, type VerdictOptions, verdictAgainst } from "./verdict.ts";
