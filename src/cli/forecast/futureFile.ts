/** @module Reads future covariates from a file of their own, by time where there are times. */
import { numbersOf, type Table } from "../../data/read/table.ts";
import { nextTimes, type Series } from "../../data/series/series.ts";
import { findTimes } from "../../data/series/timeColumn.ts";
import { DataError, UsageError } from "../../errors.ts";
import type { Plan } from "../../forecast/plan.ts";
import { timeWriter } from "../../runs/labels.ts";
import { readFile, timeOptionsOf } from "./dataFile.ts";
import type { GivenOptions } from "./flags.ts";

/**
 * The values of each future covariate in the steps after a series. Rows are found by time if both have times; otherwise
 * they are the first ones. Throws DataError that names the missing time or column, and UsageError for a model without
 * future covariates.
 */
export async function readFuture(
  path: string,
  asked: GivenOptions,
  { columns, horizon }: Plan,
  series: Series,
): Promise<Record<string, Float64Array>> {
  if (columns.future.length === 0)
    throw new UsageError("the model has no future covariates\n  Leave --future out");
  const table = await readFile(path, asked);
  const rows = rowsAhead(table, asked, series, columns.future, horizon);
  return Object.fromEntries(columns.future.map((name) => [name, valuesAt(table, name, rows)]));
}

function rowsAhead(
  table: Table,
  asked: GivenOptions,
  series: Series,
  taken: readonly string[],
  horizon: number,
): readonly number[] {
  const times = series.time === null ? null : findTimes(table, new Set(taken), timeOptionsOf(asked));
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
      "the value is missing",
    );
  return Float64Array.from(rows, (row) => values[row]);
}
