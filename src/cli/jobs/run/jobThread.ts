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
  /** The number of the job that should stop: of one with an even number, and of one with an odd number. */
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
  /** Its place among all that this thread is sent, from 1. */
  readonly number: number;
}

/** From a thread. */
export type FromThread =
  | { readonly type: "report"; readonly progress: Json }
  | { readonly type: "checkpoint"; readonly bytes: Uint8Array }
  | { readonly type: "end"; readonly end: JobEnd };

const { stop, checkpointEvery }: ThreadData = workerData;
let held: unknown = null;
let before: Promise<void> = Promise.resolve();

ownProcess();
setNumThreads(1);
parentPort?.on("message", <K extends KindName>(job: ToThread<K>) => {
  if (job.data !== undefined) held = job.data;
  const data = held as JobKinds[K]["data"];
  before = before.then(() => run(job, data)); // one after the other
});

/** An error of another kind than those that refuse their arguments ends the thread. */
async function run<K extends KindName>(
  { kind, settings, checkpoint, number }: ToThread<K>,
  data: JobKinds[K]["data"],
) {
  try {
    send({
      type: "end",
      end: {
        state: "done",
        result: await (await loadWork(kind))(settings, data, contextOf(checkpoint, number)),
      },
    });
  } catch (error) {
    if (error instanceof JobStopped) send({ type: "end", end: { state: "stopped" } });
    else if (error instanceof AdvisedError)
      send({ type: "end", end: { state: "failed", reason: error.what } });
    else throw error;
  }
}

function contextOf(checkpoint: Uint8Array | null, number: number): JobContext {
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
      const isStopped = Atomics.load(stop, number % 2) === number;
      if (isStopped || performance.now() - savedAt >= checkpointEvery) save(bytesOf);
      if (isStopped) throw new JobStopped();
    },
  };
}

function send(message: FromThread): void {
  parentPort?.postMessage(message);
}
