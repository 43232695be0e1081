/** @module The kinds of jobs: what each needs, does and answers, as plain data; the same in a thread, elsewhere, or right here. */
import type { Json } from "../../../jobs/job.ts";
import type { TrialData } from "../runTrial.ts";
import type { BacktestData, BacktestResult, BacktestSettings } from "./backtestJob.ts";
import type { JobContext } from "./context.ts";
import type { PanelData, PanelResult, PanelSettings } from "./panelJob.ts";
import type { PanelTrainingData, PanelTrainingResult, PanelTrainingSettings } from "./panelTrainingJob.ts";
import type { TrialJobResult, TrialJobSettings } from "./trialJob.ts";

/** What a job of each kind is given, and what it answers. */
export interface JobKinds {
  /** A trial of a study. */
  readonly trial: {
    readonly settings: TrialJobSettings;
    readonly data: TrialData;
    readonly result: TrialJobResult;
  };
  /** Some series of a panel: forecast, and scored on their test windows. */
  readonly "panel-series": {
    readonly settings: PanelSettings;
    readonly data: PanelData;
    readonly result: PanelResult;
  };
  /** The training of a global model. */
  readonly "panel-training": {
    readonly settings: PanelTrainingSettings;
    readonly data: PanelTrainingData;
    readonly result: PanelTrainingResult;
  };
  /** The training that a window of a backtest begins with. */
  readonly "backtest-window": {
    readonly settings: BacktestSettings;
    readonly data: BacktestData;
    readonly result: BacktestResult;
  };
}

export type KindName = keyof JobKinds;

/** A job. Jobs of equal contents have equal ids: see `jobId`. */
export interface JobCall<K extends KindName = KindName> {
  readonly id: string;
  /** For people. */
  readonly label: string;
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

/** Does a job, here. */
export type Work<K extends KindName> = (
  settings: JobKinds[K]["settings"],
  data: JobKinds[K]["data"],
  context: JobContext,
) => JobKinds[K]["result"] | Promise<JobKinds[K]["result"]>;

/** Loaded when they are first needed. */
const works: { readonly [K in KindName]: () => Promise<Work<K>> } = {
  trial: async () => (await import("./trialJob.ts")).trialJob,
  "panel-series": async () => (await import("./panelJob.ts")).panelJob,
  "panel-training": async () => (await import("./panelTrainingJob.ts")).panelTrainingJob,
  "backtest-window": async () => (await import("./backtestJob.ts")).backtestJob,
};

export const kindNames = Object.keys(works) as readonly KindName[];

/** The function of a kind. It throws ValueError for settings that do not fit the data, JobStopped if it was stopped. */
export function loadWork<K extends KindName>(kind: K): Promise<Work<K>> {
  return works[kind]();
}
