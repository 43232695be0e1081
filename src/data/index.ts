/** @module Series and windows. */
export { DataError, type Place } from "../errors.ts";
export { defaultMissing } from "./columnBuilder.ts";
export type { CsvFormatOptions } from "./csvFormat.ts";
export { type CsvColumn, type FormatCsvOptions, formatCsv } from "./formatCsv.ts";
export { linspace } from "./linspace.ts";
export { type ReadCsvOptions, type ReadOptions, type ReadProgress, readCsv } from "./readCsv.ts";
export { type ReadJsonLinesOptions, readJsonLines } from "./readJsonLines.ts";
export type { Column, CsvFormat, NumberColumn, Table, TextColumn } from "./table.ts";
export type { DataSource } from "./textWindows.ts";
