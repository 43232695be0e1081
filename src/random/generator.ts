/**
 * @module PyTorch's CPU generator: an MT19937 stream, its initial seed, and one cached normal value.
 *
 * Source: ATen's CPUGeneratorImpl.
 */

import { bitsOf } from "../bits.ts";
import { FormatError, ValueError } from "../errors.ts";
import { shown } from "../shown.ts";
import { Mt19937, type Mt19937State, STATE_WORDS } from "./mt19937.ts";

/** The default seed, as in `torch.Generator()`. */
const DEFAULT_SEED = 67280421310721n;

const SMALLEST_SEED = -(2n ** 63n);
const LARGEST_SEED = 2n ** 64n - 1n;

/** The complete state of a generator; JSON represents it exactly. */
export interface GeneratorState extends Mt19937State {
  /** The initial seed in decimal digits, since JSON has no 64-bit integers. */
  readonly seed: string;
  /** The second normal of a pair, if it is not drawn yet. */
  readonly nextNormal: number | null;
}

/** A stream of random numbers equal to that of `torch.Generator` on the CPU with the same seed. */
export class Generator {
  /** The second value of the last double Box–Muller pair, until a later call draws it. */
  nextNormal: number | null = null;

  readonly #engine = new Mt19937(0);
  #seed = 0n;

  /** Throws ValueError as {@link manualSeed} does. */
  constructor(seed: number | bigint = DEFAULT_SEED) {
    this.manualSeed(seed);
  }

  /**
   * Restarts the stream at a seed.
   *
   * A negative seed s means 2⁶⁴ + s. As in PyTorch, only the low 32 bits select the stream.
   * Throws ValueError unless the seed is an integer from -2⁶³ to 2⁶⁴ - 1; beyond ±2⁵³ it must be a bigint.
   */
  manualSeed(seed: number | bigint): this {
    this.#seed = unsignedSeed(seed);
    this.#engine.seed(Number(this.#seed & 0xffffffffn));
    this.nextNormal = null;
    return this;
  }

  /** Restarts the stream at a nondeterministic seed, and returns that seed. */
  seed(): bigint {
    const seed = nonDeterministicSeed();
    this.manualSeed(seed);
    return seed;
  }

  /** The seed of the last {@link manualSeed} or {@link seed}, in [0, 2⁶⁴). */
  initialSeed(): bigint {
    return this.#seed;
  }

  /** A uniform integer in [0, 2³²): one word. */
  random32(): number {
    return this.#engine.next();
  }

  /** @internal As many words as the array has, as signed integers. Takes a fifth of the time of as many `random32`. */
  fillWords(out: Int32Array): Int32Array {
    this.#engine.fill(out);
    return out;
  }

  /** A uniform integer in [0, 2⁶⁴): two words, the high one first. Slower than {@link random53}. */
  random64(): bigint {
    const high = BigInt(this.#engine.next());
    return (high << 32n) | BigInt(this.#engine.next());
  }

  /** A uniform double in [0, 1): the low 53 bits of {@link random64}, times 2⁻⁵³. */
  random53(): number {
    const high = this.#engine.next() & 0x1fffff;
    return (high * 2 ** 32 + this.#engine.next()) * 2 ** -53;
  }

  /** @internal Sets each of `out` to `value` if a draw of `random53` is below p, otherwise to 0. */
  fillBelow(out: Float32Array, p: number, value: number): void {
    const bound = Math.ceil(p * 2 ** 53); // an integer is below p · 2⁵³, which is exact, when it is below this
    const [valueBits] = bitsOf(Float32Array.of(value));
    this.#engine.fillBelow(bitsOf(out), Math.floor(bound / 2 ** 32), bound % 2 ** 32, valueBits);
  }

  /** A snapshot, from which {@link setState} continues with the same bits. */
  getState(): GeneratorState {
    return { seed: String(this.#seed), ...this.#engine.getState(), nextNormal: this.nextNormal };
  }

  /** Throws FormatError if the state is invalid; the generator is then unchanged. */
  setState(state: GeneratorState): void {
    const seed = checkedSeed(state);
    this.#engine.setState(state);
    this.#seed = seed;
    this.nextNormal = state.nextNormal;
  }
}

/** The generator of every draw that is not passed one. Its initial seed is nondeterministic, as in PyTorch. */
export const defaultGenerator: Generator = new Generator(nonDeterministicSeed());

/** Seeds {@link defaultGenerator}, as `torch.manual_seed` does, and returns it. Throws as {@link Generator.manualSeed}. */
export function manualSeed(seed: number | bigint): Generator {
  return defaultGenerator.manualSeed(seed);
}

function unsignedSeed(seed: number | bigint): bigint {
  if (typeof seed === "bigint") {
    if (seed >= SMALLEST_SEED && seed <= LARGEST_SEED) return BigInt.asUintN(64, seed);
    throw new ValueError(`manualSeed: seed is ${seed} but must be an integer from -2^63 to 2^64 - 1.`);
  }
  if (Number.isSafeInteger(seed)) return BigInt.asUintN(64, BigInt(seed));
  if (!Number.isInteger(seed)) throw new ValueError(`manualSeed: seed is ${seed} but must be an integer.`);
  throw new ValueError(
    `manualSeed: seed is ${seed} but must be a bigint beyond ±(2^53 - 1), where numbers skip integers.\n` +
      "  Write the digits with an n after them: manualSeed(9007199254740993n).",
  );
}

/**
 * 53 bits, so that the seed fits {@link manualSeed} as a plain number. Engines seed `Math.random` from the system's
 * entropy; `crypto` would be no better, and takes Node 3 ms to load.
 */
function nonDeterministicSeed(): bigint {
  return BigInt(Math.floor(Math.random() * 2 ** 53));
}

function checkedSeed({ seed, words, next, nextNormal }: GeneratorState): bigint {
  if (typeof seed !== "string" || !/^\d{1,20}$/.test(seed) || BigInt(seed) > LARGEST_SEED) {
    throw new FormatError(`setState: seed is ${shown(seed)} but must be digits of 0 to 2^64 - 1.`);
  }
  if (!Array.isArray(words) || words.length !== STATE_WORDS || !words.every((word) => word === word >>> 0)) {
    throw new FormatError(`setState: words must be ${STATE_WORDS} integers in [0, 2^32).`);
  }
  if (!Number.isInteger(next) || next < 0 || next > STATE_WORDS) {
    throw new FormatError(`setState: next is ${next} but must be an integer from 0 to ${STATE_WORDS}.`);
  }
  if (nextNormal !== null && !Number.isFinite(nextNormal)) {
    throw new FormatError(`setState: nextNormal is ${nextNormal} but must be a finite number or null.`);
  }
  return BigInt(seed);
}
