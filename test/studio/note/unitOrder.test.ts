/** @module Heat maps can show units in the order in which they peak. */
import { expect, test } from "vitest";
import { peakOrder, unitRows } from "../../../studio/note/views/inside/unitOrder.ts";

// Three steps of four units, which peak at steps 2, 0, 1 and 0.
const values = Float32Array.of(0, 9, 1, 5, 1, 2, 8, 5, 7, -3, -1, 4);

test("units by the step at which they are highest, of equal ones the first first", () => {
  expect(peakOrder(values, 4)).toEqual([1, 3, 2, 0]);
});

test("time goes to the right, units stand in that order", () => {
  expect([...unitRows(values, [1, 3, 2, 0])]).toEqual([9, 2, -3, 5, 5, 4, 1, 8, -1, 0, 1, 7]);
});
