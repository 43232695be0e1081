/**
 * @module Draws of classes by their probabilities, from the same words of the generator as PyTorch's.
 *
 * Source: ATen's Distributions.cpp and MultinomialKernel.cpp.
 */
import { closed } from "../arguments.ts";
import { ShapeError, ValueError } from "../errors.ts";
import { defaultGenerator, type Generator } from "../random/generator.ts";
import { firstPlaces } from "../tensor/extremes.ts";
import { zerosOf } from "../tensor/shape.ts";
import { checkTensor, Tensor } from "../tensor/tensor.ts";

/** Options of `multinomial`. */
export interface MultinomialOptions {
  /** Whether a class may be drawn twice; false by default. */
  readonly replacement?: boolean;
  /** The stream to draw from; by default the one that `manualSeed` seeds. */
  readonly generator?: Generator | null;
}

/**
 * Draws indices with probabilities in proportion to `weights`, for instance the next letter of a text.
 *
 *     weights (C) or (N, C), at least 0   →   (numSamples) or (N, numSamples) whole numbers 0 … C − 1
 *
 * With the same seed, the indices are those of PyTorch 1.13; newer versions draw a single one as without replacement. Has no gradient. Throws ShapeError for other shapes and for more
 * samples than classes without replacement, ValueError for weights that are negative, infinite, NaN or all 0.
 * Source: torch.multinomial.
 */
export function multinomial(weights: Tensor, numSamples: number, given: MultinomialOptions = {}): Tensor {
  const { replacement = false, generator } = closed("multinomial", given, { replacement: 0, generator: 0 });
  checkTensor("multinomial", "weights", weights);
  const shape = shapeOf(weights, numSamples, replacement);
  const C = weights.shape[weights.shape.length - 1];
  const rows = Array.from({ length: weights.data.length / C }, (_, n) =>
    weights.data.subarray(n * C, (n + 1) * C),
  );
  rows.forEach(checkWeights);
  const result = new Tensor(zerosOf("multinomial", shape), shape);
  const draw = replacement ? withReplacement : byExponentials;
  rows.forEach((row, n) => {
    draw(result.data.subarray(n * numSamples, (n + 1) * numSamples), row, generator ?? defaultGenerator);
  });
  return result;
}

function shapeOf({ shape }: Tensor, numSamples: number, replacement: boolean): number[] {
  if (shape.length !== 1 && shape.length !== 2) throw new ShapeError("prob_dist must be 1 or 2 dim");
  if (!(Number.isInteger(numSamples) && numSamples > 0))
    throw new ValueError(`cannot sample n_sample <= 0 samples\n  numSamples is ${numSamples}`);
  const C = shape[shape.length - 1];
  if (C === 0 || (!replacement && numSamples > C)) {
    throw new ShapeError(
      `cannot sample n_sample > prob_dist.size(-1) samples without replacement\n  ${numSamples} samples of ${C} classes`,
    );
  }
  return [...shape.slice(0, -1), numSamples];
}

function checkWeights(row: Float32Array): void {
  let largest = 0;
  for (let c = 0; c < row.length; c++) {
    if (!(row[c] >= 0 && row[c] < Number.POSITIVE_INFINITY))
      throw new ValueError("probability tensor contains either `inf`, `nan` or element < 0");
    largest = Math.max(largest, row[c]);
  }
  if (largest === 0) throw new ValueError("invalid multinomial distribution (sum of probabilities <= 0)");
}

/** Exponential races: wᵢ / eᵢ with eᵢ from Exp(1) is largest with probability wᵢ / Σ w, and so on down the order. */
function byExponentials(out: Float32Array, row: Float32Array, generator: Generator): void {
  const keys = new Float32Array(row.length);
  for (let c = 0; c < row.length; c++) keys[c] = row[c] / Math.fround(0 - Math.log(1 - generator.random53()));
  out.set(firstPlaces(keys, 0, 1, keys.length, out.length, true));
}

/** Inverts the cumulative distribution, summed in float32. */
function withReplacement(out: Float32Array, row: Float32Array, generator: Generator): void {
  const sums = new Float32Array(row.length);
  let sum = 0;
  for (let c = 0; c < row.length; c++) {
    sum = Math.fround(sum + row[c]);
    sums[c] = sum;
  }
  for (let k = 0; k < out.length; k++) out[k] = firstFrom(sums, sum, generator.random53());
}

/** The index of the first share of the sum that is at least u; the last one is 1, also after rounding. */
function firstFrom(sums: Float32Array, sum: number, u: number): number {
  let [left, right] = [0, sums.length - 1];
  while (left < right) {
    const middle = left + ((right - left) >> 1);
    if (Math.fround(sums[middle] / sum) < u) left = middle + 1;
    else right = middle;
  }
  return left;
}
