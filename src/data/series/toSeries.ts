/** @module Makes a series of a table: assigns the roles of columns, sorts rows, and leaves no value missing. */
import { closed, type OptionNames } from "../../arguments.ts";
import { DataError, ValueError } from "../../errors.ts";
import { type Sentence, say } from "../../sentence.ts";
import { rowsWhere } from "../read/rowsWhere.ts";
import { columnOf, numbersOf, quoted, type Table } from "../read/table.ts";
import type { Aggregate } from "./aggregate.ts";
import { encodeCovariate } from "./categories.ts";
import { dropMissing, type FilledRows, fillMissing } from "./missingValues.ts";
import { refuseBlocks, refusePanel } from "./panel.ts";
import type { TimeOptions, Times } from "./readTimes.ts";
import { type Resampled, resample } from "./resample.ts";
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
import type { Role, Series, SeriesColumn } from "./series.ts";
import { findTimes } from "./timeColumn.ts";
import type { Step } from "./timeStep.ts";

/** The roles of columns, and the policies: by default every fault of the data is an error. */
export interface ToSeriesOptions extends TimeOptions, Partial<Policies> {
  /** The columns to forecast. */
  readonly targets: readonly string[];
  /** Past covariates: known up to the last row. */
  readonly covariates?: readonly string[];
  /** Future covariates: also known for the steps to forecast, such as holidays. */
  readonly future?: readonly string[];
  /** Only rows with these values, each as `column=value`; of several values of a column any. */
  readonly where?: readonly string[];
  /** The categories of covariates of texts, which a model fixes; by default all that are frequent. */
  readonly categories?: Readonly<Record<string, readonly string[]>>;
  /** Rows are combined by `hour`, `15minutes`, `day`, `week`, `month`, `quarter` or `year`. */
  readonly resample?: string;
  /** How they are combined; "mean" by default. */
  readonly aggregate?: Aggregate;
  /** The step to expect, such as that of the rows a model was trained on; it is found from the rows if they do not fit. */
  readonly step?: Step;
}

export const seriesOptions: OptionNames<ToSeriesOptions> = {
  targets: 0,
  covariates: 0,
  future: 0,
  where: 0,
  categories: 0,
  resample: 0,
  aggregate: 0,
  step: 0,
  time: 0,
  timeFormat: 0,
  missing: 0,
  duplicates: 0,
  unsorted: 0,
  gaps: 0,
};

/**
 * Makes a series of a table: rows sorted by time, at equal steps, without missing values. Throws DataError that names the
 * first row which is not, unless a policy says what to do about it.
 *
 * Rows with missing values are dropped first; then rows are sorted, duplicate times merged, gaps filled, and last of all
 * missing values filled in, those of inserted rows included: `filled` of a column says which. Leading rows that nothing fills
 * are left out, as are trailing ones without a target; `completed` counts all of them.
 *
 * With future covariates, rows after the last one that has a target are the steps to forecast: they are not part of the
 * series, and `series.future` has their values.
 */
export function toSeries(whole: Table, options: ToSeriesOptions): Series {
  closed("toSeries", options, seriesOptions);
  const table = rowsWhere(whole, options.where ?? []);
  const { missing = "error", duplicates = "error", unsorted = "error", gaps = "error" } = options;
  const policies: Policies = { missing, duplicates, unsorted, gaps };
  checkPolicies(policies);
  const roles = rolesOf(options);
  for (const name of roles.keys()) columnOf(table, name);
  const time = findTimes(table, new Set(roles.keys()), options);
  const taken = time?.columns.find((name) => roles.has(name));
  const role = taken === undefined ? undefined : roles.get(taken);
  if (taken !== undefined && role !== undefined)
    throw new ValueError(say`column ${quoted(taken)} is the time and cannot be a ${roleNames[role]} too`, {
      caller: "toSeries",
    });
  const { step: expected } = options;
  const inFile: Context = {
    file: table.name,
    time,
    lineOf: table.lineOf,
    ...(expected && { step: expected }),
  };
  const encoded = encode(table, roles, options.categories ?? {});
  const names = encoded.map(({ name }) => name);
  if (duplicates === "error") refuseSeveral(table, time, options);
  const read: Rows = {
    times: time?.values ?? null,
    columns: encoded.map(({ values }) => values),
    origin: rowNumbers(table.rows),
  };
  const { rows: all, context, resampled } = coarser(read, policies, inFile, options);
  const future = encoded.filter(({ role }) => role === "future").map(({ name }) => name);
  const past = future.length === 0 ? all : upToLastTarget(all, options.targets.length);
  const usable = withoutMissing(past, policies, context);
  const { rows, step, skipped } = ordered(usable, policies, context);
  const complete = fillMissing(rows, policies.missing, names, options.targets.length, context);
  const { times, columns, origin } = complete.rows;
  const series: Series = {
    name: table.name,
    timeName: time?.name ?? null,
    time: times,
    timeKind: time?.kind ?? null,
    ...(time?.style && { timeStyle: time.style }),
    ...(time?.others && { otherTimes: time.others }),
    step,
    ...(skipped > 0 ? { skipped } : {}),
    columns: encoded.map(({ name, role }, i) => ({
      name,
      role,
      values: columns[i] ?? new Float64Array(0),
      ...(complete.filled[i] && { filled: complete.filled[i] }),
    })),
    length: origin.length,
    ...completedOf(complete),
    ...(resampled === undefined ? {} : { resampled }),
  };
  if (past === all) return series;
  const known = withoutMissing(knownRows(all, past, usable, future.length), policies, context);
  const both = ordered(known, policies, context).rows;
  const filled = fillMissing(both, policies.missing, future, future.length, context);
  const from = complete.before - filled.before + series.length;
  const ahead = future.map((name, i) => [name, filled.rows.columns[i].subarray(from)] as const);
  return { ...series, future: Object.fromEntries(ahead) };
}

