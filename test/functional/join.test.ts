/** @module stack and cat. */
import fc from "fast-check";
import { arange, cat, ShapeError, stack, type Tensor, tensor, zeros } from "unrolled";
import { describe, expect, test } from "vitest";

const pair = (): [Tensor, Tensor] => [
  tensor(
    [
      [1, 2],
      [3, 4],
    ],
    { requiresGrad: true },
  ),
  tensor(
    [
      [5, 6],
      [7, 8],
    ],
    { requiresGrad: true },
  ),
];

describe("stack", () => {
  test.each([
    [
      0,
      [
        [
          [1, 2],
          [3, 4],
        ],
        [
          [5, 6],
          [7, 8],
        ],
      ],
    ],
    [
      1,
      [
        [
          [1, 2],
          [5, 6],
        ],
        [
          [3, 4],
          [7, 8],
        ],
      ],
    ],
    [
      2,
      [
        [
          [1, 5],
          [2, 6],
        ],
        [
          [3, 7],
          [4, 8],
        ],
      ],
    ],
    [
      -1,
      [
        [
          [1, 5],
          [2, 6],
        ],
        [
          [3, 7],
          [4, 8],
        ],
      ],
    ],
  ])("along dim %d, and the gradients back to each", (dim, expected) => {
    const [a, b] = pair();
    const y = stack([a, b], dim);
    expect(y.tolist()).toEqual(expected);
    y.backward({ gradient: y.detach() }); // the gradient of each place is its value
    expect(a.grad?.tolist()).toEqual(a.tolist());
    expect(b.grad?.tolist()).toEqual(b.tolist());
  });

  test("of scalars is a vector", () => {
    expect(stack([tensor(1), tensor(2)]).tolist()).toEqual([1, 2]);
  });

  test("of one tensor twice gives it both gradients", () => {
    const x = tensor([1, 2], { requiresGrad: true });
    stack([x, x]).backward({
      gradient: tensor([
        [1, 2],
        [10, 20],
      ]),
    });
    expect(x.grad?.tolist()).toEqual([11, 22]);
  });
});

describe("cat", () => {
  test("of different lengths", () => {
    const [a, b] = [
      tensor([[1], [2]], { requiresGrad: true }),
      tensor(
        [
          [3, 4],
          [5, 6],
        ],
        { requiresGrad: true },
      ),
    ];
    const y = cat([a, b], 1);
    expect(y.tolist()).toEqual([
      [1, 3, 4],
      [2, 5, 6],
    ]);
    y.backward({ gradient: y.detach() });
    expect([a.grad?.tolist(), b.grad?.tolist()]).toEqual([
      [[1], [2]],
      [
        [3, 4],
        [5, 6],
      ],
    ]);
  });

  test("with an empty one, and of nothing but empty ones", () => {
    expect(cat([zeros([0, 2]), tensor([[1, 2]])]).tolist()).toEqual([[1, 2]]);
    expect(cat([zeros([0, 2]), zeros([0, 3])], 1).shape).toEqual([0, 5]);
  });

  test("of slices puts a tensor together again, along any axis", () => {
    const cuts = fc
      .tuple(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }), fc.nat(), fc.nat())
      .map(([shape, axis, cut]) => ({
        shape,
        axis: axis % shape.length,
        cut: cut % (shape[axis % shape.length] + 1),
      }));
    fc.assert(
      fc.property(cuts, ({ shape, axis, cut }) => {
        const x = arange(shape.reduce((product, size) => product * size, 1)).view(...shape);
        x.requiresGrad = true;
        const y = cat([x.slice(axis, 0, cut), x.slice(axis, cut)], axis);
        expect(y.tolist()).toEqual(x.tolist());
        y.backward({ gradient: x.detach() });
        expect(x.grad?.tolist()).toEqual(x.tolist());
      }),
    );
  });
});

describe("refused in PyTorch's words", () => {
  test.each<[string, () => Tensor, string]>([
    ["nothing to stack", () => stack([]), "stack expects a non-empty TensorList"],
    [
      "unequal shapes",
      () => stack([zeros([2]), zeros([3])]),
      "stack expects each tensor to be equal size, but got [2] at entry 0 and [3] at entry 1",
    ],
    ["nothing to cat", () => cat([]), "cat(): expected a non-empty list of Tensors"],
    [
      "sizes that differ elsewhere",
      () => cat([zeros([2, 2]), zeros([3, 3])]),
      "Sizes of tensors must match except in dimension 0. Expected size 2 but got size 3 for tensor number 1 in the list.",
    ],
    [
      "different numbers of axes",
      () => cat([zeros([2, 2]), zeros([3])]),
      "Tensors must have same number of dimensions: got 2 and 1",
    ],
    ["a scalar", () => cat([tensor(1)]), "zero-dimensional tensor (at position 0) cannot be concatenated"],
    [
      "an axis that is not there",
      () => cat([zeros([2])], 1),
      "Dimension out of range (expected to be in range of [-1, 0], but got 1)",
    ],
  ])("%s", (_, act, message) => {
    expect(act).toThrow(new ShapeError(message));
  });
});
