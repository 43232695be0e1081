/** @module Kernels for long arrays compute the bits of the loops: arithmetic, maps and sums, broadcast in every way, with gradients. */
import { afterAll, describe, expect, test } from "vitest";
import { SGD } from "../../src/optim/sgd.ts";
import { ones, tensor } from "../../src/tensor/create.ts";
import "../../src/tensor/methods.ts";
import type { Tensor } from "../../src/tensor/tensor.ts";
import "../../src/wasm/elementwise.ts";
import { vectorLoops } from "../../src/wasm/vectorLoops.ts";
import { values } from "../reference/values.ts";

const kernels = vectorLoops.current;
afterAll(() => {
  vectorLoops.current = kernels;
});

const special = [0, -0, Number.NaN, Infinity, -Infinity, 1e-42, -1e-42, 3e38, -3e38, 1, -1];

/** Numbers of both signs, every 13th of them special. */
function leaf(shape: readonly number[], seed: number, isPositive = false): Tensor {
  const count = shape.reduce((a, b) => a * b, 1);
  const numbers = values(count, seed, 3).map((value, i) => (i % 13 === 5 ? special[(i * 7) % 11] : value));
  const data = Float32Array.from(numbers, (value) => (isPositive ? Math.abs(value) : value));
  return tensor(data, { shape: [...shape], requiresGrad: true });
}

/** The bits of the result and of all gradients; every NaN is the same. */
function bits(f: (...leaves: Tensor[]) => Tensor, make: () => Tensor[]): string[] {
  const leaves = make();
  const y = f(...leaves);
  const dy = Float32Array.from(values(y.data.length, 9));
  y.backward({ gradient: tensor(dy, { shape: [...y.shape] }) });
  return [y.data, ...leaves.map(({ grad }) => grad?.data ?? new Float32Array(0))].map((data) => {
    const canonical = data.map((value) => (Number.isNaN(value) ? Number.NaN : value));
    return Buffer.from(canonical.buffer, canonical.byteOffset, canonical.byteLength).toString("base64");
  });
}

function expectSameBits(f: (...leaves: Tensor[]) => Tensor, make: () => Tensor[]): void {
  vectorLoops.current = null;
  const loops = bits(f, make);
  vectorLoops.current = kernels;
  expect(kernels).not.toBeNull();
  expect(bits(f, make)).toEqual(loops);
}

const shapes = [
  [[600], [600]],
  [[9001], [1]],
  [[40, 33], [33]],
  [
    [1300, 1],
    [1300, 3],
  ],
  [
    [40, 33],
    [40, 1],
  ],
  [[1], [20, 31]],
  [
    [5, 1, 40],
    [5, 7, 40],
  ],
  [
    [5, 7, 1],
    [7, 40],
  ],
  [
    [2, 3, 1, 5],
    [1, 40, 5],
  ],
  [[3, 9001], [9001]],
  [[0, 700], [700]],
] as const;

describe.each(shapes)("(%s) and (%s)", (a, b) => {
  test.each(["add", "sub", "mul", "div", "pow", "maximum", "minimum"] as const)("%s", (op) => {
    expectSameBits(
      (p, q) => p[op](q),
      () => [leaf(a, 1, op === "pow"), leaf(b, 2)],
    );
  });
});

test.each([1, 511, 512, 513, 1003, 8192, 8197, 20_001])("maps of %d values", (count) => {
  const maps: ((x: Tensor) => Tensor)[] = [
    (x) => x.neg(),
    (x) => x.exp(),
    (x) => x.log(),
    (x) => x.sqrt(),
    (x) => x.abs(),
    (x) => x.tanh(),
    (x) => x.sigmoid(),
    (x) => x.relu(),
    (x) => x.clone(),
    (x) => x.pow(2),
    (x) => x.pow(3),
    (x) => x.pow(0.5),
    (x) => x.mul(-2.5),
    (x) => x.div(3),
  ];
  for (const map of maps) expectSameBits(map, () => [leaf([count], 4)]);
});

test.each([
  [[700], [0]],
  [[40, 33], [0]],
  [[40, 33], [1]],
  [[6, 50, 7], [1]],
  [
    [6, 50, 7],
    [0, 2],
  ],
  [
    [6, 50, 7],
    [0, 1],
  ],
  [[3, 9001], [1]],
  [[9001, 3], [0]],
] as const)("sums of (%s) along %s", (shape, dim) => {
  expectSameBits(
    (x) => x.sum({ dim: [...dim] }),
    () => [leaf(shape, 5)],
  );
  expectSameBits(
    (x) => x.mean({ dim: [...dim] }).add(ones([1])),
    () => [leaf(shape, 6)],
  );
});

test("values that are repeated by expand", () => {
  expectSameBits(
    (x) => x.expand(30, 40),
    () => [leaf([40], 7)],
  );
  expectSameBits(
    (x) => x.expand(30, 40),
    () => [leaf([30, 1], 8)],
  );
});

test("SGD keeps an infinite weight in long arrays, as in short ones", () => {
  for (const options of [{}, { momentum: 0.9 }])
    for (const count of [3, 600]) {
      const p = tensor(new Float32Array(count).fill(Infinity), { requiresGrad: true });
      p.grad = ones([count]);
      new SGD([p], { lr: 0.1, ...options }).step();
      expect(p.data[count - 1]).toBe(Infinity);
    }
});

describe.each(["max", "min", "amax", "amin"] as const)("%s", (op) => {
  const extreme = (x: Tensor): Tensor => x[op]();

  test.each([1, 511, 512, 513, 1003, 8192, 8197, 20_001])("of %d values", (count) => {
    expectSameBits(extreme, () => [leaf([count], 3)]);
    const data = Float32Array.from(values(count, 5, 3), (value) => value - (op.endsWith("max") ? 9 : -9));
    expectSameBits(extreme, () => [tensor(data, { requiresGrad: true })]);
  });

  test.each([1, 3, 4, 5, 17, 256, 8191, 8193, 9001])("of rows of %d values", (n) => {
    expectSameBits(
      (x) => (op === "max" || op === "min" ? x.neg()[op]() : x[op](1)),
      () => [leaf([n < 1000 ? 700 : 3, n], 3)],
    );
  });

  test("equal values in several blocks share the gradient, and NaN does", () => {
    for (const top of [op.endsWith("max") ? 7 : -7, Number.NaN]) {
      const x = tensor(new Float32Array(20_001), { requiresGrad: true });
      for (const at of [3, 9000, 20_000]) x.data[at] = top;
      extreme(x).backward();
      const third = Math.fround(1 / 3);
      expect([3, 9000, 20_000].map((at) => x.grad?.data[at])).toEqual([third, third, third]);
      expect(x.grad?.data.filter((value) => value !== 0)).toHaveLength(3);
    }
  });

  test("is the one value that stands out, wherever it is, and NaN if there is one", () => {
    const sign = op.endsWith("max") ? 1 : -1;
    for (const at of [0, 1, 3, 4, 5, 8191, 8192, 9001, 9002]) {
      const data = new Float32Array(9003).fill(-sign);
      data[at] = 2 * sign;
      expect(extreme(tensor(data)).item()).toBe(2 * sign);
      data[9002 - at] = Number.NaN;
      expect(extreme(tensor(data)).item()).toBeNaN();
    }
  });
});
