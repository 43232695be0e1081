/** @module Files to tables, tables to series, and what forecasting needs of them: splits, windows, scalers, calendar. */
export { type Advice, DataError, type Place, type Remedy, type RemedyValue } from "../errors.ts";
export type { Amount, Message, Sentence, SentenceValue, Unit } from "../sentence.ts";
export type { Panel, PanelColumn, StaticCategory, StaticColumn, StaticNumber } from "./panel/panel.ts";
export { type PanelFromArraysOptions, panelFromArrays } from "./panel/panelFromArrays.ts";
export { type PanelOptions, type WideForm, wideForms } from "./panel/panelOptions.ts";
export { type ReadPanelOptions, readPanel, toPanel } from "./panel/readPanel.ts";
export {
  type CalendarFeature,
  calendarFeatureNames,
  calendarFeatures,
  type FeatureColumn,
} from "./prepare/calendarFeatures.ts";
export {
  fitScaler,
  MinMaxScaler,
  RobustScaler,
  Scaler,
  type ScalerKind,
  type ScalerState,
  StandardScaler,
  scalerFromState,
  scalerKinds,
} from "./prepare/scalers.ts";
export { type Part, type Range, type Split, type SplitSizes, splitByTime } from "./prepare/splitByTime.ts";
export { type Window, type Windows, type WindowsOptions, windows } from "./prepare/windows.ts";
export { defaultMissingValues, type MissingOptions } from "./read/columnBuilder.ts";
export type { CsvFormatOptions } from "./read/csvFormat.ts";
export type { LeftOut } from "./read/csvLayout.ts";
export { type FileKind, FileKindError, fileKind } from "./read/fileKind.ts";
export { type NumberStyle, type Sign, type Thousands, thousandsSigns } from "./read/numberStyle.ts";
export { type Decimal, decimalSigns } from "./read/parseNumber.ts";
export { type ReadCsvOptions, type ReadOptions, type ReadProgress, readCsv } from "./read/readCsv.ts";
export { type ReadJsonLinesOptions, readJsonLines } from "./read/readJsonLines.ts";
export { readTable } from "./read/readTable.ts";
export type { Column, CsvFormat, NumberColumn, Table, TextColumn } from "./read/table.ts";
export type { DataSource } from "./read/textWindows.ts";
export { linspace } from "./samples/linspace.ts";
export { type MackeyGlassOptions, mackeyGlass } from "./samples/mackeyGlass.ts";
export { type ShopSalesOptions, shopSales } from "./samples/shopSales.ts";
export { type Aggregate, aggregates } from "./series/aggregate.ts";
export { storedCategories } from "./series/categories.ts";
export { checkSeries, type Fault, type Settled } from "./series/checkSeries.ts";
export type { ResampleOptions } from "./series/completeRows.ts";
export { type CsvColumn, type FormatCsvOptions, formatCsv, seriesToCsv } from "./series/formatCsv.ts";
export { withHolidays } from "./series/holidays.ts";
export type { TimeKind, TimeOptions } from "./series/readTimes.ts";
export type { Resampled } from "./series/resample.ts";
export { type Policies, policyValues } from "./series/rows.ts";
export {
  type Completed,
  futureSteps,
  nextTimes,
  type Role,
  type Series,
  type SeriesColumn,
  type SeriesFromArraysOptions,
  seriesFromArrays,
} from "./series/series.ts";
export { type TimeFormat, timeFormats } from "./series/timeFormats.ts";
export { describeStep, type Step } from "./series/timeStep.ts";
export type { TimeStyle } from "./series/timeStyle.ts";
export { type ToSeriesOptions, toSeries } from "./series/toSeries.ts";
export type { Zone } from "./series/zone.ts";
