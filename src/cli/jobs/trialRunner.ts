/** @module Runs the trials of a study as jobs. */
import type { Json } from "../../jobs/job.ts";
import type { PruningLimits } from "../../jobs/study/pruners.ts";
import type { Trial } from "../../jobs/study/trial.ts";
import { runKept } from "./run/keptCheckpoints.ts";
import type { JobRunner } from "./run/kinds.ts";
import { idOf } from "./run/runJobs.ts";
import type { TrialData, TrialEnd } from "./runTrial.ts";
import { hashOf, type JobStore } from "./store/jobStore.ts";
import { pack } from "./store/packed.ts";

/** Runs a trial; reports are those of its epochs. */
export interface TrialRunner {
  run(trial: Trial, report: (step: number, value: number) => void): Promise<TrialEnd>;
  close(): Promise<unknown>;
}

export interface TrialJobsOptions {
  /** What the reports of a trial are compared with. */
  readonly limits: (trial: Trial) => PruningLimits | null;
  /** Where trials that are broken off leave their checkpoints; null where a worker keeps them. */
  readonly store: JobStore | null;
  readonly signal: AbortSignal;
}

/** Trials as jobs of some runner. */
export class TrialJobs implements TrialRunner {
  readonly #runner: JobRunner;
  readonly #data: { readonly key: string; readonly value: TrialData };
  readonly #options: TrialJobsOptions;

  constructor(runner: JobRunner, data: TrialData, options: TrialJobsOptions) {
    this.#runner = runner;
    this.#data = { key: hashOf(pack(data)), value: data };
    this.#options = options;
  }

  async run(trial: Trial, report: (step: number, value: number) => void): Promise<TrialEnd> {
    const settings = { params: trial.params, limits: this.#options.limits(trial) };
    const data = this.#data;
    const id = await idOf("trial", settings, data.key);
    const label = `trial ${trial.number + 1}`;
    const known = new Set<number>();
    const tell = ([step, value]: readonly [number, number]): void => {
      if (!known.has(step)) report(step, value);
      known.add(step);
    };
    const { store, signal } = this.#options;
    const onReport = (progress: Json): void => {
      const [step, value] = Array.isArray(progress) ? progress : [];
      if (typeof step === "number" && typeof value === "number") tell([step, value]);
    };
    const job = { id, label, kind: "trial", settings, data } as const;
    const end = await runKept<"trial">(this.#runner, job, store, { signal, onReport });
    if (end.state !== "stopped") await store?.remove(id, "checkpoint");
    if (end.state !== "done")
      return { state: "failed", reason: end.state === "failed" ? end.reason : "it was stopped" };
    end.result.reports.forEach(tell); // those that were lost on the way
    return end.result.end;
  }

  close(): Promise<unknown> {
    return this.#runner.close();
  }
}
