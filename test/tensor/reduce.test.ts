/** @module Sums and means. */
import { arange, ShapeError, tensor, zeros } from "unrolled";
import { describe, expect, test } from "vitest";

const cube = () => {
  const x = arange(12).view(2, 3, 2);
  x.requiresGrad = true;
  return x;
};

describe("sum", () => {
  test.each([
    [undefined, 66],
    [
      0,
      [
        [6, 8],
        [10, 12],
        [14, 16],
      ],
    ],
    [
      1,
      [
        [6, 9],
        [24, 27],
      ],
    ],
    [
      -1,
      [
        [1, 5, 9],
        [13, 17, 21],
      ],
    ],
    [
      [0, 2],
      [14, 22, 30],
    ],
    [[0, 1, 2], 66],
    [[], 66], // as PyTorch: naming no axis means all
  ])("over dim %j", (dim, expected) => {
    expect(
      cube()
        .sum(dim === undefined ? {} : { dim })
        .tolist(),
    ).toEqual(expected);
  });

  test("hands the gradient of each sum to all that went into it", () => {
    const x = cube();
    x.sum({ dim: 1 }).backward({
      gradient: tensor([
        [1, 2],
        [3, 4],
      ]),
    });
    expect(x.grad?.tolist()).toEqual([
      [
        [1, 2],
        [1, 2],
        [1, 2],
      ],
      [
        [3, 4],
        [3, 4],
        [3, 4],
      ],
    ]);
  });

  test("keepdim keeps the axis with size 1", () => {
    expect(cube().sum({ dim: 1, keepdim: true }).tolist()).toEqual([[[6, 9]], [[24, 27]]]);
    expect(cube().sum({ keepdim: true }).shape).toEqual([1, 1, 1]);
  });

  test("of a million values of 0.1 is rounded once", () => {
    const tenth = Math.fround(0.1);
    expect(tensor(new Float32Array(1e6).fill(0.1)).sum().item()).toBe(Math.fround(tenth * 1e6));
  });
});

describe("mean", () => {
  test("over everything and over an axis", () => {
    expect(cube().mean().item()).toBe(5.5);
    expect(cube().mean({ dim: 0 }).tolist()).toEqual([
      [3, 4],
      [5, 6],
      [7, 8],
    ]);
  });

  test("divides the gradient by how many there were", () => {
    const x = cube();
    x.mean({ dim: [0, 2] }).backward({ gradient: tensor([4, 8, 12]) });
    expect(x.grad?.tolist()).toEqual([
      [
        [1, 1],
        [2, 2],
        [3, 3],
      ],
      [
        [1, 1],
        [2, 2],
        [3, 3],
      ],
    ]);
  });
});

test("a scalar may be asked for axis 0 or −1, as in PyTorch", () => {
  const x = tensor(5);
  expect([x.sum({ dim: 0 }).item(), x.mean({ dim: 0 }).item(), x.mean({ dim: -1 }).item()]).toEqual([
    5, 5, 5,
  ]);
});

test("nothing sums to 0 and has no mean", () => {
  expect(zeros([0]).sum().item()).toBe(0);
  expect(zeros([0]).mean().item()).toBeNaN();
  expect(zeros([0, 2]).sum({ dim: 0 }).tolist()).toEqual([0, 0]);
});

test("an axis that is not there is refused in PyTorch's words", () => {
  expect(() => cube().sum({ dim: 3 })).toThrow(
    new ShapeError("Dimension out of range (expected to be in range of [-3, 2], but got 3)"),
  );
});
