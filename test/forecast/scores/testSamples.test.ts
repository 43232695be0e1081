/** @module Forecasts of a backtest that are kept: where they begin, and what they knew. */
import { seriesFromArrays } from "unrolled/data";
import { backtestOf, Forecaster } from "unrolled/forecast";
import { describe, expect, test } from "vitest";
import { sampleOrigins } from "../../../src/forecast/scores/backtest.ts";

describe("origins", () => {
  test("one behind the other, where there is room for no more", () => {
    expect([...sampleOrigins(100, 10, { horizon: 4, stride: 1 })]).toEqual([100, 104, 108]);
  });

  test("spread, where there is room for more than eight", () => {
    expect([...sampleOrigins(0, 100, { horizon: 4, stride: 1 })]).toEqual([0, 12, 24, 36, 48, 60, 72, 84]);
  });

  test("only those that the stride lets count", () => {
    expect([...sampleOrigins(10, 4, { horizon: 5, stride: 3 })]).toEqual([10, 16]);
    expect([...sampleOrigins(10, 4, { horizon: 2, stride: 3 })]).toEqual([10, 13, 16, 19]);
  });
});

test("a sample is what could be said at the time: later rows change nothing of it", async () => {
  const values = Array.from({ length: 80 }, (_, i) => Math.sin(i / 2) + ((i * 7) % 5) / 10);
  const options = {
    model: "naive",
    lookback: 4,
    horizon: 3,
    season: null,
    split: { train: 40, validation: 20, test: 20 },
  } as const;
  const before = seriesFromArrays({ x: values });
  const after = seriesFromArrays({ x: values.map((value, i) => (i < 66 ? value : value + 100)) });
  const [first, second] = await Promise.all(
    [before, after].map(
      async (series) => backtestOf(await Forecaster.train(before, options), series).samples,
    ),
  );
  const known = first.filter(({ from }) => from <= 66);
  expect(known.map(({ from }) => from)).toEqual([60, 63, 66]);
  expect(second.filter(({ from }) => from <= 66)).toEqual(known);
  expect(second.find(({ from }) => from === 69)).not.toEqual(first.find(({ from }) => from === 69));
});
