/**
 * @module Random integers and permutations, word for word as PyTorch draws them.
 *
 * Source: random_from_to in ATen's DistributionTemplates.h (both files of that name), randperm in TensorFactories.cpp.
 */

import { ValueError } from "../errors.ts";
import { defaultGenerator, type Generator } from "./generator.ts";

const FLOAT_DIGITS = 24;
// From here on PyTorch's newer versions draw 64 bits for each exchange and its older ones 32.
const PERMUTATION_LIMIT = Math.floor((2 ** 32 - 1) / 20);

/** Where integers may be drawn into: Float64Array and Int32Array stand for PyTorch's int64 and int32. */
export type IntegerArray = Float32Array | Float64Array | Int32Array;

/**
 * Fills an array with uniform integers in [low, high), as `torch.randint(low, high, …)` does.
 *
 * A word modulo high - low; from 2³² on, two words. The array's type stands for PyTorch's dtype: a Float64Array
 * draws as the default int64 does. A Float32Array draws as float32 does: bounds beyond ±2²⁴, where float32
 * skips integers, move inwards, so other numbers may come than int64 draws.
 *
 * @throws ValueError unless low < high and both are integers that the array can hold.
 */
export function fillRandint<T extends IntegerArray>(
  out: T,
  low: number,
  high: number,
  generator: Generator = defaultGenerator,
): T {
  checkIntegerBounds(low, high);
  if (out instanceof Int32Array) checkInt32Bounds(low, high);
  const [from, to] = out instanceof Float32Array ? float32Bounds(low, high) : [low, high];
  const range = to - from;
  if (range >= 2 ** 32 && !(out instanceof Int32Array)) return fillWide(out, from, to, generator);
  for (let i = 0; i < out.length; i++) out[i] = (generator.random32() % range) + from;
  return out;
}

/**
 * The integers 0 to n - 1 in random order, as `torch.randperm(n)` gives them: Fisher and Yates' exchanges
 * from the front, one word each.
 *
 * @throws ValueError unless n is an integer in [0, 214748364).
 */
export function randperm(n: number, generator: Generator = defaultGenerator): Int32Array {
  if (!Number.isInteger(n) || n < 0 || n >= PERMUTATION_LIMIT) {
    throw new ValueError(`randperm: n is ${n} but must be an integer from 0 to ${PERMUTATION_LIMIT - 1}.`);
  }
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = 0; i < n - 1; i++) {
    const j = i + (generator.random32() % (n - i));
    const taken = order[j];
    order[j] = order[i];
    order[i] = taken;
  }
  return order;
}

function checkIntegerBounds(low: number, high: number): void {
  for (const [name, value] of [
    ["low", low],
    ["high", high],
  ] as const) {
    if (Number.isSafeInteger(value)) continue;
    throw new ValueError(`randint: ${name} is ${value} but must be an integer within ±(2^53 - 1).`);
  }
  if (low >= high) {
    throw new ValueError(`random_ expects 'from' to be less than 'to', but got from=${low} >= to=${high}`);
  }
}

function checkInt32Bounds(low: number, high: number): void {
  for (const [name, value] of [
    ["from", low],
    ["to - 1", high - 1],
  ] as const) {
    if (value === (value | 0)) continue;
    throw new ValueError(`${name} is out of bounds for int: randint got ${name} = ${value}`);
  }
}

/** The bounds as PyTorch moves them, lest the drawn integers leave [low, high) when rounded to float32. */
function float32Bounds(low: number, high: number): [number, number] {
  const lowest = Math.fround(low + 1);
  const highest = Math.fround(high - 1);
  const from = lowest < low ? lowest + floatSpacing(low + 1) : low;
  const to = highest >= high ? highest - floatSpacing(high - 1) : high;
  if (from < to) return [from, to];
  throw new ValueError(
    "random_ expects 'from' casted to dtype to be less than 'to' casted to dtype, " +
      `but got from=${from} >= to=${to}`,
  );
}

/** The distance between neighbouring float32 at an integer, |x| ≥ 2²⁴. */
function floatSpacing(x: number): number {
  return 2 ** (Math.abs(x).toString(2).length - FLOAT_DIGITS);
}

function fillWide<T extends IntegerArray>(out: T, from: number, to: number, generator: Generator): T {
  const base = BigInt(from);
  const range = BigInt(to) - base;
  for (let i = 0; i < out.length; i++) out[i] = Number((generator.random64() % range) + base);
  return out;
}