/** What was missing; nothing where nothing was. */
function completedOf({ rows, filled, before, after }: FilledRows): Pick<Series, "completed"> {
  const inserted = rows.origin.filter((row) => row < 0).length;
  const all = filled.reduce((sum, mask) => sum + (mask?.reduce((count, one) => count + one, 0) ?? 0), 0);
  const values = all - inserted * filled.length;
  return all + before + after === 0 ? {} : { completed: { inserted, values, before, after } };
}

/** The columns of each role, targets first: several for a covariate of categories. */
function encode(
  table: Table,
  roles: ReadonlyMap<string, Role>,
  stored: Readonly<Record<string, readonly string[]>>,
): SeriesColumn[] {
  return [...roles].flatMap(([name, role]) => {
    const columns =
      role === "target"
        ? [numbersOf(table, name)]
        : encodeCovariate(table, name, Object.hasOwn(stored, name) ? stored[name] : undefined).columns;
    return columns.map((column) => ({ name: column.name, role, values: column.values }));
  });
}

/** Throws DataError for a table of several series, unless the columns in use tell them apart. */
function refuseSeveral(table: Table, time: Times | null, { targets }: ToSeriesOptions): void {
  const taken = new Set([...targets, ...(time?.columns ?? []), ...(time?.others ?? [])]);
  if (time !== null) refusePanel(table, time.values, taken);
  else refuseBlocks(table, taken);
}

/** The rows combined by intervals, if the options say so, and where they stand in the file. */
function coarser(
  rows: Rows,
  policies: Policies,
  context: Context,
  { resample: every, aggregate = "mean" }: ToSeriesOptions,
): { readonly rows: Rows; readonly context: Context; readonly resampled?: Resampled } {
  if (every === undefined) return { rows, context };
  const sorted = inOrder(withTimes(rows, policies, context), policies.unsorted, context);
  const { rows: coarse, resampled } = resample(sorted, every, aggregate, context);
  const lineOf = (row: number): number => context.lineOf(coarse.origin[row] ?? 0);
  return {
    rows: { ...coarse, origin: rowNumbers(coarse.origin.length) },
    context: { ...context, lineOf },
    resampled,
  };
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
  const rows = withTimes(policies.missing === "drop" ? dropMissing(all) : all, policies, context);
  if (rows.origin.length === 0) throw new DataError({ file: context.file }, say`no rows remain`);
  return rows;
}

/** Rows without a time dropped by the policy, or DataError. */
function withTimes(rows: Rows, { missing }: Policies, context: Context): Rows {
  const timeless = rows.times?.findIndex(Number.isNaN) ?? -1;
  if (timeless < 0) return rows;
  if (missing === "drop")
    return takeRows(
      rows,
      rowNumbers(rows.origin.length).filter((i) => !Number.isNaN(rows.times?.[i])),
    );
  throw new DataError(placeOf(context, rows.origin[timeless] ?? -1), say`the time is missing`, {
    remedies: [{ option: "missing", values: ["drop"] }],
    count: rows.times?.filter(Number.isNaN).length ?? 0,
  });
}

function ordered(rows: Rows, policies: Policies, context: Context): ReturnType<typeof inStep> {
  const sorted = inOrder(rows, policies.unsorted, context);
  return inStep(unique(sorted, policies.duplicates, context), policies.gaps, context);
}
