/**
 * @module Runs jobs through a queue: adds them, and waits for their results, from any worker. A job has the hash of its contents
 * as its id, so that a second command, or the same one begun again, adds nothing and takes the results that there are.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { FormatError, UsageError } from "../../../errors.ts";
import type { Json } from "../../../jobs/job.ts";
import { say } from "../../../sentence.ts";
import { InputError } from "../../files.ts";
import type { JobCall, JobEnd, JobRunner, JobWatch, KindName } from "../run/kinds.ts";
import type { JobStore } from "../store/jobStore.ts";
import { unpackPart } from "../store/parts.ts";
import { type Queue, type QueueAddress, QueueConnection, type QueuedJob } from "./bullmq.ts";
import { type JobMessage, MOST_INLINE, messageOf, readReturned } from "./message.ts";
import { type JobProgress, readProgress } from "./progress.ts";

/** Milliseconds between two looks at jobs whose end was not announced: events are lost with a connection. */
const LOOK_EVERY = 3000;

/** How often a job is added, at most, while the server is away. */
const MOST_TRIES = 200;

interface Waiting {
  readonly job: JobCall;
  readonly watch: JobWatch;
  readonly resolve: (end: JobEnd) => void;
  readonly reject: (error: unknown) => void;
  /** When the job was made, if this command has made it: a failure of an earlier one is tried again. */
  madeAt: number | null;
  isRetried: boolean;
}

export interface QueueJobsOptions {
  readonly store: JobStore | null;
  /** Told when a job waits for a worker that can read its data. */
  readonly onGivenBack?: (label: string, progress: JobProgress) => void;
}

export class QueueJobs implements JobRunner {
  readonly #connection: QueueConnection;
  readonly #queue: Queue;
  readonly #options: QueueJobsOptions;
  readonly #waiting = new Map<string, Waiting>();
  readonly #done = new Set<string>();
  readonly #timer: NodeJS.Timeout;
  /** Whether there were jobs in the queue before, perhaps of the same command. */
  #isUsed = false;
  #endedAt = performance.now();

  private constructor(connection: QueueConnection, queue: Queue, options: QueueJobsOptions) {
    this.#connection = connection;
    this.#queue = queue;
    this.#options = options;
    this.#timer = setInterval(() => void this.#lookAtAll(), LOOK_EVERY);
  }

