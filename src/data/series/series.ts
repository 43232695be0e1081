/** @module Series: columns of numbers in the order of time, none missing. */
import { ValueError } from "../../errors.ts";
import type { TimeKind } from "./timeColumn.ts";
import { type Step, timeAfter } from "./timeStep.ts";

/** What a column is for: forecast, known up to now, or known ahead (such as a holiday). */
export type Role = "target" | "covariate" | "future";

/** A column of a series. */
export interface SeriesColumn {
  readonly name: string;
  readonly role: Role;
  /** One for each row, none missing. It may be the table's own array: not to be written to. */
  readonly values: Float64Array;
}

/** Rows in the order of time, without missing values. */
export interface Series {
  /** The file's name. */
  readonly name: string;
  /** The time column's name, null when there is none. */
  readonly timeName: string | null;
  /** Milliseconds since 1970 in UTC, or plain numbers, as `timeKind` says; null when there is no time column. */
  readonly time: Float64Array | null;
  readonly timeKind: TimeKind | null;
  /** From one time to the next. With `gaps: "ignore"` the most frequent one; null without times. */
  readonly step: Step | null;
  /** Targets first, then covariates, then those known ahead, each in the order asked for. */
  readonly columns: readonly SeriesColumn[];
  readonly length: number;
}

/** The times that follow a series, step by step; in months and years as the calendar has them. */
export function nextTimes({ name, time, step }: Series, count: number): Float64Array {
  const last = time?.at(-1);
  if (last === undefined || step === null)
    throw new ValueError(
      `nextTimes: ${name} has no time column with two rows or more, so no time comes next`,
    );
  if (!Number.isInteger(count) || count < 0)
    throw new ValueError(`nextTimes: count is ${count} but must be a whole number from 0`);
  return Float64Array.from({ length: count }, (_, i) => timeAfter(last, step, i + 1));
}
