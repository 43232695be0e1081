/** @module New tensors. */
import {
  arange,
  FormatError,
  full,
  linspace,
  manualSeed,
  type Nested,
  ones,
  rand,
  randint,
  randn,
  randperm,
  ShapeError,
  tensor,
  ValueError,
  zeros,
} from "unrolled";
import { describe, expect, test } from "vitest";
import { readGolden } from "../golden.ts";

describe("tensor", () => {
  test.each<[Nested, number[]]>([
    [5, []],
    [[], [0]],
    [[1, 2, 3], [3]],
    [
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      [2, 3],
    ],
    [
      [[], []],
      [2, 0],
    ],
    [[[[7]]], [1, 1, 1]],
  ])("of %j has shape %j, and gives the numbers back", (values, shape) => {
    const t = tensor(values);
    expect(t.shape).toEqual(shape);
    expect(t.tolist()).toEqual(values);
  });

  test("takes a Float32Array as it is, flat or with a shape", () => {
    const data = Float32Array.of(1, 2, 3, 4);
    expect(tensor(data).data).toBe(data);
    expect(tensor(data, { shape: [2, -1] }).shape).toEqual([2, 2]);
    expect(tensor([1, 2, 3, 4], { shape: [2, 2], requiresGrad: true }).requiresGrad).toBe(true);
  });

  test("rounds to float32, and keeps NaN and infinities", () => {
    expect(tensor([0.1, Number.NaN, -Infinity]).tolist()).toEqual([Math.fround(0.1), Number.NaN, -Infinity]);
  });

  test.each<[Nested, string]>([
    [[[1, 2], [3]], "expected sequence of length 2 at dim 1 (got 1)"],
    [[[1, 2], 3], "expected sequence of length 2 at dim 1 (got a number)"],
    [[1, [2, 3]], "tensor: expected a number at dim 1 (got an array of 2)"],
    [[[], [1]], "expected sequence of length 0 at dim 1 (got 1)"],
  ])("refuses the ragged %j", (values, message) => {
    expect(() => tensor(values)).toThrow(new ShapeError(message));
  });

  test.each([
    ["1.5", '"1.5"'],
    [null, "null"],
    [undefined, "undefined"],
    [true, "true"],
  ])("refuses %j as a number", (value, said) => {
    const message = `tensor: every value must be a number (got ${said})`;
    expect(() => tensor([1, value] as unknown as Nested)).toThrow(new FormatError(message));
  });

  test("refuses a shape of another size", () => {
    expect(() => tensor(new Float32Array(6), { shape: [4, 2] })).toThrow(
      new ShapeError("shape '[4, 2]' is invalid for input of size 6"),
    );
  });
});

test("zeros, ones, full", () => {
  expect(zeros([2, 2]).tolist()).toEqual([
    [0, 0],
    [0, 0],
  ]);
  expect(ones([3], { requiresGrad: true }).requiresGrad).toBe(true);
  expect(full([2], 0.5).tolist()).toEqual([0.5, 0.5]);
  expect(full([], 7).item()).toBe(7);
});

test.each([[[-1]], [[1.5]], [[2, Number.NaN]]])("a shape of %j is refused", (shape) => {
  const message = `zeros: every size must be an integer of at least 0 (got [${shape.join(", ")}])`;
  expect(() => zeros(shape)).toThrow(new ShapeError(message));
});

/* torch.linspace(*args), torch.arange(*args, dtype=torch.float32): an AVX2 build of PyTorch 1.13 */
describe("golden: evenly spaced values equal PyTorch's bit for bit", () => {
  type Spaced = readonly { readonly args: [number, number, number]; readonly values: readonly number[] }[];
  const golden = readGolden<{ linspace: Spaced; arange: Spaced }>("spaced");

  test("has 13 and 8 cases", () => {
    expect([golden.linspace.length, golden.arange.length]).toEqual([13, 8]);
  });

  test.each(golden.linspace)("linspace($args)", ({ args, values }) => {
    expect(linspace(...args).tolist()).toEqual(values.map(Math.fround));
  });

  test.each(golden.arange)("arange($args)", ({ args, values }) => {
    expect(arange(...args).tolist()).toEqual(values.map(Math.fround));
  });
});

test("arange counts from 0, and refuses what would never end", () => {
  expect(arange(3).tolist()).toEqual([0, 1, 2]);
  expect(() => arange(0, 1, 0)).toThrow(new ValueError("step must be nonzero"));
  expect(() => arange(1, 0)).toThrow(
    new ValueError("upper bound and larger bound inconsistent with step sign: from 1 to 0 by 1"),
  );
});

describe("random", () => {
  test("is repeated by the same seed", () => {
    const draw = () => [rand([3]), randn([20]), randint(10, [5]), randint(-5, 5, [2, 2]), randperm(6)];
    manualSeed(3);
    const first = draw().map((t) => t.tolist());
    manualSeed(3);
    expect(draw().map((t) => t.tolist())).toEqual(first);
    expect(draw().map((t) => t.shape)).toEqual([[3], [20], [5], [2, 2], [6]]);
  });

  test("randint stays within its bounds, and randperm has every number once", () => {
    manualSeed(1);
    expect(new Set(randint(-2, 3, [500]).data)).toEqual(new Set([-2, -1, 0, 1, 2]));
    expect([...randperm(10).data.sort()]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  /* torch.manual_seed(1); torch.rand(2); torch.randint(100, (3,)) */
  test("draws as PyTorch", () => {
    manualSeed(1);
    expect(rand([2]).tolist()).toEqual([0.7576315999031067, 0.2793108820915222]);
    expect(randint(100, [3]).tolist()).toEqual([24, 68, 63]);
  });
});
