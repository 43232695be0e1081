/** @module The affine map as a differentiable function. */
import { functional, ShapeError, tensor, zeros } from "unrolled";
import { describe, expect, test } from "vitest";
import { goldenError } from "../golden.ts";

const { linear } = functional;

test("linear: a case small enough to check by hand", () => {
  const x = tensor([[1, 2, 3]], { requiresGrad: true });
  const weight = tensor(
    [
      [1, 0, -1],
      [2, 1, 0],
    ],
    { requiresGrad: true },
  );
  const bias = tensor([10, 20], { requiresGrad: true });

  const y = linear(x, weight, bias);
  expect(y.tolist()).toEqual([[8, 24]]);

  y.sum().backward(); // dy = [[1, 1]]
  expect(x.grad?.tolist()).toEqual([[3, 1, -1]]); // column sums of W
  expect(weight.grad?.tolist()).toEqual([
    [1, 2, 3],
    [1, 2, 3],
  ]);
  expect(bias.grad?.tolist()).toEqual([1, 1]);
});

test("linear: two calls with one weight add up their gradients", () => {
  const weight = tensor([[2, 3]], { requiresGrad: true });
  const bias = tensor([1], { requiresGrad: true });
  linear(
    linear(
      tensor([[1, 1]]),
      tensor([
        [1, 0],
        [0, 1],
      ]),
    ),
    weight,
    bias,
  ).backward();
  linear(tensor([[10, 20]]), weight, bias).backward();
  expect(weight.grad?.tolist()).toEqual([[11, 21]]);
  expect(bias.grad?.tolist()).toEqual([2]);
});

describe("linear: any number of leading axes", () => {
  const weight = tensor([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  test.each([
    [[2], [3]],
    [
      [4, 2],
      [4, 3],
    ],
    [
      [2, 5, 2],
      [2, 5, 3],
    ],
    [
      [0, 2],
      [0, 3],
    ],
  ])("x %j gives %j", (from, to) => {
    const x = zeros(from, { requiresGrad: true });
    const y = linear(x, weight);
    expect(y.shape).toEqual(to);
    y.sum().backward();
    expect(x.grad?.tolist()).toEqual(
      zeros(from)
        .add(tensor([9, 12]))
        .tolist(),
    );
  });

  test("no inputs at all: the bias", () => {
    expect(linear(zeros([2, 0]), zeros([3, 0]), tensor([1, 2, 3])).tolist()).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
  });
});

test("linear: only what needs a gradient gets one", () => {
  const [x, weight] = [tensor([[1, 2]]), tensor([[3, 4]], { requiresGrad: true })];
  linear(x, weight).backward();
  expect(x.grad).toBeNull();
  expect(weight.grad?.tolist()).toEqual([[1, 2]]);
});

describe("linear: shapes that do not fit", () => {
  test("the last axis of x", () => {
    const message = "\n  linear: x is (4, 5), and its last axis must be in_features = 3";
    expect(() => linear(zeros([4, 5]), zeros([2, 3]))).toThrow(
      new ShapeError(goldenError("Linear wrong features") + message),
    );
  });

  // F.linear(torch.ones(2, 4, 5), torch.ones(2, 3)), F.linear(torch.ones(5), torch.ones(2, 3))
  test.each([
    [[2, 4, 5], "8x5", "2, 4, 5"],
    [[5], "1x5", "5"],
  ])("x %j", (shape, rows, said) => {
    expect(() => linear(zeros(shape), zeros([2, 3]))).toThrow(
      new ShapeError(
        `mat1 and mat2 shapes cannot be multiplied (${rows} and 3x2)\n  linear: x is (${said}), and its last axis must be in_features = 3`,
      ),
    );
  });

  test("the weight and the bias", () => {
    expect(() => linear(zeros([4, 3]), zeros([3]))).toThrow(
      new ShapeError("linear: weight is (3) but must be (O, I)"),
    );
    expect(() => linear(zeros([4, 3]), zeros([2, 3]), zeros([3]))).toThrow(
      new ShapeError("linear: bias is (3) but must be (2), as weight is (2, 3)"),
    );
  });
});
