/** @module The interface of the batches of a run. */
import type { Json } from "./json.ts";

/**
 * The batches of an epoch, and the position in it.
 *
 * A run calls `startEpoch`, then `next` for each batch, then `endEpoch`. The `state` includes the position within an epoch
 * and the random numbers behind it, so that an interrupted run resumes with the batch that would have come next.
 */
export interface StepSource<Batch> {
  /** The number of batches in an epoch, at least one. */
  readonly batches: number;
  /** The number of batches returned since the start of the epoch. */
  readonly position: number;
  startEpoch(): void;
  next(): Batch;
  endEpoch(): void;
  /** The number of samples of a batch: its weight in the mean loss of the epoch. */
  sizeOf(batch: Batch): number;
  state(): Json;
  /** Throws FormatError, before anything has changed, if the state is damaged or belongs to other data. */
  setState(state: unknown): void;
}
