/** @module A training run that can be left, saved and resumed after every event. */
import { ValueError } from "../errors.ts";
import type { StateDict } from "../nn/module.ts";
import { decodeCheckpoint, encodeCheckpoint, type Savable, type Saved } from "./checkpoint.ts";
import type { EndEvent, EpochRecord, StoppedEvent, StopReason, TrainEvent } from "./events.ts";
import type { Json } from "./json.ts";
import { copied, Loop } from "./loop.ts";
import { checkOptions, type TrainerOptions } from "./options.ts";
import { endEvent, startEvent, stoppedEvent } from "./reports.ts";

/**
 * A training run: epochs of batches, validated, until the epochs are over or nothing gets better.
 *
 *     for (const event of trainer.run()) console.log(progressLine(event, "en"));
 *
 * Each batch is PyTorch's loop: zero gradients, loss, backward, clip, step. Each epoch ends with validation, then with
 * the scheduler's step. After every event the loop can be left, for good or for a while: `run()` goes on where it
 * was left, and so does a run in another process that `restore`s the `checkpoint()`, to the same bits.
 *
 * When a loss, a validation loss or the norm of the gradients is NaN or infinite, the run stops before the step
 * ("diverged") and goes back to the weights of the best epoch, or those that it started from.
 *
 * Throws ValueError for options that are unknown or outside their domain.
 */
export class Trainer<Batch = unknown> {
  /** What else belongs in checkpoints, such as a scaler. */
  extra: Json;
  readonly #loop: Loop<Batch>;
  /** Within an event; where it ends early, batches, weights and generators no longer belong together. */
  #isBusy = false;

  constructor(options: TrainerOptions<Batch>) {
    checkOptions(options);
    this.#loop = new Loop(options);
    this.extra = options.extra ?? null;
  }

  /** The epoch under way or done last, from 1; 0 before the first. */
  get epoch(): number {
    return this.#loop.at.epoch;
  }

  /** The losses of the epochs that are done. */
  get history(): readonly EpochRecord[] {
    return this.#loop.at.history;
  }

  /** The least validation loss so far (loss, without validation), or null. */
  get best(): number | null {
    return this.#loop.at.best;
  }

  /** The epoch of the best loss; 0 before there is one. */
  get bestEpoch(): number {
    return this.#loop.at.bestEpoch;
  }

  /** Whether the last event has been given, so that there is nothing to go on with. */
  get isFinished(): boolean {
    return this.#loop.at.phase === "done";
  }

  /** Why the run ended; null before that. */
  get reason(): StopReason | null {
    return this.isFinished ? this.#loop.at.reason : null;
  }

  /** Seconds of training so far, interruptions left out. */
  get seconds(): number {
    return this.#loop.watch.total() / 1000;
  }

  /** A copy of the weights of the best epoch; of those that the run started from before there is one. */
  bestWeights(): StateDict {
    return copied(this.#loop.best);
  }

  /**
   * Trains, one event at a time; nothing happens between two of them. Finished, it gives none.
   *
   * Throws what `lossOf` and `validate` throw; after that the run needs a `restore` to go on.
   */
  *run(): Generator<TrainEvent, void, undefined> {
    if (this.isFinished) return;
    this.#checkIdle("run()");
    this.#loop.options.module.train();
    yield startEvent(this.#loop);
    while (!this.isFinished) yield this.#next();
  }

  /** The events of a run that is left before its end: it can go on, and keeps the weights that it has. */
  interrupted(): [StoppedEvent, EndEvent] {
    return [stoppedEvent(this.#loop, "interrupted", false, null), endEvent(this.#loop, "interrupted")];
  }

  /**
   * All that the rest of the run depends on, as the bytes of a safetensors file: weights, best weights, the state of
   * the optimiser and of the scheduler, generators, the place in the epoch, the carried state, history and `extra`.
   *
   * Throws ValueError within a batch, and after one that failed; and for an `extra` with numbers that JSON lacks.
   */
  checkpoint(): Uint8Array {
    this.#checkIdle("checkpoint()");
    return encodeCheckpoint(this.#savable());
  }

  /**
   * Takes over a checkpoint of a run that was made with the same options; `epochs`, `patience` and functions may
   * differ.
   *
   * Throws FormatError that names the field when the bytes are damaged, or of another model, optimiser, scheduler or
   * other data; everything is then as it was.
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
      `Trainer: ${what} was called within a batch, or after one that failed, but must be called between two events\n  restore() a checkpoint to go on`,
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
