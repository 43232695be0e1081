/** @module Sizes and axes as one list or one by one, wherever PyTorch takes both. */
import {
  full,
  Generator,
  manualSeed,
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

const t = tensor([
  [1, 2, 3],
  [4, 5, 6],
]);

describe("shapes of a view", () => {
  test.each([
    ["view, one by one", t.view(3, 2)],
    ["view, a list", t.view([3, 2])],
    ["view, a list with −1", t.view([3, -1])],
    ["view, a shape", t.view(zeros(3, 2).shape)],
    ["view, a spread shape", t.view(...zeros(3, 2).shape)],
    ["reshape, a list", t.reshape([-1, 2])],
  ])("%s", (_, viewed) => {
    expect(viewed.tolist()).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    expect(viewed.data).toBe(t.data);
  });

  test("an empty list is a scalar", () => {
    expect(tensor([7]).view([]).tolist()).toBe(7);
  });

  test("the list is copied", () => {
    const shape = [3, 2];
    const [viewed, made] = [t.view(shape), zeros(shape)];
    shape[0] = 6;
    expect([viewed.shape, made.shape]).toEqual([
      [3, 2],
      [3, 2],
    ]);
  });

  test.each<[string, () => unknown, string]>([
    ["a list among numbers", () => t.view([3] as never, 2 as never), "(got [3], 2)"],
    ["a text", () => t.reshape("6" as never), '(got "6")'],
    ["a list of texts", () => t.view(["6"] as never), '(got ["6"])'],
    ["nothing", () => t.view(undefined as never), "(got undefined)"],
    ["a tensor", () => t.permute(t as never), "(got a Tensor)"],
  ])("%s is refused", (_, call, got) => {
    expect(call).toThrow(ShapeError);
    expect(call).toThrow(` takes numbers, one by one or in one list: (2, 3) or ([2, 3]) ${got}`);
  });
});

test("axes: permute, squeeze, sum and mean", () => {
  const turned = [
    [1, 4],
    [2, 5],
    [3, 6],
  ];
  expect(t.permute(1, 0).tolist()).toEqual(turned);
  expect(t.permute([1, 0]).tolist()).toEqual(turned);
  expect(t.view(1, 2, 1, 3).squeeze([0, 2]).shape).toEqual([2, 3]);
  expect(t.view(1, 2, 1, 3).squeeze([0, 1]).shape).toEqual([2, 1, 3]);
  expect(t.sum(1).tolist()).toEqual([6, 15]);
  expect(t.sum(-2).tolist()).toEqual([5, 7, 9]);
  expect(t.sum([0, 1]).tolist()).toBe(21);
  expect(t.sum(1, true).tolist()).toEqual([[6], [15]]);
  expect(t.sum([], true).tolist()).toEqual([[21]]);
  expect(t.sum(null).tolist()).toBe(21);
  expect(t.mean(0).tolist()).toEqual([2.5, 3.5, 4.5]);
  expect(t.mean([1], true).tolist()).toEqual([[2], [5]]);
  expect(t.mean({ dim: 1, keepdim: true }).tolist()).toEqual([[2], [5]]);
});

test("sum and mean refuse what is neither axes nor options", () => {
  expect(() => t.sum(0, 1 as never)).toThrow(new ValueError("sum: keepdim must be true or false (got 1)"));
  expect(() => t.sum(true as never)).toThrow(
    new ValueError("sum: options must be an object (got true)\n  did you mean { dim: … }?"),
  );
  expect(() => t.mean({ axis: 1 } as never)).toThrow(
    new ValueError("mean got an unknown option 'axis'\n  it must be one of dim, keepdim"),
  );
  expect(() => t.sum({ dim: 0, keep_dim: true } as never)).toThrow(
    new ValueError("sum got an unknown option 'keep_dim'\n  did you mean 'keepdim'?"),
  );
});

describe("new tensors", () => {
  test.each([
    ["zeros", zeros],
    ["ones", ones],
    ["rand", rand],
    ["randn", randn],
  ] as const)("%s: sizes as a list, one by one, and with options", (_, make) => {
    const all = [
      [
        make([2, 3]),
        make(2, 3),
        make([2, 3], {}),
        make(2, 3, { requiresGrad: true }),
        make([2, 3], undefined),
      ],
      [make([4]), make(4), make(4, { requiresGrad: true })],
      [make([])],
      [make([0, 2]), make(0, 2)],
    ].map((same) => same.map(({ shape, requiresGrad }) => ({ shape, requiresGrad })));
    const shapes = all.map((same) => same.map(({ shape }) => shape));
    const twoByThree = [2, 3];
    expect(shapes).toEqual([
      Array(5).fill(twoByThree),
      [[4], [4], [4]],
      [[]],
      [
        [0, 2],
        [0, 2],
      ],
    ]);
    expect(all[0]?.map(({ requiresGrad }) => requiresGrad)).toEqual([false, false, false, true, false]);
  });

  test("both forms draw the same values", () => {
    const draws = [() => randn([3, 7]), () => randn(3, 7)].map((draw) => {
      manualSeed(5);
      return draw().tolist();
    });
    expect(draws[0]).toEqual(draws[1]);
  });

  test("a generator is a stream of its own", () => {
    const draws = (generator: Generator) => [
      randn(2, 3, { generator }).tolist(),
      rand([2], { generator }).tolist(),
      randint(10, [4], { generator }).tolist(),
      randint(5, 10, [4], { generator }).tolist(),
      randperm(6, { generator }).tolist(),
    ];
    manualSeed(3);
    const first = randn(2, 3).tolist();
    expect(draws(new Generator(3))[0]).toEqual(first);
    const state = manualSeed(9).getState();
    expect(draws(new Generator(3))).toEqual(draws(new Generator(3)));
    expect(manualSeed(9).getState()).toEqual(state);
    expect(() => randn(2, { generator: 3 as never })).toThrow(
      new ValueError("randn: generator must be a Generator (got 3)"),
    );
  });

  test.each<[string, () => unknown, string]>([
    [
      "no shape",
      () => zeros(...([] as never)),
      "zeros: the shape is missing: pass [2, 3] or 2, 3; [] for one value",
    ],
    [
      "a list and a number",
      () => zeros([2], 3 as never),
      "zeros takes numbers, one by one or in one list: (2, 3) or ([2, 3]) (got [2], 3)",
    ],
    ["a fraction", () => ones(2.5), "ones: every size must be an integer of at least 0 (got [2.5])"],
    [
      "a text",
      () => randn("3" as never),
      'randn takes numbers, one by one or in one list: (2, 3) or ([2, 3]) (got "3")',
    ],
    ["full of one size", () => full(2 as never, 1), "full: the shape must be a list, such as [2, 3] (got 2)"],
    [
      "randint without a shape",
      () => randint(3, 5, undefined as never),
      "randint: the shape must be a list, such as [2, 3] (got undefined)",
    ],
  ])("%s is refused", (_, call, message) => {
    expect(call).toThrow(new ShapeError(message));
  });

  test.each<[string, () => unknown, string]>([
    [
      "dtype",
      () => zeros([2], { dtype: "float64" } as never),
      "zeros got an unknown option 'dtype'\n  it must be one of requiresGrad",
    ],
    [
      "requires_grad",
      () => randn(2, { requires_grad: true } as never),
      "randn got an unknown option 'requires_grad'\n  did you mean 'requiresGrad'?",
    ],
    [
      "true",
      () => ones([2], true as never),
      "ones: options must be an object (got true)\n  did you mean { requiresGrad: … }?",
    ],
    [
      "a size that is null",
      () => zeros(2, null as never),
      "zeros: options must be an object (got null)\n  they look like { requiresGrad: … }",
    ],
  ])("the option %s is refused", (_, call, message) => {
    expect(call).toThrow(new ValueError(message));
  });
});
