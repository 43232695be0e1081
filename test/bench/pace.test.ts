/** @module How a child paces its training steps, and the statistics of their times. */
import { expect, test, vi } from "vitest";
import { paceOf, timeSteps, wordsOf } from "../../bench/pace.ts";
import { fastest, mean, median } from "../../bench/statistics.ts";

test("a pace survives the command line", () => {
  const pace = { warm: 0.5, seconds: 0.25, least: 3 };
  expect(paceOf(wordsOf(pace))).toEqual(pace);
});

test("a cold start times the very first steps, and no more than asked for", () => {
  const step = vi.fn((k: number) => 1 / (k + 1));
  const { micros, loss } = timeSteps(step, { warm: 0, seconds: 0, least: 4 });
  expect(micros).toHaveLength(4);
  expect(step.mock.calls).toEqual([[0], [1], [2], [3]]);
  expect(loss).toBe(0.25);
});

test("warm-up is one step at least, and not among those that count", () => {
  const step = vi.fn((k: number) => k);
  const { micros, loss } = timeSteps(step, { warm: 1e-9, seconds: 0, least: 3 });
  expect(micros).toHaveLength(3);
  expect(loss).toBe(step.mock.calls.length - 1);
  expect(step.mock.calls.length).toBeGreaterThanOrEqual(4);
});

test("median, fastest and mean", () => {
  expect(median([5, 1, 3])).toBe(3);
  expect(median([4, 1, 3, 2])).toBe(3);
  expect(median([])).toBeNaN();
  expect(fastest([2, 1, 3])).toBe(1);
  expect(mean([1, 2, 6])).toBe(3);
});
