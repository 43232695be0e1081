/** @module BullMQ on Redis, Valkey or PostgreSQL: packages that a program installs if it wants them, loaded when there is a queue. */
import { setTimeout as sleep } from "node:timers/promises";
import { InvalidArgumentError } from "commander";
import { UsageError } from "../../../errors.ts";
import { say } from "../../../sentence.ts";
import { InputError } from "../../files.ts";

/** What is used of a job of BullMQ. Its contents are untrusted. */
export interface QueuedJob {
  readonly id?: string;
  readonly name: string;
  readonly data: unknown;
  readonly progress: unknown;
  readonly returnvalue: unknown;
  readonly failedReason?: string;
  readonly processedOn?: number;
  /** When it was made. */
  readonly timestamp: number;
  getState(): Promise<string>;
  updateProgress(progress: object): Promise<void>;
  updateData(data: object): Promise<void>;
  moveToDelayed(timestamp: number, token?: string): Promise<void>;
  moveToWait(token?: string): Promise<unknown>;
  retry(state: "failed"): Promise<void>;
  remove(): Promise<void>;
}

/** What queues, workers and listeners have in common. */
interface Connected {
  waitUntilReady(): Promise<unknown>;
  on(event: "error", listener: (error: Error) => void): unknown;
  close(force?: boolean): Promise<void>;
}

export interface Queue extends Connected {
  add(name: string, data: object, options: object): Promise<QueuedJob>;
  getJob(id: string): Promise<QueuedJob | undefined>;
  getJobState(id: string): Promise<string>;
  getJobs(types: readonly string[], start: number, end: number, ascending: boolean): Promise<QueuedJob[]>;
  getJobCounts(...types: readonly string[]): Promise<Readonly<Record<string, number>>>;
}

export interface QueueEvents extends Connected {
  on(event: "error", listener: (error: Error) => void): unknown;
  on(
    event: "completed",
    listener: (args: { readonly jobId: string; readonly returnvalue: unknown }) => void,
  ): unknown;
  on(event: "failed" | "duplicated", listener: (args: { readonly jobId: string }) => void): unknown;
  on(
    event: "progress",
    listener: (args: { readonly jobId: string; readonly data: unknown }) => void,
  ): unknown;
}

export interface QueueWorker extends Connected {
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "lockRenewalFailed", listener: (ids: readonly string[]) => void): unknown;
}

type Processor = (job: QueuedJob, token?: string) => Promise<unknown>;

interface Classes {
  readonly Queue: new (name: string, options: object) => Queue;
  readonly QueueEvents: new (name: string, options: object) => QueueEvents;
  readonly Worker: new (name: string, processor: Processor, options: object) => QueueWorker;
}

interface BullMQ extends Classes {
  readonly DelayedError: new () => Error;
  readonly WaitingError: new () => Error;
  readonly UnrecoverableError: new (message: string) => Error;
  readonly withBackend: (factory: unknown) => Classes;
  readonly createPostgresBackend: unknown;
}

/** Where a queue is. */
export interface QueueAddress {
  readonly url: URL;
  /** Without user and password: to be printed. */
  readonly shown: string;
  readonly name: string;
}

const drivers = {
  "redis:": "ioredis",
  "rediss:": "ioredis",
  "postgres:": "pg",
  "postgresql:": "pg",
} as const;

/** The package that talks to the server of a URL; null for one that is of no such server. */
function driverOf({ protocol }: URL): "ioredis" | "pg" | null {
  return Object.hasOwn(drivers, protocol) ? drivers[protocol as keyof typeof drivers] : null;
}

/** Throws InvalidArgumentError for what is no address of Redis or PostgreSQL. */
export function parseQueue(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && driverOf(url) !== null && url.hostname !== "") return url;
  throw new InvalidArgumentError("It must be redis://HOST, rediss://HOST or postgres://USER@HOST/DATABASE.");
}

/** Throws InvalidArgumentError for a name that has other characters than letters, digits, `-`, `_` and `.`. */
export function parseQueueName(text: string): string {
  if (/^[\w.-]{1,100}$/.test(text)) return text;
  throw new InvalidArgumentError("It must be of letters, digits, -, _ and .");
}

export function addressOf(url: URL, name: string): QueueAddress {
  return { url, name, shown: `${url.protocol}//${url.host}${url.pathname === "/" ? "" : url.pathname}` };
}

