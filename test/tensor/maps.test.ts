/** @module Functions of each value alone: values and slopes at points where both are known. */
import { type Tensor, tensor } from "unrolled";
import { describe, expect, test } from "vitest";
import { farthest } from "../reference/values.ts";

const e = Math.E;

const cases: { name: string; apply: (x: Tensor) => Tensor; x: number[]; y: number[]; slope: number[] }[] = [
  { name: "neg", apply: (x) => x.neg(), x: [2, -3], y: [-2, 3], slope: [-1, -1] },
  { name: "exp", apply: (x) => x.exp(), x: [0, 1], y: [1, e], slope: [1, e] },
  { name: "log", apply: (x) => x.log(), x: [1, 4], y: [0, Math.log(4)], slope: [1, 0.25] },
  { name: "sqrt", apply: (x) => x.sqrt(), x: [1, 16], y: [1, 4], slope: [0.5, 0.125] },
  { name: "abs", apply: (x) => x.abs(), x: [2, -3, 0], y: [2, 3, 0], slope: [1, -1, 0] },
  { name: "sin", apply: (x) => x.sin(), x: [0, 1], y: [0, Math.sin(1)], slope: [1, Math.cos(1)] },
  { name: "cos", apply: (x) => x.cos(), x: [0, 1], y: [1, Math.cos(1)], slope: [-0, -Math.sin(1)] },
  {
    name: "tanh",
    apply: (x) => x.tanh(),
    x: [0, 1],
    y: [0, Math.tanh(1)],
    slope: [1, 1 - Math.tanh(1) ** 2],
  },
  { name: "sigmoid", apply: (x) => x.sigmoid(), x: [0, 50], y: [0.5, 1], slope: [0.25, 0] },
  { name: "relu", apply: (x) => x.relu(), x: [2, -3, 0], y: [2, 0, 0], slope: [1, 0, 0] },
  { name: "clone", apply: (x) => x.clone(), x: [2, -3], y: [2, -3], slope: [1, 1] },
];

describe.each(cases)("$name", ({ name, apply, x, y, slope }) => {
  // One rounding of the exact value, 6e-8 of it; tanh and sigmoid promise 2e-7.
  const near = (actual: Tensor | undefined, expected: number[]): void => {
    const scale = Math.max(1, ...expected.map(Math.abs));
    expect(farthest(actual?.data ?? [], expected)).toBeLessThanOrEqual(2e-7 * scale);
  };

  test("has its values, and its slopes times what comes from above", () => {
    const t = tensor(x, { requiresGrad: true });
    const result = apply(t);
    near(result, y);
    result.mul(10).sum().backward();
    near(t.grad?.div(10), slope);
  });

  test("keeps the shape, and says its name in print", () => {
    const result = apply(tensor([[1, 2]], { requiresGrad: true }));
    expect(result.shape).toEqual([1, 2]);
    expect(String(result)).toContain(`gradFn=<${name}>`);
  });

  test("of a tensor without gradient is one without", () => {
    expect(apply(tensor([1])).requiresGrad).toBe(false);
  });
});

test("relu, tanh and sigmoid let NaN through, so that a diverged network is seen", () => {
  const x = tensor([Number.NaN]);
  expect([x.relu().item(), x.tanh().item(), x.sigmoid().item()]).toEqual([
    Number.NaN,
    Number.NaN,
    Number.NaN,
  ]);
});

test("clone has memory of its own", () => {
  const x = tensor([1, 2]);
  const y = x.clone();
  y.data[0] = 9;
  expect(x.tolist()).toEqual([1, 2]);
});
