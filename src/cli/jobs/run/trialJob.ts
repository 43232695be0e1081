/** @module A trial of a study as a job, which knows by itself when to give up. */
import { FormatError } from "../../../errors.ts";
import { isBeyond, type PruningLimits } from "../../../jobs/study/pruners.ts";
import type { Params } from "../../../jobs/study/space.ts";
import { Fields } from "../../../train/json.ts";
import { runTrial, type TrialData, type TrialEnd } from "../runTrial.ts";
import { pack, unpack } from "../store/packed.ts";
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
  const before = context.checkpoint === null ? null : readCheckpoint(context.checkpoint);
  const reports = new Map<number, number>(before?.reports);
  const report = (step: number, value: number): boolean => {
    reports.set(step, value);
    context.report([step, value]);
    return isBeyond(limits, reports);
  };
  const between = (checkpoint: () => Uint8Array | null): void =>
    context.pause(() => {
      const trial = checkpoint();
      return trial && pack({ reports: [...reports], trial });
    });
  const end = await runTrial(data, params, report, { checkpoint: before?.trial ?? null, between });
  return { end, reports: [...reports] };
}

/** The reports so far, and where the training has come to. Throws FormatError. */
function readCheckpoint(bytes: Uint8Array): {
  readonly reports: readonly (readonly [number, number])[];
  readonly trial: Uint8Array;
} {
  const fields = new Fields(unpack(bytes, "checkpoint"), "checkpoint");
  const reports = fields.list("reports").map((one): readonly [number, number] => {
    const [step, value] = Array.isArray(one) ? one : [];
    if (typeof step === "number" && typeof value === "number") return [step, value];
    throw new FormatError("checkpoint: a report is not a pair of numbers");
  });
  const trial = fields.raw("trial");
  if (trial instanceof Uint8Array) return { reports, trial };
  throw new FormatError("checkpoint: it holds no training");
}
