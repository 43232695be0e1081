/** @module Medians and quartiles against numbers worked by hand. */
import { expect, test } from "vitest";
import { mean, median, quartiles } from "../../src/note/statistics.ts";

test("quartiles are interpolated as numpy.percentile does", () => {
  expect(quartiles([4, 1, 3, 2])).toEqual({ min: 1, q1: 1.75, median: 2.5, q3: 3.25, max: 4 });
  expect(quartiles([5, 1, 3])).toEqual({ min: 1, q1: 2, median: 3, q3: 4, max: 5 });
});

test("one number is all five", () => {
  expect(quartiles([7])).toEqual({ min: 7, q1: 7, median: 7, q3: 7, max: 7 });
});

test("a NaN among the numbers makes all five NaN", () => {
  expect(Object.values(quartiles([1, Number.NaN, 2]))).toEqual(Array(5).fill(Number.NaN));
});

test("the numbers given are left in their order", () => {
  const values = [3, 1, 2];
  expect(median(values)).toBe(2);
  expect(values).toEqual([3, 1, 2]);
  expect(mean(values)).toBe(2);
});
