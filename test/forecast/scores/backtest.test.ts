/** @module Backtests: scores by hand, the protocol, baselines beside the model, verdicts, on made and real series. */
import { ValueError } from "unrolled";
import { seriesFromArrays } from "unrolled/data";
import { type Backtest, backtest, backtestOf, Forecaster, type MethodScores } from "unrolled/forecast";
import { describe, expect, test } from "vitest";
import { values } from "../../reference/values.ts";
import { bareWaves, co2, sunspots } from "../given.ts";

const named = ({ baselines }: Backtest, name: string): MethodScores | undefined =>
  baselines.find((one) => one.name === name);

/** 12 rows, of which the last four are the test part; its look-backs reach into the rows before. */
const steps = {
  ...bareWaves(12),
  columns: [
    { name: "x", role: "target" as const, values: Float64Array.from([0, 2, 0, 2, 0, 2, 0, 2, 0, 4, 0, 8]) },
  ],
};
const byHand = {
  model: "naive",
  lookback: 2,
  horizon: 2,
  season: null,
  levels: [0.5],
  split: { train: 4, validation: 4, test: 4 },
} as const;

test("by hand: naive on three windows", async () => {
  const { windows, model, baselines, echo } = await backtest(steps, byHand);
  expect(windows).toBe(3);
  // ŷ 2 2 · 0 0 · 4 4   y 0 4 · 4 0 · 0 8   |e| 2 2 · 4 0 · 4 4
  expect([...model.mae.byStep]).toEqual([10 / 3, 2]);
  expect(model.mae.overall).toBe(16 / 6);
  expect(model.mse.overall).toBe(56 / 6);
  expect(model.rmse.overall).toBe(Math.sqrt(56 / 6));
  expect(model.smape.overall).toBeCloseTo((200 + (200 * 2) / 6 + 200 + 0 + 200 + (200 * 4) / 12) / 6, 12);
  expect(model.mase.overall).toBe(16 / 6 / 2); // in training each step is 2
  // calibrated on ŷ 2 2 · 0 0 · 2 2, y 0 2 · 2 0 · 0 2: one step ahead errors of 2, two steps ahead of 0; while they are
  // few, each step counts those of the other too, and of 2 2 2 2 0 0 0 the middle one is 2
  const [{ coverage, width } = { coverage: null, width: null }] = model.intervals;
  expect([...(coverage?.byStep ?? [])]).toEqual([1 / 3, 2 / 3]);
  expect([...(width?.byStep ?? [])]).toEqual([4, 4]);
  expect(baselines.map(({ name }) => name)).toEqual(["drift", "mean"]);
  expect(baselines[1]?.mae.overall).toBe((1 + 3 + 3 + 1 + 2 + 6) / 6); // the means are 1, 1 and 2
  expect(echo.echoes).toBe(true);
});

test("the protocol: stride, whole batches, no reaching back, units", async () => {
  const forecaster = await Forecaster.train(steps, byHand);
  const count = (protocol: object) => backtestOf(forecaster, steps, protocol).windows;
  expect(count({ stride: 2 })).toBe(2);
  expect(count({ dropLast: 2 })).toBe(2);
  expect(count({ reachBack: false })).toBe(1);
  const scaled = backtestOf(forecaster, steps, { units: "scaled" }); // 0 and 2: the deviation is 1
  expect(scaled.model.mae.overall).toBe(16 / 6);
  expect(scaled.model.smape.overall).not.toBe(backtestOf(forecaster, steps).model.smape.overall);
});

describe("on sunspots", { timeout: 120_000 }, () => {
  test("11 years ahead, with nothing but the series: half the error of the last value", async () => {
    const result = await backtest(await sunspots());
    expect(result.windows).toBe(62 - 11 + 1);
    const [naive, seasonal] = ["naive", "seasonal naive"].map(
      (name) => named(result, name)?.mae.overall ?? 0,
    );
    expect(naive).toBeCloseTo(58.908, 3);
    expect(seasonal).toBeCloseTo(29.291, 3);
    expect(result.model.mae.overall).toBeLessThan(0.48 * (naive ?? 0)); // 25.7 it was
    expect(result.verdict).toMatchObject({ beatsAll: true, windows: 52, independent: 5, unbeaten: [] });
    expect(result.echo.echoes).toBe(false);
    expect(result.model.intervals.map(({ level }) => level)).toEqual([0.8, 0.95]);
  });

  test("a year ahead an affine map beats every baseline, and says so", async () => {
    const options = { model: "dlinear", lookback: 22, horizon: 1, lr: 0.003 } as const;
    const { model, verdict } = await backtest(await sunspots(), options);
    expect(model.mae.overall).toBeLessThan(17); // 15.1 it was; naive has 25.4
    expect(verdict.beatsAll).toBe(true);
    expect(verdict.en).toMatch(/^DLinear beats every baseline/);
    expect(model.pinball?.overall).toBeLessThan(model.mae.overall / 2);
    expect(model.intervals[1]?.coverage.overall).toBeGreaterThan(0.92); // of 0.95
  });

  test("one step ahead the naive forecast is an echo, and says so in words", async () => {
    const { verdict, echo } = await backtest(await sunspots(), { model: "naive", horizon: 1, lookback: 22 });
    expect(echo.echoes).toBe(true);
    expect(verdict.en).toContain("little more than the last value repeated");
    expect(verdict.en).not.toContain("every baseline");
    expect(verdict.zh).toContain("朴素法");
  });
});

