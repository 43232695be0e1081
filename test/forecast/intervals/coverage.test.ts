/** @module What intervals hold of the shipped series: within 4 points of what was asked, knowing nothing of the future. */
import { mackeyGlass, type Series } from "unrolled/data";
import { backtest, backtestOf, Forecaster, type ForecasterOptions } from "unrolled/forecast";
import { describe, expect, test } from "vitest";
import { bareWaves, co2, sunspots } from "../given.ts";

async function chaos(): Promise<Series> {
  const values = mackeyGlass({ length: 1000 });
  return { ...bareWaves(0), time: null, columns: [{ name: "x", role: "target", values }], length: 1000 };
}

/** Options, series, and whether the baselines' intervals are held to it too. Networks train for seconds at most. */
describe("80 and 95 % within 4 points", { timeout: 120_000 }, () => {
  const cases: [string, ForecasterOptions, () => Promise<Series>, boolean][] = [
    ["sunspots", { model: "gru" }, sunspots, false],
    ["sunspots", { model: "gru", seed: 2 }, sunspots, false],
    ["sunspots", { model: "gru", horizon: 1 }, sunspots, false],
    ["sunspots", { model: "nlinear", horizon: 4 }, sunspots, false],
    ["co2", { model: "nlinear" }, co2, false],
    ["co2", { model: "nlinear", horizon: 4, lookback: 104 }, co2, true],
    ["Mackey–Glass", { model: "nlinear", horizon: 10, lookback: 34, epochs: 20 }, chaos, false],
    ["Mackey–Glass", { modelOptions: { hidden: 16 }, horizon: 1, lookback: 34, epochs: 5 }, chaos, true],
  ];

  test.each(cases)("%s %j", async (_, options, series, all) => {
    const { model, baselines } = await backtest(await series(), options);
    for (const { intervals } of all ? [model, ...baselines] : [model])
      for (const { level, coverage } of intervals)
        expect(Math.abs(coverage.overall - level)).toBeLessThanOrEqual(0.04);
  });
});

describe("knows nothing of the future", () => {
  const options = {
    model: "drift",
    lookback: 8,
    horizon: 4,
    season: null,
    split: { train: 40, validation: 30, test: 30 },
  } as const;
  const rows = (count: number, from = count): Series => {
    const series = bareWaves(count);
    for (const { values } of series.columns) values.fill(1e6, from);
    return series;
  };

  test("a window's interval is the same whatever happens from its origin on", async () => {
    // Only the first window of the test part counts: its width in a backtest is that of its interval.
    const widthAt = async (origin: number, series: Series) => {
      const split = { train: 40, validation: origin - 40, test: 100 - origin };
      const forecaster = await Forecaster.train(series, { ...options, split });
      const { model } = backtestOf(forecaster, series, { stride: 100 });
      return model.intervals.map(({ width }) => [...width.byStep]);
    };
    for (const origin of [60, 75, 90])
      expect(await widthAt(origin, rows(100, origin))).toEqual(await widthAt(origin, rows(100)));
    expect(await widthAt(75, rows(100, 74))).not.toEqual(await widthAt(75, rows(100)));
  });

  test("what is learnt later is what would have been learnt at once", async () => {
    const at = (length: number) => ({ ...options, split: { ...options.split, test: length - 70 } });
    const [shorter, longer] = [
      await Forecaster.train(rows(90), at(90)),
      await Forecaster.train(rows(100), at(100)),
    ];
    expect(shorter.forecast(rows(100))).not.toEqual(longer.forecast());
    expect(shorter.recalibrate(rows(100)).forecast()).toEqual(longer.forecast());
  });
});
