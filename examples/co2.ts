/**
 * @module CO₂ at Mauna Loa: missing weeks, a calendar feature, and a linear model compared with a recurrent one.
 *
 * Explained in docs/examples.md. Run it with `npm run example co2`.
 */
import { readFileSync } from "node:fs";
import { readCsv, toSeries } from "unrolled/data";
import { livePlot } from "unrolled/figures";
import { backtestOf, Forecaster, type ForecasterOptions } from "unrolled/forecast";

// 59 of 2284 weeks are missing: without a policy this is an error.
const table = await readCsv(readFileSync("datasets/co2.csv"), { name: "co2.csv" });
const series = toSeries(table, { targets: ["co2"], missing: "linear" });

// A year is slightly longer than 52 weeks, so the day of the year gives the model the phase.
const models: readonly ForecasterOptions[] = [
  { model: "gru", modelOptions: { hidden: 32 }, calendar: ["day-of-year"], epochs: 12 },
  { model: "nlinear", epochs: 15 },
];
const common = { season: 52, lookback: 104, horizon: 26, seed: 1 };

let best: { readonly error: number; readonly forecaster: Forecaster } | null = null;
for (const options of models) {
  const forecaster = await Forecaster.train(series, { ...common, ...options });
  const { model, verdict } = backtestOf(forecaster, series);
  console.log(verdict.en);
  for (const { level, coverage } of model.intervals)
    console.log(`  ${100 * level}% interval: coverage ${(100 * coverage.overall).toFixed(1)}%`);
  if (best === null || model.mae.overall < best.error) best = { error: model.mae.overall, forecaster };
}

// Forecast the next half year with the better model.
if (best !== null) {
  const { targets } = best.forecaster.forecast();
  const [{ point }] = targets;
  const [{ values }] = series.columns;
  const weeks = Array.from({ length: 156 + point.length }, (_, i) => i - 155);
  console.log(`in 26 weeks: ${point[25].toFixed(1)} ppm, by ${best.forecaster.plan.model}`);
  const plt = livePlot({
    title: "CO₂ (ppm)",
    x: { label: "weeks from the end of the data", tickUnit: "whole" },
  });
  plt.plot(weeks.slice(0, 156), values.slice(-156), { name: "observed", color: "target" });
  plt.plot(weeks.slice(156), point, { name: "forecast", color: "prediction" });
  plt.end();
}
