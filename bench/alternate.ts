/** @module Alternating runs: everyone once, then everyone again, so that a slow minute hits all of them. */
import { median } from "./statistics.ts";

/** Someone who can be timed. */
export interface Contender {
  readonly who: string;
  /** How they were set up, when there is a choice. */
  readonly setting?: string;
  /** One of ours, which the others are compared with. */
  readonly ours?: boolean;
  /** One time, in the row's unit; throws when it fails. */
  time(): number;
}

/** What became of a contender. */
export interface Entry {
  readonly who: string;
  readonly setting?: string;
  readonly ours: boolean;
  /** The median of the runs; null when one failed. */
  readonly value: number | null;
  readonly runs: readonly number[];
  readonly failure?: string;
}

/** A run that takes longer, in seconds, is not repeated: what is so slow need not be known so well. */
const SLOW = 2.5;

/** Times each contender in turn, for a number of rounds; one that failed or is slow is skipped from then on. */
export function alternate(contenders: readonly Contender[], rounds: number, slow = SLOW): Entry[] {
  const states = contenders.map((contender) => ({
    contender,
    runs: [] as number[],
    failure: "",
    done: false,
  }));
  for (let round = 0; round < rounds; round++) {
    for (const state of states.filter(({ done }) => !done)) {
      const start = performance.now();
      try {
        state.runs.push(state.contender.time());
      } catch (error) {
        state.failure = error instanceof Error ? error.message : String(error);
      }
      const isSlow = !state.contender.ours && performance.now() - start > slow * 1000;
      state.done = isSlow || state.failure !== "";
    }
  }
  return states.map(({ contender: { who, setting, ours = false }, runs, failure }) => ({
    who,
    ...(setting === undefined ? {} : { setting }),
    ours,
    value: failure === "" ? median(runs) : null,
    runs,
    ...(failure === "" ? {} : { failure }),
  }));
}

/** Of entries that share a name, the fastest alone, in its first one's place. */
export function fastestOfEach(entries: readonly Entry[]): Entry[] {
  const time = (entry: Entry): number => entry.value ?? Number.POSITIVE_INFINITY;
  const names = [...new Set(entries.map(({ who }) => who))];
  return names.map((name) => {
    const same = entries.filter(({ who }) => who === name);
    return same.reduce((best, entry) => (time(entry) < time(best) ? entry : best));
  });
}

/** How many times an entry's time is that of each of ours, by name; null where either has none. */
export function ratiosOf(entry: Entry, entries: readonly Entry[]): Record<string, number | null> {
  const ours = entries.filter((other) => other.ours);
  return Object.fromEntries(
    ours.map(({ who, value }) => [who, value === null || entry.value === null ? null : entry.value / value]),
  );
}
