/** @module Makes a series of a table: assigns the roles of columns, sorts rows, and leaves no value missing. */
import { closed, type OptionNames } from "../../arguments.ts";
import { ValueError } from "../../errors.ts";
import { type Sentence, say } from "../../sentence.ts";
import { rowsWhere } from "../read/rowsWhere.ts";
import { columnOf, numbersOf, quoted, type Table } from "../read/table.ts";
import { encodeCovariate } from "./categories.ts";
import { coarser, completeRows, type ResampleOptions } from "./completeRows.ts";
import type { FilledRows } from "./missingValues.ts";
import { refuseBlocks, refusePanel } from "./panel.ts";
import type { TimeOptions, Times } from "./readTimes.ts";
import { type Context, checkPolicies, type Policies, type Rows, rowNumbers } from "./rows.ts";
import type { Role, Series, SeriesColumn } from "./series.ts";
import { findTimes } from "./timeColumn.ts";
import type { Step } from "./timeStep.ts";

/** The roles of columns, and the policies: by default every fault of the data is an error. */
export interface ToSeriesOptions extends TimeOptions, ResampleOptions, Partial<Policies> {
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
  const ofFuture = encoded.filter(({ role }) => role === "future").length;
  const counts = { targets: options.targets.length, future: ofFuture };
  const { complete, step, skipped, ahead } = completeRows(all, names, counts, policies, context);
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
  if (ahead === null) return series;
  const future = names.slice(-ofFuture).map((name, i) => [name, ahead[i]] as const);
  return { ...series, future: Object.fromEntries(future) };
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
