/**
 * @module A pool of arrays for gradients, which come and go in the same sizes in every training step.
 *
 * A new array of more than 16 floats costs 0.25 µs plus 1 ns per float; a pooled one costs 0.03 µs. Only arrays that no
 * caller can hold may be released.
 */

import { newFloats } from "./newFloats.ts";

const MOST_FLOATS = 2 ** 23; // 32 MiB in all; Node takes 2 ms to allocate 4 million floats
const MOST_OF_A_LENGTH = 64; // more may be released than are ever acquired again

const free = new Map<number, Float32Array[]>();
let floats = 0;

/** An array of that length, not cleared. */
export function acquire(length: number): Float32Array {
  const found = free.get(length)?.pop();
  if (found === undefined) return length < LARGE ? new Float32Array(length) : newFloats(length);
  floats -= length;
  return found;
}

/** From this many floats on, the time to clear a new array matters. */
const LARGE = 4096;

/** An array for a result, which the caller overwrites completely. */
export function floatsOf(length: number): Float32Array {
  return length < LARGE ? new Float32Array(length) : acquire(length);
}

export function release(array: Float32Array): void {
  const { length } = array;
  if (length === 0 || floats + length > MOST_FLOATS) return;
  let same = free.get(length);
  if (same === undefined) {
    same = [];
    free.set(length, same);
  }
  if (same.length >= MOST_OF_A_LENGTH) return;
  same.push(array);
  floats += length;
}
