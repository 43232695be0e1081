/**
 * @module CO₂ on Mauna Loa: weeks with gaps, the calendar as an input, and a linear model beside a recurrent one.
 *
 * docs/examples.md goes through it. Run it with `npm run example co2`.
 */
import { readFileSync } from "node:fs";
import { readCsv, toSeries } from "unrolled/data";
import { livePlot } from "unrolled/figures";
import { backtestOf, Forecaster, type ForecasterOptions } from "unrolled/forecast";

// 59 of 2284 weeks are missing. What to do about it is said here, never guessed.
const table = await readCsv(readFileSync("datasets/co2.csv"), { name: "co2.csv" });
const series = toSeries(table, { targets: ["co2"], missing: "linear" });

// A year has 52 weeks and a little more: the day of the year tells the model where in it a week lies.
const models: readonly ForecasterOptions[] = [
  { model: "gru", calendar: ["day-of-year"], epochs: 15 },
  { model: "nlinear", epochs: 15 },
];
const common = { season: 52, lookback: 104, horizon: 26, seed: 1 };

let best: { readonly error: number; readonly forecaster: Forecaster } | null = null;
for (const options of models) {
  const forecaster = await Forecaster.train(series, { ...common, ...options });
  const { model, verdict } = backtestOf(forecaster, series);
  console.log(verdict.en);
  for (const { level, coverage } of model.intervals)
    console.log(`  asked ${100 * level} %, held ${(100 * coverage.overall).toFixed(1)} %`);
  if (best === null || model.mae.overall < best.error) best = { error: model.mae.overall, forecaster };
}

// The half year after the file, by the better of the two.
if (best !== null) {
  const { targets } = best.forecaster.forecast();
  const [{ point }] = targets;
  const [{ values }] = series.columns;
  const weeks = Array.from({ length: 156 + point.length }, (_, i) => i - 155);
  console.log(`in 26 weeks: ${point[25].toFixed(1)} ppm, by ${best.forecaster.plan.model}`);
  const plt = livePlot({
    title: "CO₂ (ppm)",
    x: { label: "weeks from the end of the file", tickUnit: "whole" },
  });
  plt.plot(weeks.slice(0, 156), values.slice(-156), { name: "observed", color: "target" });
  plt.plot(weeks.slice(156), point, { name: "forecast", color: "prediction" });
  plt.end();
}
