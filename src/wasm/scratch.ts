/**
 * @module The arena: arguments are copied in, results out, and `begin` forgets everything.
 *
 * Each call into the kernels starts with `begin()`. Pointers are byte offsets, aligned to 16, and every block ends
 * on a multiple of 16 bytes, so that kernels may read a last vector whole.
 */
import { memory } from "./instance.ts";
import { take } from "./pool.ts";

const PAGE = 65536; // bytes
const LIMIT = 2 ** 31; // bytes: kernels count bytes in signed 32-bit integers
const START = 1024; // bytes kept free below the arena

/** Up to this many floats a loop is quicker than `set` with a `subarray`, which takes about 35 ns. */
const SMALL = 8;

let floats = new Float32Array(memory.buffer);
let integers = new Int32Array(memory.buffer);
let capacity = memory.buffer.byteLength; // asking the memory itself takes longer than the rest of `room`
let top = START;

/** Forgets everything in the arena. */
export function begin(): void {
  top = START;
}

/** Room for `count` floats, not cleared. */
export function room(count: number): number {
  const pointer = top;
  top += Math.ceil(count / 4) * 16; // no shifts: 2³¹ bytes would turn negative
  if (top > capacity) grow();
  return pointer;
}

/** Copies an array in; a missing one is the null pointer. */
export function copyIn(source: Float32Array | null): number {
  if (source === null) return 0;
  const pointer = room(source.length);
  write(pointer, source);
  return pointer;
}

/** Overwrites the floats at a pointer with an array. */
export function write(pointer: number, source: Float32Array): void {
  floats.set(source, pointer >>> 2);
}

/** Writes one 32-bit integer, the index-th from a pointer on. */
export function writeInteger(pointer: number, index: number, value: number): void {
  integers[(pointer >>> 2) + index] = value;
}

/** Clears `count` floats at a pointer. */
export function clear(pointer: number, count: number): void {
  floats.fill(0, pointer >>> 2, (pointer >>> 2) + count);
}

/** A new array with the `count` floats at a pointer. */
export function copyOut(pointer: number, count: number): Float32Array {
  return floats.slice(pointer >>> 2, (pointer >>> 2) + count);
}

/** As `copyOut`, into an array that may come from the pool: for gradients, which go back there. */
export function copyOutGradient(pointer: number, count: number): Float32Array {
  const gradient = take(count);
  read(gradient, pointer);
  return gradient;
}

/** Overwrites an array with the floats at a pointer. */
export function read(target: Float32Array, pointer: number): void {
  const at = pointer >>> 2;
  if (target.length > SMALL) target.set(floats.subarray(at, at + target.length));
  else for (let i = 0; i < target.length; i++) target[i] = floats[at + i];
}

/** Adds the floats at a pointer to an array. */
export function addTo(target: Float32Array, pointer: number): void {
  const at = pointer >>> 2;
  for (let i = 0; i < target.length; i++) target[i] += floats[at + i];
}

function grow(): void {
  if (top > LIMIT) {
    const needed = Math.ceil(top / 2 ** 20);
    throw new RangeError(
      `this call needs ${needed} MiB of working memory, and at most ${LIMIT / 2 ** 20} MiB can be had; use a smaller batch or fewer time steps`,
    );
  }
  const missing = top - memory.buffer.byteLength;
  const spare = memory.buffer.byteLength >> 1; // grow by half at least, so that growing stays rare
  const most = LIMIT - memory.buffer.byteLength;
  memory.grow(Math.ceil(Math.max(missing, Math.min(spare, most)) / PAGE));
  floats = new Float32Array(memory.buffer);
  integers = new Int32Array(memory.buffer);
  capacity = memory.buffer.byteLength;
}
