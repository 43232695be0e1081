/** @module Rows between a table and a series: sorted, deduplicated and put in step, as the policies say. */

import { DataError, type Place, ValueError } from "../../errors.ts";
import { say } from "../../sentence.ts";
import { shown } from "../../shown.ts";
import { combined } from "./aggregate.ts";
import { DAY } from "./calendarDate.ts";
import type { Times } from "./readTimes.ts";
import {
  describeTime,
  findStep,
  fixedStep,
  followsStep,
  phraseOf,
  type Step,
  stepsBetween,
  timeAfter,
} from "./timeStep.ts";
import { styleWriter } from "./timeStyle.ts";

/** The policies for faults in rows, with their values. */
export const policyValues = {
  /** A missing value repeats the one before (`forward`), is interpolated (`linear`), or its row is removed (`drop`). */
  missing: ["error", "forward", "linear", "drop"],
  /** Rows with the same time are reduced to the first or the last, or their values are combined. */
  duplicates: ["error", "first", "last", "mean", "sum", "count", "min", "max"],
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
  /** The step to expect; it is found from the rows if they do not fit it. */
  readonly step?: Step;
  /** Whether the rows must follow that step even if another fits them better: that of the other series of a panel. */
  readonly isStepFixed?: boolean;
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
    const [time, before] = [timeAt(context, times, back), timeAt(context, times, back - 1)];
    const what = isNewestFirst(times)
      ? say`the rows run from newest to oldest: ${time} comes after ${before}`
      : say`the rows are not sorted: ${time} comes after ${before}`;
    const count = times.reduce((sum, time, i) => sum + (i > 0 && time < (times[i - 1] ?? time) ? 1 : 0), 0);
    throw new DataError(placeOf(context, rows.origin[back] ?? -1), what, {
      remedies: [{ option: "unsorted", values: ["sort"] }],
      count,
    });
  }
  const order = rowNumbers(times.length).sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);
  return takeRows(rows, order);
}

function isNewestFirst(times: Float64Array): boolean {
  return times.length > 2 && times.every((time, i) => i === 0 || time <= times[i - 1]);
}

/** Leaves one row of each time: the first, the last, or one whose values are combined. */
export function unique(rows: Rows, policy: Policies["duplicates"], context: Context): Rows {
  const { times } = rows;
  if (times === null) return rows;
  const second = times.findIndex((time, i) => i > 0 && time === times[i - 1]);
  if (second < 0) return rows;
  const starts = rowNumbers(times.length).filter((i) => i === 0 || times[i] !== times[i - 1]);
  if (policy === "error") {
    const first = context.lineOf(rows.origin[second - 1] ?? -1);
    const what = say`${timeAt(context, times, second)} is the time of row ${first} too`;
    const areMany = times.length > Math.max(MANY_DUPLICATES * starts.length, starts.length + 2);
    throw new DataError(placeOf(context, rows.origin[second] ?? -1), what, {
      remedies: [
        { option: "duplicates", values: areMany ? ["sum", "count", "mean"] : ["first", "last", "mean"] },
      ],
      count: times.length - starts.length,
    });
  }
  const lasts = starts.map((_, k) => (starts[k + 1] ?? times.length) - 1);
  const taken = takeRows(rows, policy === "last" ? lasts : starts);
  if (policy === "first" || policy === "last") return taken;
  return { ...taken, columns: rows.columns.map((values) => combined(values, starts, lasts, policy)) };
}

/** With more rows for a time, on average, they are transactions rather than mistakes. */
const MANY_DUPLICATES = 1.2;

/** Rows in step, and the step between them; null where the rows follow none. */
export interface InStep {
  readonly rows: Rows;
  readonly step: Step | null;
  /** Steps of a calendar that have no row, such as holidays, and were left out. */
  readonly skipped: number;
}

/** Applies the policy of gaps. A few holidays in a calendar of weekdays or market hours are no gaps. */
export function inStep(rows: Rows, policy: Policies["gaps"], context: Context): InStep {
  const { times } = rows;
  const found = times === null ? null : stepOf(times, context);
  if (times === null || found === null) return { rows, step: null, skipped: 0 };
  if (policy === "ignore") return { rows, step: followsStep(times, found) ? found : null, skipped: 0 };
  // night hours are filled, too: who asks for rows wants a row for every step
  const isFixed = context.isStepFixed === true;
  const step = policy === "fill" && isOfHours(found) && !isFixed ? fixedStep(times) : found;
  const skipped = policy === "error" ? holidays(times, step) : 0;
  if (skipped > 0) return { rows, step, skipped };
  const isFault = (steps: number) => (policy === "error" ? steps !== 1 : !Number.isInteger(steps));
  for (let i = 1; i < times.length; i++) {
    const steps = stepsBetween(times[i - 1] ?? 0, times[i] ?? 0, step);
    if (isFault(steps)) throw gapFault(rows, times, i, step, steps, context);
  }
  return { rows: policy === "fill" ? filled(rows, times, step, context) : rows, step, skipped: 0 };
}

/** The expected step where all times fit it, most of them one apart: few rows do not show that Sundays are left out. */
function stepOf(times: Float64Array, { time, step, isStepFixed = false }: Context): Step | null {
  if (isStepFixed && step !== undefined) return step;
  const { kind = "number", style } = time ?? {};
  const isKind = step !== undefined && (step.unit === "number") === (kind === "number");
  if (!isKind) return findStep(times, kind, style?.zone);
  const steps = times.subarray(1).map((one, i) => stepsBetween(times[i], one, step));
  const next = steps.filter((count) => count === 1).length;
  const isFit = steps.every(Number.isInteger) && next >= LEAST_NEXT * steps.length;
  return isFit ? step : findStep(times, kind, style?.zone);
}

