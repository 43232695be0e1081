/**
 * @module The memory that kernels work in: arguments are copied in, results are copied out, and `begin` frees both.
 *
 * Pointers are byte offsets, aligned to 16, and every block ends on a multiple of 16 bytes, so that kernels may load the
 * last vector whole. What a backward pass needs is not freed by `begin`: saved blocks lie below everything else.
 */
import { type Binary, compiled, instantiate } from "./binaries.ts";
import type { Kernels } from "./kernels.generated.ts";
import { acquire, floatsOf } from "./pool.ts";

const PAGE = 65536; // bytes
/** Bytes: kernels count bytes in signed 32-bit integers. */
export const LARGEST_MEMORY: number = 2 ** 31;
const START = 1024; // bytes: below are the constants of the kernels
const SLACK = 64; // bytes: a kernel may read one vector past the last row of a matrix

/** Bytes of a call, and of all saved blocks: larger batches run in parts. The memory of an arena is never given back. */
export const ROOM: number = 2 ** 29;

/** Saved blocks may take this many bytes plus four times the largest of them, up to ROOM; then all move to the heap. */
const SAVED = 2 ** 24;

/** Up to this many floats a loop is faster than `set` with a `subarray`, which takes 29 ns (more in a cold process). */
const SMALL = 8;

/** Floats that a forward pass saves for its backward, in the arena so that they need not be copied. */
export class SavedBlock {
  readonly pointer: number;
  readonly count: number;
  /** The values, once the arena has moved them to the heap. */
  values: Float32Array | null = null;
  freed = false;

  constructor(pointer: number, count: number) {
    this.pointer = pointer;
    this.count = count;
  }
}

/** A memory, the kernels on it, and a stack of blocks in it. */
export class Arena {
  readonly memory: WebAssembly.Memory;
  readonly shared: boolean;
  /** The binary that `begin` was last called with, and its kernels. */
  binary: Binary;
  kernels: Kernels;
  readonly #instances: { [binary in Binary | "probe"]?: Kernels } = {};
  #floats: Float32Array;
  #integers: Int32Array;
  #capacity: number; // a copy: reading the memory's byteLength takes longer than the rest of `allocate`
  #top = START;
  #floor = START; // saved blocks are below
  #largest = 0; // bytes of the largest block saved so far
  readonly #saved: SavedBlock[] = [];

  constructor(shared: boolean, binary: Binary) {
    this.shared = shared;
    this.memory = new WebAssembly.Memory({ initial: 16, maximum: LARGEST_MEMORY / PAGE, shared });
    this.binary = binary;
    this.kernels = this.kernelsOf(binary);
    this.#floats = new Float32Array(this.memory.buffer);
    this.#integers = new Int32Array(this.memory.buffer);
    this.#capacity = this.memory.buffer.byteLength - SLACK;
  }

  /** Frees everything that is not saved, and switches to the given kernels. */
  begin(binary: Binary): void {
    this.#top = this.#floor;
    if (binary === this.binary) return;
    this.binary = binary;
    this.kernels = this.kernelsOf(binary);
  }

  /** The kernels of a binary on this memory; of `probe`, only `tile`. */
  kernelsOf(binary: Binary | "probe"): Kernels {
    this.#instances[binary] ??= instantiate(compiled(binary, this.shared), this.memory);
    return this.#instances[binary];
  }

