/** @module Reads a data file into the series that the options describe, and future covariates from a file of their own. */
import { readerOptions } from "../../data/dataOptions.ts";
import type { NumberStyle } from "../../data/read/numberStyle.ts";
import type { ReadCsvOptions, ReadProgress } from "../../data/read/readCsv.ts";
import { readTable } from "../../data/read/readTable.ts";
import { rowsWhere } from "../../data/read/rowsWhere.ts";
import {
  type Column,
  type CsvFormat,
  columnOf,
  isMostlyNumbers,
  numbersOf,
  type Table,
} from "../../data/read/table.ts";
import {
  type EncodedColumn,
  type Encoding,
  encodeCovariate,
  encodingsOf,
  storedCategories,
} from "../../data/series/categories.ts";
import { type Fault, mended, type Settled, withOption } from "../../data/series/checkSeries.ts";
import { holidayColumn, withHolidays } from "../../data/series/holidays.ts";
import { isHardlyTarget, refuseWide } from "../../data/series/panel.ts";
import type { TimeOptions } from "../../data/series/readTimes.ts";
import { nextTimes, type Series } from "../../data/series/series.ts";
import { findTimes } from "../../data/series/timeColumn.ts";
import type { Step } from "../../data/series/timeStep.ts";
import { type ToSeriesOptions, toSeries } from "../../data/series/toSeries.ts";
import { DataError, UsageError } from "../../errors.ts";
import type { Forecaster } from "../../forecast/forecaster.ts";
import type { Plan } from "../../forecast/plan.ts";
import { timeWriter } from "../../runs/labels.ts";
import { say } from "../../sentence.ts";
import { inputName, readInput } from "../input.ts";
import { type Process, runAtOnce } from "../process.ts";
import { FileFaults, TargetChoice } from "./fileFaults.ts";
import type { GivenOptions } from "./flags.ts";

export interface DataFile {
  readonly series: Series;
  /** Columns without a role. */
  readonly unused: readonly string[];
  /** Null for JSON lines. */
  readonly format: CsvFormat | null;
  /** Columns in use whose numbers have thousands separators, currencies and the like. */
  readonly styles: readonly { readonly name: string; readonly style: NumberStyle }[];
  /** Covariates that are texts. */
  readonly encodings: readonly Encoding[];
}

/** What a model expects of a file: its columns, which fix those of categories, and the step of its rows. */
export interface Expected {
  readonly columns: readonly string[];
  readonly step: Step | null;
}

/** Who watches the reading of a file, and may end it. */
export interface Reading {
  readonly onProgress?: (progress: ReadProgress) => void;
  readonly signal?: AbortSignal;
  /** Runs what cannot be interrupted. */
  readonly atOnce?: Process["atOnce"] | undefined;
}

const nothing: Expected = { columns: [], step: null };

/** Reads a file, as a trained model expects it. Throws FileFaults with all faults of the file, where there are several. */
export async function readSeries(
  path: string,
  given: GivenOptions,
  trained: Expected = nothing,
  reading: Reading = {},
): Promise<DataFile> {
  const file = await readRows(path, given, trained, reading);
  const { holidays } = given;
  return holidays === undefined ? file : { ...file, series: await withHolidays(file.series, holidays) };
}

async function readRows(
  path: string,
  given: GivenOptions,
  trained: Expected,
  reading: Reading,
): Promise<DataFile> {
  try {
    const table = await readFile(path, given, reading);
    return await runAtOnce(() => seriesOf(table, given, trained), reading);
  } catch (error) {
    if (!(error instanceof DataError || error instanceof TargetChoice)) throw error;
    const found = await diagnose(path, given, trained);
    throw found.faults.length > 1 ? new FileFaults(inputName(path), found) : error;
  }
}

/** All faults of a file, each mended by an option before the next is looked for; the table is null if it cannot be read. */
export async function diagnose(
  path: string,
  given: GivenOptions,
  trained: Expected = nothing,
): Promise<Settled<GivenOptions, DataFile> & { readonly table: Table | null }> {
  const faults: Fault[] = [];
  let options = given;
  let table: Table | null = null;
  for (;;) {
    try {
      table ??= await readFile(path, options);
      return { result: seriesOf(table, options, trained), faults, options, table };
    } catch (error) {
      const fault = mended(dataErrorOf(error), options, faults);
      faults.push(fault);
      if (fault.option === null || fault.value === undefined) return { result: null, faults, options, table };
      options = withOption(options, fault.option, fault.value);
      if (readerOptions.includes(fault.option)) table = null;
    }
  }
}

