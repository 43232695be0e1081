/** @module The kinds of jobs: what each needs, does and answers, as plain data; the same in a thread, elsewhere, or right here. */
import type { Json } from "../../../jobs/job.ts";
import type { TrialData } from "../runTrial.ts";
import type { JobContext } from "./context.ts";
import type { TrialJobResult, TrialJobSettings } from "./trialJob.ts";

/** What a job of each kind is given, and what it answers. */
export interface JobKinds {
  /** A trial of a study. */
  readonly trial: {
    readonly settings: TrialJobSettings;
    readonly data: TrialData;
    readonly result: TrialJobResult;
  };
}

export type KindName = keyof JobKinds;

/** A job. Jobs of equal contents have equal ids: see `jobId`. */
export interface JobCall<K extends KindName = KindName> {
  readonly id: string;
  readonly kind: K;
  readonly settings: JobKinds[K]["settings"];
  /** Data that many jobs may share; `key` identifies them. */
  readonly data: { readonly key: string; readonly value: JobKinds[K]["data"] };
}

/** How a job ended. One that was stopped can go on from its checkpoint. */
export type JobEnd<K extends KindName = KindName> =
  | { readonly state: "done"; readonly result: JobKinds[K]["result"] }
  | { readonly state: "failed"; readonly reason: string }
  | { readonly state: "stopped" };

/** What a caller wants to know of a job meanwhile. */
export interface JobWatch {
  readonly checkpoint?: Uint8Array | null;
  readonly signal?: AbortSignal;
  readonly onReport?: (progress: Json) => void;
  readonly onCheckpoint?: (bytes: Uint8Array) => void;
}

/** Runs jobs somewhere: all of them do it with the same results. */
export interface JobRunner {
  run<K extends KindName>(job: JobCall<K>, watch?: JobWatch): Promise<JobEnd<K>>;
  close(): Promise<unknown>;
}

type Works = {
  readonly [K in KindName]: (
    settings: JobKinds[K]["settings"],
    data: JobKinds[K]["data"],
    context: JobContext,
  ) => Promise<JobKinds[K]["result"]>;
};

/** Loaded when they are first needed. */
const works: Works = {
  trial: async (...all) => (await import("./trialJob.ts")).trialJob(...all),
};

/** Does a job, here. Throws ValueError for settings that do not fit the data, JobStopped if it was stopped. */
export function work<K extends KindName>(
  kind: K,
  settings: JobKinds[K]["settings"],
  data: JobKinds[K]["data"],
  context: JobContext,
): Promise<JobKinds[K]["result"]> {
  return works[kind](settings, data, context);
}
