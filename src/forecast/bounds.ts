/** @module Bounds of forecasts: the least and the greatest value, whole numbers, counts that never fall; given or found. */
import type { Series } from "../data/series/series.ts";
import { say } from "../sentence.ts";
import type { ForecasterOptions, TrainingOptions } from "./options.ts";
import { fault } from "./planChecks.ts";

/** What forecasts and the ends of intervals keep to, for the model and the baselines alike. */
export interface Bounds extends Pick<TrainingOptions, "min" | "max" | "integer" | "monotone"> {}

export const unbounded: Bounds = { min: null, max: null, integer: false, monotone: false };

/** Values that say whether a column counts something, at least. */
const ENOUGH = 20;

/**
 * The bounds as given, and those that the targets show. Targets that hold whole numbers from 0 only, and more than one line
 * of them, are counts: `min` is 0 and `integer` true. Counts that never fall are cumulative: `monotone` is true. A `min` of
 * null turns all three off, unless they are given themselves.
 */
export function boundsOf(series: Series, { min, max = null, integer, monotone }: ForecasterOptions): Bounds {
  const targets = series.columns.filter(({ role }) => role === "target").map(actualValues);
  const areCounts = min !== null && targets.length > 0 && targets.every(isCount);
  return {
    min: min === undefined ? (areCounts ? 0 : null) : min,
    max,
    integer: integer ?? areCounts,
    monotone: monotone ?? (areCounts && targets.every(neverFalls)),
  };
}

/** Throws ValueError for a target that breaks the bounds, and for bounds that leave nothing. */
export function checkBounds({ name, columns }: Series, { min, max, integer }: Bounds): void {
  if (min !== null && max !== null && min >= max)
    throw fault(say`min is ${min} but must be less than max, ${max}`, {
      remedies: [{ option: "min", values: [] }],
    });
  for (const { name: target, role, values, filled } of columns) {
    if (role !== "target") continue;
    const check = (
      option: "min" | "max" | "integer",
      limit: number | boolean,
      breaks: (x: number) => boolean,
    ) => {
      const row = values.findIndex((value, t) => filled?.[t] !== 1 && breaks(value));
      if (row >= 0)
        throw fault(
          say`${option} is ${String(limit)} but ${JSON.stringify(target)} is ${values[row]} in row ${row + 1} of ${name}`,
          { remedies: [{ option, values: [option === "integer" ? false : null] }] },
        );
    };
    if (min !== null) check("min", min, (value) => value < min);
    if (max !== null) check("max", max, (value) => value > max);
    if (integer) check("integer", integer, (value) => !Number.isInteger(value));
  }
}

function isCount(values: Float64Array): boolean {
  if (values.length < ENOUGH || !values.every((value) => Number.isSafeInteger(value) && value >= 0))
    return false;
  const step = values[1] - values[0];
  const isLine = values.every((value, t) => t === 0 || value - values[t - 1] === step);
  const [least, greatest] = [Math.min, Math.max].map((of) => values.reduce((a, b) => of(a, b)));
  return !isLine && greatest >= 2 * least;
}

function neverFalls(values: Float64Array): boolean {
  return values.every((value, t) => t === 0 || value >= values[t - 1]);
}

/** Without the values that were filled in. */
function actualValues({ values, filled }: Series["columns"][number]): Float64Array {
  return filled === undefined ? values : values.filter((_, t) => filled[t] !== 1);
}
