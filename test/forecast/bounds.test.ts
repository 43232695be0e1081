/** @module Bounds: given and found, kept by the model and the baselines, in forecasts and in intervals. */
import { ValueError } from "unrolled";
import { type Series, seriesFromArrays } from "unrolled/data";
import { backtest, backtestOf, Forecaster, type ForecasterOptions } from "unrolled/forecast";
import { describe, expect, test } from "vitest";
import { values } from "../reference/values.ts";

const noise = values(200, 11);
/** Orders a day: a weekly wave, many zeros. */
const orders = Float64Array.from(noise, (e, t) =>
  Math.max(0, Math.round(3 * Math.sin((2 * Math.PI * t) / 7) + 2 * e)),
);
const cases = orders.map((_, t) => 7 + orders.slice(0, t + 1).reduce((sum, value) => sum + value, 0));
const naive = { model: "naive", horizon: 5, lookback: 14, season: null } as const;

const forecastOf = async (series: Series, options: ForecasterOptions) =>
  (await Forecaster.train(series, options)).forecast().targets[0];
const planOf = async (x: ArrayLike<number>, options: ForecasterOptions = {}) => {
  const { min, max, integer, monotone } = (
    await Forecaster.train(seriesFromArrays({ x }), { ...naive, ...options })
  ).plan;
  return { min, max, integer, monotone };
};
const none = { min: null, max: null, integer: false, monotone: false };

describe("found", () => {
  test.each<[string, ArrayLike<number>, ForecasterOptions, object]>([
    ["counts", orders, {}, { ...none, min: 0, integer: true }],
    ["counts in thousands", orders.map((x) => 1000 * x), {}, { ...none, min: 0, integer: true }],
    ["cumulative counts", cases, {}, { ...none, min: 0, integer: true, monotone: true }],
    [
      "with a last value that falls, no more cumulative",
      [...cases, 3],
      {},
      { ...none, min: 0, integer: true },
    ],
    ["undone", cases, { min: null }, none],
    ["undone in part", cases, { integer: false, monotone: false }, { ...none, min: 0 }],
    ["a lower bound of one's own", orders, { min: -5 }, { ...none, min: -5, integer: true }],
    ["negative ones are no counts", orders.map((x) => x - 1), {}, none],
    ["fractions neither", orders.map((x) => x / 2), {}, none],
    ["nor a line", orders.map((_, t) => 3 * t), {}, none],
    ["nor a constant", new Float64Array(200).fill(4), {}, none],
    ["nor whole numbers far from zero, such as a price", orders.map((x) => 1000 + x), {}, none],
    ["the former name", noise.map((x) => x + 2), { nonNegative: true }, { ...none, min: 0 }],
  ])("%s", async (_, x, options, expected) => {
    expect(await planOf(x, options)).toEqual(expected);
  });

  test("several targets are counts if all are", async () => {
    const both = (b: ArrayLike<number>) => Forecaster.train(seriesFromArrays({ a: orders, b }), naive);
    expect((await both(cases)).plan).toMatchObject({ min: 0, integer: true, monotone: false });
    expect((await both(noise)).plan).toMatchObject(none);
  });
});

