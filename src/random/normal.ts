/**
 * @module Normal draws by the two Box–Muller transforms of PyTorch: one for short arrays, one for long ones.
 *
 * Source: normal_kernel and normal_fill_AVX2 in ATen's DistributionTemplates.h, normal_distribution in
 * DistributionsHelper.h. G. E. P. Box and M. E. Muller, Annals of Mathematical Statistics 29(2), 1958.
 */

import { bitsOf } from "../bits.ts";
import { ValueError } from "../errors.ts";
import { cosNearZero, evenOctant, logOfFraction, remainder, rotated, sinNearZero } from "./cephes.ts";
import { defaultGenerator, type Generator } from "./generator.ts";

const BLOCK = 16;
const HALF = BLOCK / 2;
const TWO_PI = Math.fround(2 * Math.PI);

/**
 * Fills an array with draws from N(mean, std²), as `tensor.normal_(mean, std)` does.
 *
 * Below 16 values each comes from a Box–Muller pair in double precision, whose second half the generator caches for
 * the next such call. From 16 on, draws are float32, in blocks of 16 that neither use nor clear the cached half.
 * Throws ValueError unless std ≥ 0.
 */
export function fillNormal(
  out: Float32Array,
  mean = 0,
  std = 1,
  generator: Generator = defaultGenerator,
): Float32Array {
  if (!(std >= 0)) throw new ValueError(`normal expects std >= 0.0, but found std ${std}`);
  if (out.length < BLOCK) {
    for (let i = 0; i < out.length; i++) out[i] = nextNormal(generator) * std + mean;
  } else {
    fillBlocks(out, Math.fround(mean), Math.fround(std), generator);
  }
  return out;
}

/** r cos θ; caches r sin θ for the next call:  r = √(-2 ln(1 - u₂)), θ = 2π u₁. */
function nextNormal(generator: Generator): number {
  const waiting = generator.nextNormal;
  if (waiting !== null) {
    generator.nextNormal = null;
    return waiting;
  }
  const theta = 2 * Math.PI * generator.random53();
  const radius = Math.sqrt(-2 * Math.log1p(-generator.random53()));
  generator.nextNormal = radius * Math.sin(theta);
  return radius * Math.cos(theta);
}

/** Fills whole blocks; a remainder is covered by drawing the last 16 values again. */
function fillBlocks(out: Float32Array, mean: number, std: number, generator: Generator): void {
  const { length } = out;
  const words = generator.fillWords(bitsOf(out)); // in the memory of the draws
  for (let start = 0; start + BLOCK <= length; start += BLOCK) transformBlock(out, words, start, mean, std);
  if (length % BLOCK !== 0) {
    generator.fillWords(words.subarray(length - BLOCK));
    transformBlock(out, words, length - BLOCK, mean, std);
  }
}

/**
 * Turns word j and word j + 8, of which the low 24 bits are fractions u, into a pair of normal values:
 * r = √(-2 ln(1 - uⱼ)), θ = 2π uⱼ₊₈.
 */
function transformBlock(
  out: Float32Array,
  words: Int32Array,
  start: number,
  mean: number,
  std: number,
): void {
  for (let cos = start; cos < start + HALF; cos++) {
    const sin = cos + HALF;
    const radius = Math.fround(Math.sqrt(-2 * logOfFraction((2 ** 24 - (words[cos] & 0xffffff)) | 0)));
    const theta = Math.fround(TWO_PI * ((words[sin] & 0xffffff) * 2 ** -24));
    const octant = evenOctant(theta);
    const x = remainder(theta, octant);
    const [sine, cosine] = [sinNearZero(x), cosNearZero(x)];
    out[cos] = Math.fround(radius * rotated(sine, cosine, octant + 2)) * std + mean;
    out[sin] = Math.fround(radius * rotated(sine, cosine, octant)) * std + mean;
  }
}
