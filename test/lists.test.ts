import { expect, test } from "vitest";
import { tableLines } from "../src/cli/table.ts";
import { nn, tensor } from "../src/index.ts";
import { append, euclideanNorm, maxOf, minOf } from "../src/lists.ts";

const LONG = 300_000; // more than twice the arguments that fit on the stack

test("extremes of short lists are those of Math.max and Math.min", () => {
  expect([maxOf([]), minOf([])]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  expect([maxOf([3, -1, 2]), minOf([3, -1, 2])]).toEqual([3, -1]);
  expect([maxOf([1, Number.NaN, 2]), minOf([1, Number.NaN, 2])]).toEqual([Number.NaN, Number.NaN]);
  expect([maxOf([3], 5), minOf([3], 2)]).toEqual([5, 2]);
  expect(euclideanNorm([])).toBe(0);
  expect(euclideanNorm([-3, 4])).toBe(5);
});

test("lists may be longer than the stack holds arguments", () => {
  const values = Array.from({ length: LONG }, (_, i) => (7919 * i) % LONG);
  expect([maxOf(values), minOf(values)]).toEqual([LONG - 1, 0]);
  const list = [-1];
  append(list, values);
  expect([list.length, list[1], list.at(-1)]).toEqual([LONG + 1, 0, values.at(-1)]);
  expect(euclideanNorm(new Float64Array(LONG).fill(2))).toBeCloseTo(2 * Math.sqrt(LONG), 8);
});

test("tables, printed tensors and padded sequences of that length", () => {
  const rows = Array.from({ length: LONG }, (_, i) => [String(i), "x"]);
  expect(tableLines(rows, [0]).at(0)).toBe("     0  x");
  const wide = tensor(new Float32Array(LONG), { shape: [1, LONG, 1] });
  expect(String(wide.view(LONG)).length).toBeLessThan(80);
  const one = tensor([1]);
  const padded = nn.utils.rnn.padSequence(Array.from({ length: LONG }, () => one));
  expect(padded.shape).toEqual([1, LONG]);
});
