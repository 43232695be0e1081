/**
 * @module The pool of workers: a job is cut into parts, of which the caller does the first.
 *
 * Workers share the kernels' memory and sleep between jobs. In Node they do not keep the process alive.
 * Parts write to different places and sum nothing together, so that results are the same bits for any number of them.
 */
import type { Arena } from "./arena.ts";
import { compiled } from "./binaries.ts";
import { builtin } from "./node.ts";
import { control, type WorkerStart, workLoop } from "./workLoop.ts";

/** The kernels that can be done in parts. */
export type Job =
  | "layerPrepare"
  | "layerForward"
  | "layerPrepareBackward"
  | "layerBackward"
  | "layerGradients";

const JOBS: readonly Job[] = [
  "layerPrepare",
  "layerForward",
  "layerPrepareBackward",
  "layerBackward",
  "layerGradients",
];

/** How often to look before sleeping: about 20 µs, as long as waking up takes. */
const SPINS = 20_000;
/** How long the first job waits for the workers to start, in milliseconds; then it goes on without them. */
const PATIENCE = 5_000;

let wanted: number | undefined;
let pool: Pool | null = null;

/**
 * How many threads large operations may use, the caller's included: as many as there are cores at first, one where memory
 * cannot be shared (pages that are not cross-origin isolated). Results are the same bits for any number.
 *
 * Throws RangeError unless it is a whole number from 1.
 */
export function setNumThreads(count: number): void {
  if (!Number.isInteger(count) || count < 1)
    throw new RangeError(`setNumThreads: expected a positive integer, got ${count}`);
  wanted = count;
}

/** How many threads large operations may use. */
export function getNumThreads(): number {
  if (!canShare()) return 1;
  wanted ??= Math.max(1, Math.min(cores(), 8));
  return wanted;
}

/** Whether memory can be shared with workers: in Node always, in pages only where they are cross-origin isolated. */
export function canShare(): boolean {
  if (typeof SharedArrayBuffer === "undefined") return false;
  if (builtin("node:worker_threads") !== null) return true;
  return typeof Worker !== "undefined" && globalThis.crossOriginIsolated === true;
}

function cores(): number {
  return builtin("node:os")?.availableParallelism() ?? globalThis.navigator?.hardwareConcurrency ?? 1;
}

/** Does a job in so many parts, and returns when all are done. */
export function run(arena: Arena, job: Job, call: number, parts: number): void {
  const workers = parts > 1 ? poolFor(arena) : null;
  if (workers === null || !workers.isReady()) {
    for (let part = 0; part < parts; part++) arena.kernels[job](call, part, parts);
  } else workers.run(arena, job, call, parts);
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
  readonly #binary: string;
  readonly #count: number;
  readonly #words: Int32Array<SharedArrayBuffer>;
  #waited = false;

  constructor(arena: Arena, count: number) {
    this.#arena = arena;
    this.#binary = arena.binary;
    this.#count = count;
    this.#words = new Int32Array(new SharedArrayBuffer(4 * control.words));
    for (let part = 1; part <= count; part++) {
      startWorker({
        module: compiled(arena.binary, true),
        memory: arena.memory,
        words: this.#words,
        jobs: JOBS,
        part,
        spins: SPINS,
        slots: control,
      });
    }
  }

  fits(arena: Arena, count: number): boolean {
    return arena === this.#arena && arena.binary === this.#binary && count === this.#count;
  }

  /** Whether all workers listen. Node's start without the caller's help, and are waited for once. */
  isReady(): boolean {
    const words = this.#words;
    const ready = Atomics.load(words, control.ready);
    if (ready === this.#count) return true;
    if (this.#waited || !canWait()) return false;
    this.#waited = true;
    const end = performance.now() + PATIENCE;
    for (;;) {
      const now = Atomics.load(words, control.ready);
      if (now === this.#count) return true;
      if (performance.now() > end) return false;
      Atomics.wait(words, control.ready, now, 100);
    }
  }

  run(arena: Arena, job: Job, call: number, parts: number): void {
    const words = this.#words;
    words[control.job] = JOBS.indexOf(job);
    words[control.call] = call;
    words[control.parts] = parts;
    Atomics.store(words, control.left, this.#count);
    Atomics.add(words, control.generation, 1);
    Atomics.notify(words, control.generation);
    let problem: unknown;
    try {
      arena.kernels[job](call, 0, parts);
    } catch (error) {
      problem = error; // only once the others are done may the memory be used again
    }
    this.#join();
    if (problem !== undefined) throw problem;
    if (Atomics.exchange(words, control.failed, 0) !== 0) throw new Error(`${job} failed in a worker`);
  }

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
    this.#words[control.parts] = 0;
    Atomics.add(this.#words, control.generation, 1);
    Atomics.notify(this.#words, control.generation);
  }
}

/** A page's main thread may not sleep; it looks again and again instead. */
function canWait(): boolean {
  return builtin("node:worker_threads") !== null || typeof document === "undefined";
}

function startWorker(start: WorkerStart): void {
  const node = builtin("node:worker_threads");
  if (node !== null) {
    const code = `(${workLoop.toString()})(require("node:worker_threads").workerData)`;
    new node.Worker(code, { eval: true, workerData: start, execArgv: [], stdin: false }).unref();
    return;
  }
  new Worker(new URL("./webWorker.js", import.meta.url), { type: "module" }).postMessage(start);
}
