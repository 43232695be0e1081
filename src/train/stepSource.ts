/** @module Where the batches of a run come from. */
import type { Json } from "./json.ts";

/**
 * The batches of an epoch, and which of them has been taken last.
 *
 * A run calls `startEpoch`, then `next` as often as there are batches, then `endEpoch`. Its place in the middle of an
 * epoch, and the random numbers behind it, are the `state`: with it a run that was interrupted goes on with the batch
 * that would have come next.
 */
export interface StepSource<Batch> {
  /** Batches in an epoch, at least one. */
  readonly batches: number;
  /** How many of them have been taken since the epoch began. */
  readonly position: number;
  startEpoch(): void;
  next(): Batch;
  endEpoch(): void;
  /** How much a batch counts in the mean loss of its epoch: its samples. */
  sizeOf(batch: Batch): number;
  state(): Json;
  /** Throws FormatError, before anything is changed, when it is damaged or that of other data. */
  setState(state: unknown): void;
}
