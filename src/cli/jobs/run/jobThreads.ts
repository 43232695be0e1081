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

/** Milliseconds up to which jobs are sent ahead: a thread that sleeps takes long to wake. */
const SHORT = 50;

interface Task {
  readonly job: JobCall;
  readonly watch: JobWatch;
  readonly resolve: (end: JobEnd) => void;
  checkpoint: Uint8Array | null;
  tries: number;
}

interface Thread {
  readonly worker: Worker;
  /** The number of the job that should stop: of one with an even number, and of one with an odd number. */
  readonly stop: Int32Array;
  /** Of the data that it has. */
  key: string | null;
  /** Those that it has been sent: one that runs, and one more if they are short. The last one's number is `sent`. */
  readonly tasks: Task[];
  sent: number;
  /** When the job that runs began, and how long the one before took. */
  begun: number;
  took: number;
}

export interface ThreadsOptions {
  /** Jobs at once, at most. */
  readonly threads: number;
  /** Milliseconds between two checkpoints of a job. */
  readonly checkpointEvery?: number;
  /** Jobs that take fewer milliseconds are sent before the one that runs has ended. */
  readonly short?: number;
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

  /** A thread for the next job: with nothing to do, and with the job's data if possible; a new one; or one whose jobs are short. */
  #free(): Thread | null {
    const all = [...this.#threads];
    const free = all.filter(({ tasks }) => tasks.length === 0);
    const best = free.find(({ key }) => key === this.#waiting[0]?.job.data.key) ?? free[0];
    if (best !== undefined) return best;
    if (this.#threads.size < this.#options.threads) return this.#newThread();
    const { short = SHORT } = this.#options;
    return all.find(({ tasks, took }) => tasks.length === 1 && took < short) ?? null;
  }

  #newThread(): Thread {
    const stop = new Int32Array(new SharedArrayBuffer(8));
    const data: ThreadData = { stop, checkpointEvery: this.#options.checkpointEvery ?? CHECKPOINT_EVERY };
    const { script = new URL("./jobThread.js", import.meta.url) } = this.#options;
    const worker = new Worker(script, { workerData: data });
    const state = { sent: 0, begun: 0, took: Number.POSITIVE_INFINITY };
    const thread: Thread = { worker, stop, key: null, tasks: [], ...state };
    worker.on("message", (message: FromThread) => this.#hear(thread, message));
    worker.on("error", (error: Error) => this.#lose(thread, error.message));
    worker.on("exit", () => this.#lose(thread, "its thread has ended"));
    this.#threads.add(thread);
    return thread;
  }

  #hear(thread: Thread, message: FromThread): void {
    const task = thread.tasks[0];
    if (task === undefined) return;
    if (message.type === "report") task.watch.onReport?.(message.progress);
    else if (message.type === "checkpoint") {
      task.checkpoint = message.bytes;
      task.watch.onCheckpoint?.(message.bytes);
    } else {
      thread.tasks.shift();
      thread.took = performance.now() - thread.begun;
      runNext(thread);
      task.resolve(message.end);
      this.#begin();
    }
  }

  #stop(task: Task): void {
    for (const { tasks, sent, stop } of this.#threads) {
      const place = tasks.indexOf(task);
      if (place < 0) continue;
      const number = sent - (tasks.length - 1 - place);
      Atomics.store(stop, number % 2, number);
    }
    const place = this.#waiting.indexOf(task);
    if (place < 0) return;
    this.#waiting.splice(place, 1);
    task.resolve({ state: "stopped" });
  }

  /** Called twice for one that crashes: at the error, and at its end. */
  #lose(thread: Thread, reason: string): void {
    const [task, next] = thread.tasks.splice(0);
    this.#threads.delete(thread);
    if (this.#isClosed) return;
    if (next !== undefined) this.#waiting.unshift(next);
    if (task !== undefined && task.tries < TRIES) this.#waiting.unshift(task);
    else task?.resolve({ state: "failed", reason });
    this.#begin();
  }
}

function start(thread: Thread, task: Task): void {
  const { kind, settings, data } = task.job;
  const isKnown = thread.key === data.key;
  const { checkpoint } = task;
  thread.key = data.key;
  thread.sent += 1;
  thread.tasks.push(task);
  if (thread.tasks.length === 1) runNext(thread);
  const number = thread.sent;
  const message: ToThread = { kind, settings, checkpoint, number, ...(isKnown ? {} : { data: data.value }) };
  thread.worker.postMessage(message);
}

/** The first of the tasks is the one that runs. */
function runNext(thread: Thread): void {
  const task = thread.tasks[0];
  if (task === undefined) return;
  task.tries += 1;
  thread.begun = performance.now();
}
