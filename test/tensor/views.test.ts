/** @module Other arrangements of the same values: what is shared, what is copied, and what is refused. */
import { arange, ShapeError, type Tensor, tensor, zeros } from "unrolled";
import { describe, expect, test } from "vitest";

const grid = (): Tensor => arange(6).view(2, 3);

describe("shapes and values", () => {
  const x = arange(12).view(2, 3, 2);
  test.each<[string, Tensor, unknown]>([
    [
      "view",
      grid().view(3, 2),
      [
        [0, 1],
        [2, 3],
        [4, 5],
      ],
    ],
    ["view with an open size", grid().view(-1), [0, 1, 2, 3, 4, 5]],
    ["reshape", grid().reshape(1, -1), [[0, 1, 2, 3, 4, 5]]],
    ["view of one value as a scalar", tensor([7]).view(), 7],
    [
      "select of the first axis",
      x.select(0, 1),
      [
        [6, 7],
        [8, 9],
        [10, 11],
      ],
    ],
    [
      "select of a middle axis",
      x.select(1, -1),
      [
        [4, 5],
        [10, 11],
      ],
    ],
    [
      "select of the last axis",
      x.select(-1, 0),
      [
        [0, 2, 4],
        [6, 8, 10],
      ],
    ],
    [
      "slice of the first axis",
      x.slice(0, 1),
      [
        [
          [6, 7],
          [8, 9],
          [10, 11],
        ],
      ],
    ],
    [
      "slice of a middle axis",
      x.slice(1, 0, 2),
      [
        [
          [0, 1],
          [2, 3],
        ],
        [
          [6, 7],
          [8, 9],
        ],
      ],
    ],
    ["slice counted from the end", arange(5).slice(0, -3, -1), [2, 3]],
    ["slice past the end", arange(3).slice(0, 1, 100), [1, 2]],
    ["slice of nothing", arange(3).slice(0, 2, 1), []],
    [
      "transpose",
      grid().transpose(0, 1),
      [
        [0, 3],
        [1, 4],
        [2, 5],
      ],
    ],
    [
      "transpose counted from the end",
      x.transpose(-1, -2),
      [
        [
          [0, 2, 4],
          [1, 3, 5],
        ],
        [
          [6, 8, 10],
          [7, 9, 11],
        ],
      ],
    ],
    [
      "permute",
      x.permute(2, 0, 1),
      [
        [
          [0, 2, 4],
          [6, 8, 10],
        ],
        [
          [1, 3, 5],
          [7, 9, 11],
        ],
      ],
    ],
  ])("%s", (_, result, expected) => {
    expect(result.tolist()).toEqual(expected);
  });

  test("unsqueeze and squeeze", () => {
    expect(grid().unsqueeze(0).shape).toEqual([1, 2, 3]);
    expect(grid().unsqueeze(-1).shape).toEqual([2, 3, 1]);
    expect(zeros([1, 2, 1, 3]).squeeze().shape).toEqual([2, 3]);
    expect(zeros([1, 2, 1, 3]).squeeze(0).shape).toEqual([2, 1, 3]);
    expect(zeros([1, 2, 1, 3]).squeeze(1).shape).toEqual([1, 2, 1, 3]); // not of size 1: it stays
  });
});

test.each([
  [1, 70],
  [70, 67],
  [3, 130, 65],
  [64, 8, 9],
])("axes of (%s) change places", (...shape) => {
  const x = arange(shape.reduce((a, b) => a * b)).view(...shape);
  x.requiresGrad = true;
  const y = x.transpose(0, -1);
  const weight = arange(y.numel()).view(...y.shape);
  y.mul(weight).sum().backward();
  const last = shape.length - 1;
  const middle = shape.length === 3 ? shape[1] : 1;
  for (let i = 0; i < shape[0]; i++)
    for (let j = 0; j < middle; j++)
      for (let k = 0; k < shape[last]; k++) {
        const from = (i * middle + j) * shape[last] + k;
        const to = (k * middle + j) * shape[0] + i;
        if (y.data[to] !== from || x.grad?.data[from] !== to) expect.fail(`(${i}, ${j}, ${k})`);
      }
});

describe("memory", () => {
  const shares = (make: (x: Tensor) => Tensor): boolean => {
    const x = grid();
    make(x).data.fill(9);
    return x.data.includes(9);
  };

  test.each<[string, (x: Tensor) => Tensor]>([
    ["view", (x) => x.view(3, 2)],
    ["unsqueeze", (x) => x.unsqueeze(1)],
    ["squeeze", (x) => x.squeeze()],
    ["select of a leading axis", (x) => x.select(0, 1)],
    ["slice of a leading axis", (x) => x.slice(0, 1, 2)],
    ["detach", (x) => x.detach()],
    ["a transpose that moves only axes of size 1", (x) => x.unsqueeze(0).transpose(0, 1)],
  ])("%s shares it", (_, make) => {
    expect(shares(make)).toBe(true);
  });

  test.each<[string, (x: Tensor) => Tensor]>([
    ["transpose", (x) => x.transpose(0, 1)],
    ["select of the last axis", (x) => x.select(1, 0)],
    ["slice of the last axis", (x) => x.slice(1, 0, 2)],
    ["clone", (x) => x.clone()],
  ])("%s copies", (_, make) => {
    expect(shares(make)).toBe(false);
  });
});

describe("refused in PyTorch's words", () => {
  test.each<[string, () => unknown, string]>([
    ["a view of the wrong size", () => grid().view(4), "shape '[4]' is invalid for input of size 6"],
    [
      "a view that cannot be filled up",
      () => grid().view(-1, 4),
      "shape '[-1, 4]' is invalid for input of size 6",
    ],
    ["two open sizes", () => grid().view(-1, -1), "only one dimension can be inferred"],
    ["a fraction", () => grid().view(1.5, 4), "shape '[1.5, 4]' is invalid for input of size 6"],
    [
      "an index past the end",
      () => grid().select(0, 2),
      "select(): index 2 out of range for tensor of size [2, 3] at dimension 0",
    ],
    [
      "an axis that is not there",
      () => grid().select(2, 0),
      "Dimension out of range (expected to be in range of [-2, 1], but got 2)",
    ],
    [
      "a transpose of one",
      () => grid().transpose(0, 5),
      "Dimension out of range (expected to be in range of [-2, 1], but got 5)",
    ],
    ["a part of a scalar", () => tensor(1).slice(0), "a scalar has no axis to select from"],
    [
      "an axis twice",
      () => grid().permute(0, 0),
      "permute: the order must contain each axis from 0 to 1 once (got [0, 0])",
    ],
    [
      "too few axes",
      () => grid().permute(0),
      "permute: the order must contain each axis from 0 to 1 once (got [0])",
    ],
  ])("%s", (_, act, message) => {
    expect(act).toThrow(new ShapeError(message));
  });
});
