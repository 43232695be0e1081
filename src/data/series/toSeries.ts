/** @module Makes a series of a table: assigns the roles of columns, sorts rows, and leaves no value missing. */
import { DataError, ValueError } from "../../errors.ts";
import { type Sentence, say } from "../../sentence.ts";
import { columnOf, numbersOf, quoted, type Table } from "../read/table.ts";
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
  takeRows,
  unique,
} from "./rows.ts";
import type { Role, Series } from "./series.ts";
import { findTimes, type TimeOptions } from "./timeColumn.ts";

/** The roles of columns, and the policies: by default every fault of the data is an error. */
export interface ToSeriesOptions extends TimeOptions, Partial<Policies> {
  readonly targets: readonly string[];
  /** Past covariates: known up to the last row. */
  readonly covariates?: readonly string[];
  /** Future covariates: also known for the steps to forecast, such as holidays. */
  readonly future?: readonly string[];
}

/**
 * Makes a series of a table: rows sorted by time, at equal steps, without missing values. Throws DataError that names the
 * first row which is not, unless a policy says what to do about it.
 *
 * Rows with missing values are dropped first; then rows are sorted, duplicate times merged, gaps filled, and last of all
 * missing values filled in, those of inserted rows included.
 *
 * With future covariates, rows after the last one that has a target are the steps to forecast: they are not part of the
 * series, and `series.future` has their values.
 */
export function toSeries(table: Table, options: ToSeriesOptions): Series {
  const { missing = "error", duplicates = "error", unsorted = "error", gaps = "error" } = options;
  const policies: Policies = { missing, duplicates, unsorted, gaps };
  checkPolicies(policies);
  const roles = rolesOf(options);
  for (const name of roles.keys()) columnOf(table, name);
  const time = findTimes(table, new Set(roles.keys()), options);
  const role = time === null ? undefined : roles.get(time.name);
  if (time !== null && role !== undefined)
    throw new ValueError(
      say`column ${quoted(time.name)} is the time and cannot be a ${roleNames[role]} too`,
      { caller: "toSeries" },
    );
  const names = [...roles.keys()];
  const context: Context = { file: table.name, time, lineOf: table.lineOf };
  const values = names.map((name) => numbersOf(table, name).values);
  const all = { times: time?.values ?? null, columns: values, origin: rowNumbers(table.rows) };
  const { targets, future = [] } = options;
  const past = future.length === 0 ? all : upToLastTarget(all, targets.length);
  const usable = withoutMissing(past, policies, context);
  const { rows, step } = ordered(usable, policies, context);
  const { times, columns } = fillMissing(rows, policies.missing, names, context);
  const series: Series = {
    name: table.name,
    timeName: time?.name ?? null,
    time: times,
    timeKind: time?.kind ?? null,
    step,
    columns: [...roles].map(([name, role], i) => ({ name, role, values: columns[i] ?? new Float64Array(0) })),
    length: rows.origin.length,
  };
  if (past === all) return series;
  const known = withoutMissing(knownRows(all, past, usable, future.length), policies, context);
  const filled = fillMissing(ordered(known, policies, context).rows, policies.missing, future, context);
  const ahead = future.map((name, i) => [name, filled.columns[i].subarray(series.length)] as const);
  return { ...series, future: Object.fromEntries(ahead) };
}

/** The rows up to the last one that has a target: by time, or in file order without times. */
function upToLastTarget(rows: Rows, targets: number): Rows {
  const { times, origin } = rows;
  const hasTarget = (i: number): boolean =>
    rows.columns.slice(0, targets).some((values) => !Number.isNaN(values[i]));
  const position = (i: number): number => times?.[i] ?? i;
  let last = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < origin.length; i++) if (hasTarget(i) && position(i) > last) last = position(i);
  if (last === Number.NEGATIVE_INFINITY) return rows;
  const past = rowNumbers(origin.length).filter((i) => !(position(i) > last));
  return past.length === origin.length ? rows : takeRows(rows, past);
}

/** The future covariates in the rows of a series and in those after it. */
function knownRows(all: Rows, past: Rows, used: Rows, count: number): Rows {
  const isPast = new Uint8Array(all.origin.length);
  for (const row of past.origin) isPast[row] = 1;
  const after = all.origin.filter((row) => isPast[row] === 0);
  const indices = new Int32Array(used.origin.length + after.length);
  indices.set(used.origin);
  indices.set(after, used.origin.length);
  return takeRows({ ...all, columns: all.columns.slice(-count) }, indices);
}

/** Each column that has a role, targets first. */
const roleNames: Readonly<Record<Role, Sentence>> = {
  target: say`target`,
  covariate: say`covariate`,
  future: say`future`,
};

function rolesOf({ targets, covariates = [], future = [] }: ToSeriesOptions): Map<string, Role> {
  if (targets.length === 0)
    throw new ValueError("targets is empty but must name a column to forecast", { caller: "toSeries" });
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
        throw new ValueError(`column ${quoted(name)} is named twice, as ${other} and as ${role}`, {
          caller: "toSeries",
        });
      roles.set(name, role);
    }
  return roles;
}

/** Applies the policy "drop". Throws DataError for a row without a time, and if no rows remain. */
function withoutMissing(all: Rows, policies: Policies, context: Context): Rows {
  const rows = policies.missing === "drop" ? dropMissing(all) : all;
  const timeless = rows.times?.findIndex(Number.isNaN) ?? -1;
  if (timeless >= 0)
    throw new DataError(placeOf(context, rows.origin[timeless] ?? -1), say`the time is missing`, {
      remedies: [{ option: "missing", values: ["drop"] }],
    });
  if (rows.origin.length === 0) throw new DataError({ file: context.file }, say`no rows remain`);
  return rows;
}

function ordered(rows: Rows, policies: Policies, context: Context): ReturnType<typeof inStep> {
  const sorted = inOrder(rows, policies.unsorted, context);
  return inStep(unique(sorted, policies.duplicates, context), policies.gaps, context);
}
