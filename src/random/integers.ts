/**
 * @module Random integers and permutations, from the same words of the generator as PyTorch's.
 *
 * Source: random_from_to in ATen's DistributionTemplates.h (both files of that name), randperm in TensorFactories.cpp.
 */

import { ValueError } from "../errors.ts";
import { defaultGenerator, type Generator } from "./generator.ts";

// From this n on, newer versions of PyTorch draw 64 bits for each exchange and older ones 32.
const PERMUTATION_LIMIT = Math.floor((2 ** 32 - 1) / 20);

/**
 * Fills an array with uniform integers in [low, high), as `torch.randint(low, high, …)` does for its default int64.
 *
 * Each is a word modulo high - low, or for ranges from 2³² on, two words.
 * Throws ValueError unless low < high and both are safe integers.
 */
export function fillRandint<Floats extends Float32Array | Float64Array>(
  out: Floats,
  low: number,
  high: number,
  generator: Generator = defaultGenerator,
): Floats {
  checkBounds(low, high);
  if (high - low >= 2 ** 32) return fillWide(out, low, high, generator);
  const range = (high - low) >>> 0; // with both `>>> 0`, modulo is a division of 32-bit integers, ten times as fast
  for (let i = 0; i < out.length; i++) out[i] = (((generator.random32() >>> 0) % range) >>> 0) + low;
  return out;
}

/**
 * The integers 0 to n - 1 in random order, as `torch.randperm(n)` returns them: a Fisher–Yates shuffle from the
 * front, one word for each exchange.
 *
 * Throws ValueError unless n is an integer in [0, 214748364).
 */
export function randperm(n: number, generator: Generator = defaultGenerator): Int32Array {
  if (!Number.isInteger(n) || n < 0 || n >= PERMUTATION_LIMIT) {
    throw new ValueError(`randperm: n is ${n} but must be an integer from 0 to ${PERMUTATION_LIMIT - 1}.`);
  }
  const order = new Int32Array(n);
  for (let i = 1; i < n; i++) order[i] = i;
  for (let i = 0; i < n - 1; i++) {
    const j = i + (((generator.random32() >>> 0) % ((n - i) >>> 0)) >>> 0);
    const taken = order[j];
    order[j] = order[i];
    order[i] = taken;
  }
  return order;
}

function checkBounds(low: number, high: number): void {
  for (const [name, value] of Object.entries({ low, high })) {
    if (Number.isSafeInteger(value)) continue;
    throw new ValueError(`randint: ${name} is ${value} but must be an integer within ±(2^53 - 1).`);
  }
  if (low >= high) {
    throw new ValueError(`random_ expects 'from' to be less than 'to', but got from=${low} >= to=${high}`);
  }
}

function fillWide<Floats extends Float32Array | Float64Array>(
  out: Floats,
  low: number,
  high: number,
  generator: Generator,
): Floats {
  const base = BigInt(low);
  const range = BigInt(high) - base;
  for (let i = 0; i < out.length; i++) out[i] = Number((generator.random64() % range) + base);
  return out;
}