/** Rows one step apart, as a share, by which an expected step is recognised. */
const LEAST_NEXT = 0.6;

export function isOfHours(step: Step): boolean {
  return step.unit === "slot" && step.slots.length > 7;
}

/** Steps without a row, as a share of a calendar's, that can be holidays; China's exchanges have 7 %. */
const MOST_HOLIDAYS = 0.08;
/** The longest holidays, in days on which there would be rows. */
const LONGEST_HOLIDAY = 10;

/** The number of steps of a weekly calendar that have no rows, if these can be holidays; 0 if not. */
function holidays(times: Float64Array, step: Step): number {
  if (step.unit !== "slot") return 0;
  const days = new Set(step.slots.map((slot) => Math.floor(slot / DAY))).size;
  const longest = (LONGEST_HOLIDAY * step.slots.length) / days;
  let skipped = 0;
  for (let i = 1; i < times.length; i++) {
    const missing = stepsBetween(times[i - 1], times[i], step) - 1;
    if (!Number.isInteger(missing) || missing > longest) return 0;
    skipped += missing;
  }
  return skipped <= MOST_HOLIDAYS * (times.length + skipped) ? skipped : 0;
}

function gapFault(
  rows: Rows,
  times: Float64Array,
  i: number,
  step: Step,
  steps: number,
  context: Context,
): DataError {
  const count = times.reduce(
    (sum, one, k) => sum + (k > 0 && stepsBetween(times[k - 1] ?? 0, one, step) !== 1 ? 1 : 0),
    0,
  );
  const [time, before] = [timeAt(context, times, i), timeAt(context, times, i - 1)];
  if (!followsStep(times, step) && !followsOther(times, context))
    return new DataError(
      placeOf(context, rows.origin[i] ?? -1),
      say`${time} follows ${before}, and the times follow no rule`,
      {
        ...(areEvents(times)
          ? {
              remedies: [
                { option: "resample", values: [intervalOf(times)] },
                { option: "gaps", values: ["ignore"] },
              ],
              hint: say`This combines the rows by intervals, or treats them as consecutive and numbers the steps ahead`,
            }
          : {
              remedies: [{ option: "gaps", values: ["ignore"] }],
              hint: say`This treats the rows as consecutive and numbers the steps ahead`,
            }),
        count,
      },
    );
  const what = say`${time} follows ${before}, but the step is ${phraseOf(step)}`;
  const place = placeOf(context, rows.origin[i] ?? -1);
  const length = stepsBetween(times[0] ?? 0, times.at(-1) ?? 0, step) + 1;
  if (length > MOST_ADVISED * times.length)
    return new DataError(place, what, {
      remedies: [{ option: "gaps", values: ["ignore"] }],
      hint: say`To fill the gaps would turn ${times.length} rows into ${Math.round(length)}: are the times read as they are meant? See time and timeFormat`,
    });
  const canFill = Number.isInteger(steps);
  const consecutive = say`This treats the rows as consecutive`;
  return new DataError(place, what, {
    remedies: [{ option: "gaps", values: canFill ? ["fill", "ignore"] : ["ignore"] }],
    hint: canFill ? say`This inserts the missing rows, or treats the rows as consecutive` : consecutive,
    count,
  });
}

/** Whether the rows of a series of a panel follow a rule, though not that of the other series. */
function followsOther(times: Float64Array, { isStepFixed = false, time }: Context): boolean {
  const own = isStepFixed ? findStep(times, time?.kind ?? "number", time?.style?.zone) : null;
  return own !== null && followsStep(times, own);
}

/** Filling is not advised where it makes a series that many times as long. */
const MOST_ADVISED = 3;

/** Whether rows are events rather than samples: hardly any two steps between them are equal. */
function areEvents(times: Float64Array): boolean {
  const steps = stepsOf(times);
  const median = steps[steps.length >> 1] ?? 0;
  return steps.length > 20 && steps.filter((step) => step === median).length < 0.3 * steps.length;
}

function stepsOf(times: Float64Array): Float64Array {
  return times
    .slice(1)
    .map((time, i) => time - (times[i] ?? 0))
    .sort();
}

/** The interval that most often has several events. */
function intervalOf(times: Float64Array): string {
  const median = stepsOf(times)[(times.length - 1) >> 1] ?? 0;
  if (median < DAY / 96) return "hour";
  if (median < DAY / 2) return "day";
  return median < 4 * DAY ? "week" : "month";
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

function timeAt({ time }: Context, times: Float64Array, i: number): string {
  if (time?.style?.zone !== undefined) return styleWriter(time.style)(times[i]);
  return describeTime(times[i] ?? 0, time?.kind ?? "number");
}

/** Throws ValueError for an unknown value, and for policies that contradict each other. */
export function checkPolicies(policies: Policies): void {
  for (const [name, known] of Object.entries(policyValues)) {
    const value = policies[name as keyof Policies];
    if (!known.some((one) => one === value))
      throw new ValueError(`${name} is ${shown(value)} but must be one of ${known.join(", ")}`, {
        caller: "toSeries",
      });
  }
  if (policies.gaps === "fill" && policies.missing === "drop")
    throw new ValueError(say`gaps is fill but missing is drop, which would drop the inserted rows again`, {
      caller: "toSeries",
      remedies: [{ option: "missing", values: ["forward", "linear"] }],
    });
}
