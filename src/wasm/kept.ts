/** @module What a forward call leaves behind for its backward: in the kernels' memory, so that it need not be copied. */

/** A block of floats in an arena. When the arena runs full its values move to the heap, so that a dropped graph is no leak. */
export class Kept {
  readonly pointer: number;
  readonly count: number;
  /** The values, once they have moved to the heap. */
  values: Float32Array | null = null;
  released = false;

  constructor(pointer: number, count: number) {
    this.pointer = pointer;
    this.count = count;
  }
}
