/** @module The interface of a run's batches, and batches of sample indices in the order of PyTorch's DataLoader. */
import { closed } from "../arguments.ts";
import { ShapeError, ValueError } from "../errors.ts";
import { defaultGenerator, Generator, type GeneratorState } from "../random/generator.ts";
import { randperm } from "../random/integers.ts";
import { Tensor } from "../tensor/tensor.ts";
import { Fields, type Json, within } from "./json.ts";

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
  /** Begins an epoch; draws an order if there is one. */
  startEpoch(): void;
  /** The next batch. */
  next(): Batch;
  /** Ends an epoch. */
  endEpoch(): void;
  /** The number of samples of a batch: its weight in the mean loss of the epoch. */
  sizeOf(batch: Batch): number;
  /** What `setState` needs to go on here. */
  state(): Json;
  /** Throws FormatError, before anything has changed, if the state is damaged or belongs to other data. */
  setState(state: unknown): void;
}

/** Options of `SequentialBatches` and `ShuffledBatches`. */
export interface BatchOptions {
  /** The number of samples. */
  readonly length: number;
  /** Samples of a batch. */
  readonly batchSize: number;
  /** Whether to drop a smaller last batch; false by default. */
  readonly dropLast?: boolean;
  /** The source of random numbers, as in `DataLoader(generator=…)`; by default the global generator, which `manualSeed` seeds. */
  readonly generator?: Generator;
}

const OTHER_DATA = "as in this run: the checkpoint is of other data or other batches";

/** The sizes and the position, common to both orders. */
export abstract class IndexBatches implements StepSource<Int32Array> {
  /** The number of samples. */
  readonly length: number;
  /** Samples of a batch. */
  readonly batchSize: number;
  /** Whether a smaller last batch is dropped. */
  readonly dropLast: boolean;
  readonly batches: number;
  position = 0;
  /** The source of random numbers; null where none are drawn. */
  protected readonly generator: Generator | null;
  /** The name of the order in checkpoints. */
  protected abstract readonly kind: string;
  /** The samples in the order of this epoch. */
  protected order: Int32Array = new Int32Array(0);

  /** Throws ValueError unless the sizes are positive integers. */
  constructor(options: BatchOptions) {
    const {
      length,
      batchSize,
      dropLast = false,
      generator,
    } = closed("batches", options, {
      length: 0,
      batchSize: 0,
      dropLast: 0,
      generator: 0,
    });
    this.length = positive("batches", "length", length);
    this.batchSize = positive("batches", "batchSize", batchSize);
    this.dropLast = dropLast;
    this.batches = dropLast ? Math.floor(length / batchSize) : Math.ceil(length / batchSize);
    this.generator = generator ?? null;
    if (this.batches === 0)
      throw new ValueError(
        `batches: batchSize is ${batchSize} but must be at most ${length}, the length, with dropLast`,
      );
  }

  /** Begins an epoch. */
  abstract startEpoch(): void;
  /** Ends an epoch. */
  abstract endEpoch(): void;

  /** The next batch. */
  next(): Int32Array {
    if (this.position >= this.batches || this.order.length === 0)
      throw new ValueError(
        `batches: all ${this.batches} of the epoch have been used; call startEpoch() to start another`,
      );
    const start = this.position * this.batchSize;
    this.position += 1;
    return this.order.slice(start, start + this.batchSize);
  }

  sizeOf(batch: Int32Array): number {
    return batch.length;
  }

  /** What `setState` needs to go on here. */
  state(): Json {
    const { kind, length, batchSize, dropLast, position } = this;
    return { kind, length, batchSize, dropLast, position, ...this.ownState() };
  }

  setState(state: unknown): void {
    const fields = new Fields(state, "steps");
    fields.same("kind", this.kind, "the order of this run");
    for (const name of ["length", "batchSize", "dropLast"] as const)
      fields.same(name, this[name], OTHER_DATA);
    const position = fields.whole("position", this.batches);
    this.setOwnState(fields, position > 0);
    this.position = position;
  }

  /** What else `setOwnState` needs. */
  protected abstract ownState(): Record<string, Json>;
  /** Restores the order. Throws FormatError for a damaged state. */
  protected abstract setOwnState(fields: Fields, isInEpoch: boolean): void;

  /** DataLoader draws a seed for its workers at the start of each epoch, even if it has none. */
  protected drawBaseSeed(): void {
    (this.generator ?? defaultGenerator).random64();
  }
}

/**
 * Batches of all samples in order, as `DataLoader(shuffle=False)`.
 *
 * Each epoch starts with the draw of a seed, as in PyTorch, so that later random draws (dropout) are equal, too.
 * Throws ValueError unless length and batch size are positive integers, or if there is no batch at all.
 */
export class SequentialBatches extends IndexBatches {
  /** The name of the order in checkpoints. */
  protected readonly kind: string = "sequential";