test("on CO₂, a year ahead: the season is worth more than the last value", { timeout: 120_000 }, async () => {
  const result = await backtest(await co2(), { model: "seasonal", protocol: { stride: 13 } });
  const [naive, own] = [named(result, "naive")?.mae.overall ?? 0, result.model.mae.overall];
  expect(own).toBeLessThan(naive);
  expect(own).toBeCloseTo(1.6, 0); // it grows by 1.6 ppm a year
  for (const { level, coverage } of result.model.intervals)
    expect(coverage.overall).toBeGreaterThan(level - 0.06); // errors that grow with the series, told a year late
});

test("quantiles are calibrated, and count as pinball loss", async () => {
  const options = {
    loss: "quantile",
    modelOptions: { hidden: 8 },
    lookback: 16,
    horizon: 4,
    epochs: 5,
  } as const;
  const { model } = await backtest(bareWaves(300), { ...options, lr: 0.01, levels: [0.8] });
  expect(model.intervals[0]?.coverage.overall).toBeGreaterThan(0.6);
  expect(Number.isFinite(model.pinball?.overall)).toBe(true);
});

test("what is refused", async () => {
  const forecaster = await Forecaster.train(steps, byHand);
  const refuses = (message: string, protocol: object, series = steps) =>
    expect(() => backtestOf(forecaster, series, protocol)).toThrow(new ValueError(message));
  refuses('backtest: units is "m" but must be one of original, scaled', { units: "m" });
  refuses('backtest: unknown option "strid", did you mean "stride"?', { strid: 2 });
  refuses("backtest: 3 windows do not fill a batch of 32, so none would remain\n  Set dropLast: 0", {
    dropLast: 32,
  });
  refuses(
    "backtest: waves has 11 rows but must have at least 12, as in training",
    {},
    { ...steps, length: 11 },
  );
  const without = await Forecaster.train(steps, { ...byHand, split: { train: 4, validation: 7, test: 1 } });
  expect(() => backtestOf(without, steps)).toThrow(
    new ValueError(
      "backtest: the test set has 1 rows but must have at least 2, the horizon\n  Set split. The test set must be larger, or the horizon shorter",
    ),
  );
});

describe("several targets", () => {
  /** A small column with a week, and a large one of noise. */
  const n = 300;
  const small = Float64Array.from(values(n, 3, 0.2), (e, t) => 10 + 3 * Math.sin((2 * Math.PI * t) / 7) + e);
  const big = Float64Array.from(values(n, 4, 800), (e) => 100_000 + e);
  const series = seriesFromArrays({ small, big });
  const rows = { train: 180, validation: 60, test: 60 };

  test("each by itself, and the mean MASE for all: the large one does not decide", async () => {
    const found = await backtest(series, { model: "seasonal", season: 7, split: rows });
    const { model, baselines, verdict, targets } = found;
    expect(targets.map(({ name }) => name)).toEqual(["small", "big"]);
    // by hand: the last week again, 54 windows of 7 steps
    const errorOf = (x: Float64Array, forecast: (from: number, h: number) => number): number => {
      let sum = 0;
      for (let from = 240; from <= n - 7; from++)
        for (let h = 0; h < 7; h++) sum += Math.abs(x[from + h] - forecast(from, h)) / (54 * 7);
      return sum;
    };
    const scaleOf = (x: Float64Array): number => {
      let sum = 0;
      for (let t = 7; t < 180; t++) sum += Math.abs(x[t] - x[t - 7]) / 173;
      return sum;
    };
    for (const [c, x] of [small, big].entries()) {
      const [own, naive] = targets[c].methods;
      expect(own.mae).toBeCloseTo(
        errorOf(x, (from, h) => x[from - 7 + h]),
        6,
      );
      expect(own.mase).toBeCloseTo(own.mae / scaleOf(x), 9);
      expect(naive.mae).toBeCloseTo(
        errorOf(x, (from) => x[from - 1]),
        6,
      );
    }
    const meanMase = (targets[0].methods[0].mase + targets[1].methods[0].mase) / 2;
    expect(model.mase.overall).toBeCloseTo(meanMase, 9);
    expect(model.mae.overall).toBeGreaterThan(100);
    expect(verdict.ratio).toBeCloseTo(meanMase / verdict.best.error, 9);
    expect(verdict.en).toContain("MASE");
    expect(targets[0].verdict.beatsAll).toBe(true);
    expect(targets[1].verdict.beatsAll).toBe(false);
    expect(baselines.map(({ name }) => name)).toEqual(["naive", "drift", "mean"]);
  });

  test("one target has no list", async () => {
    const one = seriesFromArrays({ small });
    expect((await backtest(one, { model: "seasonal", season: 7 })).targets).toEqual([]);
  });
});
