/**
 * @module Runs jobs in threads of this machine. A thread that crashes is replaced, and its job tried once more, from its last
 * checkpoint; a second time the job has failed.
 */
import { Worker } from "node:worker_threads";
import type { FromThread, ThreadData, ToThread } from "./jobThread.ts";
import type { JobCall, JobEnd, JobRunner, JobWatch, KindName } from "./kinds.ts";

/** How often a job is begun, at most. */
const TRIES = 2;

/** Milliseconds between two checkpoints of a job. */
const CHECKPOINT_EVERY = 5000;

interface Task {
  readonly job: JobCall;
  readonly watch: JobWatch;
  readonly resolve: (end: JobEnd) => void;
  checkpoint: Uint8Array | null;
  tries: number;
}

interface Thread {
  readonly worker: Worker;
  readonly stop: Int32Array;
  /** Of the data that it has. */
  key: string | null;
  task: Task | null;
}

export interface ThreadsOptions {
  /** Jobs at once, at most. */
  readonly threads: number;
  /** Milliseconds between two checkpoints of a job. */
  readonly checkpointEvery?: number;
  /** The file of a thread. */
  readonly script?: URL;
}

/** Threads that start when they are first needed. */
export class JobThreads implements JobRunner {
  readonly #options: ThreadsOptions;
  readonly #threads = new Set<Thread>();
  readonly #waiting: Task[] = [];
  #isClosed = false;

  constructor(options: ThreadsOptions) {
    this.#options = options;
  }

  run<K extends KindName>(job: JobCall<K>, watch: JobWatch = {}): Promise<JobEnd<K>> {
    return new Promise((resolve) => {
      const { checkpoint = null, signal } = watch;
      const stop = (): void => this.#stop(task);
      const end = (end: JobEnd): void => {
        signal?.removeEventListener("abort", stop);
        resolve(end as JobEnd<K>); // a job of kind K ends as such
      };
      const task: Task = { job, watch, resolve: end, checkpoint, tries: 0 };
      signal?.addEventListener("abort", stop);
      this.#waiting.push(task);
      this.#begin();
    });
  }

  /** Ends all threads at once; jobs that run have no end. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#threads].map(({ worker }) => worker.terminate()));
  }

  /** The threads as they are now: for tests, which end some. */
  get workers(): readonly Worker[] {
    return [...this.#threads].map(({ worker }) => worker);
  }

  #begin(): void {
    while (this.#waiting.length > 0 && !this.#isClosed) {
      const thread = this.#free();
      const task = thread && this.#waiting.shift();
      if (!task) return;
      if (task.watch.signal?.aborted) task.resolve({ state: "stopped" });
      else start(thread, task);
    }
  }

  /** A thread that has nothing to do, one with the data of the next job first; null if there are enough that have. */
  #free(): Thread | null {
    const free = [...this.#threads].filter(({ task }) => task === null);
    const best = free.find(({ key }) => key === this.#waiting[0]?.job.data.key) ?? free[0];
    return best ?? (this.#threads.size < this.#options.threads ? this.#newThread() : null);
  }

  #newThread(): Thread {
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const data: ThreadData = { stop, checkpointEvery: this.#options.checkpointEvery ?? CHECKPOINT_EVERY };
    const { script = new URL("./jobThread.js", import.meta.url) } = this.#options;
    const worker = new Worker(script, { workerData: data });
    const thread: Thread = { worker, stop, key: null, task: null };
    worker.on("message", (message: FromThread) => this.#hear(thread, message));
    worker.on("error", (error: Error) => this.#lose(thread, error.message));
    worker.on("exit", () => this.#lose(thread, "its thread has ended"));
    this.#threads.add(thread);
    return thread;
  }

  #hear(thread: Thread, message: FromThread): void {
    const { task } = thread;
    if (task === null) return;
    if (message.type === "report") task.watch.onReport?.(message.progress);
    else if (message.type === "checkpoint") {
      task.checkpoint = message.bytes;
      task.watch.onCheckpoint?.(message.bytes);
    } else {
      thread.task = null;
      task.resolve(message.end);
      this.#begin();
    }
  }

  #stop(task: Task): void {
    for (const thread of this.#threads) if (thread.task === task) Atomics.store(thread.stop, 0, 1);
    const place = this.#waiting.indexOf(task);
    if (place < 0) return;
    this.#waiting.splice(place, 1);
    task.resolve({ state: "stopped" });
  }

  /** Called twice for one that crashes: at the error, and at its end. */
  #lose(thread: Thread, reason: string): void {
    const { task } = thread;
    this.#threads.delete(thread);
    thread.task = null;
    if (this.#isClosed) return;
    if (task !== null && task.tries < TRIES) this.#waiting.unshift(task);
    else task?.resolve({ state: "failed", reason });
    this.#begin();
  }
}

function start(thread: Thread, task: Task): void {
  const { kind, settings, data } = task.job;
  thread.task = task;
  task.tries += 1;
  Atomics.store(thread.stop, 0, 0);
  const isKnown = thread.key === data.key;
  thread.key = data.key;
  const { checkpoint } = task;
  const message: ToThread = { kind, settings, checkpoint, ...(isKnown ? {} : { data: data.value }) };
  thread.worker.postMessage(message);
}
