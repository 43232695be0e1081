/** @module A thread that runs trials of a study, one after the other, with one thread of kernels. */
import { parentPort, workerData } from "node:worker_threads";
import type { Params } from "../../jobs/study/space.ts";
import { setNumThreads } from "../../wasm/threads.ts";
import { ownProcess } from "../../wasm/vectors.ts";
import { runTrial, type TrialData, type TrialEnd } from "./runTrial.ts";

/** From the study to a worker: a trial, or whether the one that runs should be given up. */
export type ToWorker =
  | { readonly type: "trial"; readonly number: number; readonly params: Params }
  | { readonly type: "verdict"; readonly isPruned: boolean };

/** From a worker to the study. */
export type FromWorker =
  | { readonly type: "report"; readonly number: number; readonly step: number; readonly value: number }
  | { readonly type: "end"; readonly number: number; readonly end: TrialEnd };

const data: TrialData = workerData;
let answer: (isPruned: boolean) => void = () => undefined;

ownProcess();
setNumThreads(1);
parentPort?.on("message", (message: ToWorker) => {
  if (message.type === "verdict") answer(message.isPruned);
  else void run(message.number, message.params);
});

async function run(number: number, params: Params): Promise<void> {
  const end = await runTrial(data, params, (step, value) => {
    send({ type: "report", number, step, value });
    return new Promise<boolean>((resolve) => {
      answer = resolve;
    });
  });
  send({ type: "end", number, end });
}

function send(message: FromWorker): void {
  parentPort?.postMessage(message);
}
