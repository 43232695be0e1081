/** @module Softmax, cross entropy and layer normalisation over rows of K values, by the kernels of `ops.ts`. */
import { floatsOf } from "./pool.ts";
import "./elementwise.ts";
import type { GradientTarget } from "./gradientTarget.ts";
import { beginOps, load, loadIntegers, loadRepeated, put, room, rowsOfBlock, store } from "./ops.ts";

/** Calls `visit` with the first row of each block and the number of its rows. */
function eachBlock(rows: number, K: number, visit: (first: number, count: number) => void): void {
  const most = rowsOfBlock(K);
  for (let first = 0; first < rows; first += most) visit(first, Math.min(most, rows - first));
}

function rowsIn({ length }: Float32Array, K: number): number {
  return K === 0 ? 0 : length / K;
}

/** y = softmax(x), or its logarithm. */
export function softmaxRows(name: "softmax" | "logSoftmax", x: Float32Array, K: number): Float32Array {
  const y = floatsOf(x.length);
  eachBlock(rowsIn(x, K), K, (first, count) => {
    const kernels = beginOps();
    const xAt = load(x, first * K, count * K);
    const yAt = room(count * K);
    kernels[name](yAt, xAt, count, K);
    store(y, first * K, count * K, yAt);
  });
  return y;
}

/** The gradient of x, from that of y = softmax(x) or its logarithm. */
export function softmaxRowsBackward(
  name: "softmaxBackward" | "logSoftmaxBackward",
  dx: GradientTarget,
  dy: Float32Array,
  y: Float32Array,
  K: number,
): void {
  eachBlock(rowsIn(y, K), K, (first, count) => {
    const kernels = beginOps();
    const [dyAt, yAt] = [load(dy, first * K, count * K), load(y, first * K, count * K)];
    const dxAt = room(count * K);
    kernels[name](dxAt, dyAt, yAt, count, K);
    put(dx, first * K, count * K, dxAt);
  });
}

/** Of each row, −log softmax(x) at its class, 0 for a class below 0; and log Σ eˣ, for the backward. */
export function crossEntropyRows(
  x: Float32Array,
  classes: Int32Array,
  K: number,
): { readonly losses: Float32Array; readonly logSums: Float32Array } {
  const losses = new Float32Array(classes.length);
  const logSums = new Float32Array(classes.length);
  eachBlock(classes.length, K, (first, count) => {
    const kernels = beginOps();
    const [lossesAt, logSumsAt] = [room(count), room(count)];
    const xAt = load(x, first * K, count * K);
    const classesAt = loadIntegers(classes, first, count);
    kernels.crossEntropy(lossesAt, logSumsAt, xAt, classesAt, room(K), count, K);
    store(losses, first, count, lossesAt);
    store(logSums, first, count, logSumsAt);
  });
  return { losses, logSums };
}

/** The gradient of x, from those of the losses. */
export function crossEntropyRowsBackward(
  dx: GradientTarget,
  dlosses: Float32Array,
  x: Float32Array,
  logSums: Float32Array,
  classes: Int32Array,
  K: number,
): void {
  eachBlock(classes.length, K, (first, count) => {
    const kernels = beginOps();
    const xAt = load(x, first * K, count * K);
    const rows = [
      load(logSums, first, count),
      loadIntegers(classes, first, count),
      load(dlosses, first, count),
    ];
    const dxAt = room(count * K);
    kernels.crossEntropyBackward(dxAt, xAt, rows[0], rows[1], rows[2], count, K);
    put(dx, first * K, count * K, dxAt);
  });
}

/** What the backward of a layer normalisation needs: of each row the mean and 1 / √(variance + ε). */
export interface Normalised {
  readonly y: Float32Array;
  readonly means: Float32Array;
  readonly scales: Float32Array;
}

export function layerNormRows(
  x: Float32Array,
  weight: Float32Array | null,
  bias: Float32Array | null,
  K: number,
  eps: number,
): Normalised {
  const rows = rowsIn(x, K);
  const y = floatsOf(x.length);
  const [means, scales] = [new Float32Array(rows), new Float32Array(rows)];
  eachBlock(rows, K, (first, count) => {
    const kernels = beginOps();
    const weightAt = loadOr(weight, 1, K);
    const biasAt = loadOr(bias, -0, K); // adding −0 changes nothing
    const [meansAt, scalesAt] = [room(count), room(count)];
    const xAt = load(x, first * K, count * K);
    const yAt = room(count * K);
    kernels.layerNorm(yAt, meansAt, scalesAt, xAt, weightAt, biasAt, count, K, eps);
    store(y, first * K, count * K, yAt);
    store(means, first, count, meansAt);
    store(scales, first, count, scalesAt);
  });
  return { y, means, scales };
}

/** The K values, or a value in their place. */
function loadOr(values: Float32Array | null, value: number, K: number): number {
  return values === null ? loadRepeated(value, K) : load(values, 0, K);
}

/** Where the gradients of x, weight and bias go; null for one that is not needed. */
export interface LayerNormGradients {
  readonly dx: GradientTarget | null;
  readonly dweight: Float32Array | null;
  readonly dbias: Float32Array | null;
}

/** Kernels may write seven values past a row. */
const MORE = 7;

/** The gradients; those of weight and bias are summed over a block in single and over blocks in double precision. */
export function layerNormRowsBackward(
  { dx, dweight, dbias }: LayerNormGradients,
  dy: Float32Array,
  x: Float32Array,
  weight: Float32Array | null,
  { means, scales }: Normalised,
): void {
  const K = x.length / means.length;
  const sums = [dweight, dbias].map((d) => d && new Float64Array(K));
  eachBlock(means.length, K, (first, count) => {
    const kernels = beginOps();
    const weightAt = loadOr(weight, 1, K);
    const [dweightAt, dbiasAt] = [loadRepeated(0, K + MORE), loadRepeated(0, K + MORE)];
    const [meansAt, scalesAt] = [load(means, first, count), load(scales, first, count)];
    const [dyAt, xAt] = [load(dy, first * K, count * K), load(x, first * K, count * K)];
    const rows = [weightAt, room(K + MORE), room(K + MORE)] as const;
    const dxAt = room(count * K);
    kernels.layerNormBackward(dxAt, dweightAt, dbiasAt, dyAt, xAt, meansAt, scalesAt, ...rows, count, K);
    if (dx !== null) put(dx, first * K, count * K, dxAt);
    if (sums[0]) addTo(sums[0], dweightAt);
    if (sums[1]) addTo(sums[1], dbiasAt);
  });
  [dweight, dbias].forEach((d, i) => {
    const own = sums[i];
    if (d && own) for (let k = 0; k < K; k++) d[k] += own[k];
  });
}

function addTo(sums: Float64Array, pointer: number): void {
  const values = new Float32Array(sums.length);
  store(values, 0, values.length, pointer);
  for (let k = 0; k < sums.length; k++) sums[k] += values[k];
}
