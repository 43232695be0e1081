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

  test("from the 21st score on a miss raises, a hit lowers", () => {
    // α = 0.5: η = 30 / √(0.5 · √1 · 200) = 3
    expect(reachOf(fed([...upTo(20), 30], 0.5))).toEqual([11 + 3 * 0.5]);
    expect(reachOf(fed([...upTo(20), 30, -11], 0.5))).toEqual([11 + 3 * 0.5 - 3 * 0.5]);
    // α = 0.125: η = 6
    expect(reachOf(fed([...upTo(20), -30], 0.875))).toEqual([19 + 6 * 0.875]);
    expect(reachOf(fed([...upTo(20), -30, 1], 0.875))).toEqual([19 + 6 * 0.875 - 6 * 0.125]);
  });

  test("two steps ahead: told a row later, in smaller steps", () => {
    const intervals = new AdaptiveConformal({ horizon: 2, level: 0.5 });
    intervals.issue([10, 20]);
    intervals.observe([13]); // 3 off the first step
    expect(reachOf(intervals)).toEqual([3, Infinity]);
    intervals.issue([10, 10]);
    intervals.observe([15]); // 5 off the first step of this one and the second of the one before
    expect(reachOf(intervals)).toEqual([5, 5]); // ⌈3 / 2⌉: the second of two
    for (let i = 0; i < 19; i++) intervals.issue([0, 0]) && intervals.observe([5]);
    expect(reachOf(intervals)[1]).toBe(5); // 20 scores, all 5 but one
    intervals.issue([0, 0]);
    intervals.observe([20]);
    expect(reachOf(intervals)[1]).toBeCloseTo(5 + (20 / Math.sqrt(0.5 * Math.SQRT2 * 200)) * 0.5, 12);
  });

  test("two ends, and channels of their own", () => {
    const intervals = new AdaptiveConformal({ horizon: 1, channels: 2, level: 0.5 });
    intervals.issue([0, 0], [4, 4]);
    intervals.observe([6, 1]); // 2 above; inside by 1
    expect(reachOf(intervals)).toEqual([2, -1]);
    expect(intervals.issue([10, 10], [11, 11])).toEqual({
      lower: Float64Array.of(8, 10.5), // ends that would cross meet in their middle
      upper: Float64Array.of(13, 10.5),
    });
  });

  test("a row without a forecast ages what waits, a NaN teaches nothing", () => {
    const intervals = new AdaptiveConformal({ horizon: 2, level: 0.5 });
    intervals.issue([0, 0]);
    intervals.observe([NaN]).observe([4]).observe([9]);
    expect(reachOf(intervals)).toEqual([Infinity, 4]);
  });
});

test("against a naive twin, 400 rows", () => {
  const scores = values(400, 5).map((e, t) => Math.abs(e) * (1 + t / 50));
  let reach = Infinity;
  scores.forEach((score, t) => {
    const seen = scores.slice(0, t + 1);
    if (t < 20) {
      const sorted = [...seen].sort((a, b) => a - b);
      reach = sorted[Math.ceil((t + 2) * 0.8 - 1e-9) - 1] ?? Math.max(...seen);
    } else {
      const gain = Math.max(...seen.slice(-200)) / Math.sqrt(0.2 * Math.max(t + 1, 200));
      reach += gain * ((score > reach ? 1 : 0) - (1 - 0.8));
    }
    if (t % 7 === 0 || t === 399) expect(reachOf(fed(scores.slice(0, t + 1), 0.8))[0]).toBeCloseTo(reach, 10);
  });
});

/**
 * 1000 rows. What the reach moved divided by η T bounds how far the share is off: with η from 1 / √(0.2 · 1000) of the
 * greatest score and a reach that moves by at most twice that, 2 / (0.07 · 950) = 3 points; five steps ahead √√5 as much.
 */
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
