/** @module Adaptive conformal intervals: by hand, against a naive twin, under drift, without the future. */
import { ShapeError, ValueError } from "unrolled";
import { AdaptiveConformal, IntervalErrors } from "unrolled/forecast";
import { describe, expect, test } from "vitest";
import { values } from "../../reference/values.ts";

/** Forecasts of 0, one after the other; what happened is what they err. */
function fed(errors: readonly number[], level: number): AdaptiveConformal {
  const intervals = new AdaptiveConformal({ horizon: 1, level });
  for (const error of errors) {
    intervals.issue([0]);
    intervals.observe([error]);
  }
  return intervals;
}

const reachOf = (intervals: AdaptiveConformal) => [...intervals.reach().above];
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

describe("by hand", () => {
  test("before the first score infinite, then the greatest, then the conformal quantile", () => {
    expect(reachOf(fed([], 0.5))).toEqual([Infinity]);
    expect(reachOf(fed([3, -7], 0.9))).toEqual([7]); // 0.9 wants the third of two
    expect(reachOf(fed([3, -7, 5], 0.5))).toEqual([5]); // the second of three
    expect(reachOf(fed(upTo(20), 0.5))).toEqual([11]); // ⌈21 / 2⌉
    expect(reachOf(fed(upTo(20), 0.95))).toEqual([20]);
  });

  test("from the 21st score on, scores count in units of their spread", () => {
    // mean |s| of 1 … 20 is 10.5; a 21st of 21 is twice that: d = 1, and the spread remembers 21 scores
    const reach = reachOf(fed([...upTo(20), 21], 0.5))[0];
    const spread = 10.5 * (1 + 1 / 21);
    // relative scores 1/10.5 … 20/10.5 and 21/10.5: the 11th of 21. The miss of both levels moves the correction
    const correction = 0.004 * (0.8 / Math.sqrt(0.2 * 0.8) + 0.95 / Math.sqrt(0.05 * 0.95));
    expect(reach).toBeCloseTo((11 / 10.5) * spread * Math.exp(correction), 12);
  });

  test("two steps ahead: known a row later, and until then by the scores of the step beside it", () => {
    const intervals = new AdaptiveConformal({ horizon: 2, level: 0.5 });
    intervals.issue([10, 20]);
    intervals.observe([13]); // 3 off the first step
    expect(reachOf(intervals)).toEqual([3, 3]);
    intervals.issue([10, 10]);
    intervals.observe([15]); // 5 off the first step of this one and the second of the one before
    expect(reachOf(intervals)).toEqual([5, 5]); // of 3 5 5 the second
    for (let i = 0; i < 10; i++) intervals.issue([0, 0]) && intervals.observe([2]);
    // 3 5 and ten 2 for the first step; 5, once 8 off (10 for 2) and nine 2 for the second: of all 23 the twelfth
    expect(reachOf(intervals)).toEqual([2, 2]);
  });

  test("two ends, and channels of their own", () => {
    const intervals = new AdaptiveConformal({ horizon: 1, channels: 2, level: 0.5 });
    intervals.issue([0, 0], [4, 4]);
    intervals.observe([6, 1]); // 2 above; inside by 1
    expect(reachOf(intervals)).toEqual([2, -1]);
    expect(intervals.issue([10, 10], [11, 11])).toEqual({
      lower: Float64Array.of(8, 10.4), // ends that would cross stop about their middle
      upper: Float64Array.of(13, 10.6),
    });
  });

  test("a row without a forecast ages what waits, a NaN teaches nothing", () => {
    const intervals = new AdaptiveConformal({ horizon: 2, level: 0.5 });
    intervals.issue([0, 0]);
    intervals.observe([NaN]).observe([4]).observe([9]);
    expect(reachOf(intervals)).toEqual([4, 4]); // of the second step, the only one that is known
  });
});

/** 1000 rows, about 950 of which are judged: an independent share of them is off by 1.3 points once in three times. */
describe("holds what it promises where split conformal would not", () => {
  test.each([
    ["errors that grow fivefold", (t: number) => 1 + t / 250],
    ["errors that shrink", (t: number) => 1 / (1 + t / 100)],
    ["errors that jump", (t: number) => (t % 400 < 200 ? 1 : 3)],
  ])("%s", (_, spread) => {
    const [rows, horizon] = [1000, 5];
    const noise = values(rows + horizon, 9).map((e, t) => e * spread(t));
    for (const level of [0.8, 0.95]) {
      const intervals = new AdaptiveConformal({ horizon, level });
      const errors = new IntervalErrors({ horizon });
      for (let t = 0; t < rows; t++) {
        const { lower, upper } = intervals.issue(new Float64Array(horizon));
        if (t >= 50) errors.add(noise.slice(t, t + horizon), lower, upper);
        intervals.observe([noise[t] ?? NaN]);
      }
      expect(Math.abs(errors.coverage().overall - level)).toBeLessThan(0.03);
      for (const share of errors.coverage().byStep) expect(Math.abs(share - level)).toBeLessThan(0.045);
    }
  });
});

test("levels and sizes that do not fit", () => {
  expect(() => new AdaptiveConformal({ horizon: 1, level: 95 })).toThrow(
    new ValueError("level is 95 but must lie between 0 and 1, both excluded: 0.95 for 95 %"),
  );
  const intervals = new AdaptiveConformal({ horizon: 2, channels: 2, level: 0.9 });
  expect(() => intervals.issue([1, 2])).toThrow(
    new ShapeError("lower has 2 values but must have 4, horizon × channels"),
  );
  expect(() => intervals.issue([1, 2, 3, 4], [1])).toThrow(
    new ShapeError("upper has 1 values but must have 4, horizon × channels"),
  );
  expect(() => intervals.observe([1])).toThrow(
    new ShapeError("row has 1 values but must have 2, one for each channel"),
  );
});
