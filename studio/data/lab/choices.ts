/** @module What the user decides about a table (roles of columns, policies, options), and the series that results. */

import type { PanelOptions } from "../../../src/data/panel/panelOptions.ts";
import { rowsWhere } from "../../../src/data/read/rowsWhere.ts";
import type { Table } from "../../../src/data/read/table.ts";
import type { Aggregate } from "../../../src/data/series/aggregate.ts";
import { type Policies, strictPolicies } from "../../../src/data/series/rows.ts";
import type { Series } from "../../../src/data/series/series.ts";
import type { TimeFormat } from "../../../src/data/series/timeFormats.ts";
import { toSeries } from "../../../src/data/series/toSeries.ts";
import type { ForecasterOptions } from "../../../src/forecast/options.ts";

export const columnUses = ["none", "target", "covariate", "future", "time"] as const;

export type ColumnUse = (typeof columnUses)[number];

export interface Choices {
  /** One for each column of the table; one column at most is the time. */
  readonly uses: readonly ColumnUse[];
  readonly policies: Policies;
  /** Null to detect it. */
  readonly timeFormat: TimeFormat | null;
  /** Which rows to use, `column=value`; absent for all. */
  readonly where?: readonly string[];
  /** The interval by which rows are combined; absent where they are not. */
  readonly resample?: string;
  readonly aggregate?: Aggregate;
  /** The number of rows to use, from the end; null for all. */
  readonly lastRows: number | null;
  readonly forecaster: ForecasterOptions;
}

/** Every fault is an error until the user decides what to do about it. */
export const strict: Policies = strictPolicies;

/** The names of the columns with that use. */
function namesOf({ columns }: Pick<Table, "columns">, { uses }: Choices, use: ColumnUse): string[] {
  return columns.filter((_, i) => uses[i] === use).map(({ name }) => name);
}

/** The series of a table. Throws DataError that names the first row with a fault for which there is no policy. */
export function seriesOf(table: Table, choices: Choices): Series {
  const { policies, timeFormat, lastRows, resample, aggregate } = choices;
  const times = namesOf(table, choices, "time"); // the user sees which columns it is, so they are never detected again
  const time = times.length > 0 ? times : null;
  const series = toSeries(rowsOf(table, choices), {
    ...policies,
    ...(resample === undefined ? {} : { resample, ...(aggregate && { aggregate }) }),
    targets: namesOf(table, choices, "target"),
    covariates: namesOf(table, choices, "covariate"),
    future: namesOf(table, choices, "future"),
    time,
    ...(timeFormat === null || time === null ? {} : { timeFormat }),
  });
  return lastRows === null || lastRows >= series.length ? series : lastRowsOf(series, lastRows);
}

/** The options of a panel of all series, which some columns tell apart. Without a decision, gaps and missing values are filled. */
export function panelOptionsOf(table: Table, choices: Choices, keys: readonly string[]): PanelOptions {
  const { policies, timeFormat } = choices;
  const times = namesOf(table, choices, "time");
  const time = times.length > 0 ? times : null;
  const [target] = namesOf(table, choices, "target");
  return {
    series: keys,
    ...(target !== undefined && { target }),
    time,
    ...(timeFormat === null || time === null ? {} : { timeFormat }),
    missing: policies.missing === "error" ? "linear" : policies.missing,
    duplicates: policies.duplicates === "error" ? "mean" : policies.duplicates,
    unsorted: "sort",
    gaps: policies.gaps === "error" ? "ignore" : policies.gaps,
  };
}

/** The rows of the series that was chosen, of a table that has several. */
export function rowsOf(table: Table, { where = [] }: Choices): Table {
  return rowsWhere(table, where);
}

function lastRowsOf(series: Series, rows: number): Series {
  const from = series.length - rows;
  const columns = series.columns.map(({ filled, ...one }) => ({
    ...one,
    values: one.values.subarray(from),
    ...(filled && { filled: filled.subarray(from) }),
  }));
  return { ...series, time: series.time?.subarray(from) ?? null, columns, length: rows };
}
