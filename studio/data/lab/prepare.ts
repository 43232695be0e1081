/** @module From a table and decisions to a series, with the rows that are still to come where the file has them. */

import type { Column, Table } from "../../../src/data/read/table.ts";
import type { Series } from "../../../src/data/series/series.ts";
import { toSeries } from "../../../src/data/series/toSeries.ts";
import { type Choices, namesOf, seriesOptions } from "./choices.ts";

/** A series, and what its columns known ahead will be after its end. */
export interface Prepared {
  readonly series: Series;
  /** For each column known ahead its values in the rows that have no target yet; empty where there is none. */
  readonly ahead: Readonly<Record<string, Float64Array>>;
  /** How many such rows there are. */
  readonly aheadRows: number;
}

/**
 * Throws DataError that names the first row which cannot be used, unless a policy says what to do about it.
 *
 * Where a column is known ahead, rows at the end of the file without any target are no fault: they are the steps to
 * come, and what they hold of those columns is known.
 */
export function prepare(table: Table, choices: Choices): Prepared {
  const options = seriesOptions(table, choices);
  const known = namesOf(table, choices, "future");
  const rows = known.length === 0 ? table.rows : rowsWithTarget(table, options.targets);
  const series = toSeries(firstRows(table, rows), options);
  const used = lastRows(series, choices.lastRows ?? series.length);
  if (rows === table.rows) return { series: used, ahead: {}, aheadRows: 0 };
  const all = toSeries(table, { ...options, targets: known, covariates: [], future: [] });
  const behind = all.length - series.length;
  const ahead = all.columns.map(({ name, values }) => [name, values.subarray(series.length)] as const);
  return { series: used, ahead: Object.fromEntries(ahead), aheadRows: behind };
}

function lastRows(series: Series, rows: number): Series {
  const from = Math.max(0, series.length - rows);
  if (from === 0) return series;
  const columns = series.columns.map((one) => ({ ...one, values: one.values.subarray(from) }));
  return { ...series, time: series.time?.subarray(from) ?? null, columns, length: series.length - from };
}

/** Up to the last row in which a target has a value. */
function rowsWithTarget({ columns, rows }: Table, targets: readonly string[]): number {
  const chosen = columns.filter(({ name }) => targets.includes(name));
  let last = rows - 1;
  while (last >= 0 && chosen.every((column) => isMissing(column, last))) last -= 1;
  return last < 0 ? rows : last + 1;
}

function isMissing(column: Column, row: number): boolean {
  return column.kind === "number" ? Number.isNaN(column.values[row]) : column.texts[row]?.trim() === "";
}

function firstRows(table: Table, rows: number): Table {
  if (rows === table.rows) return table;
  const columns = table.columns.map(
    (column): Column =>
      column.kind === "number"
        ? { ...column, values: column.values.subarray(0, rows) }
        : { ...column, texts: column.texts.slice(0, rows) },
  );
  return { ...table, rows, columns };
}
