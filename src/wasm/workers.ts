/**
 * @module The pool of workers: they and the caller take the parts of a job from a shared counter.
 *
 * Workers share the kernels' memory and sleep between jobs; in Node they do not keep the process alive. Idle or unstarted
 * workers never block the caller, which takes the parts that they do not. Pages load this module when large work has come.
 */
import { warn } from "../errors.ts";
import type { Arena } from "./arena.ts";
import { type Binary, compiled } from "./binaries.ts";
import { builtin } from "./node.ts";
import { control, NO_MORE, type WorkerStart, workLoop } from "./workLoop.ts";

/** The kernels that can run in parts. */
export type Job =
  | `layer${"Prepare" | "Forward" | "PrepareBackward" | "Backward" | "Gradients"}`
  | `linear${"Prepare" | "Rows" | "Gradients" | "Mask"}`
  | `fanOut${"Forward" | "Backward" | "Gradients"}`;

/** How often to poll before sleeping: about 50 µs, as long as waking takes. */
const SPINS = 20_000;

let workers: Workers | null = null;

/** That many workers on the memory of an arena, with its binary; others are stopped. */
export function workersFor(arena: Arena, count: number): Workers {
  if (workers?.fits(arena, count) === false) {
    workers.stop();
    workers = null;
  }
  workers ??= new Workers(arena, count);
  return workers;
}

/** Workers on the memory of one arena, with one binary. */
export class Workers {
  readonly #arena: Arena;
  readonly #binary: Binary;
  readonly #count: number;
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #kernels: readonly string[]; // the exports of the binary, in their order
  #jobs = 0;

  constructor(arena: Arena, count: number) {
    this.#arena = arena;
    this.#binary = arena.binary;
    this.#count = count;
    this.#words = new Int32Array(new SharedArrayBuffer(4 * control.words));
    this.#kernels = Object.keys(arena.kernels);
    const start = {
      module: compiled(arena.binary, true),
      memory: arena.memory,
      words: this.#words,
      spins: SPINS,
      slots: control,
    };
    for (let i = 0; i < count; i++) startWorker(start);
  }

  fits(arena: Arena, count: number): boolean {
    return arena === this.#arena && arena.binary === this.#binary && count === this.#count;
  }

  run(arena: Arena, job: Job, call: number, parts: number, meanwhile: (() => void) | null): void {
    const words = this.#words;
    words[control.kernel] = this.#kernels.indexOf(job);
    words[control.call] = call;
    Atomics.store(words, control.left, parts);
    this.#jobs = (this.#jobs + 1) & 0x7fffff;
    Atomics.store(words, control.ticket, (this.#jobs << 8) | (parts << 4));
    Atomics.notify(words, control.ticket);
    meanwhile?.();
    const kernel = arena.kernels[job];
    let problem: unknown;
    for (let part = this.#take(parts); part < parts; part = this.#take(parts)) {
      try {
        kernel(call, part, parts);
      } catch (error) {
        problem = error; // thrown after the join: until then other parts use the memory
      }
      Atomics.sub(words, control.left, 1);
    }
    this.#join();
    if (problem !== undefined) throw problem;
    if (Atomics.exchange(words, control.failed, 0) !== 0) throw new Error(`${job} failed in a worker`);
  }

  /** The next part for the caller; `parts` when all are taken. */
  #take(parts: number): number {
    for (;;) {
      const ticket = Atomics.load(this.#words, control.ticket);
      const part = ticket & 15;
      if (part >= parts) return parts;
      if (Atomics.compareExchange(this.#words, control.ticket, ticket, ticket + 1) === ticket) return part;
    }
  }

  /** Waits for the parts that workers have taken. */
  #join(): void {
    const words = this.#words;
    for (;;) {
      for (let i = 0; i < SPINS; i++) if (Atomics.load(words, control.left) === 0) return;
      const left = Atomics.load(words, control.left);
      // A page's main thread may not sleep; it polls instead.
      if (left > 0 && !("document" in globalThis)) Atomics.wait(words, control.left, left, 100);
    }
  }

  stop(): void {
    Atomics.store(this.#words, control.ticket, NO_MORE);
    Atomics.notify(this.#words, control.ticket);
  }
}

/** A worker that cannot start, for instance because of a policy of the page or of Node, is no error: others do its parts. */
function startWorker(start: WorkerStart): void {
  try {
    const node = builtin("node:worker_threads");
    if (node !== null) startNodeWorker(node.Worker, start);
    else startWebWorker(start);
  } catch (error) {
    warnOfWorker(error instanceof Error ? error : {});
  }
}

function startNodeWorker(NodeWorker: typeof import("node:worker_threads").Worker, start: WorkerStart): void {
  const code = `(${workLoop.toString()})(require("node:worker_threads").workerData)`;
  const worker = new NodeWorker(code, { eval: true, workerData: start, execArgv: [], stdin: false });
  worker.on("error", warnOfWorker).unref();
}

function startWebWorker(start: WorkerStart): void {
  const worker = new Worker(new URL("./webWorker.js", import.meta.url), { type: "module" });
  worker.addEventListener("error", warnOfWorker);
  worker.postMessage(start);
}

function warnOfWorker({ message }: { readonly message?: string }): void {
  warn(`a worker thread could not start; the other threads do its work${message ? `: ${message}` : ""}`);
}
