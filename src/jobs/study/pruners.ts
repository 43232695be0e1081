/** @module When a trial is given up before its end, as Optuna's `MedianPruner` and `SuccessiveHalvingPruner` do. */
import { lastReport, type Trial } from "./trial.ts";

/** The ways to give up trials. */
export const prunerNames = ["median", "halving", "none"] as const;
/** One of `prunerNames`. */
export type PrunerName = (typeof prunerNames)[number];

/** Complete trials before any is given up. */
const STARTUP = 5;
/** Of this number of trials that reach a rung, one goes on. */
const REDUCTION = 4;

/** Whether a trial should be given up after its last report, by comparison with other trials. */
export function isPruned(pruner: PrunerName, trial: Trial, others: readonly Trial[]): boolean {
  if (pruner === "none" || trial.reports.size === 0) return false;
  return pruner === "median" ? isAboveMedian(trial, others) : isHalved(trial, others);
}

/** Whether the best report so far is worse than the median of complete trials at the same step. */
function isAboveMedian(trial: Trial, others: readonly Trial[]): boolean {
  const complete = others.filter(({ state }) => state === "complete");
  const step = lastReport(trial)?.[0];
  if (complete.length < STARTUP || step === undefined) return false;
  const best = leastOf(trial.reports.values());
  if (best === null) return true;
  const middle = medianOf(complete.flatMap(({ reports }) => reports.get(step) ?? []));
  return middle !== null && best > middle;
}

/** The smallest number; null if all are NaN. */
function leastOf(values: Iterable<number>): number | null {
  let least: number | null = null;
  for (const value of values)
    if (!Number.isNaN(value) && !(value >= (least ?? Number.POSITIVE_INFINITY))) least = value;
  return least;
}

function medianOf(values: readonly number[]): number | null {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}

/**
 * Asynchronous successive halving: rungs are at the steps s, 4 s, 16 s, …, where s is a hundredth of the longest complete trial. A
 * trial that reaches a rung goes on if it is among the best quarter of all that have reached it.
 */
function isHalved(trial: Trial, others: readonly Trial[]): boolean {
  const last = lastReport(trial);
  const first = firstRung(others);
  if (last === null || first === null) return false;
  for (let rung = first; rung <= last[0]; rung *= REDUCTION) {
    const own = valueAtRung(trial, rung);
    if (own === null || Number.isNaN(own)) return true;
    const all = [own, ...others.flatMap((other) => valueAtRung(other, rung) ?? [])]
      .filter((value) => !Number.isNaN(value))
      .sort((a, b) => a - b);
    const place = Math.max(Math.floor(all.length / REDUCTION) - 1, 0);
    if (own > all[place]) return true;
  }
  return false;
}

function firstRung(others: readonly Trial[]): number | null {
  let longest: number | null = null;
  for (const one of others) {
    const step = one.state === "complete" ? lastReport(one)?.[0] : undefined;
    if (step !== undefined) longest = Math.max(longest ?? step, step);
  }
  return longest === null ? null : Math.max(Math.floor(longest / 100), 1);
}

/** What a trial reported when it first reached a step; null if it has not. */
function valueAtRung(trial: Trial, rung: number): number | null {
  let at: readonly [number, number] | null = null;
  for (const one of trial.reports) if (one[0] >= rung && (at === null || one[0] < at[0])) at = one;
  return at === null ? null : at[1];
}
