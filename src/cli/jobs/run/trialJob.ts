/** @module A trial of a study as a job, which knows by itself when to give up. */
import { isBeyond, type PruningLimits } from "../../../jobs/study/pruners.ts";
import type { Params } from "../../../jobs/study/space.ts";
import { runTrial, type TrialData, type TrialEnd } from "../runTrial.ts";
import type { JobContext } from "./context.ts";

export interface TrialJobSettings {
  readonly params: Params;
  readonly limits: PruningLimits | null;
}

export interface TrialJobResult {
  readonly end: TrialEnd;
  /** The validation loss after each epoch: step, value. */
  readonly reports: readonly (readonly [step: number, value: number])[];
}

/** Trains and scores; gives up by the limits. */
export async function trialJob(
  { params, limits }: TrialJobSettings,
  data: TrialData,
  context: JobContext,
): Promise<TrialJobResult> {
  const reports = new Map<number, number>();
  const report = (step: number, value: number): boolean => {
    reports.set(step, value);
    context.report([step, value]);
    return isBeyond(limits, reports);
  };
  const end = await runTrial(data, params, report, () => context.pause());
  return { end, reports: [...reports] };
}
