/** @module Truncated backpropagation through time: one long series as parallel tracks of windows, and the state carried between them. */
import { closed } from "../arguments.ts";
import { ShapeError, ValueError } from "../errors.ts";
import { Tensor } from "../tensor/tensor.ts";
import type { StepSource } from "./batches.ts";
import { Fields, type Json } from "./json.ts";

/** Options of `segments`. */
export interface SegmentOptions {
  /** The number of time steps in a window, through which gradients are propagated. */
  readonly steps: number;
  /** The number B of parallel tracks, each a part of the series; 1 by default. */
  readonly batchSize?: number;
  /** The number of steps from input to target; the last ones of each track are only targets. 0 by default. */
  readonly ahead?: number;
}

/** Options of `Segment.of`. */
export interface ReadOptions {
  /** The number F of values for each time step, 1 by default. */
  readonly features?: number;
  /** The number of steps to shift the window, for targets; 0 by default. */
  readonly ahead?: number;
}

/** One window of all tracks. */
export class Segment {
  /** The first step of the window within the tracks. */
  readonly start: number;
  /** The number T of steps; the last window of a track may have fewer. */
  readonly steps: number;
  /** The first step of each track within the series. */
  readonly tracks: readonly number[];

  /** `steps` rows from `start` on, of each of these tracks. */
  constructor(start: number, steps: number, tracks: readonly number[]) {
    this.start = start;
    this.steps = steps;
    this.tracks = tracks;
  }

  /**
   * The window of a series: (N, F) values, row-major → (B, T, F).
   *
   * Throws ShapeError if the series ends within the window.
   */
  of(series: Float32Array, options: ReadOptions = {}): Tensor {
    const { features = 1, ahead = 0 } = closed("Segment.of", options, { features: 0, ahead: 0 });
    const width = this.steps * features;
    const values = new Float32Array(this.tracks.length * width);
    this.tracks.forEach((track, b) => {
      const from = (track + this.start + ahead) * features;
      if (from + width > series.length)
        throw new ShapeError(
          `segments: the series has ${series.length / features} steps but must have ${from / features + this.steps}\n  create the segments with its length and the same ahead`,
        );
      values.set(series.subarray(from, from + width), b * width);
    });
    return new Tensor(values, [this.tracks.length, this.steps, features]);
  }
}

/** The successive windows of an epoch. */
export class Segments implements StepSource<Segment> {
  /** The number of rows. */
  readonly length: number;
  /** Samples of a batch. */
  readonly batchSize: number;
  /** Rows of a segment. */
  readonly steps: number;
  /** How many rows the targets are ahead of the inputs. */
  readonly ahead: number;
  readonly batches: number;
  position = 0;
  /** The number of input steps of a track. */
  readonly #inputs: number;
  readonly #tracks: readonly number[];

  /** Throws ValueError for sizes that do not fit the rows. */
  constructor(length: number, options: SegmentOptions) {
    const {
      steps,
      batchSize = 1,
      ahead = 0,
    } = closed("segments", options, { steps: 0, batchSize: 0, ahead: 0 });
    for (const [name, value] of Object.entries({ length, steps, batchSize })) checkWhole(name, value, 1);
    checkWhole("ahead", ahead, 0);
    const track = Math.floor(length / batchSize);
    this.length = length;
    this.batchSize = batchSize;
    this.steps = steps;
    this.ahead = ahead;
    this.#inputs = track - ahead;
    this.#tracks = Array.from({ length: batchSize }, (_, b) => b * track);
    if (this.#inputs < 1)
      throw new ValueError(
        `segments: length is ${length} but must be at least ${batchSize * (ahead + 1)}, for ${batchSize} tracks and ${ahead} steps ahead`,
      );
    this.batches = Math.ceil(this.#inputs / steps);
  }

  /** Begins an epoch. */
  startEpoch(): void {
    this.position = 0;
  }

  /** The next batch. */
  next(): Segment {
    const start = this.position * this.steps;
    if (start >= this.#inputs)
      throw new ValueError(
        `segments: all ${this.batches} of the epoch have been used; call startEpoch() to start another`,
      );
    this.position += 1;
    return new Segment(start, Math.min(this.steps, this.#inputs - start), this.#tracks);
  }

  /** Ends an epoch. */
  endEpoch(): void {}

  sizeOf(segment: Segment): number {
    return segment.steps * this.batchSize;
  }

  /** What `setState` needs to go on here. */
  state(): Json {
    const { length, batchSize, steps, ahead, position } = this;
    return { kind: "segments", length, batchSize, steps, ahead, position };
  }

  setState(state: unknown): void {
    const fields = new Fields(state, "steps");
    fields.same("kind", "segments", "the order of this run");
    for (const name of ["length", "batchSize", "steps", "ahead"] as const)
      fields.same(name, this[name], "as in this run: the checkpoint is of another series or other windows");
    this.position = fields.whole("position", this.batches);
  }
}

/**
 * Splits a series of `length` steps into B tracks of ⌊length / B⌋ steps, and these into windows of `steps`.
 *
 * The remainder at the end of the series is not used. With a state that is carried from window to window (see
 * `CarriedState`), each track is one long sequence, while gradients are limited to a window.
 *
 * Throws ValueError for sizes that are not integers, or a series too short for a step in each track.
 * Source: batchify and get_batch in PyTorch's word_language_model example, but batch-first.
 */
export function segments(length: number, options: SegmentOptions): Segments {
  return new Segments(length, options);
}

/** The state of a recurrent layer: h, or [h, c]. */
export type HiddenState = Tensor | readonly Tensor[];

/** Options of `CarriedState`. */
export interface CarriedStateOptions {
  /** Whether an epoch starts from the last state of the previous one; false by default. */
  readonly acrossEpochs?: boolean;
}

/**
 * The state of a recurrent layer between two windows of truncated BPTT.
 *
 *     const carried = new CarriedState<[Tensor, Tensor]>();
 *     const [output, hn] = lstm.forward(x, carried.current);
 *     carried.keep(hn);
 *
 * `keep` detaches the state, so gradients stop at the start of the window. A `Trainer` that receives it as `carried` resets
 * it at the start of each epoch and includes it in checkpoints.
 */
export class CarriedState<State extends HiddenState = Tensor> {
  /** The initial state of the next window; null for zeros. */
  current: State | null = null;
  /** Whether the state is carried from one epoch into the next. */
  readonly acrossEpochs: boolean;

  /** An empty state. */
  constructor(options: CarriedStateOptions = {}) {
    const { acrossEpochs = false } = closed("CarriedState", options, { acrossEpochs: 0 });
    this.acrossEpochs = acrossEpochs;
  }

  /** Stores a state, detached, for the next window. */
  keep(state: State): void {
    const cut = state instanceof Tensor ? state.detach() : state.map((part) => part.detach());
    this.current = cut as State; // of the same form
  }

  /** Resets the state to zeros. */
  reset(): void {
    this.current = null;
  }
}

function checkWhole(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new ValueError(`segments: ${name} is ${value} but must be a whole number from ${least}`);
}
