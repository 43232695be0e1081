/**
 * @module Takes jobs from a queue and does them in threads, so that the lock of a job is renewed while it runs. Delivery is at least once:
 * a result that is written twice is the same file.
 */
import { hostname } from "node:os";
import { FormatError } from "../../../errors.ts";
import { firstLine } from "../../../text/escape.ts";
import { InputError, OutputError } from "../../files.ts";
import { JobThreads } from "../run/jobThreads.ts";
import type { JobCall, JobEnd } from "../run/kinds.ts";
import type { JobStore } from "../store/jobStore.ts";
import { packPart } from "../store/parts.ts";
import { type QueueAddress, QueueConnection, type QueuedJob } from "./bullmq.ts";
import {
  base64,
  MOST_BESIDE_STORE,
  MOST_INLINE,
  type ReadMessage,
  readData,
  readMessage,
  returned,
  VersionError,
} from "./message.ts";
import type { JobProgress } from "./progress.ts";

/** Milliseconds after which a job that was given back is delivered again. */
const GIVEN_BACK_FOR = 5000;

/** Milliseconds between two checkpoints of a job, at most. */
const MOST_UNSAVED = 5000;

/** Milliseconds before the first, and between two, reports of a job. */
const REPORT_EVERY = 300;

/** How often a job is begun again after its worker was lost, at most: it may be the job that ends its workers. */
const MOST_LOST = 25;

export type WorkerEvent =
  | { readonly type: "begun" | "done" | "handed on"; readonly label: string }
  | { readonly type: "failed" | "given back"; readonly label: string; readonly reason: string };

export interface WorkerOptions {
  readonly concurrency: number;
  readonly store: JobStore | null;
  /** Milliseconds without a sign of life after which a worker's jobs are another's. */
  readonly lostAfter: number;
  readonly signal: AbortSignal;
  readonly onEvent: (event: WorkerEvent) => void;
}

/** Works until the signal; jobs that run then are given back with their checkpoints. */
export async function runWorker(address: QueueAddress, options: WorkerOptions): Promise<void> {
  const { concurrency, lostAfter, signal } = options;
  const connection = await QueueConnection.load(address);
  const checkpointEvery = Math.min(MOST_UNSAVED, lostAfter / 2);
  const threads = new JobThreads({ threads: concurrency, checkpointEvery });
  const own = new QueueWork(connection, threads, options);
  try {
    const worker = await connection.worker((job, token) => own.process(job, token), {
      ...{ concurrency, lockDuration: lostAfter, stalledInterval: Math.max(500, lostAfter / 2) },
      ...{ maxStalledCount: MOST_LOST, name: own.name, drainDelay: 2 },
    });
    worker.on("lockRenewalFailed", (ids) => own.abandon(ids));
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
    await own.idle();
  } finally {
    await connection.close();
    await threads.close();
  }
}

class QueueWork {
  readonly name = `${hostname()}:${process.pid}`;
  readonly #connection: QueueConnection;
  readonly #threads: JobThreads;
  readonly #options: WorkerOptions;
  readonly #running = new Map<string, AbortController>();
  readonly #processes = new Set<Promise<unknown>>();

  constructor(connection: QueueConnection, threads: JobThreads, options: WorkerOptions) {
    this.#connection = connection;
    this.#threads = threads;
    this.#options = options;
  }

  /** Stops jobs that are another worker's by now. */
  abandon(ids: readonly string[]): void {
    for (const id of ids) this.#running.get(id)?.abort();
  }

  /** Resolves when no job runs any more. */
  async idle(): Promise<void> {
    await Promise.allSettled([...this.#processes]);
  }

  /** Does a job; returns what goes through the queue. Throws what tells BullMQ that it has failed, or was given back. */
  process(job: QueuedJob, token?: string): Promise<object> {
    const one = this.#process(job, token).finally(() => this.#processes.delete(one));
    this.#processes.add(one);
    return one;
  }

  async #process(job: QueuedJob, token?: string): Promise<object> {
    const { onEvent } = this.#options;
    const { id = "" } = job;
    let label = id;
    try {
      const read = await readMessage(job.data, id);
      label = read.message.label;
      const data = read.data ?? (await this.#storedData(read));
      if (data === null) return await this.#giveBack(job, token, label, this.#missing(read));
      onEvent({ type: "begun", label });
      const value = { id, label, kind: read.kind, settings: read.settings } as const;
      const end = await this.#run(job, read, {
        ...value,
        data: { key: read.message.hash, value: data },
      } as JobCall);
      if (end.state === "stopped") return await this.#handOn(job, token, label);
      if (end.state === "failed") throw new JobFailure(end.reason);
      const part = await this.#stored(id, packPart(id, read.kind, end.result), read);
      onEvent({ type: "done", label });
      return part;
    } catch (error) {
      if (error instanceof OutputError || error instanceof VersionError)
        return await this.#giveBack(job, token, label, firstLine(error.message));
      if (!isFailure(error)) throw error;
      onEvent({ type: "failed", label, reason: firstLine(error.message) });
      throw new this.#connection.bull.UnrecoverableError(error.message);
    }
  }

