/** @module A table becomes a series: columns get their roles, rows their order, and nothing is missing. */
import { DataError, ValueError } from "../../errors.ts";
import { columnOf, numbersOf } from "../read/columns.ts";
import { quoted, type Table } from "../read/table.ts";
import { dropMissing, fillMissing } from "./missingValues.ts";
import {
  type Context,
  checkPolicies,
  inOrder,
  inStep,
  type Policies,
  placeOf,
  type Rows,
  rowNumbers,
  strictPolicies,
  unique,
} from "./rows.ts";
import type { Role, Series } from "./series.ts";
import { findTimes, type TimeOptions } from "./timeColumn.ts";

/** Which columns, and what to do about what is wrong with them: by default every fault is an error. */
export interface ToSeriesOptions extends TimeOptions, Partial<Policies> {
  /** What is to be forecast. */
  readonly targets: readonly string[];
  /** Known up to now. */
  readonly covariates?: readonly string[];
  /** Known ahead of time. */
  readonly future?: readonly string[];
}

/**
 * Makes a series of a table: rows in the order of time, at equal steps, without missing values, or a DataError that
 * names the first row where that is not so, unless an option says what to do about it.
 *
 * Rows with missing values are dropped first; then rows are sorted, repeated times merged, gaps filled, and last of all
 * missing values, those of filled gaps among them.
 */
export function toSeries(table: Table, options: ToSeriesOptions): Series {
  const policies = withDefaults(options);
  checkPolicies(policies);
  const roles = rolesOf(options);
  for (const name of roles.keys()) columnOf(table, name);
  const time = findTimes(table, new Set(roles.keys()), options);
  if (time !== null && roles.has(time.name))
    throw new ValueError(
      `toSeries: column ${quoted(time.name)} is the time and cannot be a ${roles.get(time.name)} too`,
    );
  const names = [...roles.keys()];
  const context: Context = { file: table.name, time, lineOf: table.lineOf };
  const { rows, step } = ordered(rowsOf(table, names, time?.values ?? null), policies, context);
  const { times, columns } = fillMissing(rows, policies.missing, names, context);
  return {
    name: table.name,
    timeName: time?.name ?? null,
    time: times,
    timeKind: time?.kind ?? null,
    step,
    columns: [...roles].map(([name, role], i) => ({ name, role, values: columns[i] ?? new Float64Array(0) })),
    length: rows.origin.length,
  };
}

function withDefaults(options: ToSeriesOptions): Policies {
  const { missing, duplicates, unsorted, gaps } = options;
  return {
    missing: missing ?? strictPolicies.missing,
    duplicates: duplicates ?? strictPolicies.duplicates,
    unsorted: unsorted ?? strictPolicies.unsorted,
    gaps: gaps ?? strictPolicies.gaps,
  };
}

/** Each column that has a role, targets first. */
function rolesOf({ targets, covariates = [], future = [] }: ToSeriesOptions): Map<string, Role> {
  if (targets.length === 0)
    throw new ValueError("toSeries: targets is empty but must name a column to forecast");
  const roles = new Map<string, Role>();
  const lists: readonly (readonly [Role, readonly string[]])[] = [
    ["target", targets],
    ["covariate", covariates],
    ["future", future],
  ];
  for (const [role, names] of lists)
    for (const name of names) {
      const other = roles.get(name);
      if (other !== undefined)
        throw new ValueError(`toSeries: column ${quoted(name)} is named twice, as ${other} and as ${role}`);
      roles.set(name, role);
    }
  return roles;
}

function rowsOf(table: Table, names: readonly string[], times: Float64Array | null): Rows {
  const columns = names.map((name) => numbersOf(table, name).values);
  return { times, columns, origin: rowNumbers(table.rows) };
}

function ordered(all: Rows, policies: Policies, context: Context): ReturnType<typeof inStep> {
  const kept = policies.missing === "drop" ? dropMissing(all) : all;
  const timeless = kept.times?.findIndex(Number.isNaN) ?? -1;
  if (timeless >= 0)
    throw new DataError(
      placeOf(context, timeless),
      "the time is missing",
      'Leave such rows out with missing: "drop"',
    );
  if (kept.origin.length === 0) throw new DataError({ file: context.file }, "no rows are left");
  const sorted = inOrder(kept, policies.unsorted, context);
  return inStep(unique(sorted, policies.duplicates, context), policies.gaps, context);
}
