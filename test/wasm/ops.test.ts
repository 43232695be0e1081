/** @module The kernels of softmax, cross entropy, layer normalisation, GELU, losses and optimisers against float64 twins. */
import { describe, expect, test } from "vitest";
import { gelu } from "../../src/functional/activations.ts";
import { binaryCrossEntropyWithLogits } from "../../src/functional/binaryCrossEntropy.ts";
import { crossEntropy } from "../../src/functional/crossEntropy.ts";
import { normalCdf } from "../../src/functional/erf.ts";
import { layerNorm } from "../../src/functional/layerNorm.ts";
import { huberLoss, l1Loss } from "../../src/functional/losses.ts";
import { logSoftmax, softmax } from "../../src/functional/softmax.ts";
import { tensor } from "../../src/tensor/create.ts";
import "../../src/tensor/methods.ts";
import type { Tensor } from "../../src/tensor/tensor.ts";
import { farthest, values } from "../reference/values.ts";

/** Rows around the width of a vector, one longer than a block of the kernels, and many rows that make several blocks. */
const sizes = [
  [1, 1],
  [2, 3],
  [3, 4],
  [5, 5],
  [4, 17],
  [2, 9001],
  [700, 33],
] as const;

/** Runs f on leaves of these values and backward along dy; the result and the gradient of each leaf. */
function run(f: (...leaves: Tensor[]) => Tensor, given: readonly Tensor[], dy: number[]): number[][] {
  const y = f(...given);
  y.backward({ gradient: tensor(Float32Array.from(dy), { shape: y.shape }) });
  return [y, ...given.map((t) => t.grad)].map((t) => Array.from(t?.data ?? []));
}

function leaf(numbers: readonly number[], ...shape: number[]): Tensor {
  return tensor(Float32Array.from(numbers), { shape, requiresGrad: true });
}

function rowsOf(x: readonly number[], K: number): number[][] {
  return Array.from({ length: x.length / K }, (_, row) => x.slice(row * K, (row + 1) * K));
}

function probabilities(row: readonly number[]): number[] {
  const most = row.reduce((a, b) => Math.max(a, b));
  const e = row.map((value) => Math.exp(value - most));
  const total = e.reduce((a, b) => a + b);
  return e.map((value) => value / total);
}

describe.each(sizes)("%d rows of %d", (rows, K) => {
  const x = values(rows * K, 1, 3);
  const dy = values(rows * K, 2);

  test("softmax, dx = y ⊙ (dy − Σ dy ⊙ y)", () => {
    const [y, dx] = run((t) => softmax(t, 1), [leaf(x, rows, K)], dy);
    const twin = rowsOf(x, K).map(probabilities);
    const slopes = twin.map((p, r) => {
      const d = dy.slice(r * K, (r + 1) * K);
      const along = p.reduce((sum, value, k) => sum + value * d[k], 0);
      return p.map((value, k) => value * (d[k] - along));
    });
    expect(farthest(y, twin.flat())).toBeLessThan(2e-7);
    expect(farthest(dx, slopes.flat())).toBeLessThan(1e-6);
  });

  test("log softmax, dx = dy − eʸ Σ dy", () => {
    const [y, dx] = run((t) => logSoftmax(t, 1), [leaf(x, rows, K)], dy);
    const twin = rowsOf(x, K).map(probabilities);
    const slopes = twin.map((p, r) => {
      const d = dy.slice(r * K, (r + 1) * K);
      const total = d.reduce((a, b) => a + b);
      return p.map((value, k) => d[k] - value * total);
    });
    expect(farthest(y, twin.flat().map(Math.log))).toBeLessThan(2e-6);
    expect(farthest(dx, slopes.flat())).toBeLessThan(1e-5);
  });

  test("softmax along the first axis is that of the transposed", () => {
    const along = run((t) => softmax(t, 0), [leaf(x, rows, K)], dy);
    const across = run((t) => softmax(t.transpose(0, 1), 1).transpose(0, 1), [leaf(x, rows, K)], dy);
    expect(along).toEqual(across);
  });

  test("cross entropy: weights, and a class that is ignored", () => {
    const classes = Array.from({ length: rows }, (_, r) => (r % 3 === 2 ? -100 : (7 * r) % K));
    const weights = values(K, 3).map((value) => 1.5 + value);
    const dL = values(rows, 4);
    const weight = tensor(Float32Array.from(weights));
    const [losses, dx] = run(
      (t) => crossEntropy(t, tensor(Float32Array.from(classes)), { weight, reduction: "none" }),
      [leaf(x, rows, K)],
      dL,
    );
    const twin = rowsOf(x, K).map(probabilities);
    const exact = twin.map((p, r) =>
      classes[r] < 0 ? 0 : -Math.fround(weights[classes[r]]) * Math.log(p[classes[r]]),
    );
    const slopes = twin.map((p, r) =>
      p.map((value, k) => {
        if (classes[r] < 0) return 0;
        return Math.fround(weights[classes[r]]) * (value - Number(k === classes[r])) * dL[r];
      }),
    );
    expect(farthest(losses, exact)).toBeLessThan(5e-6);
    expect(farthest(dx, slopes.flat())).toBeLessThan(1e-6);
  });

  test("layer normalisation with weight and bias", () => {
    const [weight, bias] = [values(K, 5), values(K, 6)];
    const leaves = [leaf(x, rows, K), leaf(weight, K), leaf(bias, K)];
    const found = run((t, w, b) => layerNorm(t, [K], { weight: w, bias: b }), leaves, dy);
    const twin = layerNormTwin(x, weight, bias, dy, K);
    expect(farthest(found[0], twin.y)).toBeLessThan(5e-6);
    // A row of one value has variance 0, so that its slopes are multiplied by 1 / √ε.
    expect(farthest(found[1], twin.dx)).toBeLessThan(2e-5);
    expect(farthest(found[2], twin.dweight)).toBeLessThan(2e-5);
    expect(farthest(found[3], twin.dbias)).toBeLessThan(2e-5);
  });

  test("GELU and its slope", () => {
    const [y, dx] = run((t) => gelu(t), [leaf(x, rows, K)], dy);
    const density = (value: number): number => Math.exp((-value * value) / 2) / Math.sqrt(2 * Math.PI);
    expect(
      farthest(
        y,
        x.map((value) => value * normalCdf(value)),
      ),
    ).toBeLessThan(6e-7);
    const slopes = x.map((value, i) => (normalCdf(value) + value * density(value)) * dy[i]);
    expect(farthest(dx, slopes)).toBeLessThan(1e-6);
  });

  test("the mean of L1, Huber and logistic losses, and their slopes", () => {
    const y = values(rows * K, 7, 3);
    const target = y.map((value) => Math.fround((value + 3) / 6));
    const n = x.length;
    const sign = x.map((value, i) => Math.sign(value - y[i]) / n);
    expectMean(
      run((a, b) => l1Loss(a, b), [leaf(x, rows, K), leaf(y, rows, K)], [1]),
      (i) => Math.abs(x[i] - y[i]),
      sign,
    );
    const clipped = x.map((value, i) => Math.max(-0.75, Math.min(0.75, value - y[i])) / n);
    expectMean(
      run((a, b) => huberLoss(a, b, { delta: 0.75 }), [leaf(x, rows, K), leaf(y, rows, K)], [1]),
      (i) => {
        const size = Math.abs(x[i] - y[i]);
        return size <= 0.75 ? size ** 2 / 2 : 0.75 * (size - 0.375);
      },
      clipped,
    );
    const [loss, dx] = run(
      (a) => binaryCrossEntropyWithLogits(a, tensor(Float32Array.from(target), { shape: [rows, K] })),
      [leaf(x, rows, K)],
      [1],
    );
    const exact = x.reduce((sum, value, i) => sum + Math.log1p(Math.exp(value)) - target[i] * value, 0) / n;
    expect(loss[0]).toBeCloseTo(exact, 6);
    const slopes = x.map((value, i) => (1 / (1 + Math.exp(-value)) - target[i]) / n);
    expect(farthest(dx, slopes)).toBeLessThan(2e-7);
  });
});

