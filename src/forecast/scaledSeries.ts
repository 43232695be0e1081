/** @module What a forecaster reads of a series: its columns in one order, in their own units and scaled. */

import { calendarFeatures } from "../data/prepare/calendarFeatures.ts";
import type { Scaler } from "../data/prepare/scalers.ts";
import type { Window } from "../data/prepare/windows.ts";
import { clockTimes, type Role, type Series } from "../data/series/series.ts";
import { type Sentence, say } from "../sentence.ts";
import { Tensor } from "../tensor/tensor.ts";
import { formatRounded } from "../text/format.ts";
import type { PlanColumns } from "./plan.ts";
import { fault } from "./planChecks.ts";

/** N rows of C columns: first the targets, then what is known ahead, then what is known up to now. */
export interface Frame {
  readonly columns: readonly Float64Array[];
  /** (N, C), row-major. */
  readonly scaled: Float32Array;
  /** How many of the columns are targets, O. */
  readonly targets: number;
  /** How many of those behind them are known ahead, F. */
  readonly known: number;
  /** 1 for each value of a target that was filled in, (O, N); null for a target without any. */
  readonly filled: readonly (Uint8Array | null)[];
}

/** The columns of a series in that order. Throws ValueError when one is missing, or no dates for a calendar. */
export function inputColumns(
  series: Series,
  { targets, future, calendar, covariates }: PlanColumns,
): Float64Array[] {
  const of = (names: readonly string[], role: Role): Float64Array[] =>
    names.map((name) => valuesOf(series, name, role));
  return [
    ...of(targets, "target"),
    ...of(future, "future"),
    ...calendarOf(series, calendar),
    ...of(covariates, "covariate"),
  ];
}

/** Squares of values up to this size are still float64; those of scaled ones float32. */
const GREATEST = 1e150;
const GREATEST_SCALED = 1e18;

/** Columns with their scaled values beside them. Throws ValueError for a value that is too far from those of training. */
export function frameOf(
  columns: readonly Float64Array[],
  scaler: Scaler,
  names: PlanColumns,
  filled: Frame["filled"] = [],
): Frame {
  const C = columns.length;
  const scaled = new Float32Array(C * (columns[0]?.length ?? 0));
  columns.forEach((values, c) => {
    for (let t = 0; t < values.length; t++) {
      const value = scaler.transformValue(values[t], c);
      if (Math.abs(value) > GREATEST_SCALED)
        throw fault(
          say`a value is ${values[t]} in row ${t}, ${formatRounded(value, 2)} scales from the center of the training set, but must be within ${GREATEST_SCALED}`,
        );
      scaled[t * C + c] = value;
    }
  });
  const known = names.future.length + 2 * names.calendar.length;
  return { columns, scaled, targets: names.targets.length, known, filled };
}

/** The frame of a series, which knows what was filled in. */
export function seriesFrame(series: Series, names: PlanColumns, scaler: Scaler): Frame {
  return frameOf(inputColumns(series, names), scaler, names, filledOf(series, names));
}

/** Which values of the targets of a series were filled in. */
function filledOf({ columns }: Series, { targets }: PlanColumns): Frame["filled"] {
  return targets.map(
    (name) => columns.find((one) => one.name === name && one.role === "target")?.filled ?? null,
  );
}

/** 1 where a value of some rows was filled in, (rows, O); null where none was. */
export function filledRows({ filled, targets: O }: Frame, from: number, until: number): Uint8Array | null {
  let rows: Uint8Array | null = null;
  filled.forEach((mask, c) => {
    for (let t = from; mask !== null && t < until; t++) {
      if (mask[t] !== 1) continue;
      rows ??= new Uint8Array((until - from) * O);
      rows[(t - from) * O + c] = 1;
    }
  });
  return rows;
}

/** A row of targets, (O), with NaN for values that were filled in. */
export function actualRow(frame: Frame, t: number): Float64Array {
  return targetRows(frame, t, t + 1).map((value, c) => (frame.filled[c]?.[t] === 1 ? Number.NaN : value));
}

/** What a network is given of some windows: x (B, L, C) and, where something is known ahead, future (B, H, F). */
export function readWindows(frame: Frame, windows: readonly Window[]): [Tensor, Tensor | null] {
  const { targets, known, columns } = frame;
  const back = windows.map(({ start, from }) => ({ from: start, until: from }));
  const x = gather(frame, back, 0, columns.length);
  return [x, known === 0 ? null : gather(frame, windows, targets, known)];
}

/** What a network is to say of them: y (B, H, O), scaled. */
export function targetWindows(frame: Frame, windows: readonly Window[]): Tensor {
  return gather(frame, windows, 0, frame.targets);
}

/** Rows of targets in their own units, (rows, O). */
export function targetRows({ columns, targets: O }: Frame, from: number, until: number): Float64Array {
  const rows = new Float64Array((until - from) * O);
  for (let c = 0; c < O; c++) for (let t = from; t < until; t++) rows[(t - from) * O + c] = columns[c][t];
  return rows;
}

/** `count` columns from the `first` one, in rows `from` to `until` of each window: (B, rows, count). */
function gather(
  { scaled, columns }: Frame,
  windows: readonly Pick<Window, "from" | "until">[],
  first: number,
  count: number,
): Tensor {
  const steps = windows.length === 0 ? 0 : windows[0].until - windows[0].from;
  const data = new Float32Array(windows.length * steps * count);
  let at = 0;
  for (const { from, until } of windows) {
    for (let t = from; t < until; t++, at += count) {
      const row = t * columns.length + first;
      data.set(scaled.subarray(row, row + count), at);
    }
  }
  return new Tensor(data, [windows.length, steps, count]);
}

const roleNames: Readonly<Record<Role, Sentence>> = {
  target: say`target`,
  covariate: say`past covariate`,
  future: say`future covariate`,
};

function valuesOf({ name: file, columns }: Series, name: string, role: Role): Float64Array {
  const found = columns.find((column) => column.name === name && column.role === role);
  if (found === undefined)
    throw fault(
      say`${file} has no ${roleNames[role]} ${JSON.stringify(name)}, which the model was trained with`,
    );
  const large = found.values.findIndex((value) => Math.abs(value) > GREATEST);
  if (large >= 0)
    throw fault(
      say`the ${roleNames[role]} ${JSON.stringify(name)} is ${found.values[large]} in row ${large} of ${file} but must be at most ${GREATEST} in size`,
    );
  return found.values;
}

function calendarOf(
  { name, time, timeKind, timeStyle }: Series,
  calendar: PlanColumns["calendar"],
): Float64Array[] {
  if (calendar.length === 0) return [];
  if (time === null || timeKind !== "date")
    throw fault(say`${name} has no dates but must have for the calendar features ${calendar.join(", ")}`);
  return calendarFeatures(clockTimes({ timeStyle }, time), calendar).map(({ values }) => values);
}
