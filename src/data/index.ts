/** @module Files to tables, tables to series, and what forecasting needs of them: parts, windows, scalers, features. */
export { DataError, type Place } from "../errors.ts";
export { type CalendarFeature, calendarFeatures, type FeatureColumn } from "./calendarFeatures.ts";
export { defaultMissing } from "./columnBuilder.ts";
export type { CsvFormatOptions } from "./csvFormat.ts";
export { type CsvColumn, type FormatCsvOptions, formatCsv } from "./formatCsv.ts";
export { addLast, type Subtracted, subtractLast } from "./lastValue.ts";
export { linspace } from "./linspace.ts";
export { type MackeyGlassOptions, mackeyGlass } from "./mackeyGlass.ts";
export { type ReadCsvOptions, type ReadOptions, type ReadProgress, readCsv } from "./readCsv.ts";
export { type ReadJsonLinesOptions, readJsonLines } from "./readJsonLines.ts";
export type { Policies } from "./rows.ts";
export {
  fitScaler,
  MinMaxScaler,
  RobustScaler,
  Scaler,
  type ScalerKind,
  type ScalerState,
  StandardScaler,
  scalerFromState,
} from "./scalers.ts";
export { nextTimes, type Role, type Series, type SeriesColumn } from "./series.ts";
export { type SeriesFromArraysOptions, seriesFromArrays } from "./seriesFromArrays.ts";
export { seriesToCsv } from "./seriesToCsv.ts";
export { type Part, type Range, type Split, type SplitSizes, splitByTime } from "./splitByTime.ts";
export type { Column, CsvFormat, NumberColumn, Table, TextColumn } from "./table.ts";
export type { DataSource } from "./textWindows.ts";
export type { TimeKind, TimeOptions } from "./timeColumn.ts";
export type { TimeFormat } from "./timeFormats.ts";
export { describeStep, type Step } from "./timeStep.ts";
export { type ToSeriesOptions, toSeries } from "./toSeries.ts";
export { type Window, type Windows, type WindowsOptions, windows } from "./windows.ts";