function dataErrorOf(error: unknown): DataError {
  if (error instanceof TargetChoice)
    return new DataError(
      { file: error.file },
      say`choose the column to forecast: ${error.names.join(", ")}`,
      {
        remedies: [{ option: "target", values: error.likely.map((name) => [name]) }],
      },
    );
  if (error instanceof DataError) return error;
  throw error;
}

/** Reads CSV or JSON lines. Throws InputError for a file that cannot be read, and DataError for one that is not a table. */
function readFile(
  path: string,
  given: GivenOptions,
  { onProgress = () => undefined, signal }: Reading = {},
): Promise<Table> {
  return readTable(readInput(path, signal), { name: inputName(path), onProgress, ...formatOf(given) });
}

/** How a file is written, as options say. */
export function formatOf(given: GivenOptions): Partial<ReadCsvOptions> {
  const { decimal, thousands, skip, comment, header, encoding } = given;
  const delimiter = given.delimiter === "tab" || given.delimiter === "\\t" ? "\t" : given.delimiter;
  const missingValues = given.missingValues?.flatMap(missingTexts);
  const named = [given.target, given.covariates].flatMap((names) => parts(names ?? []));
  const wanted = named.filter((name) => name !== "all");
  const format = { delimiter, decimal, thousands, skip, comment, header, encoding, missingValues, wanted };
  return pruned(format) as Partial<ReadCsvOptions>;
}

/** A list of texts; but `4,787` is a number, and `n, a` may be a text. */
function missingTexts(text: string): readonly string[] {
  return /^\s*\d+(,\d+)+\s*$/.test(text) ? [text] : [text, ...parts([text])];
}

export function seriesOf(whole: Table, given: GivenOptions, trained: Expected = nothing): DataFile {
  const table = rowsWhere(whole, given.where ?? []);
  const time = timeOptionsOf(given);
  const covariates = columnsNamed(table, given.covariates);
  const future = columnsNamed(table, given.future);
  const others = new Set([...covariates, ...future]);
  const targets = targetsOf(table, given, others, time);
  const { missing, duplicates, unsorted, gaps, resample, aggregate } = given;
  const policies = pruned({ missing, duplicates, unsorted, gaps, resample, aggregate });
  const categories = storedCategories(trained.columns, [...others]);
  const step = trained.step === null ? {} : { step: trained.step };
  const roles = { targets, covariates, future, categories, ...step };
  const series = toSeries(table, { ...roles, ...time, ...policies } as ToSeriesOptions);
  const parts = series.timeStyle?.columns?.map(({ name }) => name) ?? [];
  const taken = new Set([series.timeName, ...parts, ...targets, ...others]);
  const unused = table.columns.filter(({ name }) => !taken.has(name));
  const styles = table.columns.flatMap((column) => {
    const style = column.kind === "number" && taken.has(column.name) ? column.style : undefined;
    return style === undefined ? [] : [{ name: column.name, style }];
  });
  const encodings = encodingsOf(table, [...others], categories);
  return { series, unused: unused.map(({ name }) => name), format: table.format ?? null, styles, encodings };
}

export function timeOptionsOf({ time, timeFormat }: GivenOptions): TimeOptions {
  return pruned({ time: time === "none" ? null : time, timeFormat }) as TimeOptions;
}

/** The targets by name; or all columns of numbers without another role; or the only one of these. */
function targetsOf(
  table: Table,
  { target }: GivenOptions,
  others: ReadonlySet<string>,
  time: TimeOptions,
): readonly string[] {
  const isAll = Array.isArray(target) && target.length === 1 && target[0] === "all";
  if (target !== undefined && !isAll) return columnsNamed(table, target);
  refuseWide(table);
  const times = findTimes(table, others, time)?.columns ?? [];
  const free = table.columns
    .filter((column) => isMostlyNumbers(column) && !others.has(column.name) && !times.includes(column.name))
    .map(({ name }) => name);
  if (isAll ? free.length > 0 : free.length === 1) return free;
  if (free.length > 0) throw new TargetChoice(table.name, free.slice(0, 20), likelyFirst(table, free));
  const half = table.columns.filter((column) => isHalfNumbers(column) && !others.has(column.name));
  if (half.length === 1) return half.map(({ name }) => name); // whose other cells are faults
  throw new UsageError(`${table.name}: there is no column of numbers to forecast\n  Use --target NAME`);
}