  /** Throws ValueError unless the sizes are positive integers. */
  constructor(options: BatchOptions) {
    super(options);
    this.order = Int32Array.from({ length: this.length }, (_, i) => i);
  }

  /** Begins an epoch. */
  startEpoch(): void {
    this.drawBaseSeed();
    this.position = 0;
  }

  /** Ends an epoch. */
  endEpoch(): void {}

  /** What else `setOwnState` needs. */
  protected ownState(): Record<string, Json> {
    return { generator: saved(this.generator?.getState()) };
  }

  /** Restores the order. Throws FormatError for a damaged state. */
  protected setOwnState(fields: Fields): void {
    restoreGenerator(fields, "generator", this.generator);
  }
}

/**
 * Batches of all samples, in a new random order in each epoch, as `DataLoader(shuffle=True)`.
 *
 * As in PyTorch: without a `generator`, two seeds are drawn from the global one, and the second seeds the generator of the
 * order. With one, a seed and the order are drawn from it, and at the end of the epoch a second order that is not used.
 *
 * Throws ValueError as `SequentialBatches` does. Source: torch.utils.data, RandomSampler and DataLoader.
 */
export class ShuffledBatches extends IndexBatches {
  /** The name of the order in checkpoints. */
  protected readonly kind: string = "shuffled";
  /** The state that the order was drawn from, so that checkpoints need not contain the order. */
  #drawnFrom: GeneratorState | null = null;

  /** Begins an epoch. */
  startEpoch(): void {
    this.drawBaseSeed();
    const source = this.generator ?? new Generator(BigInt.asUintN(63, defaultGenerator.random64()));
    this.#drawnFrom = source.getState();
    this.order = randperm(this.length, source);
    this.position = 0;
  }

  /** The next batch. */
  override next(): Int32Array {
    const batch = super.next();
    if (batch.length < this.batchSize) this.#drawUnused();
    return batch;
  }

  /** Ends an epoch. */
  endEpoch(): void {
    if (this.dropLast || this.length % this.batchSize === 0) this.#drawUnused();
  }

  /** PyTorch's sampler draws once more when it is exhausted: while filling a smaller last batch, or after the last one. */
  #drawUnused(): void {
    if (this.generator !== null) randperm(this.length, this.generator);
  }

  /** What else `setOwnState` needs. */
  protected ownState(): Record<string, Json> {
    return { drawnFrom: saved(this.#drawnFrom), generator: saved(this.generator?.getState()) };
  }

  /** Restores the order. Throws FormatError for a damaged state. */
  protected setOwnState(fields: Fields, isInEpoch: boolean): void {
    const source = isInEpoch || fields.raw("drawnFrom") !== null ? new Generator() : null;
    restoreGenerator(fields, "drawnFrom", source);
    const drawnFrom = source?.getState() ?? null;
    restoreGenerator(fields, "generator", this.generator);
    this.#drawnFrom = drawnFrom;
    if (source !== null) this.order = randperm(this.length, source);
  }
}

export function saved(state: GeneratorState | null | undefined): Json {
  return state ? { ...state } : null;
}

/** Restores a generator; the saved state must be null exactly if there is no generator. */
export function restoreGenerator(fields: Fields, name: string, generator: Generator | null): void {
  if (generator === null) {
    if (fields.raw(name) !== null) fields.refuse(name, "null, since this run has no such generator");
    return;
  }
  if (fields.raw(name) === null) fields.refuse(name, "the state of a generator, since this run has one");
  const { seed, words, next, nextNormal } = fields.object(name).all();
  const state = { seed, words, next, nextNormal } as GeneratorState;
  within(fields.pathOf(name), () => generator.setState(state));
}

/** The value. Throws ValueError unless it is a positive integer. */
export function positive(owner: string, name: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new ValueError(`${owner}: ${name} is ${value} but must be a positive integer`);
}

/**
 * A batch of the samples at these indices: all (N, …) → (B, …). A copy, without gradient.
 *
 * Throws ShapeError for an index outside 0 to N − 1.
 */
export function rowsAt(all: Tensor, indices: ArrayLike<number>): Tensor {
  const [length, ...shape] = all.shape;
  if (length === undefined)
    throw new ShapeError("rowsAt: the tensor is a scalar but must have an axis for samples");
  const width = all.data.length / length;
  const rows = new Float32Array(indices.length * width);
  for (let i = 0; i < indices.length; i++) {
    const row = indices[i];
    if (!(Number.isInteger(row) && row >= 0 && row < length))
      throw new ShapeError(
        `rowsAt: indices[${i}] is ${row} but must be a whole number from 0 to ${length - 1}`,
      );
    rows.set(all.data.subarray(row * width, (row + 1) * width), i * width);
  }
  return new Tensor(rows, [indices.length, ...shape]);
}
