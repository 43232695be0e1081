/** @module Parts and windows: index arithmetic, and that no look-back sees what is to be forecast. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Range, splitByTime, windows } from "../../../src/data/index.ts";

test("fractions and numbers of rows", () => {
  const split = splitByTime(10, { train: 0.7, validation: 0.1, test: 0.2 });
  expect(split).toEqual({
    train: { part: "train", from: 0, until: 7 },
    validation: { part: "validation", from: 7, until: 8 },
    test: { part: "test", from: 8, until: 10 },
  });
  expect(splitByTime(10, { train: 7, validation: 1, test: 2 })).toEqual(split);
  expect(splitByTime(10, { train: 1 }).train.until).toBe(10);
  expect(splitByTime(309, { train: 0.8, test: 0.2 }).test).toEqual({ part: "test", from: 247, until: 309 });
});

test.each([
  [{ train: 8, test: 3 }, "splitByTime: sizes sum to 11 rows but there are only 10"],
  [
    { train: 0.5, test: 2 },
    "splitByTime: sizes are 0.5, 0, 2 but must be fractions that sum to at most 1, or numbers of rows",
  ],
  [
    { train: 0.5, test: -0.1 },
    "splitByTime: sizes are 0.5, 0, -0.1 but must be fractions that sum to at most 1, or numbers of rows",
  ],
  [{ train: 0.05, test: 0.2 }, "splitByTime: train is 0.05, which leaves none of 10 rows"],
])("%j cannot be", (sizes, message) => {
  expect(() => splitByTime(10, sizes)).toThrow(message);
});

test("windows of six rows, by hand", () => {
  const range = { part: "train", from: 0, until: 6 } as const;
  expect([...windows({ range, lookback: 2, horizon: 2 })]).toEqual([
    { start: 0, from: 2, until: 4 },
    { start: 1, from: 3, until: 5 },
    { start: 2, from: 4, until: 6 },
  ]);
  const strided = windows({ range, lookback: 1, horizon: 1, stride: 3 });
  expect([...strided].map(({ from }) => from)).toEqual([1, 4]);
  expect(strided.at(-1)).toEqual({ start: 3, from: 4, until: 5 });
  expect(() => strided.at(2)).toThrow("windows: there is no window 2; there are 2");
});

test("as many windows of ETTh1 as the published tables have", () => {
  const { train, validation, test } = splitByTime(17_420, { train: 8640, validation: 2880, test: 2880 });
  const count = (range: Range) => windows({ range, lookback: 336, horizon: 96, reachBack: true }).length;
  expect([train, validation, test].map(count)).toEqual([8640 - 336 - 96 + 1, 2785, 2785]);
  expect(windows({ range: test, lookback: 336, horizon: 96, reachBack: true }).at(0)).toEqual({
    start: 11_184,
    from: 11_520,
    until: 11_616,
  });
  expect(windows({ range: test, lookback: 336, horizon: 96 }).length).toBe(2880 - 336 - 96 + 1);
});

test("a part that is too short, and options that make no sense", () => {
  const range = { part: "test", from: 100, until: 110 } as const;
  expect(() => windows({ range, lookback: 8, horizon: 3 })).toThrow(
    "windows: the test set has 10 rows, but look-back 8 and horizon 3 need 11\n  Set reachBack: true",
  );
  expect(() => windows({ range, lookback: 8, horizon: 0 })).toThrow(
    "windows: horizon is 0 but must be a whole number from 1",
  );
});

test("look-back ends where the forecast begins, and the forecast lies in its part", () => {
  const size = fc.integer({ min: 1, max: 60 });
  fc.assert(
    fc.property(size, size, size, size, fc.boolean(), (lookback, horizon, stride, length, reachBack) => {
      const { train, validation, test } = splitByTime(3 * length, {
        train: length,
        validation: length,
        test: length,
      });
      for (const range of [train, validation, test]) {
        const room = reachBack ? length - Math.max(0, lookback - range.from) : length - lookback;
        if (room < horizon) continue;
        const list = windows({ range, lookback, horizon, stride, reachBack });
        expect(list.length).toBe(Math.floor((room - horizon) / stride) + 1);
        for (const { start, from, until } of list) {
          expect(start).toBeGreaterThanOrEqual(reachBack ? 0 : range.from);
          expect([from - start, until - from]).toEqual([lookback, horizon]);
          expect(from).toBeGreaterThanOrEqual(range.from);
          expect(until).toBeLessThanOrEqual(range.until);
        }
      }
    }),
  );
});
