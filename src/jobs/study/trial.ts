/** @module A trial of a study: its settings, what it reported on the way, and its score. */
import type { Json } from "../job.ts";
import type { Params } from "./space.ts";

/** In the order of Optuna's numbers for them. */
export const trialStates = ["running", "complete", "pruned", "failed", "waiting"] as const;
/** Where a trial stands. */
export type TrialState = (typeof trialStates)[number];

/** A trial: settings and what came of them. */
export interface Trial {
  /** From 0. */
  readonly number: number;
  /** Where it stands. */
  readonly state: TrialState;
  /** Its settings. */
  readonly params: Params;
  /** The score, or the last report of a trial that was given up; else null. Lower is better. */
  readonly value: number | null;
  /** What was reported on the way: a value for each step. */
  readonly reports: ReadonlyMap<number, number>;
  /** Anything else to know of it, such as its seed or why it failed. */
  readonly notes: Readonly<Record<string, Json>>;
  /** ISO 8601, in UTC; null where it is not known. */
  readonly started: string | null;
  /** As `started`. */
  readonly ended: string | null;
}

/** What the choice of the next settings may look at. */
export interface History {
  /** In the order of their numbers: complete, pruned and failed ones. */
  readonly finished: readonly Trial[];
  /** Those whose results are not known yet. */
  readonly running: readonly Trial[];
}

/** Whether a trial will not change any more. */
export function isFinished({ state }: Pick<Trial, "state">): boolean {
  return state === "complete" || state === "pruned" || state === "failed";
}

/** The last step of which a value was reported, and that value; null if none was. */
export function lastReport({
  reports,
}: Pick<Trial, "reports">): readonly [step: number, value: number] | null {
  let last: readonly [number, number] | null = null;
  for (const one of reports) if (last === null || one[0] > last[0]) last = one;
  return last;
}

/** Of the complete trials, the one of the lowest value. */
export function bestOf(trials: readonly Trial[]): Trial | null {
  let best: Trial | null = null;
  for (const trial of trials)
    if (
      trial.state === "complete" &&
      trial.value !== null &&
      trial.value < (best?.value ?? Number.POSITIVE_INFINITY)
    )
      best = trial;
  return best;
}
