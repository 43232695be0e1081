/** @module Backtests in which the model is trained again on all rows before. */
import { backtestOf, Forecaster, ForecasterRun } from "unrolled/forecast";
import { expect, test } from "vitest";
import { bareWaves } from "./given.ts";

const split = { train: 96, validation: 32, test: 32 };
const options = {
  model: "gru",
  season: 8,
  modelOptions: { hidden: 4 },
  lookback: 8,
  horizon: 4,
  epochs: 3,
  split,
} as const;

test("each forecast is that of a model of the rows before its block", async () => {
  const series = bareWaves();
  const run = new ForecasterRun(series, options);
  for (const _ of run.run());
  const epochs = run.progress?.bestEpoch ?? 0;
  const { samples } = backtestOf(Forecaster.from(run), series, { refitEvery: 10 });
  expect(samples.map(({ from }) => from)).toContain(148);
  for (const { from, forecast } of samples) {
    const rows = from - ((from - 128) % 10);
    const alone = await Forecaster.train(series, {
      ...options,
      levels: [],
      split: { train: rows },
      epochs,
      patience: epochs,
      refit: false,
    });
    const columns = series.columns.map((one) => ({ ...one, values: one.values.slice(0, from) }));
    const known = { ...series, columns, time: series.time?.slice(0, from) ?? null, length: from };
    alone.forecast(known).targets[0].point.forEach((value, h) => {
      expect(forecast.targets[0].point[h]).toBeCloseTo(value, 4); // many windows in a batch: other last bits
    });
  }
});

test("a model without refit does not know its epochs; a baseline needs none", async () => {
  const plain = await Forecaster.train(bareWaves(), { ...options, refit: false });
  expect(() => backtestOf(plain, bareWaves(), { refitEvery: 10 })).toThrow(
    "backtest: the model was trained without refit, so its number of epochs is not known",
  );
  const naive = await Forecaster.train(bareWaves(), { model: "naive", horizon: 4 });
  expect(backtestOf(naive, bareWaves(), { refitEvery: 3 }).model).toEqual(
    backtestOf(naive, bareWaves()).model,
  );
});