describe("kept", () => {
  test("counts: whole numbers from 0, ends rounded outwards, for the model and the baselines", async () => {
    const series = seriesFromArrays({ x: orders });
    const mean = { ...naive, model: "mean" } as const;
    const [own, free] = [await forecastOf(series, mean), await forecastOf(series, { ...mean, min: null })];
    expect([...own.point]).toEqual(Array.from(free.point, Math.round));
    for (const { lower, upper } of own.intervals) {
      expect([...lower, ...upper].every((end) => Number.isInteger(end) && end >= 0)).toBe(true);
      expect(upper.every((end, h) => end > lower[h])).toBe(true);
    }
    expect(Math.min(...free.intervals[1].lower)).toBeLessThan(0);
    const { baselines } = await backtest(series, { ...naive, horizon: 1, levels: [0.8] });
    for (const { mae } of baselines) expect((mae.overall * 40) % 1).toBeCloseTo(0, 9); // of 40 windows
  });

  test("by hand: the mean of 0 and 5 is 2.5, rounded 3; a bound cuts at once", async () => {
    const x = Float64Array.from({ length: 40 }, (_, t) => (t % 3 === 0 ? 0 : t % 3 === 1 ? 5 : 1));
    const options = { model: "mean", horizon: 1, lookback: 2, season: null, levels: [] } as const;
    const point = async (some: ForecasterOptions) =>
      (await forecastOf(seriesFromArrays({ x }), { ...options, ...some })).point[0];
    expect(await point({ min: null })).toBe(0.5); // of 1 and 0
    expect(await point({})).toBe(1);
    expect(await point({ min: null, max: 5 })).toBe(0.5);
    const drifting = { ...options, model: "drift", horizon: 1 } as const;
    const next = async (some: ForecasterOptions) =>
      (await forecastOf(seriesFromArrays({ x }), { ...drifting, ...some })).point[0];
    expect(await next({ min: null })).toBe(-1); // 1, 0, −1
    expect(await next({})).toBe(0);
  });

  test("never above max, ends included", async () => {
    const x = noise.map((e) => 95 + 5 * e);
    const { point, intervals } = await forecastOf(seriesFromArrays({ x }), { ...naive, max: 100, min: 90 });
    expect(Math.max(...point)).toBeLessThanOrEqual(100);
    for (const { lower, upper } of intervals) {
      expect(Math.max(...upper)).toBeLessThanOrEqual(100);
      expect(Math.min(...lower)).toBeGreaterThanOrEqual(90);
    }
  });

  test("cumulative counts: never below the last value, and each step at least the one before", async () => {
    const series = seriesFromArrays({ x: cases });
    for (const model of ["mean", "drift", "nlinear", "gru"] as const) {
      const small = { ...naive, model, ...(model === "gru" ? { modelOptions: { hidden: 4 } } : {}) };
      const forecaster = await Forecaster.train(series, {
        ...small,
        ...(model === "mean" || model === "drift" ? {} : { epochs: 2 }),
      });
      const [{ point, intervals }] = forecaster.forecast().targets;
      for (const ends of [point, ...intervals.flatMap(({ lower, upper }) => [lower, upper])])
        ends.forEach((value, h) => {
          expect(value).toBeGreaterThanOrEqual(h === 0 ? cases[199] : ends[h - 1]);
        });
      expect(Forecaster.fromBytes(forecaster.toBytes()).forecast()).toEqual(forecaster.forecast());
      for (const sample of backtestOf(forecaster, series).samples)
        for (const { point: values } of sample.forecast.targets)
          expect(Math.min(...values)).toBeGreaterThanOrEqual(cases[sample.from - 1]);
    }
  });

  test("quantiles of a network are bounded as its point forecast is", async () => {
    const options = {
      ...naive,
      model: "gru",
      loss: "quantile",
      epochs: 2,
      modelOptions: { hidden: 4 },
    } as const;
    const { point, intervals } = await forecastOf(seriesFromArrays({ x: orders }), options);
    for (const ends of [point, ...intervals.flatMap(({ lower, upper }) => [lower, upper])])
      expect(ends.every((value) => Number.isInteger(value) && value >= 0)).toBe(true);
  });
});

test.each<[ForecasterOptions, string]>([
  [{ min: 1 }, 'min is 1 but "x" is 0 in row 1 of series\n  Set min: null'],
  [
    { max: 2 },
    `max is 2 but "x" is ${orders.find((x) => x > 2)} in row ${orders.findIndex((x) => x > 2) + 2} of series\n  Set max: null`,
  ],
  [{ min: 3, max: 3 }, "min is 3 but must be less than max, 3\n  Set min"],
])("%j is refused", async (options, message) => {
  await expect(
    Forecaster.train(seriesFromArrays({ x: [0, ...orders] }), { ...naive, ...options }),
  ).rejects.toThrow(new ValueError(`forecaster: ${message}`));
});

test("fractions are refused as whole numbers", async () => {
  const x = [0, 1, 2.5, ...orders];
  await expect(Forecaster.train(seriesFromArrays({ x }), { ...naive, integer: true })).rejects.toThrow(
    new ValueError('forecaster: integer is true but "x" is 2.5 in row 3 of series\n  Set integer: false'),
  );
});
