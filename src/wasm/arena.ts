/**
 * @module The memory that kernels work in: arguments are copied in, results out, and `begin` forgets them.
 *
 * Pointers are byte offsets, aligned to 16, and every block ends on a multiple of 16 bytes, so that kernels may read a
 * last vector whole. What a backward pass needs may stay behind in it, below everything else, as a `Kept` block.
 */
import { type Binary, compiled, instantiate } from "./binaries.ts";
import { Kept } from "./kept.ts";
import type { Kernels } from "./kernels.generated.ts";
import { take } from "./pool.ts";

const PAGE = 65536; // bytes
const LIMIT = 2 ** 31; // bytes: kernels count bytes in signed 32-bit integers
const START = 1024; // bytes: below lie the constants of the kernels
const SLACK = 64; // bytes: a kernel may read a last row of a matrix a vector too far

/** Kept blocks may take so many bytes, and four times the largest of them, before all are copied to the heap. */
const KEPT = 2 ** 24;

/** Up to this many floats a loop is quicker than `set` with a `subarray`, which takes 29 ns; in a cold process for longer. */
const SMALL = 8;

/** A memory, the kernels on it, and what lies in it. */
export class Arena {
  readonly memory: WebAssembly.Memory;
  readonly shared: boolean;
  /** The kernels chosen by the last `begin`. */
  kernels: Kernels;
  #binary: Binary;
  #floats: Float32Array;
  #integers: Int32Array;
  #capacity: number; // asking the memory itself takes longer than the rest of `room`
  #top = START;
  #floor = START; // kept blocks lie below
  #largest = 0; // bytes of the largest block kept so far
  readonly #kept: Kept[] = [];

  constructor(shared: boolean, binary: Binary) {
    this.shared = shared;
    this.memory = new WebAssembly.Memory({ initial: 16, maximum: LIMIT / PAGE, shared });
    this.#binary = binary;
    this.kernels = instantiate(compiled(binary, shared), this.memory);
    this.#floats = new Float32Array(this.memory.buffer);
    this.#integers = new Int32Array(this.memory.buffer);
    this.#capacity = this.memory.buffer.byteLength - SLACK;
  }

  /** Forgets everything that is not kept, and takes up the given kernels. */
  begin(binary: Binary): void {
    this.#top = this.#floor;
    if (binary === this.#binary) return;
    this.#binary = binary;
    this.kernels = instantiate(compiled(binary, this.shared), this.memory);
  }

  /** Which kernels are in use. */
  get binary(): Binary {
    return this.#binary;
  }

  /** Room for `count` floats, not cleared. */
  room(count: number): number {
    const pointer = this.#top;
    this.#top += Math.ceil(count / 4) * 16; // no shifts: 2³¹ bytes would turn negative
    if (this.#top > this.#capacity) this.#grow();
    return pointer;
  }

  /** As `room`, cleared. */
  zeros(count: number): number {
    const pointer = this.room(count);
    this.clear(pointer, count);
    return pointer;
  }

  /** Copies an array in; a missing one is the null pointer. */
  copyIn(source: Float32Array | null): number {
    if (source === null) return 0;
    const pointer = this.room(source.length);
    this.#floats.set(source, pointer >>> 2);
    return pointer;
  }

  /** Overwrites the floats at a pointer with an array. */
  write(pointer: number, source: Float32Array): void {
    this.#floats.set(source, pointer >>> 2);
  }

  /** Copies 32-bit integers in. */
  writeIntegers(source: Int32Array): number {
    const pointer = this.room(source.length);
    this.#integers.set(source, pointer >>> 2);
    return pointer;
  }

  /** Clears `count` floats at a pointer. */
  clear(pointer: number, count: number): void {
    this.#floats.fill(0, pointer >>> 2, (pointer >>> 2) + count);
  }

  /** Copies floats from one pointer to another. */
  move(to: number, from: number, count: number): void {
    this.#floats.copyWithin(to >>> 2, from >>> 2, (from >>> 2) + count);
  }

  /** A new array with the `count` floats at a pointer. */
  copyOut(pointer: number, count: number): Float32Array {
    const result = new Float32Array(count);
    this.read(result, pointer);
    return result;
  }

  /** As `copyOut`, into an array that may come from the pool: for gradients, which go back there. */
  copyOutGradient(pointer: number, count: number): Float32Array {
    const gradient = take(count);
    this.read(gradient, pointer);
    return gradient;
  }

  /** Overwrites an array with the floats at a pointer. */
  read(target: Float32Array, pointer: number): void {
    const at = pointer >>> 2;
    const floats = this.#floats;
    if (target.length > SMALL) target.set(floats.subarray(at, at + target.length));
    else for (let i = 0; i < target.length; i++) target[i] = floats[at + i];
  }

  /** Adds the floats at a pointer to an array. */
  addTo(target: Float32Array, pointer: number): void {
    const at = pointer >>> 2;
    const floats = this.#floats;
    for (let i = 0; i < target.length; i++) target[i] += floats[at + i];
  }

  /** Room for `count` floats that outlive this call, as the first after `begin`. */
  keep(count: number): Kept {
    const bytes = Math.ceil(count / 4) * 16;
    this.#largest = Math.max(this.#largest, bytes);
    if (this.#floor + bytes > START + KEPT + 4 * this.#largest) this.#moveOut();
    this.#top = this.#floor;
    const kept = new Kept(this.room(count), count);
    this.#floor = this.#top;
    this.#kept.push(kept);
    return kept;
  }

  /** Where a kept block is: where it was, or, once moved to the heap, in a copy for this call. */
  pointerTo(kept: Kept): number {
    return kept.values === null ? kept.pointer : this.copyIn(kept.values);
  }

  /** Gives up a kept block. Blocks are mostly given up in the opposite order of their making: then their room is free. */
  release(kept: Kept): void {
    kept.released = true;
    let last = this.#kept.at(-1);
    while (last?.released) {
      this.#floor = last.pointer;
      this.#kept.pop();
      last = this.#kept.at(-1);
    }
  }

  /** Copies every kept block to the heap, where the garbage collector finds those whose graphs were dropped. */
  #moveOut(): void {
    for (const kept of this.#kept.splice(0)) {
      if (!kept.released) kept.values = this.copyOut(kept.pointer, kept.count);
    }
    this.#floor = START;
  }

  #grow(): void {
    const top = this.#top + SLACK;
    if (this.#top > LIMIT - SLACK) {
      const needed = Math.ceil(this.#top / 2 ** 20);
      throw new RangeError(
        `this call needs ${needed} MiB of working memory, and at most ${LIMIT / 2 ** 20} MiB can be had; use a smaller batch or fewer time steps`,
      );
    }
    const size = this.memory.buffer.byteLength;
    const spare = size >> 1; // grow by half at least, so that growing stays rare
    const most = LIMIT - size;
    this.memory.grow(Math.ceil(Math.min(most, Math.max(top - size, spare)) / PAGE));
    this.#floats = new Float32Array(this.memory.buffer);
    this.#integers = new Int32Array(this.memory.buffer);
    this.#capacity = this.memory.buffer.byteLength - SLACK;
  }
}
