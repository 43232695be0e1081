/** @module What a tensor says of itself. */
import { arange, ShapeError, Tensor, tensor, zeros } from "unrolled";
import { describe, expect, test } from "vitest";

test("shape, size, dim and numel", () => {
  const x = zeros([2, 3, 4]);
  expect(x.shape).toEqual([2, 3, 4]);
  expect(x.size()).toEqual([2, 3, 4]);
  expect([x.size(0), x.size(-1), x.dim(), x.numel()]).toEqual([2, 4, 3, 24]);
  expect(() => x.size(3)).toThrow(
    new ShapeError("Dimension out of range (expected to be in range of [-3, 2], but got 3)"),
  );
  expect(() => tensor(5).size(0)).toThrow(
    new ShapeError("Dimension specified as 0 but tensor has no dimensions"),
  );
});

test("data is the values, row by row", () => {
  expect(
    tensor([
      [1, 2],
      [3, 4],
    ]).data,
  ).toEqual(Float32Array.of(1, 2, 3, 4));
});

describe("item", () => {
  test.each([[[]], [[1]], [[1, 1, 1]]])("of shape %j is its value", (shape) => {
    expect(tensor(Float32Array.of(7), { shape }).item()).toBe(7);
  });

  test("of several values is refused", () => {
    expect(() => arange(6).view(2, 3).item()).toThrow(
      new ShapeError(
        "a Tensor with 6 elements cannot be converted to Scalar\n  its shape is (2, 3); tolist() returns all values",
      ),
    );
  });
});

test("a shape that does not hold the values is refused", () => {
  expect(() => new Tensor(new Float32Array(5), [2, 3])).toThrow(
    new ShapeError("shape '[2, 3]' is invalid for input of size 5"),
  );
});
