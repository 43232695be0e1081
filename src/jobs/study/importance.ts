/** @module How much each setting matters for the score of a trial. */
import { positionOf, type SearchSpace, scaleOf } from "./space.ts";
import type { Trial } from "./trial.ts";

/** Fewer trials say nothing. */
const LEAST = 10;
/** Parts of a range, each with as many trials as the others. */
const PARTS = 4;

/**
 * The part of the variance of the trials' ranks that a setting alone explains (ω², from 0 to 1), of choices by value, of ranges by
 * quarters of the trials; null with fewer than ten complete trials. Ranks, so that a few that diverged do not decide.
 */
export function importances(
  space: SearchSpace,
  trials: readonly Trial[],
): Readonly<Record<string, number>> | null {
  const complete = trials
    .filter(({ state, value }) => state === "complete" && value !== null)
    .sort((a, b) => (a.value ?? 0) - (b.value ?? 0));
  if (complete.length < LEAST) return null;
  return Object.fromEntries(
    Object.keys(space).map((name) => [name, explained(groupsOf(space, name, complete))]),
  );
}

/** The ranks of the trials, which are sorted by value, in groups of like settings. */
function groupsOf(space: SearchSpace, name: string, sorted: readonly Trial[]): number[][] {
  const domain = space[name];
  const positions = sorted.map(({ params }) => positionOf(domain, params[name] ?? null));
  const groups = new Map<number, number[]>();
  const add = (key: number, rank: number): void => {
    groups.set(key, [...(groups.get(key) ?? []), rank]);
  };
  if (domain.kind === "choice") for (const [rank, place] of positions.entries()) add(place, rank);
  else {
    const { of } = scaleOf(domain);
    const limits = positions.map(of).sort((a, b) => a - b);
    const limitOf = (part: number): number => limits[Math.floor((part * limits.length) / PARTS)];
    const inner = Array.from({ length: PARTS - 1 }, (_, part) => limitOf(part + 1));
    for (const [rank, position] of positions.entries()) {
      const x = of(position);
      add(inner.filter((limit) => x >= limit).length, rank);
    }
  }
  return [...groups.values()];
}

/** ω² = (S between − (k − 1) m) / (S + m), with m the mean square within k groups; at least 0. */
function explained(groups: readonly (readonly number[])[]): number {
  const all = groups.flat();
  const [n, k] = [all.length, groups.length];
  if (k < 2 || k >= n) return 0;
  const mean = meanOf(all);
  const total = all.reduce((sum, rank) => sum + (rank - mean) ** 2, 0);
  const between = groups.reduce((sum, group) => sum + group.length * (meanOf(group) - mean) ** 2, 0);
  const within = (total - between) / (n - k);
  return Math.max(0, (between - (k - 1) * within) / (total + within));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
