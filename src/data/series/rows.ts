/** @module Rows between a table and a series: sorted, deduplicated and put in step, as the policies say. */
import { DataError, type Place, ValueError } from "../../errors.ts";
import { say } from "../../sentence.ts";
import type { Times } from "./timeColumn.ts";
import { amountOf, describeTime, findStep, type Step, stepsBetween, timeAfter } from "./timeStep.ts";

/** The policies for faults in rows, with their values. */
export const policyValues = {
  /** A missing value repeats the one before (`forward`), is interpolated (`linear`), or its row is removed (`drop`). */
  missing: ["error", "forward", "linear", "drop"],
  /** Rows with the same time are reduced to the first, the last, or the mean of their values. */
  duplicates: ["error", "first", "last", "mean"],
  unsorted: ["error", "sort"],
  /** Missing rows are inserted, with missing values (`fill`), or the rows are used as they are (`ignore`). */
  gaps: ["error", "fill", "ignore"],
} as const;

/** What to do about missing values, duplicate times, unsorted times and gaps between times. */
export type Policies = { readonly [Name in keyof typeof policyValues]: (typeof policyValues)[Name][number] };

/** Every fault is an error: the defaults. */
export const strictPolicies: Policies = {
  missing: "error",
  duplicates: "error",
  unsorted: "error",
  gaps: "error",
};

/** All arrays have one entry for each row. */
export interface Rows {
  readonly times: Float64Array | null;
  readonly columns: readonly Float64Array[];
  /** The row of the table; -1 for an inserted one. */
  readonly origin: Int32Array;
}

export interface Context {
  readonly file: string;
  readonly time: Times | null;
  readonly lineOf: (row: number) => number;
}

/** The place of a row in the file; an inserted row has none. */
export function placeOf(
  { file, time, lineOf }: Context,
  origin: number,
  column: string | undefined = time?.name,
): Place {
  return { file, row: origin < 0 ? undefined : lineOf(origin), column };
}

/** The rows at these indices; all values of index -1 are missing. */
export function takeRows(rows: Rows, indices: Int32Array): Rows {
  const take = (values: Float64Array): Float64Array => {
    const taken = new Float64Array(indices.length); // from() would make a list of all values first
    for (let i = 0; i < taken.length; i++) taken[i] = values[indices[i] ?? -1] ?? Number.NaN;
    return taken;
  };
  return {
    times: rows.times === null ? null : take(rows.times),
    columns: rows.columns.map(take),
    origin: indices.map((i) => rows.origin[i] ?? -1),
  };
}

/** 0, 1, 2 … */
export function rowNumbers(count: number): Int32Array {
  return new Int32Array(count).map((_, i) => i);
}

/** In the order of time: an error, or sorted, rows of the same time staying as they are. */
export function inOrder(rows: Rows, policy: Policies["unsorted"], context: Context): Rows {
  const { times } = rows;
  if (times === null) return rows;
  const back = times.findIndex((time, i) => i > 0 && time < (times[i - 1] ?? time));
  if (back < 0) return rows;
  if (policy === "error") {
    const what = say`the rows are not sorted: ${timeAt(context, times, back)} comes after ${timeAt(context, times, back - 1)}`;
    throw new DataError(placeOf(context, rows.origin[back] ?? -1), what, {
      remedies: [{ option: "unsorted", values: ["sort"] }],
    });
  }
  const order = rowNumbers(times.length).sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);
  return takeRows(rows, order);
}

/** Leaves one row of each time: the first, the last, or the mean of the values that are not missing. */
export function unique(rows: Rows, policy: Policies["duplicates"], context: Context): Rows {
  const { times } = rows;
  if (times === null) return rows;
  const second = times.findIndex((time, i) => i > 0 && time === times[i - 1]);
  if (second < 0) return rows;
  if (policy === "error") {
    const first = context.lineOf(rows.origin[second - 1] ?? -1);
    const what = say`${timeAt(context, times, second)} is the time of row ${first} too`;
    throw new DataError(placeOf(context, rows.origin[second] ?? -1), what, {
      remedies: [{ option: "duplicates", values: ["first", "last", "mean"] }],
    });
  }
  const starts = rowNumbers(times.length).filter((i) => i === 0 || times[i] !== times[i - 1]);
  const lasts = starts.map((_, k) => (starts[k + 1] ?? times.length) - 1);
  const taken = takeRows(rows, policy === "last" ? lasts : starts);
  if (policy !== "mean") return taken;
  return { ...taken, columns: rows.columns.map((values) => means(values, starts, lasts)) };
}

