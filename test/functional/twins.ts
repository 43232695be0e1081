/** @module The losses and activations in float64, as their definitions read: naive, without a derivative. */
import { type Tensor, tensor } from "unrolled";
import { expect } from "vitest";
import { centralDifferences, dot, farthest, values } from "../reference/values.ts";

/** A function of flat arrays. */
export type Twin = (...args: readonly number[][]) => number[];

const zip =
  (f: (...at: number[]) => number): Twin =>
  (...args) =>
    args[0].map((_, i) => f(...args.map((arg) => arg[i])));

const sigma = (x: number): number => 1 / (1 + Math.exp(-x));

/** ∫ of the normal density from −9 to x by Simpson's rule: no series, nothing in common with src/functional/erf.ts. */
export function normalShare(x: number): number {
  const [from, steps] = [-9, 2000];
  const h = (x - from) / steps;
  let total = 0;
  for (let i = 0; i <= steps; i++) {
    const t = from + i * h;
    total += (i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2) * Math.exp((-t * t) / 2);
  }
  return (total * h) / 3 / Math.sqrt(2 * Math.PI);
}

export const l1 = zip((x, y) => Math.abs(x - y));
export const smoothL1 = (beta: number): Twin =>
  zip((x, y) => (Math.abs(x - y) < beta ? (x - y) ** 2 / beta / 2 : Math.abs(x - y) - beta / 2));
export const huber = (delta: number): Twin =>
  zip((x, y) => (Math.abs(x - y) < delta ? (x - y) ** 2 / 2 : delta * (Math.abs(x - y) - delta / 2)));
export const binaryCrossEntropy = (w: number, p: number): Twin =>
  zip((x, y) => -w * (p * y * Math.log(sigma(x)) + (1 - y) * Math.log(1 - sigma(x))));
export const gaussianNll = zip((x, y, v) => (Math.log(v) + (x - y) ** 2 / v) / 2);
export const gelu = zip((x) => x * normalShare(x));
export const geluTanh = zip(
  (x) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
);

/** Softmax of one line. */
export const softmax: Twin = (x) => {
  const total = x.reduce((sum, value) => sum + Math.exp(value), 0);
  return x.map((value) => Math.exp(value) / total);
};
export const logSoftmax: Twin = (x) => softmax(x).map(Math.log);

/** One row, normalised. */
export const layerNorm =
  (eps: number): Twin =>
  (x, w, b) => {
    const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
    const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
    return x.map((value, i) => ((value - mean) / Math.sqrt(variance + eps)) * w[i] + b[i]);
  };

/**
 * Holds a function against its twin: values, and gradients against central differences of Σ dy · twin.
 *
 * Float32 results of a few roundings from arguments of size 1 to 3 are right to about 1e-6.
 */
export function expectTwin(
  ours: (...args: Tensor[]) => Tensor,
  twin: Twin,
  args: readonly number[][],
  tolerance = 1e-6,
): void {
  const tensors = args.map((arg) => tensor(arg, { requiresGrad: true }));
  const y = ours(...tensors);
  expect(farthest(y.data, twin(...args))).toBeLessThan(tolerance);
  const dy = values(y.numel(), 99);
  y.backward({ gradient: tensor(Float32Array.from(dy), { shape: y.shape }) });
  const expected = centralDifferences(() => dot(dy, twin(...args)), args);
  tensors.forEach((t, i) => {
    expect(farthest(t.grad?.data ?? [], expected[i])).toBeLessThan(tolerance);
  });
}
