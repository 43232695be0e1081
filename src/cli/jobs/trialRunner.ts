/** @module Runs the trials of a study as jobs. */
import type { PruningLimits } from "../../jobs/study/pruners.ts";
import type { Trial } from "../../jobs/study/trial.ts";
import type { JobRunner } from "./run/kinds.ts";
import { idOf } from "./run/runJobs.ts";
import type { TrialData, TrialEnd } from "./runTrial.ts";
import { hashOf } from "./store/jobStore.ts";
import { pack } from "./store/packed.ts";

/** Runs a trial; reports are those of its epochs. */
export interface TrialRunner {
  run(trial: Trial, report: (step: number, value: number) => void): Promise<TrialEnd>;
  close(): Promise<unknown>;
}

/** Trials as jobs of some runner; `limits` returns what the reports of a trial are compared with. */
export class TrialJobs implements TrialRunner {
  readonly #runner: JobRunner;
  readonly #data: { readonly key: string; readonly value: TrialData };
  readonly #limits: (trial: Trial) => PruningLimits | null;

  constructor(runner: JobRunner, data: TrialData, limits: (trial: Trial) => PruningLimits | null) {
    this.#runner = runner;
    this.#data = { key: hashOf(pack(data)), value: data };
    this.#limits = limits;
  }

  async run(trial: Trial, report: (step: number, value: number) => void): Promise<TrialEnd> {
    const settings = { params: trial.params, limits: this.#limits(trial) };
    const data = this.#data;
    const id = await idOf("trial", settings, data.key);
    const label = `trial ${trial.number + 1}`;
    const known = new Set<number>();
    const tell = ([step, value]: readonly [number, number]): void => {
      if (!known.has(step)) report(step, value);
      known.add(step);
    };
    const end = await this.#runner.run(
      { id, label, kind: "trial", settings, data },
      {
        onReport: (progress) => {
          const [step, value] = Array.isArray(progress) ? progress : [];
          if (typeof step === "number" && typeof value === "number") tell([step, value]);
        },
      },
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
