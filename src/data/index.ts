/** @module Series and windows. */
export { DataError, type Place } from "../errors.ts";
export { defaultMissing } from "./columnBuilder.ts";
export type { CsvFormatOptions } from "./csvFormat.ts";
export { type CsvColumn, type FormatCsvOptions, formatCsv } from "./formatCsv.ts";
export { linspace } from "./linspace.ts";
export { type ReadCsvOptions, type ReadOptions, type ReadProgress, readCsv } from "./readCsv.ts";
export { type ReadJsonLinesOptions, readJsonLines } from "./readJsonLines.ts";
export type { Policies } from "./rows.ts";
export { nextTimes, type Role, type Series, type SeriesColumn } from "./series.ts";
export type { Column, CsvFormat, NumberColumn, Table, TextColumn } from "./table.ts";
export type { DataSource } from "./textWindows.ts";
export type { TimeKind, TimeOptions } from "./timeColumn.ts";
export type { TimeFormat } from "./timeFormats.ts";
export { describeStep, type Step } from "./timeStep.ts";
export { type ToSeriesOptions, toSeries } from "./toSeries.ts";
