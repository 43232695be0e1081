/** @module Missing values: their rows dropped, filled in, or an error that names the first. */
import { DataError } from "../../errors.ts";
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

/** Fills every missing value from its neighbours. */
export function fillMissing(
  rows: Rows,
  policy: Policies["missing"],
  names: readonly string[],
  context: Context,
): Rows {
  const columns = rows.columns.map((values, k) => {
    const first = values.findIndex(Number.isNaN);
    if (first < 0) return values;
    if (policy !== "forward" && policy !== "linear")
      throw missingFault(rows, first, k, names[k] ?? "", context);
    const filled = policy === "forward" ? forward(values) : linear(values, rows.times);
    const left = filled.findIndex(Number.isNaN);
    if (left >= 0) throw edgeFault(rows, left, names[k] ?? "", context);
    return filled;
  });
  return { ...rows, columns };
}

function missingFault(rows: Rows, i: number, k: number, column: string, context: Context): DataError {
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

function edgeFault(rows: Rows, i: number, column: string, context: Context): DataError {
  const side = i === 0 ? say`before` : say`after`;
  const what = say`the value is missing, and there is none ${side} it to fill it from`;
  return new DataError(placeOf(context, rows.origin[i] ?? -1, column), what, {
    remedies: [{ option: "missing", values: ["drop"] }],
  });
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
