/** @module The Gaussian likelihood: by hand, against its twin, and what it refuses. */
import { functional, ShapeError, tensor, ValueError, zeros } from "unrolled";
import { expect, test } from "vitest";
import { values } from "../reference/values.ts";
import { expectTwin, gaussianNll } from "./twins.ts";

const { gaussianNllLoss } = functional;
const none = { reduction: "none" } as const;

test("by hand: at variance 1 it is half the squared error", () => {
  const input = tensor([1, 5], { requiresGrad: true });
  const target = tensor([3, 5], { requiresGrad: true });
  const variance = tensor([1, 1], { requiresGrad: true });
  const losses = gaussianNllLoss(input, target, variance, none);
  expect(losses.tolist()).toEqual([2, 0]);
  losses.sum().backward();
  expect(input.grad?.tolist()).toEqual([-2, 0]);
  expect(target.grad?.tolist()).toEqual([2, 0]);
  expect(variance.grad?.tolist()).toEqual([-1.5, 0.5]); // ½ (1 / v − d² / v²)
  expect(gaussianNllLoss(input, target, variance).item()).toBe(1);
  expect(gaussianNllLoss(input, target, variance, { reduction: "sum" }).item()).toBe(2);
});

test("full adds ½ log 2π to each loss", () => {
  const one = tensor([1]);
  expect(gaussianNllLoss(one, one, one, { full: true }).item()).toBe(
    Math.fround(0.5 * Math.log(2 * Math.PI)),
  );
});

test("variances below ε count as ε, and the variance given stays as it was", () => {
  const variance = tensor([0, 0.25], { requiresGrad: true });
  const losses = gaussianNllLoss(tensor([2, 2]), tensor([0, 0]), variance, { eps: 0.5, ...none });
  expect(losses.tolist()).toEqual(new Array(2).fill(Math.fround(4 - Math.LN2 / 2)));
  losses.sum().backward();
  expect(variance.tolist()).toEqual([0, 0.25]);
  expect(variance.grad?.tolist()).toEqual([-7, -7]); // ½ (2 − 4 · 4), as in PyTorch not 0
});

test("one variance may serve a row", () => {
  const [input, target] = [zeros([2, 3]), tensor([[1, 2, 3]])];
  for (const variance of [tensor([1, 1]), tensor([[1], [1]])]) {
    const losses = gaussianNllLoss(input, target, variance, none);
    expect(losses.tolist()).toEqual([
      [0.5, 2, 4.5],
      [0.5, 2, 4.5],
    ]);
  }
});

test("is its twin's, forward and backward", () => {
  for (const n of [1, 3, 4, 5, 17]) {
    const variances = values(n, 3, 0.5).map((v) => v + 1);
    expectTwin(
      (x, y, v) => gaussianNllLoss(x, y, v, none),
      gaussianNll,
      [values(n, 1), values(n, 2), variances],
      3e-6,
    ); // slopes of up to 8
  }
});

test("a variance that does not fit is refused", () => {
  expect(() => gaussianNllLoss(zeros([3, 4]), zeros([3, 4]), zeros([2, 4]))).toThrow(
    new ShapeError(
      "var is of incorrect size\n  it is (2, 4) but must be (3, 4), or the same without the last axis or with 1 for it",
    ),
  );
  expect(() => gaussianNllLoss(zeros([]), zeros([]), zeros([1]))).toThrow(ShapeError);
});

test("a negative variance is refused", () => {
  expect(() => gaussianNllLoss(zeros([2]), zeros([2]), tensor([1, -2]))).toThrow(
    new ValueError(
      "var has negative entry/entries\n  one is -2: let the network output the logarithm, and pass its exp()",
    ),
  );
});

test("a reduction that is none is refused", () => {
  const options = { reduction: "average" } as unknown as functional.LossOptions;
  expect(() => gaussianNllLoss(zeros([1]), zeros([1]), zeros([1]), options)).toThrow(
    new ValueError('average is not valid\n  reduction must be "mean", "sum" or "none"'),
  );
});
