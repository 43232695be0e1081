/** @module Forecasting: models, losses, measures, baselines, intervals, verdicts. */
import "../tensor/methods.ts";

export type { Translated } from "../text/lang.ts";
export type { Bounds, Domain, DomainOf, OptionEntry, TableOf, Value } from "../text/optionTable.ts";
export {
  type AheadOptions,
  type Forecast,
  Forecaster,
  type LevelInterval,
  type TargetForecast,
} from "./forecaster.ts";
export { ForecasterRun } from "./forecasterRun.ts";
export { AdaptiveConformal, type AdaptiveOptions } from "./intervals/adaptive.ts";
export {
  ConformalIntervals,
  type ConformalOptions,
  conformalQuantile,
  type Interval,
  type Reach,
} from "./intervals/conformal.ts";
export { DLinear, type DLinearOptions } from "./models/dlinear.ts";
export { ForecastModel, type ForecastSizes } from "./models/forecastModel.ts";
export { NLinear } from "./models/nlinear.ts";
export { QuantileLoss, quantileLoss } from "./models/quantileLoss.ts";
export {
  type CellName,
  type ForecastMode,
  RecurrentForecaster,
  type RecurrentForecasterOptions,
} from "./models/recurrentForecaster.ts";
export { Ridge, type RidgeOptions } from "./models/ridge.ts";
export { SegRNN, type SegRNNOptions } from "./models/segRNN.ts";
export {
  type BaselineName,
  type ForecasterOptions,
  type Found,
  type FoundBounds,
  forecastOptions,
  type LossName,
  lossNames,
  type ModelChoice,
  type ModelName,
  type ModelOptions,
  modelNames,
  type NetworkName,
  type NetworkOptions,
  type PlanModel,
  type PlanOptions,
  type TaskOptions,
  type TrainingOptions,
  type Units,
  unitNames,
  type WindowOptions,
} from "./options.ts";
export {
  type MethodPanelScores,
  type PanelScores,
  type ScorePanelOptions,
  scorePanel,
} from "./panel/panelBacktest.ts";
export type { PanelBlend } from "./panel/panelBlend.ts";
export {
  PanelErrors,
  type PanelErrorsOptions,
  type PanelScore,
  panelScoreNames,
} from "./panel/panelErrors.ts";
export { type PanelForecast, PanelForecaster } from "./panel/panelForecaster.ts";
export {
  type PanelBaselineName,
  type PanelMethod,
  type PanelShape,
  panelBaseline,
  panelBaselineNames,
  panelQuantiles,
  type SeriesForecast,
  type SeriesRows,
} from "./panel/panelMethod.ts";
export {
  type PanelFound,
  type PanelModelName,
  type PanelNetworkOptions,
  type PanelOptions,
  type PanelTaskOptions,
  type PanelTrainingOptions,
  panelModelNames,
  panelOptions,
} from "./panel/panelOptions.ts";
export type { CategoryInput, NumberInput, PanelInputs, PanelPlan } from "./panel/panelPlan.ts";
export {
  type PanelProtocol,
  type PanelProtocolName,
  panelProtocol,
  panelProtocolNames,
} from "./panel/panelProtocols.ts";
export { type BlendedEvent, type PanelRefitEvent, PanelRun, type PanelRunEvent } from "./panel/panelRun.ts";
export type { SeriesScales } from "./panel/panelScales.ts";
export type { PanelWindow, Sampling } from "./panel/panelWindows.ts";
export type { Candidate, Choice, MemberPlan, Plan, PlanColumns } from "./plan.ts";
export type { Progress } from "./runCheckpoint.ts";
export type { ChosenEvent, RefitEvent, RunEvent, ScoredEvent, StageEvent } from "./runEvents.ts";
export {
  type Backtest,
  type BacktestProtocol,
  backtest,
  backtestOf,
  dropLastBatch,
  type TestSample,
} from "./scores/backtest.ts";
export {
  allBaselines,
  type Baseline,
  drift,
  historicMean,
  naive,
  seasonalNaive,
} from "./scores/baselines.ts";
export type { TargetErrors, TargetScores } from "./scores/judge.ts";
export type { LossComparison } from "./scores/lossTest.ts";
export type { IntervalScores, MethodScores } from "./scores/methodErrors.ts";
export { type Echo, echoesLastValue } from "./scores/persistence.ts";
export {
  PointErrors,
  type PointErrorsOptions,
  type SeasonalScaleOptions,
  seasonalNaiveScale,
} from "./scores/pointErrors.ts";
export {
  IntervalErrors,
  pinball,
  QuantileErrors,
  type QuantileErrorsOptions,
} from "./scores/quantileErrors.ts";
export type { ByStep, ForecastShape, Numbers, Score } from "./scores/score.ts";
export {
  type Evidence,
  type NamedError,
  type Verdict,
  type VerdictOptions,
  verdictAgainst,
} from "./scores/verdict.ts";
export {
  type FindSeasonOptions,
  findSeason,
  findSeasons,
  type LikelySeason,
  mainSeason,
} from "./season/findSeason.ts";
export { likelySeasons } from "./season/likelySeasons.ts";
