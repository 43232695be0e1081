/** @module A column as it stands in the file, before anything is decided about it: in the order of time, with its gaps. */
import type { Table } from "../../../src/data/read/table.ts";
import { fillMissing } from "../../../src/data/series/missingValues.ts";
import type { Times } from "../../../src/data/series/readTimes.ts";
import {
  type Context,
  inOrder,
  inStep,
  type Policies,
  type Rows,
  rowNumbers,
  takeRows,
  unique,
} from "../../../src/data/series/rows.ts";
import { findTimes } from "../../../src/data/series/timeColumn.ts";
import { DataError } from "../../../src/errors.ts";
import type { Choices } from "./choices.ts";

/** One entry for each row, those that are missing between two times included. */
export interface RawColumn {
  readonly name: string;
  readonly time: Times | null;
  /** Times, or numbers of rows from 1. */
  readonly x: Float64Array;
  /** NaN where there is no value. */
  readonly y: Float64Array;
  readonly rows: Rows;
  readonly context: Context;
}

/** Null where no cell of the column is a number. */
export function rawColumn(table: Table, { uses, timeFormat }: Choices, name: string): RawColumn | null {
  const column = table.columns.find((one) => one.name === name);
  if (column === undefined) return null;
  const values = column.kind === "number" ? column.values : Float64Array.from(column.texts, numberIn);
  if (values.every(Number.isNaN)) return null;
  const names = table.columns.filter((_, i) => uses[i] === "time").map((one) => one.name);
  const time = timesOf(table, names, timeFormat);
  const context: Context = { file: table.name, time, lineOf: table.lineOf };
  const all: Rows = { times: time?.values ?? null, columns: [values], origin: rowNumbers(table.rows) };
  const rows = atEqualSteps(all, context);
  return {
    name,
    time,
    x: rows.times ?? Float64Array.from(rows.origin, (row) => row + 1),
    y: rows.columns[0],
    rows,
    context,
  };
}

const numberIn = (text: string): number => (text.trim() === "" ? Number.NaN : Number(text));

/** Null where there are none, and where they cannot be read. */
function timesOf(table: Table, time: readonly string[], timeFormat: Choices["timeFormat"]): Times | null {
  if (time.length === 0) return null;
  return orNull(() => findTimes(table, new Set(), { time, ...(timeFormat === null ? {} : { timeFormat }) }));
}

function atEqualSteps(all: Rows, context: Context): Rows {
  const { times } = all;
  if (times === null) return all;
  const timed = takeRows(
    all,
    all.origin.filter((row) => !Number.isNaN(times[row])),
  );
  const sorted = unique(inOrder(timed, "sort", context), "first", context);
  return orNull(() => inStep(sorted, "fill", context).rows) ?? sorted;
}

/** The rows that have no value, as one range for each gap: from the first, up to the next value. */
export function gapsIn(y: Float64Array): (readonly [from: number, until: number])[] {
  const gaps: [number, number][] = [];
  for (let i = 0; i < y.length; i++) {
    if (!Number.isNaN(y[i])) continue;
    const last = gaps.at(-1);
    if (last?.[1] === i) last[1] = i + 1;
    else gaps.push([i, i + 1]);
  }
  return gaps;
}

/** The values that a policy fills in, missing where it leaves rows out; null where there is none. */
export function filledBy(
  policy: Policies["missing"],
  { name, rows, context }: RawColumn,
): Float64Array | null {
  return orNull(() => {
    const { rows: kept, before } = fillMissing(rows, policy, [name], 1, context);
    const values = new Float64Array(rows.origin.length).fill(Number.NaN);
    values.set(kept.columns[0], before);
    return values;
  });
}

function orNull<Thing>(make: () => Thing): Thing | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof DataError) return null;
    throw error;
  }
}
