/** @module What a study found: settings ranked over their seeds, how sure the order is, and the best value so far. */
import { canonicalJson } from "../job.ts";
import type { Params } from "./space.ts";
import type { Trial } from "./trial.ts";

/** The setting that only seeds random numbers: trials that differ in nothing else are repeats. */
export const SEED = "seed";

/** Mean and sample standard deviation of scores; `sd` is null for fewer than two. */
export interface Spread {
  /** The arithmetic mean. */
  readonly mean: number;
  /** The sample standard deviation, with n − 1. */
  readonly sd: number | null;
  /** The number of scores. */
  readonly count: number;
}

/** The spread of at least one score. */
export function spreadOf(values: readonly number[]): Spread {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: count < 2 ? null : Math.sqrt(squares / (count - 1)), count };
}

/** Settings that were tried, once or with several seeds. */
export interface Tried extends Spread {
  /** The settings without the seed. */
  readonly params: Params;
  /** The complete trials with these settings, one for each seed, the best first. */
  readonly trials: readonly Trial[];
}

/**
 * The settings of complete trials, those of the lowest mean first. Settings that a search tried with fewer seeds than others come last:
 * the mean of one lucky seed does not win against that of twenty.
 */
export function rankedSettings(trials: readonly Trial[]): Tried[] {
  const groups = new Map<string, Trial[]>();
  const known = new Set<string>();
  for (const trial of trials) {
    if (trial.state !== "complete" || trial.value === null) continue;
    const whole = canonicalJson(trial.params);
    if (known.has(whole)) continue; // the same run twice is no evidence
    known.add(whole);
    const key = canonicalJson(withoutSeed(trial.params));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [trial]);
    else group.push(trial);
  }
  const found = [...groups.values()].map((group) => triedOf(group));
  const most = found.reduce((count, one) => Math.max(count, one.count), 0);
  const isRare = ({ count }: Tried): number => Number(2 * count < most);
  return found.sort((a, b) => isRare(a) - isRare(b) || a.mean - b.mean || first(a) - first(b));
}

function triedOf(group: readonly Trial[]): Tried {
  const trials = group.toSorted((a, b) => scoreOf(a) - scoreOf(b) || a.number - b.number);
  return { ...spreadOf(trials.map(scoreOf)), params: withoutSeed(trials[0].params), trials };
}

function first({ trials }: Tried): number {
  return trials[0].number;
}

function scoreOf({ value }: Trial): number {
  return value ?? Number.NaN;
}

/** Settings without the seed. */
export function withoutSeed(params: Params): Params {
  return Object.fromEntries(Object.entries(params).filter(([name]) => name !== SEED));
}

/** Whether the mean of others is worse than the best one by more than either standard deviation; null where none is known. */
export function isClearlyBetter(best: Spread, other: Spread): boolean | null {
  if (best.sd === null && other.sd === null) return null;
  return other.mean - best.mean > Math.max(best.sd ?? 0, other.sd ?? 0);
}

/** For each trial, the lowest value of the complete trials up to it; NaN before the first. */
export function bestSoFar(trials: readonly Trial[]): Float64Array {
  let best = Number.NaN;
  return Float64Array.from(trials, ({ state, value }) => {
    if (state === "complete" && value !== null && !(value >= best)) best = value;
    return best;
  });
}
