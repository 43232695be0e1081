/** @module Runs the trials of a study as jobs. */
import { jobId } from "../../jobs/job.ts";
import type { PruningLimits } from "../../jobs/study/pruners.ts";
import type { Trial } from "../../jobs/study/trial.ts";
import type { JobRunner } from "./run/kinds.ts";
import type { TrialData, TrialEnd } from "./runTrial.ts";

/** Runs a trial; reports are those of its epochs. */
export interface TrialRunner {
  run(trial: Trial, report: (step: number, value: number) => void): Promise<TrialEnd>;
  close(): Promise<unknown>;
}

/** What all trials of a study share, and what identifies it. */
export interface SharedData {
  readonly key: string;
  readonly value: TrialData;
}

/** Trials as jobs of some runner; `limits` returns what the reports of a trial are compared with. */
export class TrialJobs implements TrialRunner {
  readonly #runner: JobRunner;
  readonly #data: SharedData;
  readonly #limits: (trial: Trial) => PruningLimits | null;

  constructor(runner: JobRunner, data: SharedData, limits: (trial: Trial) => PruningLimits | null) {
    this.#runner = runner;
    this.#data = data;
    this.#limits = limits;
  }

  async run(trial: Trial, report: (step: number, value: number) => void): Promise<TrialEnd> {
    const settings = { params: trial.params, limits: this.#limits(trial) };
    const data = this.#data;
    const id = await jobId({ kind: "trial", settings, data: data.key });
    const known = new Set<number>();
    const tell = ([step, value]: readonly [number, number]): void => {
      if (!known.has(step)) report(step, value);
      known.add(step);
    };
    const end = await this.#runner.run(
      { id, kind: "trial", settings, data },
      { onReport: (progress) => tell(progress as [number, number]) },
    );
    if (end.state !== "done")
      return { state: "failed", reason: end.state === "failed" ? end.reason : "it was stopped" };
    end.result.reports.forEach(tell); // those that were lost on the way
    return end.result.end;
  }

  close(): Promise<unknown> {
    return this.#runner.close();
  }
}
