/** @module Runs the trials of a study in threads of this machine; a thread that crashes fails its trial, and another one starts. */
import { Worker } from "node:worker_threads";
import type { Trial } from "../../jobs/study/trial.ts";
import type { TrialData, TrialEnd } from "./runTrial.ts";
import type { FromWorker, ToWorker } from "./trialWorker.ts";

/** Runs a trial; `report` answers whether it should be given up. */
export interface TrialRunner {
  run(trial: Trial, report: (step: number, value: number) => boolean): Promise<TrialEnd>;
  close(): Promise<unknown>;
}

/** A trial in a thread. */
interface Task {
  readonly trial: Trial;
  readonly report: (step: number, value: number) => boolean;
  readonly resolve: (end: TrialEnd) => void;
}

/** Threads that start when they are first needed. */
export class TrialThreads implements TrialRunner {
  readonly #data: TrialData;
  readonly #free: Worker[] = [];
  readonly #tasks = new Map<Worker, Task>();
  #isClosed = false;

  constructor(data: TrialData) {
    this.#data = data;
  }

  run(trial: Trial, report: (step: number, value: number) => boolean): Promise<TrialEnd> {
    const worker = this.#free.pop() ?? this.#start();
    return new Promise((resolve) => {
      this.#tasks.set(worker, { trial, report, resolve });
      post(worker, { type: "trial", number: trial.number, params: trial.params });
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#free, ...this.#tasks.keys()].map((worker) => worker.terminate()));
  }

  #start(): Worker {
    const worker = new Worker(new URL("./trialWorker.js", import.meta.url), { workerData: this.#data });
    worker.on("message", (message: FromWorker) => this.#hear(worker, message));
    worker.on("error", (error: Error) => this.#lose(worker, error.message));
    worker.on("exit", () => this.#lose(worker, "its thread has ended"));
    return worker;
  }

  #hear(worker: Worker, message: FromWorker): void {
    const task = this.#tasks.get(worker);
    if (task?.trial.number !== message.number) return;
    if (message.type === "report")
      post(worker, { type: "verdict", isPruned: task.report(message.step, message.value) });
    else {
      this.#tasks.delete(worker);
      this.#free.push(worker);
      task.resolve(message.end);
    }
  }

  #lose(worker: Worker, reason: string): void {
    const task = this.#tasks.get(worker);
    this.#tasks.delete(worker);
    const place = this.#free.indexOf(worker);
    if (place >= 0) this.#free.splice(place, 1);
    if (!this.#isClosed) task?.resolve({ state: "failed", reason });
  }
}

function post(worker: Worker, message: ToWorker): void {
  worker.postMessage(message);
}
