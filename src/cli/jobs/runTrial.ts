/** @module A trial as a job: what a worker needs, does and answers. The same on the main thread, in a thread, or elsewhere. */
import type { Series } from "../../data/series/series.ts";
import { ValueError } from "../../errors.ts";
import { TrialRun } from "../../forecast/trialRun.ts";
import type { Params } from "../../jobs/study/space.ts";
import type { Outcome } from "../../jobs/study/study.ts";
import type { GivenOptions } from "../forecast/flags.ts";
import { trialOptions } from "./searched.ts";

/** What all trials of a study share; plain data. */
export interface TrialData {
  readonly series: Series;
  readonly given: GivenOptions;
  /** The longest look-back of the study. */
  readonly longest: number;
}

/** How a trial ended; `reason` says why it failed. */
export type TrialEnd = Outcome & { readonly reason?: string };

/**
 * Trains and scores. `report` is called after each epoch, and answers whether the trial should be given up. Settings that do not fit
 * the data fail the trial, not the study.
 */
export async function runTrial(
  { series, given, longest }: TrialData,
  params: Params,
  report: (step: number, value: number) => boolean | Promise<boolean>,
): Promise<TrialEnd> {
  try {
    const run = new TrialRun(series, trialOptions(given, params), longest);
    for (const one of run.work())
      if (one !== null && (await report(one.step, one.value))) return { state: "pruned" };
    const value = run.score();
    return Number.isFinite(value) ? { state: "complete", value } : { state: "failed", reason: "diverged" };
  } catch (error) {
    if (error instanceof ValueError) return { state: "failed", reason: error.what };
    throw error;
  }
}
