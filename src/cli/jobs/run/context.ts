/** @module What a job is given besides its settings and data. */
import type { Json } from "../../../jobs/job.ts";

/** What a job is given besides its settings and data: its checkpoint, and calls that report, save and stop. */
export interface JobContext {
  /** Where an earlier run of the same job has come to; null without one. */
  readonly checkpoint: Uint8Array | null;
  /** Reports progress. */
  readonly report: (progress: Json) => void;
  /** Called between batches: saves a checkpoint if one is due. Throws JobStopped if the job should end. */
  readonly pause: (checkpoint?: () => Uint8Array | null) => void;
}

/** The end of a job that was stopped between two batches. */
export class JobStopped extends Error {
  override readonly name = "JobStopped";
}
