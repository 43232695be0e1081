/** @module Reads a data file into the series that the options describe, and future covariates from a file of their own. */

import { createReadStream } from "node:fs";
import { basename } from "node:path";
import type { ReadCsvOptions, ReadProgress } from "../../data/read/readCsv.ts";
import { readTable } from "../../data/read/readTable.ts";
import { type CsvFormat, columnOf, isMostlyNumbers, numbersOf, type Table } from "../../data/read/table.ts";
import { nextTimes, type Series } from "../../data/series/series.ts";
import { findTimes, type TimeOptions } from "../../data/series/timeColumn.ts";
import { type ToSeriesOptions, toSeries } from "../../data/series/toSeries.ts";
import { DataError, UsageError } from "../../errors.ts";
import type { Plan } from "../../forecast/plan.ts";
import { timeWriter } from "../../runs/labels.ts";
import { say } from "../../sentence.ts";
import { readFailure } from "../files.ts";
import type { GivenOptions } from "./flags.ts";

export interface DataFile {
  readonly series: Series;
  /** Columns without a role. */
  readonly unused: readonly string[];
  /** Null for JSON lines. */
  readonly format: CsvFormat | null;
}

export async function readSeries(
  path: string,
  given: GivenOptions,
  onProgress?: (progress: ReadProgress) => void,
): Promise<DataFile> {
  return seriesOf(await readFile(path, given, onProgress), given);
}

/** Reads CSV or JSON lines. Throws InputError for a file that cannot be read, and DataError for one that is not a table. */
async function readFile(
  path: string,
  given: GivenOptions,
  onProgress: (progress: ReadProgress) => void = () => undefined,
): Promise<Table> {
  const options = { name: basename(path), onProgress, ...formatOf(given) };
  try {
    return await readTable(createReadStream(path, { highWaterMark: 1 << 19 }), options);
  } catch (error) {
    throw error instanceof Error && "syscall" in error ? readFailure(path, error) : error;
  }
}

function formatOf(given: GivenOptions): Partial<ReadCsvOptions> {
  const { decimal, header, encoding } = given;
  const delimiter = given.delimiter === "tab" || given.delimiter === "\\t" ? "\t" : given.delimiter;
  const missingValues = given.missingValues && [...given.missingValues, ...parts(given.missingValues)];
  return pruned({ delimiter, decimal, header, encoding, missingValues }) as Partial<ReadCsvOptions>;
}

export function seriesOf(table: Table, given: GivenOptions): DataFile {
  const time = timeOptionsOf(given);
  const covariates = columnsNamed(table, given.covariates);
  const future = columnsNamed(table, given.future);
  const others = new Set([...covariates, ...future]);
  const targets = targetsOf(table, given, others, time);
  const { missing, duplicates, unsorted, gaps } = given;
  const policies = pruned({ missing, duplicates, unsorted, gaps });
  const series = toSeries(table, { targets, covariates, future, ...time, ...policies } as ToSeriesOptions);
  const taken = new Set([series.timeName, ...series.columns.map(({ name }) => name)]);
  const unused = table.columns.filter(({ name }) => !taken.has(name));
  return { series, unused: unused.map(({ name }) => name), format: table.format ?? null };
}

function timeOptionsOf({ time, timeFormat }: GivenOptions): TimeOptions {
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
  const timeName = findTimes(table, others, time)?.name;
  const free = table.columns
    .filter((column) => isMostlyNumbers(column) && !others.has(column.name) && column.name !== timeName)
    .map(({ name }) => name);
  if (isAll ? free.length > 0 : free.length === 1) return free;
  const found =
    free.length === 0
      ? "there is no column of numbers to forecast"
      : `choose the column to forecast: ${free.slice(0, 20).join(", ")}`;
  throw new UsageError(`${table.name}: ${found}\n  Use --target NAME`);
}

/** Columns by name, also separated by commas; a name that contains a comma is found as a whole. */
function columnsNamed(table: Table, texts: GivenOptions["target"]): string[] {
  if (!Array.isArray(texts)) return [];
  const has = (name: string): boolean => table.columns.some((column) => column.name === name);
  const names = texts.map(String).flatMap((text) => (has(text) ? [text] : parts([text])));
  return [...new Set(names)].map((name) => columnOf(table, name).name);
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
): Promise<Record<string, Float64Array>> {
  if (columns.future.length === 0)
    throw new UsageError("the model has no future covariates\n  Leave --future out");
  const table = await readFile(path, given);
  const rows = rowsAhead(table, given, series, columns.future, horizon);
  return Object.fromEntries(columns.future.map((name) => [name, valuesAt(table, name, rows)]));
}

function rowsAhead(
  table: Table,
  given: GivenOptions,
  series: Series,
  taken: readonly string[],
  horizon: number,
): readonly number[] {
  const times = series.time === null ? null : findTimes(table, new Set(taken), timeOptionsOf(given));
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

function valuesAt(table: Table, name: string, rows: readonly number[]): Float64Array {
  const { values } = numbersOf(table, name);
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
