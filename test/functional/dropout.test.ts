/** @module Dropout: by hand, against PyTorch's own masks, and its error. */
import { functional, manualSeed, ones, randint, randperm, tensor } from "unrolled";
import { expect, test } from "vitest";
import { dropoutMask } from "../../src/random/distributions.ts";
import { readGolden } from "../golden.ts";

interface Drawn {
  readonly seed: number;
  readonly randperm10: readonly number[];
  readonly dropout: readonly number[];
  readonly randint: readonly number[];
}
const drawn = readGolden<(Drawn | { readonly n: number })[]>("rng").filter((entry) => "dropout" in entry);

test("outside training, and at p = 0, x passes unchanged", () => {
  const x = tensor([1, -2, 3]);
  expect(functional.dropout(x, { training: false })).toBe(x);
  expect(functional.dropout(x, { p: 0 }).tolist()).toEqual([1, -2, 3]);
});

test("at p = 1 nothing is left", () => {
  expect(functional.dropout(ones([3]), { p: 1 }).tolist()).toEqual([0, 0, 0]);
});

test("what is kept is divided by 1 − p, and its gradient likewise", () => {
  manualSeed(3);
  const x = tensor(new Float32Array(1000).fill(3), { requiresGrad: true });
  const y = functional.dropout(x, { p: 0.25 });
  const kept = [...y.data].filter((value) => value !== 0);
  expect(new Set(kept)).toEqual(new Set([4]));
  expect(kept.length).toBeGreaterThan(700); // 750 expected, with a standard deviation of 14
  expect(kept.length).toBeLessThan(800);
  y.sum().backward();
  expect([...(x.grad?.data ?? [])]).toEqual([...y.data].map((value) => Math.fround(value / 3)));
});

test("the same values as in PyTorch become zero, in the same stream of random numbers", () => {
  expect(drawn.length).toBeGreaterThan(2);
  for (const { seed, randperm10, dropout, randint: integers } of drawn) {
    manualSeed(seed);
    expect(randperm(10).tolist()).toEqual(randperm10);
    dropoutMask(new Float32Array(20), 0.3); // the words that bernoulli_ draws there
    const expected = [...Float32Array.from(dropout)];
    expect(functional.dropout(ones([20]), { p: 0.4 }).tolist()).toEqual(expected);
    expect(randint(0, 1000, [10]).tolist()).toEqual(integers);
  }
});

test("a probability outside [0, 1] is refused", () => {
  expect(() => functional.dropout(ones([1]), { p: 1.5 })).toThrow(
    "dropout probability has to be between 0 and 1, but got 1.5",
  );
});
