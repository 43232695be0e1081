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

/**
 * What the reports of a trial are compared with: all that a pruner has to know of other trials, as plain data. They do not change while
 * the trial runs, so that it is given up, or not, wherever it runs, without asking.
 */
export type PruningLimits =
  | {
      /** Given up if its best report so far is above the limit of the step of its last one. */
      readonly pruner: "median";
      /** The limit of each step. */
      readonly steps: readonly (readonly [step: number, limit: number])[];
    }
  | {
      /** Given up if what it reports at the step 4ᵏ s is above the kth limit; there are none behind the last one. */
      readonly pruner: "halving";
      /** s, the step of the first limit. */
      readonly first: number;
      /** The limits; null where too few trials have come so far. */
      readonly rungs: readonly (number | null)[];
    };

/** The limits of a trial by other trials; null if it is never given up. */
export function pruningLimits(pruner: PrunerName, others: readonly Trial[]): PruningLimits | null {
  if (pruner === "none") return null;
  return pruner === "median" ? medians(others) : rungs(others);
}

/** Whether a trial with these reports, values by their steps, should be given up. */
export function isBeyond(limits: PruningLimits | null, reports: ReadonlyMap<number, number>): boolean {
  const last = lastReport({ reports });
  if (limits === null || last === null) return false;
  return limits.pruner === "median"
    ? isAboveMedian(limits.steps, last[0], reports)
    : isHalved(limits, last[0], reports);
}

/** Whether a trial should be given up after its last report, by comparison with other trials. */
export function isPruned(pruner: PrunerName, trial: Trial, others: readonly Trial[]): boolean {
  return isBeyond(pruningLimits(pruner, others), trial.reports);
}

type Reports = Trial["reports"];

/** The median of complete trials at each step. */
function medians(others: readonly Trial[]): PruningLimits | null {
  const complete = others.filter(({ state }) => state === "complete");
  if (complete.length < STARTUP) return null;
  const byStep = new Map<number, number[]>();
  for (const { reports } of complete)
    for (const [step, value] of reports) {
      const values = byStep.get(step);
      if (values === undefined) byStep.set(step, [value]);
      else values.push(value);
    }
  const steps = [...byStep].flatMap(([step, values]): [number, number][] => {
    const middle = medianOf(values);
    return middle === null ? [] : [[step, middle]];
  });
  return { pruner: "median", steps };
}

function isAboveMedian(
  steps: readonly (readonly [number, number])[],
  last: number,
  reports: Reports,
): boolean {
  const best = leastOf(reports.values());
  if (best === null) return true;
  const limit = steps.find(([step]) => step === last)?.[1];
  return limit !== undefined && best > limit;
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
function rungs(others: readonly Trial[]): PruningLimits | null {
  const first = firstRung(others);
  if (first === null) return null;
  const limits: (number | null)[] = [];
  for (
    let rung = first;
    others.some(({ reports }) => valueAtRung(reports, rung) !== null);
    rung *= REDUCTION
  ) {
    const values = others
      .flatMap(({ reports }) => valueAtRung(reports, rung) ?? [])
      .filter((value) => !Number.isNaN(value))
      .sort((a, b) => a - b);
    const place = Math.max(Math.floor((values.length + 1) / REDUCTION) - 1, 0); // with the trial itself
    limits.push(values[place] ?? null);
  }
  return { pruner: "halving", first, rungs: limits };
}

function isHalved(
  { first, rungs: limits }: Extract<PruningLimits, { pruner: "halving" }>,
  last: number,
  reports: Reports,
): boolean {
  for (let k = 0, rung = first; rung <= last; k++, rung *= REDUCTION) {
    const own = valueAtRung(reports, rung);
    if (own === null || Number.isNaN(own) || own > (limits[k] ?? Number.POSITIVE_INFINITY)) return true;
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
function valueAtRung(reports: Reports, rung: number): number | null {
  let at: readonly [number, number] | null = null;
  for (const one of reports) if (one[0] >= rung && (at === null || one[0] < at[0])) at = one;
  return at === null ? null : at[1];
}
