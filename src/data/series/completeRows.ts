/** @module Rows of one series made complete: combined, sorted, in step and without missing values, as the policies say. */
import { DataError } from "../../errors.ts";
import { say } from "../../sentence.ts";
import type { Aggregate } from "./aggregate.ts";
import { dropMissing, type FilledRows, fillMissing } from "./missingValues.ts";
import { type Resampled, resample } from "./resample.ts";
import {
  type Context,
  inOrder,
  inStep,
  type Policies,
  placeOf,
  type Rows,
  rowNumbers,
  takeRows,
  unique,
} from "./rows.ts";
import type { Step } from "./timeStep.ts";

/** How rows are combined before anything else. */
export interface ResampleOptions {
  /** Rows are combined by `hour`, `15minutes`, `day`, `week`, `month`, `quarter` or `year`. */
  readonly resample?: string;
  /** How they are combined; "mean" by default. */
  readonly aggregate?: Aggregate;
}

/** How many of the columns are targets, which come first, and how many are future covariates, which come last. */
export interface RoleCounts {
  readonly targets: number;
  readonly future: number;
}

/** The rows of a series, and the future covariates in the rows after its last target: null without such rows. */
export interface CompleteRows {
  readonly complete: FilledRows;
  readonly step: Step | null;
  /** Steps of a calendar that have no row, such as holidays. */
  readonly skipped: number;
  readonly ahead: readonly Float64Array[] | null;
}

/** Applies the policies. Throws DataError that names the first row that they refuse. */
export function completeRows(
  all: Rows,
  names: readonly string[],
  { targets, future }: RoleCounts,
  policies: Policies,
  context: Context,
): CompleteRows {
  const past = future === 0 ? all : upToLastTarget(all, targets);
  const usable = withoutMissing(past, policies, context);
  const { rows, step, skipped } = ordered(usable, policies, context);
  const complete = fillMissing(rows, policies.missing, names, targets, context);
  if (past === all) return { complete, step, skipped, ahead: null };
  const known = withoutMissing(knownRows(all, past, usable, future), policies, context);
  const both = ordered(known, policies, context).rows;
  const filled = fillMissing(both, policies.missing, names.slice(-future), future, context);
  const from = complete.before - filled.before + complete.rows.origin.length;
  return { complete, step, skipped, ahead: filled.rows.columns.map((values) => values.subarray(from)) };
}

/** The rows combined by intervals, if the options say so, and where they stand in the file. */
export function coarser(
  rows: Rows,
  policies: Policies,
  context: Context,
  { resample: every, aggregate = "mean" }: ResampleOptions,
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
