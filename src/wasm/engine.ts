/**
 * @module Where an operation runs: small ones in a memory of their own, large ones in one that workers share.
 *
 * Copying to a shared memory takes V8 four times as long, which small steps would feel.
 */
import { Arena } from "./arena.ts";
import { everyday, heavy } from "./binaries.ts";
import { canShare, getNumThreads } from "./threads.ts";

/** Multiply-adds from which an operation is large: some 40 µs forward and twice that backward, a multiple of waking a worker. */
const LARGE = 5e5;

let small: Arena | undefined;
let large: Arena | undefined;

/** The arena for an operation of so many multiply-adds, begun. */
export function arenaFor(work: number): Arena {
  if (work >= LARGE && canShare()) {
    const binary = heavy();
    if (large !== undefined || getNumThreads() > 1 || binary === "wide") {
      large ??= new Arena(true, binary);
      large.begin(binary);
      return large;
    }
  }
  small ??= new Arena(false, everyday());
  small.begin(everyday());
  return small;
}

/** Begins an operation in the arena where another has left what it needs; the kernels are those in force now. */
export function goOnIn(arena: Arena): void {
  arena.begin(arena.shared ? heavy() : everyday());
}

/** Into how many parts a batch of B sequences is cut: at least eight rows to each. */
export function partsFor(arena: Arena, B: number): number {
  return arena.shared ? Math.max(1, Math.min(getNumThreads(), Math.floor(B / 8))) : 1;
}

/** As many parts as that for packing weights, if there are many of them: to wake a worker takes as long as 32,000 floats. */
export function partsForPacking(parts: number, weights: number): number {
  return weights > 2 ** 16 ? parts : 1;
}