/** Constants, so that no bundler looks for packages that may be missing. */
const PACKAGE: string = "bullmq";

/** BullMQ for a server, and how to connect to it. Throws UsageError that names what to install. */
async function loaded(
  address: QueueAddress,
): Promise<{ readonly bull: BullMQ; readonly classes: Classes; readonly connection: object }> {
  const driver = driverOf(address.url) ?? "ioredis";
  const bull = await packageOf<BullMQ>(PACKAGE, driver);
  await packageOf(driver, driver);
  const { href } = address.url;
  if (driver === "pg")
    return {
      bull,
      classes: bull.withBackend(bull.createPostgresBackend),
      connection: { connectionString: href, migrate: true, keepAlive: true },
    };
  const retryStrategy = (times: number): number => Math.min(100 * 2 ** times, 2000);
  return { bull, classes: bull, connection: { url: href, maxRetriesPerRequest: null, retryStrategy } };
}

async function packageOf<Module>(name: string, driver: string): Promise<Module> {
  try {
    const module: Module & { readonly default?: Module } = await import(name);
    return module.default ?? module;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new UsageError(say`a queue needs the package ${name}, which is not installed`, {
      hint: say`Install it: npm install bullmq ${driver}`,
      cause: error,
    });
  }
}

/** A server that does not answer by then is not there, or not for us. */
const CONNECT_WITHIN = 10_000;

/** Milliseconds that closing may take: without a connection it would take forever. */
const CLOSE_WITHIN = 2000;

/** The parts of a queue, and their end. */
export class QueueConnection {
  readonly address: QueueAddress;
  readonly bull: BullMQ;
  readonly #classes: Classes;
  readonly #connection: object;
  readonly #open: Connected[] = [];
  #lastError: Error | null = null;

  private constructor(
    address: QueueAddress,
    { bull, classes, connection }: Awaited<ReturnType<typeof loaded>>,
  ) {
    this.address = address;
    this.bull = bull;
    this.#classes = classes;
    this.#connection = connection;
  }

  /** Loads what the server needs. Throws UsageError that names the package to install. */
  static async load(address: QueueAddress): Promise<QueueConnection> {
    return new QueueConnection(address, await loaded(address));
  }

  queue(): Promise<Queue> {
    return this.#ready(new this.#classes.Queue(this.address.name, { connection: this.#connection }));
  }

  events(): Promise<QueueEvents> {
    return this.#ready(new this.#classes.QueueEvents(this.address.name, { connection: this.#connection }));
  }

  worker(processor: Processor, options: object): Promise<QueueWorker> {
    const all = { ...options, connection: this.#connection };
    return this.#ready(new this.#classes.Worker(this.address.name, processor, all));
  }

  /** Throws InputError if the server cannot be reached now; later losses of the connection are waited for. */
  async #ready<One extends Connected>(one: One): Promise<One> {
    this.#open.push(one);
    one.on("error", (error) => {
      this.#lastError = error;
    });
    const late = new AbortController();
    const limit = sleep(CONNECT_WITHIN, "late" as const, { signal: late.signal }).catch(
      () => "ready" as const,
    );
    try {
      const state = await Promise.race([one.waitUntilReady(), limit]);
      if (state !== "late") return one;
    } catch (error) {
      this.#lastError = error instanceof Error ? error : null;
    } finally {
      late.abort();
    }
    const reason = reasonOf(this.#lastError);
    await this.close();
    throw new InputError(`cannot reach the queue ${this.address.shown}: ${reason}`);
  }

  /** Closes all parts; at once, if the connection is lost. */
  async close(): Promise<void> {
    const all = this.#open.splice(0).map((one) => one.close().catch(() => undefined));
    const controller = new AbortController();
    await Promise.race([
      Promise.all(all),
      sleep(CLOSE_WITHIN, undefined, { signal: controller.signal }).catch(() => undefined),
    ]);
    controller.abort();
  }
}

function reasonOf(error: Error | null): string {
  if (error === null) return "it does not answer";
  const { code, errors } = error as NodeJS.ErrnoException & { readonly errors?: readonly Error[] };
  const [first] = errors ?? [];
  if (first !== undefined) return reasonOf(first);
  return code === "ECONNREFUSED" ? "nothing listens at that address" : error.message;
}
