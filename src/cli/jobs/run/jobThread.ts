/** @module A thread that does jobs, one after the other, with one thread of kernels. */
import { parentPort, workerData } from "node:worker_threads";
import { AdvisedError } from "../../../errors.ts";
import type { Json } from "../../../jobs/job.ts";
import { setNumThreads } from "../../../wasm/threads.ts";
import { ownProcess } from "../../../wasm/vectors.ts";
import { type JobContext, JobStopped } from "./context.ts";
import { type JobEnd, type JobKinds, type KindName, loadWork } from "./kinds.ts";

/** A thread's own part of what it is started with. */
export interface ThreadData {
  /** 1 while the job should stop. */
  readonly stop: Int32Array;
  /** Milliseconds between two checkpoints. */
  readonly checkpointEvery: number;
}

/** To a thread: a job; its data, unless it has them from the job before. */
export interface ToThread<K extends KindName = KindName> {
  readonly kind: K;
  readonly settings: JobKinds[K]["settings"];
  readonly data?: JobKinds[K]["data"];
  readonly checkpoint: Uint8Array | null;
}

/** From a thread. */
export type FromThread =
  | { readonly type: "report"; readonly progress: Json }
  | { readonly type: "checkpoint"; readonly bytes: Uint8Array }
  | { readonly type: "end"; readonly end: JobEnd };

const { stop, checkpointEvery }: ThreadData = workerData;
let held: unknown = null;

ownProcess();
setNumThreads(1);
parentPort?.on("message", <K extends KindName>(job: ToThread<K>) => {
  if (job.data !== undefined) held = job.data;
  void run(job, held as JobKinds[K]["data"]);
});

/** An error of another kind than those that refuse their arguments ends the thread. */
async function run<K extends KindName>(
  { kind, settings, checkpoint }: ToThread<K>,
  data: JobKinds[K]["data"],
) {
  try {
    send({
      type: "end",
      end: { state: "done", result: await (await loadWork(kind))(settings, data, contextOf(checkpoint)) },
    });
  } catch (error) {
    if (error instanceof JobStopped) send({ type: "end", end: { state: "stopped" } });
    else if (error instanceof AdvisedError)
      send({ type: "end", end: { state: "failed", reason: error.what } });
    else throw error;
  }
}

function contextOf(checkpoint: Uint8Array | null): JobContext {
  let savedAt = performance.now();
  const save = (bytesOf: () => Uint8Array | null): void => {
    const bytes = bytesOf();
    if (bytes !== null) send({ type: "checkpoint", bytes });
    savedAt = performance.now();
  };
  return {
    checkpoint,
    report: (progress) => send({ type: "report", progress }),
    pause: (bytesOf = () => null) => {
      const isStopped = Atomics.load(stop, 0) === 1;
      if (isStopped || performance.now() - savedAt >= checkpointEvery) save(bytesOf);
      if (isStopped) throw new JobStopped();
    },
  };
}

function send(message: FromThread): void {
  parentPort?.postMessage(message);
}
