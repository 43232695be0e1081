/** @module Rows on their way from a table to a series: taken, put in order, made unique, filled up. */
import { DataError, type Place, ValueError } from "../../errors.ts";
import type { Times } from "./timeColumn.ts";
import { describeStep, describeTime, findStep, type Step, stepsBetween, timeAfter } from "./timeStep.ts";

/** The policies for faults in rows, with their values. */
export const policyValues = {
  /** A missing value repeats the one before (`forward`), is interpolated (`linear`), or its row is removed (`drop`). */
  missing: ["error", "forward", "linear", "drop"],
  /** Rows with the same time are reduced to the first, the last, or the mean of their values. */
  duplicates: ["error", "first", "last", "mean"],
  /** Rows are sorted by time. */
  unsorted: ["error", "sort"],
  /** Missing rows are inserted, with missing values (`fill`), or the rows are used as they are (`ignore`). */
  gaps: ["error", "fill", "ignore"],
} as const;

/** What to do about missing values, repeated times, times out of order and gaps between them. */
export type Policies = { readonly [Name in keyof typeof policyValues]: (typeof policyValues)[Name][number] };

/** Every fault is an error: the defaults. */
export const strictPolicies: Policies = {
  missing: "error",
  duplicates: "error",
  unsorted: "error",
  gaps: "error",
};

/** Rows under way: all arrays have one entry for each. */
export interface Rows {
  readonly times: Float64Array | null;
  readonly columns: readonly Float64Array[];
  /** Which row of the table each was; -1 for one that was put in. */
  readonly origin: Int32Array;
}

/** What messages need to know. */
export interface Context {
  readonly file: string;
  readonly time: Times | null;
  readonly lineOf: (row: number) => number;
}

/** Where a row stands; a row that was put in stands nowhere. */
export function placeOf(
  { file, time, lineOf }: Context,
  origin: number,
  column: string | undefined = time?.name,
): Place {
  return { file, row: origin < 0 ? undefined : lineOf(origin), column };
}

/** Some of the rows, in the order of the indices; a row that there is not has no values. */
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
    const what = `${timeAt(context, times, back)} comes after ${timeAt(context, times, back - 1)}`;
    throw new DataError(
      placeOf(context, rows.origin[back] ?? -1),
      what,
      'Put rows in order with unsorted: "sort"',
    );
  }
  const order = rowNumbers(times.length);
  return takeRows(
    rows,
    order.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b),
  );
}

/** Each time once: an error, the first row, the last one, or the mean of what is not missing. */
export function unique(rows: Rows, policy: Policies["duplicates"], context: Context): Rows {
  const { times } = rows;
  if (times === null) return rows;
  const second = times.findIndex((time, i) => i > 0 && time === times[i - 1]);
  if (second < 0) return rows;
  if (policy === "error") {
    const first = context.lineOf(rows.origin[second - 1] ?? -1);
    const what = `${timeAt(context, times, second)} is the time of row ${first} too`;
    const remedy = 'Choose with duplicates: "first", "last" or "mean"';
    throw new DataError(placeOf(context, rows.origin[second] ?? -1), what, remedy);
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
    return present.reduce(
      (sum, value) => sum + value / present.length,
      present.length === 0 ? Number.NaN : 0,
    );
  });
}

/** Rows that keep step, and their step: gaps are an error, filled, or ignored. */
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
  const what = `${timeAt(context, times, i)} follows ${timeAt(context, times, i - 1)}, but the step is ${describeStep(step)}`;
  const remedy = Number.isInteger(steps)
    ? 'gaps: "fill" puts in what was left out, "ignore" takes the rows as they are'
    : 'gaps: "ignore" takes the rows as they are';
  return new DataError(placeOf(context, rows.origin[i] ?? -1), what, remedy);
}

/** A series may become so many times as long: more is a slip in a date. */
const MOST_FILLED = 10;

function filled(rows: Rows, times: Float64Array, step: Step, context: Context): Rows {
  const [first = 0] = times;
  const last = times.at(-1) ?? first;
  const length = Math.round(stepsBetween(first, last, step)) + 1;
  if (length === times.length) return rows;
  if (length > Math.max(1000, MOST_FILLED * times.length))
    throw new DataError(
      { file: context.file, column: context.time?.name },
      `filling the gaps would make ${length} rows of ${times.length}`,
      "Is there a slip in one of the dates?",
    );
  const indices = new Int32Array(length).fill(-1);
  for (const [i, time] of times.entries()) indices[Math.round(stepsBetween(first, time, step))] = i;
  const taken = takeRows(rows, indices);
  return {
    ...taken,
    times: Float64Array.from(indices, (from, k) => times[from] ?? timeAfter(first, step, k)),
  };
}

function timeAt(context: Context, times: Float64Array, i: number): string {
  return describeTime(times[i] ?? 0, context.time?.kind ?? "number");
}

/** That each policy is one of those there are, and that they can go together. */
export function checkPolicies(policies: Policies): void {
  for (const [name, known] of Object.entries(policyValues)) {
    const value = policies[name as keyof Policies];
    if (!known.some((one) => one === value))
      throw new ValueError(
        `toSeries: ${name} is ${JSON.stringify(value)} but must be one of ${known.join(", ")}`,
      );
  }
  if (policies.gaps === "fill" && policies.missing === "drop")
    throw new ValueError('toSeries: gaps: "fill" puts in rows that missing: "drop" would leave out again');
}
