/** @module Entries of an axis in another order: by hand. */
import { arange, ShapeError } from "unrolled";
import { expect, test } from "vitest";
import { indexSelect } from "../../src/functional/indexSelect.ts";

test("takes entries of any axis, some twice; their gradients add up", () => {
  const x = arange(6).view(2, 3);
  x.requiresGrad = true;
  expect(indexSelect(x, 0, [1, 0]).tolist()).toEqual([
    [3, 4, 5],
    [0, 1, 2],
  ]);
  const y = indexSelect(x, -1, [2, 0, 2, 2]);
  expect(y.tolist()).toEqual([
    [2, 0, 2, 2],
    [5, 3, 5, 5],
  ]);
  y.mul(arange(8).view(2, 4)).sum().backward(); // dy is 0 … 7
  expect(x.grad?.tolist()).toEqual([
    [1, 0, 5],
    [5, 0, 17],
  ]);
});

test("an axis in the middle", () => {
  const x = arange(12).view(2, 3, 2);
  expect(indexSelect(x, 1, [2]).tolist()).toEqual([[[4, 5]], [[10, 11]]]);
  expect(indexSelect(x, 1, []).shape).toEqual([2, 0, 2]);
});

test.each([3, -1, 0.5])("refuses index %d", (index) => {
  expect(() => indexSelect(arange(6).view(2, 3), 1, [0, index])).toThrow(
    new ShapeError(`index out of range in self\n  index ${index} of an axis of 3, of x (2, 3)`),
  );
});
