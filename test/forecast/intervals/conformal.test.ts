/** @module Conformal intervals: by hand, the coverage that they promise, and what they refuse. */
import { ShapeError, ValueError } from "unrolled";
import {
  ConformalIntervals,
  type ConformalOptions,
  conformalQuantile,
  IntervalErrors,
} from "unrolled/forecast";
import { describe, expect, test } from "vitest";
import { nested } from "../../../src/forecast/intervals/conformal.ts";
import { values } from "../../reference/values.ts";

describe("by hand", () => {
  test("the finite-sample quantile", () => {
    const scores = [5, 1, 4, 2, 3, 9, 8, 7, 6];
    expect([0.5, 0.8, 0.81, 0.9].map((level) => conformalQuantile(scores, level))).toEqual([5, 8, 9, 9]);
    expect(conformalQuantile(scores, 0.91)).toBe(Number.POSITIVE_INFINITY); // ⌈9.1⌉ = 10 of 9
    expect(
      conformalQuantile(
        Array.from({ length: 19 }, (_, i) => i + 1),
        0.55,
      ),
    ).toBe(11); // not 12 by rounding
    expect(conformalQuantile([], 0.5)).toBe(Number.POSITIVE_INFINITY);
  });

  test("symmetric, by step and channel", () => {
    const intervals = new ConformalIntervals({ horizon: 2, channels: 2, level: 0.75 });
    // residuals 1 −2 3 · 10 0 0 · 0 0 −4 · 5 6 7: of three scores the third
    intervals
      .calibrate([1, 10, 0, 5, -2, 0, 0, 6], [0, 0, 0, 0, 0, 0, 0, 0])
      .calibrate([3, 0, -4, 7], [0, 0, 0, 0]);
    const { lower, upper } = intervals.interval([0, 0, 0, 100]);
    expect([...lower]).toEqual([-3, -10, -4, 93]);
    expect([...upper]).toEqual([3, 10, 4, 107]);
  });

  test("asymmetric: what is never missed below reaches less far below", () => {
    const intervals = new ConformalIntervals({ horizon: 1, level: 0.5, sides: "asymmetric" });
    intervals.calibrate([1, 2, 8], [0, 0, 0]); // both ends at 0.75: the third of three
    const { lower, upper } = intervals.interval([10]);
    expect([lower[0], upper[0]]).toEqual([11, 18]); // scores below −1 −2 −8: the greatest is −1
  });

  test("quantiles that were too wide are drawn in, and meet in their middle at most", () => {
    const intervals = new ConformalIntervals({ horizon: 1, level: 0.5 });
    intervals.calibrate([0, 0, 0], [-4, -5, -6], [4, 5, 6]); // scores −4 −5 −6: the second is −5
    expect(intervals.interval([-7], [9])).toEqual({ lower: Float64Array.of(-2), upper: Float64Array.of(4) });
    expect(intervals.interval([-2], [4])).toEqual({ lower: Float64Array.of(1), upper: Float64Array.of(1) });
  });
});

/**
 * Rounds of 199 windows to learn from and one to try, all of one source: whether an interval holds the value is then
 * 1 in each round with probability k / 200 exactly (asymmetric: 1 − 2 (1 − k / 200)), independently. The share over R
 * rounds stays within 4 standard deviations √(p (1 − p) / R) but once in 16,000 cases.
 */
describe("hold as many as they promise", () => {
  const [rounds, n, H] = [1500, 199, 3];
  type Ends = (spread: number) => [number, number];
  const point: Ends = () => [0, 0];
  const rough: Ends = (spread) => [-0.3 * spread, 0.9 * spread]; // quantiles that are wrong

  test.each<[string, Omit<ConformalOptions, "horizon">, Ends]>([
    ["80 %", { level: 0.8 }, point],
    ["95 %", { level: 0.95 }, point],
    ["80 %, asymmetric", { level: 0.8, sides: "asymmetric" }, point],
    ["95 %, asymmetric", { level: 0.95, sides: "asymmetric" }, point],
    ["80 %, from quantiles", { level: 0.8 }, rough],
    ["95 %, from quantiles", { level: 0.95 }, rough],
  ])("%s", (_, options, ends) => {
    const errors = new IntervalErrors({ horizon: H });
    for (let round = 0; round < rounds; round++) {
      // Uneven errors, three times as large at each step, whose size is known to the quantiles.
      const draws = values((n + 1) * H, round + 1).map((e, i) => (e + 0.5 * e * e) * 3 ** (i % H));
      const low = draws.map((_, i) => ends(3 ** (i % H))[0]);
      const high = draws.map((_, i) => ends(3 ** (i % H))[1]);
      const intervals = new ConformalIntervals({ horizon: H, ...options });
      intervals.calibrate(draws.slice(H), low.slice(H), high.slice(H));
      const { lower, upper } = intervals.interval(low.slice(0, H), high.slice(0, H));
      errors.add(draws.slice(0, H), lower, upper);
    }
    const bound = 4 * Math.sqrt((options.level * (1 - options.level)) / rounds);
    for (const share of errors.coverage().byStep) expect(Math.abs(share - options.level)).toBeLessThan(bound);
    const [first, second] = errors.width().byStep;
    expect(second / first).toBeCloseTo(3, 1); // each step has a width of its own
  });
});

describe("say so where they cannot promise", () => {
  test("too few windows: infinite", () => {
    const intervals = new ConformalIntervals({ horizon: 1, level: 0.9 }).calibrate([1, 2, 3], [0, 0, 0]);
    expect(intervals.interval([0])).toEqual({
      lower: Float64Array.of(Number.NEGATIVE_INFINITY),
      upper: Float64Array.of(Number.POSITIVE_INFINITY),
    });
  });

  test("levels, sides and sizes that do not fit", () => {
    expect(() => new ConformalIntervals({ horizon: 1, level: 95 })).toThrow(
      new ValueError("level is 95 but must lie between 0 and 1, both excluded: 0.95 for 95 %"),
    );
    expect(() => new ConformalIntervals({ horizon: 1, level: 0.9, sides: "both" as "symmetric" })).toThrow(
      new ValueError('sides is "both" but must be "symmetric" or "asymmetric"'),
    );
    const intervals = new ConformalIntervals({ horizon: 2, level: 0.9 });
    expect(() => intervals.calibrate([1, 2], [1])).toThrow(
      new ShapeError("lower has 1 values but must have 2, to go with the target"),
    );
    expect(() => intervals.interval([1])).toThrow(
      new ShapeError("lower has 1 values but must have a multiple of 2, horizon × channels"),
    );
  });
});

test("nested: levels in any order contain those below them, where they were learnt apart", () => {
  const of = (lower: number, upper: number) => ({
    lower: Float64Array.of(lower),
    upper: Float64Array.of(upper),
  });
  expect(nested([of(2, 9), of(1, 5), of(3, 4)], [0.95, 0.8, 0.5])).toEqual([of(1, 9), of(1, 5), of(3, 4)]);
});
