/** @module A training run that can be interrupted, saved and resumed after every event. */
import { ValueError } from "../errors.ts";
import type { StateDict } from "../nn/module.ts";
import { decodeCheckpoint, encodeCheckpoint, type Savable, type Saved } from "./checkpoint.ts";
import type { EndEvent, EpochRecord, StoppedEvent, StopReason, TrainEvent } from "./events.ts";
import type { Json } from "./json.ts";
import { copied, Loop } from "./loop.ts";
import { checkOptions, type TrainerOptions } from "./options.ts";
import { endEvent, startEvent, stoppedEvent } from "./runState.ts";

/**
 * A training run: epochs of batches with validation and early stopping.
 *
 *     for (const event of trainer.run()) console.log(progressLine(event, "en"));
 *
 * Each batch is PyTorch's loop: zero gradients, loss, backward, clip, step. Each epoch ends with validation, then with
 * the scheduler's step. The loop can be interrupted after every event: another `run()` resumes it, and so does a run in
 * another process that `restore`s the `checkpoint()`, with the same bits.
 *
 * If a loss, a validation loss or the norm of the gradients is NaN or infinite, the run stops before the step
 * ("diverged") and restores the weights of the best epoch, or the initial ones.
 *
 * Throws ValueError for options that are unknown or outside their domain.
 */
export class Trainer<Batch = unknown> {
  /** Additional data for checkpoints, such as a scaler. */
  extra: Json;
  readonly #loop: Loop<Batch>;
  /** Whether an event is being computed. If it throws, batches, weights and generators are inconsistent. */
  #isBusy = false;

  /** Throws ValueError for options outside their domain. */
  constructor(options: TrainerOptions<Batch>) {
    checkOptions(options);
    this.#loop = new Loop(options);
    this.extra = options.extra ?? null;
  }

  /** The current or last finished epoch, from 1; 0 before the first. */
  get epoch(): number {
    return this.#loop.at.epoch;
  }

  /** One record for each finished epoch. */
  get history(): readonly EpochRecord[] {
    return this.#loop.at.history;
  }

  /** The lowest validation loss so far (training loss, without validation), or null. */
  get best(): number | null {
    return this.#loop.at.best;
  }

  /** The epoch of the best loss; 0 before the first. */
  get bestEpoch(): number {
    return this.#loop.at.bestEpoch;
  }

  /** Whether the last event has been returned. */
  get isFinished(): boolean {
    return this.#loop.at.phase === "done";
  }

  /** Whether it has stopped, so that the weights are final; the last event may still be to come. */
  get hasStopped(): boolean {
    return this.#loop.at.phase === "end" || this.isFinished;
  }

  /** Why the run ended; null before that. */
  get reason(): StopReason | null {
    return this.isFinished ? this.#loop.at.reason : null;
  }

  /** Seconds of training so far, excluding interruptions. */
  get seconds(): number {
    return this.#loop.watch.total() / 1000;
  }

  /** A copy of the weights of the best epoch, or of the initial ones before the first. */
  bestWeights(): StateDict {
    return copied(this.#loop.best);
  }

  /**
   * Trains, one event at a time; nothing happens between two events. Yields none once finished.
   *
   * Throws what `lossOf` and `validate` throw; after that, only `restore` can resume the run.
   */
  *run(): Generator<TrainEvent, void, undefined> {
    if (this.isFinished) return;
    this.#checkIdle("run()");
    this.#loop.options.module.train();
    yield startEvent(this.#loop);
    while (!this.isFinished) yield this.#next();
  }

  /** The last two events of a run that is interrupted; it can be resumed, and keeps its current weights. */
  interrupted(): [StoppedEvent, EndEvent] {
    return [stoppedEvent(this.#loop, "interrupted", false, null), endEvent(this.#loop, "interrupted")];
  }

  /**
   * The complete state of the run as the bytes of a safetensors file: weights, best weights, the states of optimiser,
   * scheduler and generators, the position in the epoch, the carried state, history and `extra`.
   *
   * Throws ValueError within a batch, after a failed one, and for an `extra` with numbers that JSON cannot represent.
   */
  checkpoint(): Uint8Array {
    this.#checkIdle("checkpoint()");
    return encodeCheckpoint(this.#savable());
  }

  /**
   * Restores a checkpoint of a run with the same options; `epochs`, `patience` and functions may differ.
   *
   * Throws FormatError that names the field if the bytes are damaged or belong to another model, optimiser, scheduler or
   * other data; the run is then unchanged.
   */
  restore(bytes: Uint8Array): void {
    const own = this.#savable();
    const saved = decodeCheckpoint(bytes, own);
    const before = decodeCheckpoint(encodeCheckpoint(own), own);
    try {
      this.#takeOver(saved);
    } catch (error) {
      this.#takeOver(before);
      throw error;
    }
    this.#isBusy = false;
  }

  #next(): TrainEvent {
    this.#checkIdle("run()");
    this.#isBusy = true;
    this.#loop.watch.start();
    try {
      const event = this.#loop.next();
      this.#isBusy = false;
      return event;
    } finally {
      this.#loop.watch.stop();
    }
  }

  #checkIdle(what: string): void {
    if (!this.#isBusy) return;
    throw new ValueError(
      `Trainer: ${what} was called within a batch, or after a failed one, but must be called between two events\n  restore() a checkpoint to resume`,
    );
  }

  #savable(): Savable {
    const { options, at: run, best, watch } = this.#loop;
    return { ...options, run, best, extra: this.extra, elapsed: watch.total() };
  }

  #takeOver({ apply, run, best, extra, elapsed }: Saved): void {
    apply();
    Object.assign(this.#loop, { at: run, best });
    this.extra = extra;
    this.#loop.watch.set(elapsed);
  }
}
