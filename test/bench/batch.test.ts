/** @module Which cases `batch` times, and how it counts their operations. */
import { expect, test } from "vitest";
import { casesOf, flopsOf } from "../../bench/batch.ts";

test("the cases of batch: all, those of a cell, of a hidden size, of both", () => {
  const named = (words: readonly string[]): string[] => casesOf(words).map(({ cell, H }) => `${cell} ${H}`);
  expect(named([])).toHaveLength(12);
  expect(named(["lstm"])).toEqual(["LSTM 32", "LSTM 128", "LSTM 256", "LSTM 512"]);
  expect(named(["128"])).toEqual(["RNN 128", "LSTM 128", "GRU 128"]);
  expect(named(["LSTM", "gru", "128"])).toEqual(["LSTM 128", "GRU 128"]);
});

test("operations of a training step: 2 · 3 · B T · G H (H + I)", () => {
  expect(flopsOf({ cell: "LSTM", B: 2, T: 3, H: 5, I: 1 })).toBe(6 * 6 * 20 * 6);
  expect(flopsOf({ cell: "GRU", B: 1, T: 1, H: 1, I: 1 })).toBe(6 * 3 * 2);
});