  /** Throws UsageError for packages that are missing, InputError for a server that cannot be reached. */
  static async open(address: QueueAddress, options: QueueJobsOptions): Promise<QueueJobs> {
    const connection = await QueueConnection.load(address);
    const queue = await connection.queue();
    const events = await connection.events();
    const counts = await queue.getJobCounts("waiting", "active", "delayed", "completed", "failed");
    const jobs = new QueueJobs(connection, queue, options);
    jobs.#isUsed = Object.values(counts).some((count) => count > 0);
    events.on("completed", ({ jobId, returnvalue }) => void jobs.#look(jobId, returnvalue));
    for (const event of ["failed", "duplicated"] as const)
      events.on(event, ({ jobId }) => void jobs.#look(jobId));
    events.on("progress", ({ jobId, data }) => jobs.#report(jobId, data));
    return jobs;
  }

  async run<K extends KindName>(job: JobCall<K>, watch: JobWatch = {}): Promise<JobEnd<K>> {
    const { store } = this.#options;
    const { message, bytes } = messageOf(job, store !== null);
    if (message.data === null) await this.#storeData(message.hash, bytes, job.label);
    if (watch.signal?.aborted) return { state: "stopped" };
    const stop = (): void => this.#end(job.id, { state: "stopped" });
    watch.signal?.addEventListener("abort", stop);
    const end = new Promise<JobEnd>((resolve, reject) => {
      this.#waiting.set(job.id, { job, watch, resolve, reject, madeAt: null, isRetried: false });
    }).finally(() => watch.signal?.removeEventListener("abort", stop));
    await this.#add(job, message);
    if (this.#isUsed) void this.#look(job.id);
    return (await end) as JobEnd<K>; // a job of kind K ends as such
  }

  /** Takes finished jobs off the queue, and leaves it; those that run go on. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#connection.close();
  }

  /** Removes the jobs whose results have been taken. */
  async forget(): Promise<void> {
    for (const id of this.#done) {
      const job = await this.#queue.getJob(id);
      await job?.remove().catch(() => undefined); // delivered twice, and still running somewhere
    }
  }

  /** Tries again while the server is away. */
  async #add({ id, kind }: JobCall, message: JobMessage): Promise<void> {
    for (let tries = 1; ; tries++)
      try {
        const made = await this.#queue.add(kind, message, { jobId: id, attempts: 1, stackTraceLimit: 0 });
        const waiting = this.#waiting.get(id);
        if (waiting !== undefined) waiting.madeAt = made.timestamp;
        return;
      } catch (error) {
        if (tries === MOST_TRIES || !this.#waiting.has(id)) throw error;
        await sleep(LOOK_EVERY);
      }
  }

  async #storeData(hash: string, bytes: Uint8Array, label: string): Promise<void> {
    const { store } = this.#options;
    if (store !== null) {
      if ((await store.read(hash, "data")) === null) await store.write(hash, "data", bytes);
      return;
    }
    throw new UsageError(
      say`${label}: the data have ${bytes.length} bytes, and at most ${MOST_INLINE} go through the queue`,
      {
        hint: say`Give a folder that the workers share: --store FOLDER, here and for each worker`,
      },
    );
  }

  #report(id: string, data: unknown): void {
    const waiting = this.#waiting.get(id);
    const progress = readProgress(data);
    if (waiting === undefined || progress === null) return;
    if (progress.givenBack !== undefined) this.#options.onGivenBack?.(waiting.job.label, progress);
    else if (progress.report !== undefined) waiting.watch.onReport?.(progress.report as Json);
  }

  /** While jobs end, a lost event can wait. */
  async #lookAtAll(): Promise<void> {
    if (performance.now() - this.#endedAt < LOOK_EVERY) return;
    for (const id of [...this.#waiting.keys()]) await this.#look(id);
  }

  /** Ends a job that has a result, which may be known already, or has failed. */
  async #look(id: string, result?: unknown): Promise<void> {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    try {
      if (typeof result === "object") return await this.#complete(id, waiting, result);
      const state = await this.#queue.getJobState(id); // without the data, which may be large
      if (state !== "completed" && state !== "failed") return;
      const job = await this.#queue.getJob(id);
      if (job === undefined) return;
      await (state === "completed"
        ? this.#complete(id, waiting, job.returnvalue)
        : this.#fail(id, waiting, job));
    } catch (error) {
      if (!(error instanceof InputError)) return; // the server is away: the next look will tell
      if (this.#waiting.delete(id)) waiting.reject(error);
    }
  }

  async #complete(id: string, { job }: Waiting, returnvalue: unknown): Promise<void> {
    const { store } = this.#options;
    const part = this.#returned(returnvalue) ?? (await store?.read(id, "part")) ?? null;
    if (part === null)
      throw new InputError(
        `${job.label}: its worker has written the result into its --store, but it is not in ${store?.path ?? "one of this command"}\n  give the same shared folder here and for each worker`,
      );
    try {
      this.#end(id, { state: "done", result: unpackPart(part, id, job.kind, "the result") });
      this.#done.add(id);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      throw new InputError(`${job.label}: ${error.message}`, { cause: error });
    }
  }

  #returned(value: unknown): Uint8Array | null {
    try {
      return readReturned(value);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      throw new InputError(error.message, { cause: error });
    }
  }

  async #fail(id: string, waiting: Waiting, job: QueuedJob): Promise<void> {
    if (job.timestamp === waiting.madeAt || waiting.isRetried) {
      this.#end(id, { state: "failed", reason: job.failedReason ?? "unknown" });
      return;
    }
    await job.retry("failed");
    waiting.isRetried = true;
  }

  #end(id: string, end: JobEnd): void {
    const waiting = this.#waiting.get(id);
    if (!this.#waiting.delete(id)) return;
    this.#endedAt = performance.now();
    waiting?.resolve(end);
  }
}
