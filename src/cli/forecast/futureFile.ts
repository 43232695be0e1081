/** @module The values to come of columns that are known ahead, out of a file: by their times, where there are any. */
import { columnOf, numbersOf } from "../../data/read/columns.ts";
import type { Table } from "../../data/read/table.ts";
import { nextTimes, type Series } from "../../data/series/series.ts";
import { findTimes } from "../../data/series/timeColumn.ts";
import { DataError, UsageError } from "../../errors.ts";
import type { Plan } from "../../forecast/plan.ts";
import { timeWriter } from "../../runs/times.ts";
import { readTable, timeOptionsOf } from "./dataFile.ts";
import type { GivenOptions } from "./flags.ts";
import { inFlags } from "./inFlags.ts";

/**
 * Of each column that is known ahead the values at the steps that follow a series. Where series and file have times the
 * rows are found by them; else they are the first ones. Throws InputError that names the time or the column that is
 * missing, and UsageError for a model that knows nothing ahead.
 */
export async function readFuture(
  path: string,
  asked: GivenOptions,
  { columns, horizon }: Plan,
  series: Series,
): Promise<Record<string, Float64Array>> {
  if (columns.future.length === 0)
    throw new UsageError("--future was given, but the model knows no columns ahead\n  leave it out");
  const table = await readTable(path, asked);
  return inFlags(() => {
    const rows = rowsAhead(table, asked, series, columns.future, horizon);
    return Object.fromEntries(columns.future.map((name) => [name, valuesAt(table, name, rows)]));
  });
}

/** Which rows of the table stand for the steps ahead. */
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
      `there is no row for ${write(time)}, but the ${horizon} steps after ${write(series.time?.at(-1) ?? 0)} must be there`,
    );
  });
}

function valuesAt(table: Table, name: string, rows: readonly number[]): Float64Array {
  columnOf(table, name);
  const { values } = numbersOf(table, name);
  const missing = rows.find((row) => Number.isNaN(values[row]));
  if (missing !== undefined)
    throw new DataError(
      { file: table.name, row: table.lineOf(missing), column: name },
      "the value is missing",
    );
  return Float64Array.from(rows, (row) => values[row]);
}
