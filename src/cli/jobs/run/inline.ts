/** @module Runs jobs in this very thread, one after the other. */
import { AdvisedError } from "../../../errors.ts";
import { type Process, runAtOnce } from "../../process.ts";
import type { JobContext } from "./context.ts";
import {
  type JobCall,
  type JobEnd,
  type JobRunner,
  type JobWatch,
  type KindName,
  loadWork,
} from "./kinds.ts";

/** Nothing is reported, and a signal ends the command at once: `Interrupted`. */
const context: JobContext = { checkpoint: null, report: () => undefined, pause: () => undefined };

export class InlineJobs implements JobRunner {
  readonly #atOnce: NonNullable<Process["atOnce"]>;

  constructor({ atOnce = (work) => work() }: Pick<Process, "atOnce">) {
    this.#atOnce = atOnce;
  }

  async run<K extends KindName>(
    { kind, settings, data }: JobCall<K>,
    { signal = new AbortController().signal }: JobWatch = {},
  ): Promise<JobEnd<K>> {
    const work = await loadWork(kind);
    try {
      const done = await runAtOnce(() => work(settings, data.value, context), {
        atOnce: this.#atOnce,
        signal,
      });
      return { state: "done", result: await done };
    } catch (error) {
      if (error instanceof AdvisedError) return { state: "failed", reason: error.what };
      throw error;
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
