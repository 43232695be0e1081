/** @module The matrix product of tensors: vectors, matrices, batches. */
import { arange, ShapeError, tensor, zeros } from "unrolled";
import { describe, expect, test } from "vitest";

test("matrix by matrix, by hand", () => {
  const a = tensor(
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
    { requiresGrad: true },
  );
  const b = tensor(
    [
      [1, 0],
      [0, 1],
      [2, 2],
    ],
    { requiresGrad: true },
  );
  const y = a.matmul(b);
  expect(y.tolist()).toEqual([
    [7, 8],
    [16, 17],
  ]);
  y.backward({
    gradient: tensor([
      [1, 10],
      [100, 1000],
    ]),
  });
  expect(a.grad?.tolist()).toEqual([
    [1, 10, 22],
    [100, 1000, 2200],
  ]); // dy bᵀ
  expect(b.grad?.tolist()).toEqual([
    [401, 4010],
    [502, 5020],
    [603, 6030],
  ]); // aᵀ dy
});

describe("vectors", () => {
  test("row by matrix", () => {
    const a = tensor([1, 2], { requiresGrad: true });
    const b = tensor(
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      { requiresGrad: true },
    );
    const y = a.matmul(b);
    expect(y.tolist()).toEqual([9, 12, 15]);
    y.sum().backward();
    expect(a.grad?.tolist()).toEqual([6, 15]);
    expect(b.grad?.tolist()).toEqual([
      [1, 1, 1],
      [2, 2, 2],
    ]);
  });

  test("matrix by column", () => {
    const a = tensor(
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      { requiresGrad: true },
    );
    const b = tensor([1, 0, 2], { requiresGrad: true });
    const y = a.matmul(b);
    expect(y.tolist()).toEqual([7, 16]);
    y.sum().backward();
    expect(a.grad?.tolist()).toEqual([
      [1, 0, 2],
      [1, 0, 2],
    ]);
    expect(b.grad?.tolist()).toEqual([5, 7, 9]);
  });

  test("row by column is a number", () => {
    const y = tensor([1, 2, 3]).matmul(tensor([4, 5, 6]));
    expect(y.shape).toEqual([]);
    expect(y.item()).toBe(32);
  });
});

describe("batches", () => {
  test("of a, with one b for all", () => {
    const a = arange(12).view(2, 2, 3);
    a.requiresGrad = true;
    const b = tensor(
      [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
      { requiresGrad: true },
    );
    const y = a.matmul(b);
    expect(y.tolist()).toEqual([
      [
        [2, 3],
        [8, 9],
      ],
      [
        [14, 15],
        [20, 21],
      ],
    ]);
    y.sum().backward();
    expect(a.grad?.tolist()).toEqual([
      [
        [1, 1, 2],
        [1, 1, 2],
      ],
      [
        [1, 1, 2],
        [1, 1, 2],
      ],
    ]);
    expect(b.grad?.tolist()).toEqual([
      [18, 18],
      [22, 22],
      [26, 26],
    ]);
  });

  test("of both, pair by pair", () => {
    const a = tensor([[[1, 2]], [[3, 4]]], { requiresGrad: true });
    const b = tensor(
      [
        [[1], [1]],
        [[2], [0]],
      ],
      { requiresGrad: true },
    );
    const y = a.matmul(b);
    expect(y.tolist()).toEqual([[[3]], [[6]]]);
    y.sum().backward();
    expect(a.grad?.tolist()).toEqual([[[1, 1]], [[2, 0]]]);
    expect(b.grad?.tolist()).toEqual([
      [[1], [2]],
      [[3], [4]],
    ]);
  });
});

test("nothing to sum over gives zeros, and no rows give none", () => {
  expect(
    zeros([2, 0])
      .matmul(zeros([0, 3]))
      .tolist(),
  ).toEqual([
    [0, 0, 0],
    [0, 0, 0],
  ]);
  expect(zeros([0, 2]).matmul(zeros([2, 3])).shape).toEqual([0, 3]);
});

describe("shapes that do not fit", () => {
  const second = "\n  the last axis of the first must equal the second to last axis of the second";
  test.each([
    [[2, 3], [2, 3], "2x3 and 2x3"],
    [[2, 3], [2], "2x3 and 2"],
    [[2, 2, 3], [3, 3, 1], "2x2x3 and 3x3x1"],
  ])("%j by %j", (left, right, said) => {
    expect(() => zeros(left).matmul(zeros(right))).toThrow(
      new ShapeError(`mat1 and mat2 shapes cannot be multiplied (${said})${second}`),
    );
  });

  test("a scalar, in PyTorch's words", () => {
    expect(() => tensor(1).matmul(tensor([1, 2]))).toThrow(
      new ShapeError("both arguments to matmul need to be at least 1D, but they are 0D and 1D"),
    );
  });
});
