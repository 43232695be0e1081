/** @module Batches of the numbers of samples, in the order in which PyTorch's DataLoader gives them. */
import { FormatError, ShapeError, ValueError } from "../errors.ts";
import { defaultGenerator, Generator, type GeneratorState } from "../random/generator.ts";
import { randperm } from "../random/integers.ts";
import { Tensor } from "../tensor/tensor.ts";
import { Fields, type Json } from "./json.ts";
import type { StepSource } from "./stepSource.ts";

/** What batches are made of. */
export interface BatchOptions {
  /** How many samples there are. */
  readonly length: number;
  /** Samples in a batch. */
  readonly batchSize: number;
  /** Whether a last batch that is smaller is left out, which it is not by default. */
  readonly dropLast?: boolean;
  /** What is drawn from, as in `DataLoader(generator=…)`; by default the global generator, which `manualSeed` seeds. */
  readonly generator?: Generator;
}

const OTHER_DATA = "as in this run: the checkpoint is one of other data or other batches";

/** The sizes and the place that both orders share. */
abstract class IndexBatches implements StepSource<Int32Array> {
  readonly length: number;
  readonly batchSize: number;
  readonly dropLast: boolean;
  readonly batches: number;
  position = 0;
  protected readonly generator: Generator | null;
  protected abstract readonly kind: string;
  protected order: Int32Array = new Int32Array(0);

  constructor({ length, batchSize, dropLast = false, generator }: BatchOptions) {
    this.length = positive("length", length);
    this.batchSize = positive("batchSize", batchSize);
    this.dropLast = dropLast;
    this.batches = dropLast ? Math.floor(length / batchSize) : Math.ceil(length / batchSize);
    this.generator = generator ?? null;
    if (this.batches === 0)
      throw new ValueError(
        `batches: batchSize is ${batchSize} but must be at most ${length}, the length, with dropLast`,
      );
  }

  abstract startEpoch(): void;
  abstract endEpoch(): void;

  next(): Int32Array {
    if (this.position >= this.batches || this.order.length === 0)
      throw new ValueError(
        `batches: all ${this.batches} of the epoch were taken; startEpoch() begins another`,
      );
    const start = this.position * this.batchSize;
    this.position += 1;
    return this.order.slice(start, start + this.batchSize);
  }

  sizeOf(batch: Int32Array): number {
    return batch.length;
  }

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

  protected abstract ownState(): Record<string, Json>;
  protected abstract setOwnState(fields: Fields, isInEpoch: boolean): void;

  /** DataLoader draws a seed for its workers at the beginning of each epoch, whether it has any or not. */
  protected drawBaseSeed(): void {
    (this.generator ?? defaultGenerator).random64();
  }
}

/**
 * All samples in their order, batch after batch, as `DataLoader(shuffle=False)`.
 *
 * Each epoch begins with the draw of a seed that PyTorch makes, too: what is random besides (dropout) stays equal.
 * Throws ValueError for a length or batch size that is no positive whole number, or when there is no batch at all.
 */
export class SequentialBatches extends IndexBatches {
  protected readonly kind: string = "sequential";

  constructor(options: BatchOptions) {
    super(options);
    this.order = Int32Array.from({ length: this.length }, (_, i) => i);
  }

  startEpoch(): void {
    this.drawBaseSeed();
    this.position = 0;
  }

  endEpoch(): void {}

  protected ownState(): Record<string, Json> {
    return { generator: saved(this.generator?.getState()) };
  }

  protected setOwnState(fields: Fields): void {
    restoreGenerator(fields, "generator", this.generator);
  }
}

/**
 * All samples in a new random order each epoch, batch after batch, as `DataLoader(shuffle=True)`.
 *
 * Without a generator of its own PyTorch draws two seeds from the global one, the second of which begins the stream
 * that the order is drawn from. With one, it draws a seed and the order from that, and at the end of the epoch a second
 * order, of which it takes nothing; so does this.
 *
 * Throws ValueError as `SequentialBatches` does. Source: torch.utils.data, RandomSampler and DataLoader.
 */
export class ShuffledBatches extends IndexBatches {
  protected readonly kind: string = "shuffled";
  /** What the order was drawn from, so that a checkpoint need not hold the order. */
  #drawnFrom: GeneratorState | null = null;

  startEpoch(): void {
    this.drawBaseSeed();
    const source = this.generator ?? new Generator(BigInt.asUintN(63, defaultGenerator.random64()));
    this.#drawnFrom = source.getState();
    this.order = randperm(this.length, source);
    this.position = 0;
  }

  override next(): Int32Array {
    const batch = super.next();
    if (batch.length < this.batchSize) this.#drawUnused();
    return batch;
  }

  endEpoch(): void {
    if (this.dropLast || this.length % this.batchSize === 0) this.#drawUnused();
  }

  /** The sampler of PyTorch draws once more when it runs out: while it fills a last, smaller batch, or after the last. */
  #drawUnused(): void {
    if (this.generator !== null) randperm(this.length, this.generator);
  }

  protected ownState(): Record<string, Json> {
    return { drawnFrom: saved(this.#drawnFrom), generator: saved(this.generator?.getState()) };
  }

  protected setOwnState(fields: Fields, isInEpoch: boolean): void {
    const source = isInEpoch || fields.raw("drawnFrom") !== null ? new Generator() : null;
    restoreGenerator(fields, "drawnFrom", source);
    const drawnFrom = source?.getState() ?? null;
    restoreGenerator(fields, "generator", this.generator);
    this.#drawnFrom = drawnFrom;
    if (source !== null) this.order = randperm(this.length, source);
  }
}

/** A generator's state as JSON holds it. */
export function saved(state: GeneratorState | null | undefined): Json {
  return state ? { ...state } : null;
}

/** Sets a generator to a state that was saved; there must be one exactly if there was one. */
export function restoreGenerator(fields: Fields, name: string, generator: Generator | null): void {
  if (generator === null) {
    if (fields.raw(name) !== null) fields.refuse(name, "null, since this run has no such generator");
    return;
  }
  if (fields.raw(name) === null) fields.refuse(name, "the state of a generator, since this run has one");
  const { seed, words, next, nextNormal } = fields.object(name).all();
  try {
    generator.setState({ seed, words, next, nextNormal } as GeneratorState);
  } catch (error) {
    throw new FormatError(`${fields.pathOf(name)}: ${error instanceof Error ? error.message : error}`);
  }
}

function positive(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new ValueError(`batches: ${name} is ${value} but must be a positive whole number`);
}

/**
 * The samples with these numbers, side by side: all (N, …) → (B, …). It is a copy, without gradient.
 *
 * Throws ShapeError for a number that is none of 0 to N − 1.
 */
export function rowsAt(all: Tensor, indices: ArrayLike<number>): Tensor {
  const [length, ...shape] = all.shape;
  if (length === undefined)
    throw new ShapeError("rowsAt: the tensor has no axis but must have one for its samples");
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
