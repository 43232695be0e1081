/**
 * @module Uniform draws and dropout masks, from the same words of the generator as PyTorch's.
 *
 * Source: ATen's DistributionTemplates.h, TransformationHelper.h and Dropout.cpp.
 * Builds of PyTorch with Intel's MKL draw dropout masks from MKL instead.
 */

import { bitsOf } from "../bits.ts";
import { ValueError } from "../errors.ts";
import { defaultGenerator, type Generator } from "./generator.ts";

const FLOAT_MAX = 3.4028234663852886e38;

/**
 * Fills an array with draws from U[from, to), as `tensor.uniform_(from, to)` does: each from 24 bits of one word.
 *
 * Throws ValueError unless from ≤ to and both, and to - from, are finite in float32.
 */
export function fillUniform(
  out: Float32Array,
  from = 0,
  to = 1,
  generator: Generator = defaultGenerator,
): Float32Array {
  checkUniformBounds(from, to);
  const base = Math.fround(from);
  const range = Math.fround(Math.fround(to) - base);
  // In double, so that storing is the only rounding: PyTorch's multiplication and addition are fused.
  const words = generator.fillWords(bitsOf(out)); // in the memory of the draws
  for (let i = 0; i < out.length; i++) out[i] = (words[i] & 0xffffff) * 2 ** -24 * range + base;
  return out;
}

/**
 * Fills an array with the factors of dropout: 0 with probability p, else 1 / (1 - p).
 *
 * As in PyTorch, p = 0 and p = 1 draw nothing. Throws ValueError unless 0 ≤ p ≤ 1.
 */
export function dropoutMask(
  out: Float32Array,
  p = 0.5,
  generator: Generator = defaultGenerator,
): Float32Array {
  if (!(p >= 0 && p <= 1)) {
    throw new ValueError(`dropout probability has to be between 0 and 1, but got ${p}`);
  }
  if (p === 0 || p === 1) return out.fill(1 - p);
  generator.fillBelow(out, 1 - p, 1 / Math.fround(1 - p));
  return out;
}

function checkUniformBounds(from: number, to: number): void {
  for (const [name, value] of Object.entries({ from, to })) {
    if (Math.abs(value) <= FLOAT_MAX) continue;
    throw new ValueError(`${name} is out of bounds for float: uniform_ got ${name}=${value}`);
  }
  if (from > to) {
    throw new ValueError(`uniform_ expects to return a [from, to) range, but found from=${from} > to=${to}`);
  }
  if (to - from > FLOAT_MAX) {
    throw new ValueError(
      "uniform_ expects to-from <= std::numeric_limits<Float>::max(), " +
        `but found to=${to} and from=${from} which result in to-from to exceed the limit`,
    );
  }
}