  /** A block of `count` floats, not cleared, until the next `begin`. */
  allocate(count: number): number {
    const pointer = this.#top;
    this.#top += Math.ceil(count / 4) * 16; // no shifts: 2³¹ bytes would turn negative
    if (this.#top > this.#capacity) this.#grow();
    return pointer;
  }

  zeros(count: number): number {
    const pointer = this.allocate(count);
    this.clear(pointer, count);
    return pointer;
  }

  /** Copies an array in; null becomes the null pointer. */
  copyIn(source: Float32Array | null): number {
    if (source === null) return 0;
    const pointer = this.allocate(source.length);
    this.#floats.set(source, pointer >>> 2);
    return pointer;
  }

  write(pointer: number, source: Float32Array): void {
    this.#floats.set(source, pointer >>> 2);
  }

  copyInIntegers(source: Int32Array): number {
    const pointer = this.allocate(source.length);
    this.#integers.set(source, pointer >>> 2);
    return pointer;
  }

  clear(pointer: number, count: number): void {
    this.#floats.fill(0, pointer >>> 2, (pointer >>> 2) + count);
  }

  /** A copy within the memory. */
  copy(from: number, count: number): number {
    const to = this.allocate(count);
    this.#floats.copyWithin(to >>> 2, from >>> 2, (from >>> 2) + count);
    return to;
  }

  /** A new array with the `count` floats at a pointer. */
  copyOut(pointer: number, count: number): Float32Array {
    const result = floatsOf(count);
    this.read(result, pointer);
    return result;
  }

  /** As `copyOut`, into an array from the pool, to which gradients return. */
  copyOutGradient(pointer: number, count: number): Float32Array {
    const gradient = acquire(count);
    this.read(gradient, pointer);
    return gradient;
  }

  read(target: Float32Array, pointer: number): void {
    const at = pointer >>> 2;
    const floats = this.#floats;
    if (target.length > SMALL) target.set(floats.subarray(at, at + target.length));
    else for (let i = 0; i < target.length; i++) target[i] = floats[at + i];
  }

  addTo(target: Float32Array, pointer: number): void {
    const at = pointer >>> 2;
    const floats = this.#floats;
    for (let i = 0; i < target.length; i++) target[i] += floats[at + i];
  }

  /** A block that `begin` does not free. Must be the first allocation after `begin`. */
  allocateSaved(count: number): SavedBlock {
    const bytes = Math.ceil(count / 4) * 16;
    this.#largest = Math.max(this.#largest, bytes);
    if (this.#floor + bytes > START + Math.min(SAVED + 4 * this.#largest, ROOM)) this.#moveToHeap();
    this.#top = this.#floor;
    const block = new SavedBlock(this.allocate(count), count);
    this.#floor = this.#top;
    this.#saved.push(block);
    return block;
  }

  /** Moves saved blocks to the heap if a call of that many bytes would not fit above them. */
  reserve(bytes: number): void {
    if (this.#floor + bytes <= LARGEST_MEMORY - SLACK) return;
    this.#moveToHeap();
    this.#top = START;
  }

  /** The address of a saved block; if it has moved to the heap, that of a copy for this call. */
  pointerTo(block: SavedBlock): number {
    return block.values === null ? block.pointer : this.copyIn(block.values);
  }

  /** Frees a saved block. Its memory is reused once all blocks above it are freed: at once in LIFO order, the usual case. */
  free(block: SavedBlock): void {
    block.freed = true;
    let last = this.#saved.at(-1);
    while (last?.freed) {
      this.#floor = last.pointer;
      this.#saved.pop();
      last = this.#saved.at(-1);
    }
  }

  /** Copies every saved block to the heap, where the garbage collector frees those whose graphs were dropped. */
  #moveToHeap(): void {
    for (const block of this.#saved.splice(0)) {
      if (!block.freed) block.values = this.copyOut(block.pointer, block.count);
    }
    this.#floor = START;
  }

  #grow(): void {
    const top = this.#top + SLACK;
    if (this.#top > LARGEST_MEMORY - SLACK) {
      const needed = Math.ceil(this.#top / 2 ** 20);
      throw new RangeError(
        `this call needs ${needed} MiB of working memory, but the limit is ${LARGEST_MEMORY / 2 ** 20} MiB; use a smaller batch or fewer time steps`,
      );
    }
    const size = this.memory.buffer.byteLength;
    const spare = size >> 1; // at least half more, so that growing stays rare
    const most = LARGEST_MEMORY - size;
    this.memory.grow(Math.ceil(Math.min(most, Math.max(top - size, spare)) / PAGE));
    this.#floats = new Float32Array(this.memory.buffer);
    this.#integers = new Int32Array(this.memory.buffer);
    this.#capacity = this.memory.buffer.byteLength - SLACK;
  }
}
