/**
 * @module Where an operation runs: small ones in a private memory, large ones in one that workers share.
 *
 * V8 copies to a shared memory four times as slowly, which would slow small steps down.
 */
import { Arena } from "./arena.ts";
import { baselineBinary, threadedBinary } from "./binaries.ts";
import { canShare, getNumThreads } from "./threads.ts";

/** From this many multiply-adds on, work is large: about 40 µs forward and twice that backward, much more than waking a worker. */
const LARGE = 5e5;

let small: Arena | undefined;
let large: Arena | undefined;

/** Begins an operation of `work` multiply-adds in the arena that fits it. */
export function arenaFor(work: number): Arena {
  if (work >= LARGE && canShare()) {
    const binary = threadedBinary();
    if (large !== undefined || getNumThreads() > 1 || binary === "wide") {
      large ??= new Arena(true, binary);
      large.begin(binary);
      return large;
    }
  }
  small ??= new Arena(false, baselineBinary());
  small.begin(baselineBinary());
  return small;
}

/** Begins an operation in the arena where an earlier one saved what it needs, with the kernels that are current now. */
export function resume(arena: Arena): void {
  arena.begin(arena.shared ? threadedBinary() : baselineBinary());
}

/** The number of parts that a batch of B sequences is split into: at least eight sequences each. */
export function partsFor(arena: Arena, B: number): number {
  return arena.shared ? Math.max(1, Math.min(getNumThreads(), Math.floor(B / 8))) : 1;
}

/** The same number for packing weights if there are many; waking a worker takes as long as packing 32,000 floats. */
export function partsForPacking(parts: number, weights: number): number {
  return weights > 2 ** 16 ? parts : 1;
}
