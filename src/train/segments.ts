/** @module One long series as parallel tracks, walked through in windows: truncated backpropagation through time. */
import { ShapeError, ValueError } from "../errors.ts";
import { Tensor } from "../tensor/tensor.ts";
import { Fields, type Json } from "./json.ts";
import type { StepSource } from "./stepSource.ts";

/** How a series is cut. */
export interface SegmentOptions {
  /** Time steps of a window: how far back gradients reach. */
  readonly steps: number;
  /** Tracks side by side, each a part of the series: B, 1 by default. */
  readonly batchSize?: number;
  /** How many steps the target lies ahead of the input: so many at the end of each track are targets only. 0 by default. */
  readonly ahead?: number;
}

/** What to read of a series. */
export interface ReadOptions {
  /** Values that stand side by side for each time step, 1 by default. */
  readonly features?: number;
  /** How many steps later, 0 by default: for the target. */
  readonly ahead?: number;
}

/** One window on all tracks. */
export class Segment {
  /** The step of the track with which it begins. */
  readonly start: number;
  /** T: `steps` of them, fewer in the last window of a track. */
  readonly steps: number;
  /** Where each track begins in the series. */
  readonly tracks: readonly number[];

  constructor(start: number, steps: number, tracks: readonly number[]) {
    this.start = start;
    this.steps = steps;
    this.tracks = tracks;
  }

  /**
   * What the window shows of a series: (N, F) values, row-major → (B, T, F).
   *
   * Throws ShapeError when the series ends within the window.
   */
  of(series: Float32Array, { features = 1, ahead = 0 }: ReadOptions = {}): Tensor {
    const width = this.steps * features;
    const values = new Float32Array(this.tracks.length * width);
    this.tracks.forEach((track, b) => {
      const from = (track + this.start + ahead) * features;
      if (from + width > series.length)
        throw new ShapeError(
          `segments: the series has ${series.length / features} steps but must have ${from / features + this.steps}\n  make the segments of its length, with the same ahead`,
        );
      values.set(series.subarray(from, from + width), b * width);
    });
    return new Tensor(values, [this.tracks.length, this.steps, features]);
  }
}

/** The windows of an epoch: each begins where the one before ends, on every track. */
export class Segments implements StepSource<Segment> {
  readonly length: number;
  readonly batchSize: number;
  readonly steps: number;
  readonly ahead: number;
  readonly batches: number;
  position = 0;
  /** Steps of a track that are inputs. */
  readonly #inputs: number;
  readonly #tracks: readonly number[];

  constructor(length: number, { steps, batchSize = 1, ahead = 0 }: SegmentOptions) {
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

  startEpoch(): void {
    this.position = 0;
  }

  next(): Segment {
    const start = this.position * this.steps;
    if (start >= this.#inputs)
      throw new ValueError(
        `segments: all ${this.batches} of the epoch were taken; startEpoch() begins another`,
      );
    this.position += 1;
    return new Segment(start, Math.min(this.steps, this.#inputs - start), this.#tracks);
  }

  endEpoch(): void {}

  sizeOf(segment: Segment): number {
    return segment.steps * this.batchSize;
  }

  state(): Json {
    const { length, batchSize, steps, ahead, position } = this;
    return { kind: "segments", length, batchSize, steps, ahead, position };
  }

  setState(state: unknown): void {
    const fields = new Fields(state, "steps");
    fields.same("kind", "segments", "the order of this run");
    for (const name of ["length", "batchSize", "steps", "ahead"] as const)
      fields.same(
        name,
        this[name],
        "as in this run: the checkpoint is one of another series or other windows",
      );
    this.position = fields.whole("position", this.batches);
  }
}

/**
 * A series of `length` steps, cut into B tracks of ⌊length / B⌋ steps, and these into windows of `steps`.
 *
 * What is left over at the end of the series belongs to no track. A state that is carried from window to window (see
 * `CarriedState`) makes B long sequences of them, of which gradients see one window at a time.
 *
 * Throws ValueError for sizes that are no whole numbers, or a series too short to give each track a step.
 * Source: batchify and get_batch in PyTorch's word_language_model example, with time second.
 */
export function segments(length: number, options: SegmentOptions): Segments {
  return new Segments(length, options);
}

function checkWhole(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new ValueError(`segments: ${name} is ${value} but must be a whole number from ${least}`);
}
