/**
 * @module How many threads large operations run on, and the split of a job into parts for them (workers.ts).
 *
 * Parts write to different addresses and no sum crosses them, so results are the same bits for any number of threads.
 */
import type { Arena } from "./arena.ts";
import { workersModule } from "./host.ts";
import { builtin } from "./node.ts";
import type { Job, Workers } from "./workers.ts";

/** The most parts of a job, which take four bits of a ticket. */
const MOST_PARTS = 15;

let numThreads: number | undefined;

/**
 * Sets the number of threads for large operations, including the caller's; at most 15 are used. The default is the number
 * of cores. Where memory cannot be shared, as in pages that are not cross-origin isolated, it is always 1. Results are the
 * same bits for any number.
 *
 * Throws RangeError unless it is a positive integer.
 */
export function setNumThreads(count: number): void {
  if (!Number.isInteger(count) || count < 1)
    throw new RangeError(`setNumThreads: expected a positive integer, got ${count}`);
  numThreads = Math.min(count, MOST_PARTS);
}

/** The number of threads for large operations, including the caller's. */
export function getNumThreads(): number {
  if (!canShare()) return 1;
  numThreads ??= Math.max(1, Math.min(cores(), MOST_PARTS));
  return numThreads;
}

let shares: boolean | undefined;

/** Whether memory can be shared with workers: always in Node, Deno and Bun, in pages only if they are cross-origin isolated. */
function canShare(): boolean {
  shares ??=
    typeof SharedArrayBuffer !== "undefined" &&
    (builtin("node:worker_threads") !== null ||
      // Deno's types have no such variable.
      (typeof Worker !== "undefined" && Reflect.get(globalThis, "crossOriginIsolated") === true));
  return shares;
}

function cores(): number {
  return builtin("node:os")?.availableParallelism() ?? globalThis.navigator?.hardwareConcurrency ?? 1;
}

/** Runs a job in `parts` parts, and returns when all are done. The caller does something else first, if it is given. */
export function run(
  arena: Arena,
  job: Job,
  call: number,
  parts: number,
  meanwhile: (() => void) | null = null,
): void {
  const workers = parts > 1 ? workersFor(arena) : null;
  if (workers !== null) {
    workers.run(arena, job, call, parts, meanwhile);
    return;
  }
  meanwhile?.();
  for (let part = 0; part < parts; part++) arena.kernels[job](call, part, parts);
}

/** Null on one thread, and in pages until the module is loaded. */
function workersFor(arena: Arena): Workers | null {
  const count = getNumThreads() - 1;
  return count > 0 ? (workersModule()?.workersFor(arena, count) ?? null) : null;
}
