/**
 * @module The tree-structured Parzen estimator, as Optuna's (`TPESampler`, multivariate): of settings drawn where the best trials
 * are dense, the one where they are densest in comparison with all other trials.
 *
 * Bergstra et al., Algorithms for Hyper-Parameter Optimization, 2011; Watanabe, Tree-Structured Parzen Estimator, 2023.
 */
import { Parzen } from "./parzen.ts";
import { type Position, positionOf, type SearchSpace } from "./space.ts";
import { type History, lastReport, type Trial } from "./trial.ts";

/** Trials that are drawn at random before there is anything to learn from. */
const STARTUP = 10;
/** Settings that are drawn and compared for each trial. */
const CANDIDATES = 24;

/** The positions of the next trial; null for a random one. */
export function tpePositions(
  space: SearchSpace,
  { finished, running }: History,
  draw: () => number,
): Readonly<Record<string, Position>> | null {
  const known = finished.filter(({ state }) => state !== "failed");
  if (known.length < STARTUP) return null;
  const [good, bad] = parted(known, goodCount(known.length));
  const names = Object.keys(space);
  const rows = (trials: readonly Trial[]): Position[][] =>
    trials
      .map(({ params }) => names.map((name) => positionOf(space[name], params[name] ?? null)))
      .filter((row) => row.every((position) => !Number.isNaN(position)));
  const domains = Object.values(space);
  const best = new Parzen(domains, rows(good));
  const rest = new Parzen(domains, rows([...bad, ...running])); // running ones count as bad: others try elsewhere
  let [chosen, ratio]: [Position[], number] = [[], Number.NEGATIVE_INFINITY];
  for (let i = 0; i < CANDIDATES; i++) {
    const row = best.draw(draw);
    const gain = best.logDensity(row) - rest.logDensity(row);
    if (gain > ratio || chosen.length === 0) [chosen, ratio] = [row, gain];
  }
  return Object.fromEntries(names.map((name, k) => [name, chosen[k]]));
}

/** A tenth of all, 25 at most. */
export function goodCount(trials: number): number {
  return Math.min(Math.ceil(0.1 * trials), 25);
}

/**
 * The best trials and the others, both in the order of their numbers. Complete trials come first; of pruned ones, those that came
 * further.
 */
export function parted(trials: readonly Trial[], count: number): readonly [good: Trial[], bad: Trial[]] {
  const ranked = trials
    .map((trial) => ({ trial, rank: rankOf(trial) }))
    .sort((a, b) => a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1])
    .map(({ trial }) => trial);
  const inOrder = (some: Trial[]): Trial[] => some.sort((a, b) => a.number - b.number);
  return [inOrder(ranked.slice(0, count)), inOrder(ranked.slice(count))];
}

/** Lower is better: minus the step that a trial reached, and its value there. */
function rankOf(trial: Trial): readonly [number, number] {
  if (trial.state === "complete") return [-Number.MAX_VALUE, finite(trial.value ?? Number.NaN)];
  const last = lastReport(trial);
  return last === null ? [1, 0] : [-last[0], finite(last[1])];
}

/** What has diverged is worse than anything else. */
function finite(value: number): number {
  return Number.isNaN(value)
    ? Number.MAX_VALUE
    : Math.max(Math.min(value, Number.MAX_VALUE), -Number.MAX_VALUE);
}