  async #run(job: QueuedJob, read: ReadMessage, call: JobCall): Promise<JobEnd> {
    const { store, signal } = this.#options;
    const abandoned = new AbortController();
    this.#running.set(call.id, abandoned);
    let reportedAt = performance.now();
    let saving: Promise<unknown> = Promise.resolve();
    const tell = (progress: JobProgress): void => void job.updateProgress(progress).catch(() => undefined);
    const begun = setTimeout(() => tell({ worker: this.name }), REPORT_EVERY); // short jobs are not worth it
    const save = (bytes: Uint8Array): Promise<void> => this.#saveCheckpoint(job, call.id, read, bytes);
    try {
      const end = await this.#threads.run(call, {
        checkpoint: read.checkpoint ?? (await store?.read(call.id, "checkpoint")) ?? null,
        signal: AbortSignal.any([signal, abandoned.signal]),
        onCheckpoint: (bytes) => {
          saving = saving.then(() => save(bytes)).catch(() => undefined); // without it, only time is lost
        },
        onReport: (report) => {
          if (performance.now() - reportedAt < REPORT_EVERY) return;
          reportedAt = performance.now();
          tell({ worker: this.name, report });
        },
      });
      await saving;
      return end;
    } finally {
      clearTimeout(begun);
      this.#running.delete(call.id);
    }
  }

  async #saveCheckpoint(
    job: QueuedJob,
    id: string,
    { message }: ReadMessage,
    bytes: Uint8Array,
  ): Promise<void> {
    const { store } = this.#options;
    if (store !== null && message.hasStore) await store.write(id, "checkpoint", bytes);
    else if (bytes.length <= MOST_INLINE) await job.updateData({ ...message, checkpoint: base64(bytes) });
  }

  async #storedData({ kind, message }: ReadMessage): Promise<JobCall["data"]["value"] | null> {
    const bytes = (await this.#options.store?.read(message.hash, "data")) ?? null;
    return bytes === null ? null : readData(kind, bytes);
  }

  #missing({ message }: ReadMessage): string {
    const { store } = this.#options;
    return store === null
      ? "its data are in a shared folder, and this worker has no --store"
      : `${store.path} does not have its data, ${message.hash}.data`;
  }

  /** The result for the queue: the bytes if they are few, else that they are in the shared folder. */
  async #stored(id: string, part: Uint8Array, { message }: ReadMessage): Promise<object> {
    const { store } = this.#options;
    const isShared = store !== null && message.hasStore;
    if (part.length <= (isShared ? MOST_BESIDE_STORE : MOST_INLINE)) return returned(part);
    if (!isShared)
      throw new JobFailure(
        `the result has ${part.length} bytes, and at most ${MOST_INLINE} go through the queue: give --store FOLDER to the command and to each worker`,
      );
    await store.write(id, "part", part);
    await store.remove(id, "checkpoint");
    return returned(null);
  }

  /** To be delivered again after a while, perhaps to another worker. */
  async #giveBack(job: QueuedJob, token: string | undefined, label: string, reason: string): Promise<never> {
    this.#options.onEvent({ type: "given back", label, reason });
    // without the server it is given back when its lock ends
    await job.updateProgress({ worker: this.name, givenBack: reason }).catch(() => undefined);
    await job.moveToDelayed(Date.now() + GIVEN_BACK_FOR, token).catch(() => undefined);
    throw new this.#connection.bull.DelayedError();
  }

  /** To be delivered at once to another worker: this one ends. */
  async #handOn(job: QueuedJob, token: string | undefined, label: string): Promise<never> {
    this.#options.onEvent({ type: "handed on", label });
    await job.moveToWait(token).catch(() => undefined); // it is another worker's already
    throw new this.#connection.bull.WaitingError();
  }
}

/** A job that would fail again. */
class JobFailure extends Error {
  override readonly name = "JobFailure";
}

function isFailure(error: unknown): error is Error {
  return error instanceof JobFailure || error instanceof FormatError || error instanceof InputError;
}