function expectMean(found: number[][], lossOf: (i: number) => number, slopes: number[]): void {
  const exact = slopes.reduce((sum, _, i) => sum + lossOf(i), 0) / slopes.length;
  expect(found[0][0]).toBeCloseTo(exact, 6);
  expect(farthest(found[1], slopes)).toBeLessThan(2e-7);
  expect(found[2]).toEqual(found[1].map((d) => 0 - d));
}

function layerNormTwin(
  x: number[],
  weight: number[],
  bias: number[],
  dy: number[],
  K: number,
): { y: number[]; dx: number[]; dweight: number[]; dbias: number[] } {
  const [dweight, dbias] = [new Array<number>(K).fill(0), new Array<number>(K).fill(0)];
  const parts = rowsOf(x, K).map((row, r) => {
    const mean = row.reduce((a, b) => a + b) / K;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / K;
    const scale = 1 / Math.sqrt(variance + 1e-5);
    const normal = row.map((value) => (value - mean) * scale);
    const d = dy.slice(r * K, (r + 1) * K);
    const g = d.map((value, k) => value * weight[k]);
    d.forEach((value, k) => {
      dweight[k] += value * normal[k];
      dbias[k] += value;
    });
    const meanG = g.reduce((a, b) => a + b) / K;
    const along = g.reduce((sum, value, k) => sum + value * normal[k], 0) / K;
    return {
      y: normal.map((value, k) => value * weight[k] + bias[k]),
      dx: g.map((value, k) => (value - meanG - normal[k] * along) * scale),
    };
  });
  return { y: parts.flatMap(({ y }) => y), dx: parts.flatMap(({ dx }) => dx), dweight, dbias };
}

describe("what is not finite", () => {
  const NaNs = Number.NaN;

  test("softmax: infinite logits as in PyTorch", () => {
    const y = softmax(
      tensor([
        [Infinity, 0],
        [-Infinity, 0],
        [-Infinity, -Infinity],
        [NaNs, 0],
      ]),
      1,
    );
    expect(y.tolist()).toEqual([
      [NaNs, NaNs],
      [0, 1],
      [NaNs, NaNs],
      [NaNs, NaNs],
    ]);
  });

  test("log softmax of an impossible class is −∞", () => {
    expect(logSoftmax(tensor([[-Infinity, 0]]), 1).tolist()).toEqual([[-Infinity, 0]]);
  });

  test("GELU keeps NaN, and is x or 0 far out", () => {
    expect(gelu(tensor([NaNs, 40, -40, 0])).tolist()).toEqual([NaNs, 40, -0, 0]);
  });
});
