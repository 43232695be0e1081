/** @module Series: columns of numbers in the order of time, none missing; made of a table by `toSeries`, or of arrays. */
import { closed } from "../../arguments.ts";
import { ValueError } from "../../errors.ts";
import type { TimeKind } from "./readTimes.ts";
import type { Resampled } from "./resample.ts";
import { type Step, timeAfter } from "./timeStep.ts";
import type { TimeStyle } from "./timeStyle.ts";
import { toLocal } from "./zone.ts";

/** The role of a column: a target, a past covariate, or a future covariate (such as a holiday). */
export type Role = "target" | "covariate" | "future";

/** A column with its role. */
export interface SeriesColumn {
  /** The name in the file. */
  readonly name: string;
  /** What the column is for. */
  readonly role: Role;
  /** One for each row, none missing. It may be the table's own array: do not write to it. */
  readonly values: Float64Array;
  /** 1 for each row whose value was missing and is filled in; absent where none was. Such values are never scored. */
  readonly filled?: Uint8Array;
}

/** What was missing in a file, and is not in its series. */
export interface Completed {
  /** Rows that were inserted. */
  readonly inserted: number;
  /** Values that were filled in, besides those of inserted rows. */
  readonly values: number;
  /** Rows that were left out before the first, and after the last, with values. */
  readonly before: number;
  /** Rows that were left out after the last row with values. */
  readonly after: number;
}

/** Rows in the order of time, without missing values. */
export interface Series {
  /** The file's name. */
  readonly name: string;
  /** The time column's name, or several names with commas between them; null without one. */
  readonly timeName: string | null;
  /** Milliseconds since 1970 in UTC, or plain numbers, as `timeKind` says; null without a time column. */
  readonly time: Float64Array | null;
  /** Whether times are dates or numbers; null without a time column. */
  readonly timeKind: TimeKind | null;
  /** How the file writes its dates; absent for plain numbers. */
  readonly timeStyle?: TimeStyle;
  /** Other columns of dates in the file. */
  readonly otherTimes?: readonly string[];
  /** From one time to the next. Null without times, and with `gaps: "ignore"` where these follow no rule. */
  readonly step: Step | null;
  /** Steps of a calendar without a row, such as holidays: the rows are treated as consecutive. */
  readonly skipped?: number;
  /** Targets first, then past covariates, then future covariates, each in the order of the options. */
  readonly columns: readonly SeriesColumn[];
  /** The number of rows. */
  readonly length: number;
  /** What was missing; absent where nothing was. */
  readonly completed?: Completed;
  /** How rows were combined; absent where they were not. */
  readonly resampled?: Resampled;
  /** Values of the future covariates in the steps after the last row, where they are known. */
  readonly future?: Readonly<Record<string, ArrayLike<number>>>;
}

/** The number of steps after the end of a series for which all of these future covariates are known. */
export function futureSteps({ future = {} }: Series, names: readonly string[]): number {
  return names.reduce(
    (least, name) => Math.min(least, future[name]?.length ?? 0),
    names.length === 0 ? 0 : Number.POSITIVE_INFINITY,
  );
}

/** The times that follow a series, step by step, by its calendar: after Friday comes Monday on business days. */
export function nextTimes({ name, time, step }: Series, count: number): Float64Array {
  const last = time?.at(-1);
  if (last !== undefined && step === null && (time?.length ?? 0) > 1)
    throw new ValueError(`the times of ${name} follow no rule, so none comes next`, { caller: "nextTimes" });
  if (last === undefined || step === null)
    throw new ValueError(`${name} has no time column of two rows or more, so no time follows`, {
      caller: "nextTimes",
    });
  if (!Number.isInteger(count) || count < 0)
    throw new ValueError(`count is ${count} but must be a whole number from 0`, { caller: "nextTimes" });
  return Float64Array.from({ length: count }, (_, i) => timeAfter(last, step, i + 1));
}

/** Covariates by name, and the name of the series. */
export interface SeriesFromArraysOptions {
  /** For messages; "series" by default. */
  readonly name?: string;
  /** Columns that are known up to the last row, by their names. */
  readonly covariates?: Readonly<Record<string, ArrayLike<number>>>;
  /** Columns that are known for the steps to forecast, too, by their names. */
  readonly future?: Readonly<Record<string, ArrayLike<number>>>;
}

/**
 * A series of numbers at equal steps, without times: columns by their names, the targets first.
 *
 *     seriesFromArrays({ load: [3, 4, 5, …] })
 *
 * Throws ValueError unless all columns are equally long and every value is finite.
 */
export function seriesFromArrays(
  targets: Readonly<Record<string, ArrayLike<number>>>,
  options: SeriesFromArraysOptions = {},
): Series {
  const {
    name = "series",
    covariates = {},
    future = {},
  } = closed("seriesFromArrays", options, {
    name: 0,
    covariates: 0,
    future: 0,
  });
  const columns = [
    ...columnsOf(targets, "target", name),
    ...columnsOf(covariates, "covariate", name),
    ...columnsOf(future, "future", name),
  ];
  const length = columns[0]?.values.length ?? 0;
  const other = columns.find(({ values }) => values.length !== length);
  if (other !== undefined)
    throw new ValueError(
      `${other.name} has ${other.values.length} values but must have ${length}, as ${columns[0]?.name} has`,
      { caller: "seriesFromArrays" },
    );
  return { name, timeName: null, time: null, timeKind: null, step: null, columns, length };
}

function columnsOf(
  arrays: Readonly<Record<string, ArrayLike<number>>>,
  role: Role,
  series: string,
): SeriesColumn[] {
  return Object.entries(arrays).map(([name, array]) => {
    const values = Float64Array.from(array);
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0)
      throw new ValueError(`${name} is ${values[bad]} in row ${bad} of ${series} but must be finite`, {
        caller: "seriesFromArrays",
      });
    return { name, role, values };
  });
}

/** Times as the clock of their zone shows them, as if that were UTC; the same times where they have no offset. */
export function clockTimes(
  { timeStyle }: { readonly timeStyle?: TimeStyle | undefined },
  times: Float64Array,
): Float64Array {
  const zone = timeStyle?.zone;
  return zone === undefined || zone === 0 ? times : times.map((time) => toLocal(time, zone));
}
