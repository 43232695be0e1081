/** @module Missing values: their rows dropped, filled in, or an error that names the first. */

import { DataError } from "../../errors.ts";
import { maxOf } from "../../lists.ts";
import { say } from "../../sentence.ts";
import { type Context, type Policies, placeOf, type Rows, rowNumbers, takeRows } from "./rows.ts";
import { describeTime } from "./timeStep.ts";

export function dropMissing(rows: Rows): Rows {
  const arrays = rows.times === null ? rows.columns : [rows.times, ...rows.columns];
  const kept = rowNumbers(rows.origin.length).filter((i) =>
    arrays.every((values) => !Number.isNaN(values[i])),
  );
  return kept.length === rows.origin.length ? rows : takeRows(rows, kept);
}

/** Rows without a missing value, and which values were made up: null for a column without any. */
export interface FilledRows {
  readonly rows: Rows;
  readonly filled: readonly (Uint8Array | null)[];
  /** Rows left out at either end. */
  readonly before: number;
  readonly after: number;
}

/**
 * Fills every missing value from its neighbours. Rows before the first with a value in each column are left out, and rows
 * after the last with a value among the first `targets` columns; behind its last value a column repeats that.
 */
export function fillMissing(
  rows: Rows,
  policy: Policies["missing"],
  names: readonly string[],
  targets: number,
  context: Context,
): FilledRows {
  const holed = rows.columns.findIndex((values) => values.some(Number.isNaN));
  const none = { rows, filled: rows.columns.map(() => null), before: 0, after: 0 };
  if (holed < 0) return none;
  if (policy !== "forward" && policy !== "linear") throw missingFault(rows, names, context);
  const empty = rows.columns.findIndex((values) => values.every(Number.isNaN));
  if (empty >= 0) throw emptyFault(names[empty] ?? "", context);
  const { from, until } = rangeOfValues(rows.columns, targets);
  const columns = rows.columns.map((values) => fill(values, policy, rows.times)); // also from before the cut
  return {
    rows: cutRows({ ...rows, columns }, from, until),
    filled: cutRows(rows, from, until).columns.map((values) => maskOf(values)),
    before: from,
    after: rows.origin.length - until,
  };
}

function cutRows({ times, columns, origin }: Rows, from: number, until: number): Rows {
  return {
    times: times?.subarray(from, until) ?? null,
    columns: columns.map((values) => values.subarray(from, until)),
    origin: origin.subarray(from, until),
  };
}

/** From the row in which each column has had a value to the last one with a target. */
function rangeOfValues(
  columns: readonly Float64Array[],
  targets: number,
): { readonly from: number; readonly until: number } {
  const isValue = (value: number): boolean => !Number.isNaN(value);
  const from = maxOf(columns.map((values) => values.findIndex(isValue)));
  const last = maxOf(columns.slice(0, targets).map((values) => values.findLastIndex(isValue)));
  return { from, until: Math.max(from + 1, last + 1) };
}

/** What was before behind a column's last value, too, where nothing can be interpolated. */
function fill(values: Float64Array, policy: "forward" | "linear", times: Float64Array | null): Float64Array {
  if (!values.some(Number.isNaN)) return values;
  return forward(policy === "forward" ? values : linear(values, times));
}

function maskOf(values: Float64Array): Uint8Array | null {
  return values.some(Number.isNaN) ? Uint8Array.from(values, (value) => (Number.isNaN(value) ? 1 : 0)) : null;
}

function missingFault(rows: Rows, names: readonly string[], context: Context): DataError {
  const k = rows.columns.findIndex((values) => values.some(Number.isNaN));
  const i = rows.columns[k]?.findIndex(Number.isNaN) ?? 0;
  const column = names[k] ?? "";
  const origin = rows.origin[i] ?? -1;
  const time = rows.times?.[i];
  const when = describeTime(time ?? Number.NaN, context.time?.kind ?? "number");
  const isFilled = origin < 0;
  const what = isFilled ? say`the row at ${when} is missing, so it has no value` : say`the value is missing`;
  const values = isFilled ? ["forward", "linear"] : ["forward", "linear", "drop"];
  const count = rows.columns[k]?.filter(Number.isNaN).length ?? 0;
  return new DataError(placeOf(context, origin, column), what, {
    remedies: [{ option: "missing", values }],
    count,
  });
}

function emptyFault(column: string, context: Context): DataError {
  return new DataError({ file: context.file, column }, say`every value is missing`);
}

function forward(values: Float64Array): Float64Array {
  let last = Number.NaN;
  return values.map((value) => {
    if (!Number.isNaN(value)) last = value;
    return last;
  });
}

/** Linear interpolation between the neighbours in time, or in rows without times. */
function linear(values: Float64Array, times: Float64Array | null): Float64Array {
  const filled = values.slice();
  let before = -1;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) continue;
    for (let gap = before + 1; gap < i && before >= 0; gap++)
      filled[gap] = between(values, times, before, gap, i);
    before = i;
  }
  return filled;
}

function between(values: Float64Array, times: Float64Array | null, a: number, at: number, b: number): number {
  const position = (i: number) => times?.[i] ?? i;
  const share = (position(at) - position(a)) / (position(b) - position(a));
  const [first, last] = [values[a] ?? 0, values[b] ?? 0];
  const half = (last / 2 - first / 2) * share;
  return first + half + half; // so that nothing overflows
}
