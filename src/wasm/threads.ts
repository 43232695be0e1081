/**
 * @module The pool of workers: a job is cut into parts, which the caller and the workers take as they come.
 *
 * Workers share the kernels' memory and sleep between jobs; in Node they do not keep the process alive. Whoever is awake
 * takes the next part, so that a worker that starts late, or not at all, holds up nobody. Parts write to different places
 * and sum nothing together: results are the same bits for any number of threads.
 */
import { warn } from "../errors.ts";
import type { Arena } from "./arena.ts";
import { type Binary, compiled } from "./binaries.ts";
import { builtin } from "./node.ts";
import { control, NO_MORE, type WorkerStart, workLoop } from "./workLoop.ts";

/** The kernels that can be done in parts. */
const JOBS = [
  "layerPrepare",
  "layerForward",
  "layerPrepareBackward",
  "layerBackward",
  "layerGradients",
  "linearPrepare",
  "linearRows",
  "linearPrepareBackward",
  "linearInputRows",
  "linearGradients",
  "fanOutForward",
  "fanOutBackward",
  "fanOutGradients",
] as const;

/** How often to look before sleeping: some 50 µs, about as long as it takes to be woken. */
const SPINS = 20_000;

/** The most parts of a job: four bits of a ticket. */
const MOST = 15;

let wanted: number | undefined;
let pool: Pool | null = null;

/**
 * How many threads large operations may use, the caller's included: as many as there are cores at first (15 at most), one
 * where memory cannot be shared (pages that are not cross-origin isolated). Results are the same bits for any number.
 *
 * Throws RangeError unless it is a whole number from 1.
 */
export function setNumThreads(count: number): void {
  if (!Number.isInteger(count) || count < 1)
    throw new RangeError(`setNumThreads: expected a positive integer, got ${count}`);
  wanted = Math.min(count, MOST);
}

/** How many threads large operations may use. */
export function getNumThreads(): number {
  if (!canShare()) return 1;
  wanted ??= Math.max(1, Math.min(cores(), MOST));
  return wanted;
}

let shares: boolean | undefined;

/** Whether memory can be shared with workers: in Node always, in pages only where they are cross-origin isolated. */
export function canShare(): boolean {
  shares ??=
    typeof SharedArrayBuffer !== "undefined" &&
    (builtin("node:worker_threads") !== null ||
      (typeof Worker !== "undefined" && globalThis.crossOriginIsolated === true));
  return shares;
}

function cores(): number {
  return builtin("node:os")?.availableParallelism() ?? globalThis.navigator?.hardwareConcurrency ?? 1;
}

/** Does a job in so many parts, and returns when all are done. */
export function run(arena: Arena, job: (typeof JOBS)[number], call: number, parts: number): void {
  const workers = parts > 1 ? poolFor(arena) : null;
  if (workers !== null) workers.run(arena, job, call, parts);
  else for (let part = 0; part < parts; part++) arena.kernels[job](call, part, parts);
}

function poolFor(arena: Arena): Pool | null {
  const count = getNumThreads() - 1;
  if (pool !== null && !pool.fits(arena, count)) {
    pool.stop();
    pool = null;
  }
  if (count > 0) pool ??= new Pool(arena, count);
  return pool;
}

/** Workers on the memory of one arena, with one binary. */
class Pool {
  readonly #arena: Arena;
  readonly #binary: Binary;
  readonly #count: number;
  readonly #words: Int32Array<SharedArrayBuffer>;
  #jobs = 0;

  constructor(arena: Arena, count: number) {
    this.#arena = arena;
    this.#binary = arena.binary;
    this.#count = count;
    this.#words = new Int32Array(new SharedArrayBuffer(4 * control.words));
    const start = {
      module: compiled(arena.binary, true),
      memory: arena.memory,
      words: this.#words,
      kernels: JOBS,
      spins: SPINS,
      slots: control,
    };
    for (let i = 0; i < count; i++) startWorker(start);
  }

  fits(arena: Arena, count: number): boolean {
    return arena === this.#arena && arena.binary === this.#binary && count === this.#count;
  }

  run(arena: Arena, job: (typeof JOBS)[number], call: number, parts: number): void {
    const words = this.#words;
    words[control.kernel] = JOBS.indexOf(job);
    words[control.call] = call;
    Atomics.store(words, control.left, parts);
    this.#jobs = (this.#jobs + 1) & 0x7fffff;
    Atomics.store(words, control.ticket, (this.#jobs << 8) | (parts << 4));
    Atomics.notify(words, control.ticket);
    const kernel = arena.kernels[job];
    let problem: unknown;
    for (let part = this.#take(parts); part < parts; part = this.#take(parts)) {
      try {
        kernel(call, part, parts);
      } catch (error) {
        problem = error; // only once the others are done may the memory be used again
      }
      Atomics.sub(words, control.left, 1);
    }
    this.#join();
    if (problem !== undefined) throw problem;
    if (Atomics.exchange(words, control.failed, 0) !== 0) throw new Error(`${job} failed in a worker`);
  }

  /** The next part, for the caller; `parts` when all are taken. */
  #take(parts: number): number {
    for (;;) {
      const ticket = Atomics.load(this.#words, control.ticket);
      const part = ticket & 15;
      if (part >= parts) return parts;
      if (Atomics.compareExchange(this.#words, control.ticket, ticket, ticket + 1) === ticket) return part;
    }
  }

  /** Waits for the parts that others have taken. */
  #join(): void {
    const words = this.#words;
    for (;;) {
      for (let i = 0; i < SPINS; i++) if (Atomics.load(words, control.left) === 0) return;
      const left = Atomics.load(words, control.left);
      if (left > 0 && canWait()) Atomics.wait(words, control.left, left, 100);
    }
  }

  /** Lets the workers end. */
  stop(): void {
    Atomics.store(this.#words, control.ticket, NO_MORE);
    Atomics.notify(this.#words, control.ticket);
  }
}

/** A page's main thread may not sleep; it looks again and again instead. */
function canWait(): boolean {
  return typeof document === "undefined";
}

/** A worker that cannot start (for a policy of the page or of Node forbids it) is no error: others do its parts. */
function startWorker(start: WorkerStart): void {
  try {
    const node = builtin("node:worker_threads");
    if (node !== null) startNodeWorker(node.Worker, start);
    else startWebWorker(start);
  } catch (error) {
    tellOfWorker(error instanceof Error ? error : {});
  }
}

function startNodeWorker(NodeWorker: typeof import("node:worker_threads").Worker, start: WorkerStart): void {
  const code = `(${workLoop.toString()})(require("node:worker_threads").workerData)`;
  const worker = new NodeWorker(code, { eval: true, workerData: start, execArgv: [], stdin: false });
  worker.on("error", tellOfWorker).unref();
}

function startWebWorker(start: WorkerStart): void {
  const worker = new Worker(new URL("./webWorker.js", import.meta.url), { type: "module" });
  worker.addEventListener("error", tellOfWorker);
  worker.postMessage(start);
}

function tellOfWorker({ message }: { readonly message?: string }): void {
  warn(`a worker thread could not start, and its work is done without it${message ? `: ${message}` : ""}`);
}
