/**
 * @module Where an operation runs: small ones in a private memory, large ones in one that workers share.
 *
 * V8 copies to a shared memory four times as slowly, which would slow small steps down.
 */
import { Arena } from "./arena.ts";
import type { Binary } from "./binaries.ts";
import { getNumThreads } from "./threads.ts";
import { baselineBinary, considerWide, threadedBinary } from "./vectors.ts";

/** From this many multiply-adds on, work is large: about 40 µs forward and twice that backward, much more than waking a worker. */
const LARGE = 5e5;

let small: Arena | undefined;
let large: Arena | undefined;

/** Begins an operation of `work` multiply-adds in the arena that fits it. */
export function arenaFor(work: number): Arena {
  const arena = isLarge(work) && (large !== undefined || getNumThreads() > 1) ? largeArena() : smallArena();
  if (isLarge(work)) considerWide(arena, work);
  arena.begin(binaryFor(work));
  return arena;
}

function largeArena(): Arena {
  large ??= new Arena(true, threadedBinary());
  return large;
}

function smallArena(): Arena {
  small ??= new Arena(false, baselineBinary());
  return small;
}

/** As `arenaFor`, in the arena where an earlier operation saved what this one needs, with the kernels that are current now. */
export function resume(arena: Arena, work: number): void {
  arena.begin(binaryFor(work));
}

function isLarge(work: number): boolean {
  return work >= LARGE;
}

function binaryFor(work: number): Binary {
  return isLarge(work) ? threadedBinary() : baselineBinary();
}

/** The number of parts that a batch of B sequences is split into: at least eight sequences each. */
export function partsFor(arena: Arena, B: number): number {
  return arena.shared ? Math.max(1, Math.min(getNumThreads(), Math.floor(B / 8))) : 1;
}

/** The same number for packing weights if there are many; waking a worker takes as long as packing 32,000 floats. */
export function partsForPacking(parts: number, weights: number): number {
  return weights > 2 ** 16 ? parts : 1;
}
