/**
 * @module The kernels of operations outside the recurrent layers, over arrays of any length.
 *
 * Arrays pass through a small memory in blocks that stay in the processor's cache: copying one in or out takes 0.1 ns for
 * each value. One binary serves every engine, so results are the same bits everywhere.
 */
import { bytesFrom } from "./binaries.ts";
import type { GradientTarget } from "./gradientTarget.ts";
import { type OpsKernels, opsText } from "./ops.generated.ts";

export type { OpsKernels };

const PAGE = 65536; // bytes
const START = 4096; // bytes: below are the constants of the kernels
const SLACK = 64; // bytes: a kernel may read and write one vector past the last value

/** Values of a block; four of them fit into a cache of 256 KiB. */
export const BLOCK: number = 2 ** 13;

let memory: WebAssembly.Memory | undefined;
let kernels: OpsKernels | undefined;
let floats: Float32Array = new Float32Array(0);
let integers: Int32Array = new Int32Array(0);
let top = START;

/** Starts a call: everything in the memory may be overwritten. */
export function beginOps(): OpsKernels {
  top = START;
  kernels ??= instantiate();
  return kernels;
}

function instantiate(): OpsKernels {
  memory = new WebAssembly.Memory({ initial: 4 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytesFrom(opsText)), {
    env: { memory },
  });
  floats = new Float32Array(memory.buffer);
  integers = new Int32Array(memory.buffer);
  return exports as unknown as OpsKernels; // the names and types were generated from the same source
}

/** Room for `count` values, not cleared. */
export function room(count: number): number {
  const pointer = top;
  top += 4 * count + ((-4 * count) & 15);
  if (top + SLACK > floats.byteLength) grow();
  return pointer;
}

function grow(): void {
  if (memory === undefined) return;
  memory.grow(Math.ceil((top + SLACK - floats.byteLength) / PAGE) + 16);
  floats = new Float32Array(memory.buffer);
  integers = new Int32Array(memory.buffer);
}

/** Up to this many values a loop is faster than `set` with a `subarray`, which takes 30 ns. */
const FEW = 24;

/** Copies `count` values from index `from` on into the memory. */
export function load(x: Float32Array, from: number, count: number): number {
  const pointer = room(count);
  const at = pointer >>> 2;
  if (count <= FEW) for (let i = 0; i < count; i++) floats[at + i] = x[from + i];
  else floats.set(from === 0 && count === x.length ? x : x.subarray(from, from + count), at);
  return pointer;
}

/**
 * Copies what an operand of `rows` rows of n values holds: rows that follow each other, one row (`row` is 0), or one value for
 * each row (`step` is 0).
 */
export function loadRows(
  x: Float32Array,
  from: number,
  rows: number,
  n: number,
  step: number,
  row: number,
): number {
  return load(x, from, (row === 0 ? 1 : rows) * (step === 0 ? 1 : n));
}

/** As `load`, for integers. */
export function loadIntegers(x: Int32Array, from: number, count: number): number {
  const pointer = room(count);
  integers.set(x.subarray(from, from + count), pointer >>> 2);
  return pointer;
}

/** The same value, `count` times. */
export function loadRepeated(value: number, count: number): number {
  const pointer = room(count);
  floats.fill(value, pointer >>> 2, (pointer >>> 2) + count);
  return pointer;
}

/** Copies `count` values to x, from index `to` on. */
export function store(x: Float32Array, to: number, count: number, pointer: number): void {
  const at = pointer >>> 2;
  if (count <= FEW) for (let i = 0; i < count; i++) x[to + i] = floats[at + i];
  else x.set(floats.subarray(at, at + count), to);
}

/** Stores `count` values in the target, or adds them, from index `to` on. */
export function put({ values, adds }: GradientTarget, to: number, count: number, pointer: number): void {
  if (!adds) {
    store(values, to, count, pointer);
    return;
  }
  const at = pointer >>> 2;
  for (let i = 0; i < count; i++) values[to + i] += floats[at + i];
}

/** How many rows of K values make a block. */
export function rowsOfBlock(K: number): number {
  return Math.max(1, Math.floor(BLOCK / K));
}
