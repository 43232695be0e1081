/** @module Sequences of unequal length, packed: no padding is stored, and none is computed. */
import type { Tensor } from "../tensor/tensor.ts";

/**
 * The steps of several sequences, time-major and without padding: all first steps, all second steps, and so on.
 *
 *     data (N, …)   N = Σ batchSizes; step t has batchSizes[t] rows, longest sequence first
 *
 * Made by `packPaddedSequence` or `packSequence`. Source: torch.nn.utils.rnn.PackedSequence.
 */
export class PackedSequence {
  readonly data: Tensor;
  /** Sequences still running at each time step; never grows. */
  readonly batchSizes: readonly number[];
  /** Which sequence of the batch stands at each place, longest first; null when they came so. */
  readonly sortedIndices: readonly number[] | null;
  /** The way back: at which place each sequence of the batch stands. */
  readonly unsortedIndices: readonly number[] | null;

  constructor(
    data: Tensor,
    batchSizes: readonly number[],
    sortedIndices: readonly number[] | null = null,
    unsortedIndices: readonly number[] | null = sortedIndices && inverse(sortedIndices),
  ) {
    this.data = data;
    this.batchSizes = batchSizes;
    this.sortedIndices = sortedIndices;
    this.unsortedIndices = unsortedIndices;
  }

  /** The same packing with other rows. */
  with(data: Tensor): PackedSequence {
    return new PackedSequence(data, this.batchSizes, this.sortedIndices, this.unsortedIndices);
  }
}

/** The permutation that undoes another. */
function inverse(permutation: readonly number[]): number[] {
  const result = new Array<number>(permutation.length);
  permutation.forEach((from, to) => {
    result[from] = to;
  });
  return result;
}
