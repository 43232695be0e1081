/** @module What a person decides about a table: what each column is for, what to do about faults, how to train. */

import type { Table } from "../../../src/data/read/table.ts";
import { type Policies, strictPolicies } from "../../../src/data/series/rows.ts";
import type { TimeFormat } from "../../../src/data/series/timeFormats.ts";
import type { ToSeriesOptions } from "../../../src/data/series/toSeries.ts";
import type { ForecasterOptions } from "../../../src/forecast/options.ts";

/** What a column can be for. */
export const columnUses = ["none", "target", "covariate", "future", "time"] as const;

/** What a column is for. */
export type ColumnUse = (typeof columnUses)[number];

/** The decisions. */
export interface Choices {
  /** One for each column of the table; one column at most is the time. */
  readonly uses: readonly ColumnUse[];
  readonly policies: Policies;
  /** Found out where it is null. */
  readonly timeFormat: TimeFormat | null;
  /** How many of the rows are used, the last ones; all where it is null. */
  readonly lastRows: number | null;
  readonly forecaster: ForecasterOptions;
}

/** Every fault is an error until a person says what to do about it. */
export const strict: Policies = strictPolicies;

/** The names of the columns that are for something. */
export function namesOf({ columns }: Pick<Table, "columns">, { uses }: Choices, use: ColumnUse): string[] {
  return columns.filter((_, i) => uses[i] === use).map(({ name }) => name);
}

/** How the table becomes a series. The time is always told: what was found is what the page shows. */
export function seriesOptions(table: Table, choices: Choices): ToSeriesOptions {
  const { policies, timeFormat } = choices;
  const [time = null] = namesOf(table, choices, "time");
  return {
    ...policies,
    targets: namesOf(table, choices, "target"),
    covariates: namesOf(table, choices, "covariate"),
    future: namesOf(table, choices, "future"),
    time,
    ...(timeFormat === null || time === null ? {} : { timeFormat }),
  };
}
