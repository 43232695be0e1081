/** @module The protocol behind published tables: which test windows they count. */
import { ValueError } from "../errors.ts";

/**
 * How many of `count` test windows are left when the last incomplete batch is dropped: count − count mod batchSize.
 *
 * The published tables of Informer and LTSF-Linear drop it, with batches of 32: of the 2785 test windows of ETTh1 at 96
 * steps ahead they count 2784. SegRNN's table at look-back 96 counts all. Compare like with like.
 * Throws ValueError unless both are whole numbers, `batchSize` from 1.
 */
export function dropLastBatch(count: number, batchSize = 32): number {
  if (!(Number.isInteger(count) && count >= 0 && Number.isInteger(batchSize) && batchSize >= 1)) {
    throw new ValueError(
      `dropLastBatch: ${count} windows in batches of ${batchSize}, but both must be whole numbers, the batch from 1`,
    );
  }
  return count - (count % batchSize);
}