function means(values: Float64Array, starts: Int32Array, lasts: Int32Array): Float64Array {
  return Float64Array.from(starts, (start, k) => {
    const present = values.subarray(start, (lasts[k] ?? start) + 1).filter((value) => !Number.isNaN(value));
    const none = present.length === 0 ? Number.NaN : 0;
    return present.reduce((sum, value) => sum + value / present.length, none);
  });
}

/** Applies the policy of gaps; returns the rows and the step between them. */
export function inStep(
  rows: Rows,
  policy: Policies["gaps"],
  context: Context,
): { readonly rows: Rows; readonly step: Step | null } {
  const { times } = rows;
  const step = times === null ? null : findStep(times, context.time?.kind ?? "number");
  if (times === null || step === null || policy === "ignore") return { rows, step };
  const isFault = (steps: number) => (policy === "error" ? steps !== 1 : !Number.isInteger(steps));
  for (let i = 1; i < times.length; i++) {
    const steps = stepsBetween(times[i - 1] ?? 0, times[i] ?? 0, step);
    if (isFault(steps)) throw gapFault(rows, times, i, step, steps, context);
  }
  return { rows: policy === "fill" ? filled(rows, times, step, context) : rows, step };
}

function gapFault(
  rows: Rows,
  times: Float64Array,
  i: number,
  step: Step,
  steps: number,
  context: Context,
): DataError {
  const what = say`${timeAt(context, times, i)} follows ${timeAt(context, times, i - 1)}, but the step is ${amountOf(step)}`;
  const canFill = Number.isInteger(steps);
  return new DataError(placeOf(context, rows.origin[i] ?? -1), what, {
    remedies: [{ option: "gaps", values: canFill ? ["fill", "ignore"] : ["ignore"] }],
    hint: canFill
      ? say`This inserts the missing rows, or treats the rows as consecutive`
      : say`This treats the rows as consecutive`,
  });
}

/** Filling may make a series at most this many times as long; more is a typing error in a date. */
const MOST_FILLED = 10;

function filled(rows: Rows, times: Float64Array, step: Step, context: Context): Rows {
  const [first = 0] = times;
  const last = times.at(-1) ?? first;
  const length = Math.round(stepsBetween(first, last, step)) + 1;
  if (length === times.length) return rows;
  if (length > Math.max(1000, MOST_FILLED * times.length))
    throw new DataError(
      { file: context.file, column: context.time?.name },
      say`filling the gaps would turn ${times.length} rows into ${length}`,
      { hint: say`Is there a typing error in one of the dates?` },
    );
  const indices = new Int32Array(length).fill(-1);
  for (const [i, time] of times.entries()) indices[Math.round(stepsBetween(first, time, step))] = i;
  const filledTimes = Float64Array.from(indices, (from, k) => times[from] ?? timeAfter(first, step, k));
  return { ...takeRows(rows, indices), times: filledTimes };
}

function timeAt(context: Context, times: Float64Array, i: number): string {
  return describeTime(times[i] ?? 0, context.time?.kind ?? "number");
}

/** Throws ValueError for an unknown value, and for policies that contradict each other. */
export function checkPolicies(policies: Policies): void {
  for (const [name, known] of Object.entries(policyValues)) {
    const value = policies[name as keyof Policies];
    if (!known.some((one) => one === value))
      throw new ValueError(`${name} is ${JSON.stringify(value)} but must be one of ${known.join(", ")}`, {
        caller: "toSeries",
      });
  }
  if (policies.gaps === "fill" && policies.missing === "drop")
    throw new ValueError(say`gaps is fill but missing is drop, which would drop the inserted rows again`, {
      caller: "toSeries",
      remedies: [{ option: "missing", values: ["forward", "linear"] }],
    });
}