/** Columns that are more likely to be forecast than others come first: a store's number, say, is not. */
function likelyFirst(table: Table, names: readonly string[]): string[] {
  const isUnlikely = (name: string): boolean => isHardlyTarget(columnOf(table, name));
  return [...names.filter((name) => !isUnlikely(name)), ...names.filter(isUnlikely)];
}

function isHalfNumbers(column: Column): boolean {
  return column.kind === "text" && 2 * column.fault.count < column.texts.length;
}

/** Columns by name, also separated by commas; a name that contains a comma is found as a whole. */
function columnsNamed(table: Table, texts: GivenOptions["target"]): string[] {
  if (!Array.isArray(texts)) return [];
  const has = (name: string): boolean => table.columns.some((column) => column.name === name);
  const names = texts.map(String).flatMap((text) => (has(text) ? [text] : parts([text])));
  return [...new Set(names)].map((name) => columnOf(table, name).name);
}

/** Names of columns, also separated by commas. */
export function namesIn(texts: GivenOptions["target"]): string[] {
  return parts(texts ?? []).filter((text) => text !== "");
}

function parts(texts: readonly string[]): string[] {
  return texts.flatMap((text) => text.split(",")).map((text) => text.trim());
}

/**
 * The values of each future covariate in the steps after a series. Rows are found by time if both have times; otherwise
 * they are the first ones. Throws DataError that names the missing time or column, and UsageError for a model without
 * future covariates.
 */
export async function readFuture(
  path: string,
  given: GivenOptions,
  { columns, horizon }: Plan,
  series: Series,
): Promise<FutureValues> {
  if (columns.future.length === 0)
    throw new UsageError("the model has no future covariates\n  Leave --future out");
  const table = rowsWhere(await readFile(path, given), given.where ?? []);
  const computed = given.holidays === undefined ? "" : holidayColumn(given.holidays);
  const names = columns.future.filter((name) => name !== computed);
  const rows = rowsAhead(table, given, series, names, horizon);
  const texts = table.columns.map(({ name }) => name).filter((name) => !names.includes(name));
  const categories = storedCategories(names, texts);
  const encoded = Object.entries(categories).map(([name, stored]) => encodeCovariate(table, name, stored));
  const made = encoded.flatMap((one) => one.columns);
  const columnOfName = (name: string): EncodedColumn =>
    made.find((one) => one.name === name) ??
    encodeCovariate(table, name).columns[0] ??
    numbersOf(table, name);
  const values = names.map((name) => [name, valuesAt(table, columnOfName(name), rows)] as const);
  const ahead = Array.from(series.future?.[computed] ?? []).slice(0, horizon);
  const holidays = computed === "" ? [] : [[computed, Float64Array.from(ahead)] as const];
  return {
    values: Object.fromEntries([...values, ...holidays]),
    encodings: encoded.flatMap((one) => one.encoding ?? []),
  };
}

export interface FutureValues {
  readonly values: Readonly<Record<string, Float64Array>>;
  readonly encodings: readonly Encoding[];
}

/** The covariates that a model reads, of which those of categories have names such as `weather=rain`, and its step. */
export function expectedBy({ plan: { columns }, trained: { tail } }: Forecaster): Expected {
  return { columns: [...columns.covariates, ...columns.future], step: tail.step };
}

function rowsAhead(
  table: Table,
  given: GivenOptions,
  series: Series,
  taken: readonly string[],
  horizon: number,
): readonly number[] {
  const times =
    series.time === null || series.step === null
      ? null
      : findTimes(table, new Set(taken), timeOptionsOf(given));
  if (times === null) return Array.from({ length: Math.min(horizon, table.rows) }, (_, row) => row);
  const rowOf = new Map(Array.from(times.values, (time, row) => [time, row]));
  const write = timeWriter(series);
  return Array.from(nextTimes(series, horizon), (time) => {
    const row = rowOf.get(time);
    if (row !== undefined) return row;
    throw new DataError(
      { file: table.name, column: times.name },
      `there is no row for ${write(time)}; all ${horizon} steps after ${write(series.time?.at(-1) ?? 0)} are needed`,
    );
  });
}

function valuesAt(table: Table, { name, values }: EncodedColumn, rows: readonly number[]): Float64Array {
  const missing = rows.find((row) => Number.isNaN(values[row]));
  if (missing !== undefined)
    throw new DataError(
      { file: table.name, row: table.lineOf(missing), column: name },
      say`the value is missing`,
    );
  return Float64Array.from(rows, (row) => values[row]);
}

function pruned<Values extends object>(values: Values): Partial<Values> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as Partial<Values>;
}
