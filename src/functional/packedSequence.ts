/** @module Packed sequences of unequal length: padding is neither stored nor computed. */
import { ShapeError } from "../errors.ts";
import type { Tensor } from "../tensor/tensor.ts";

/**
 * The time steps of several sequences, time-major and without padding: all first steps, then all second steps, and so on.
 *
 *     data (N, …)   N = Σ batchSizes; step t has batchSizes[t] rows, longest sequence first
 *
 * Created by `packPaddedSequence` or `packSequence`. Throws ShapeError for batch sizes that do not match the data.
 * Source: torch.nn.utils.rnn.PackedSequence.
 */
export class PackedSequence {
  /** The steps of all sequences, time by time (N, I). */
  readonly data: Tensor;
  /** The number of sequences still running at each time step; never increases. */
  readonly batchSizes: readonly number[];
  /** The batch index of each sequence, longest first; null if the batch was sorted already. */
  readonly sortedIndices: readonly number[] | null;
  /** The inverse: the position of each sequence of the batch. */
  readonly unsortedIndices: readonly number[] | null;

  /** Checks nothing; `packPaddedSequence` does. */
  constructor(
    data: Tensor,
    batchSizes: readonly number[],
    sortedIndices: readonly number[] | null = null,
    unsortedIndices: readonly number[] | null = sortedIndices && inverse(sortedIndices),
  ) {
    checkBatchSizes(batchSizes, data);
    this.data = data;
    this.batchSizes = batchSizes;
    this.sortedIndices = sortedIndices;
    this.unsortedIndices = unsortedIndices;
  }

  /** The same packing of other data. */
  with(data: Tensor): PackedSequence {
    return new PackedSequence(data, this.batchSizes, this.sortedIndices, this.unsortedIndices);
  }
}

/** The kernels do not check these numbers. */
function checkBatchSizes(batchSizes: readonly number[], { shape }: Tensor): void {
  const neverGrows = batchSizes.every((size, t) => size >= 0 && (t === 0 || size <= batchSizes[t - 1]));
  const total = batchSizes.reduce((sum, size) => sum + size, 0);
  if (batchSizes.length > 0 && batchSizes.every(Number.isInteger) && neverGrows && total === shape[0]) return;
  throw new ShapeError(
    `PackedSequence: batchSizes are [${batchSizes.join(", ")}] and data is (${shape.join(", ")}), but batchSizes must be whole numbers that never grow and add up to the rows of data`,
  );
}

function inverse(permutation: readonly number[]): number[] {
  const result = new Array<number>(permutation.length);
  permutation.forEach((from, to) => {
    result[from] = to;
  });
  return result;
}
