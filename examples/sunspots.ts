/**
 * @module Sunspots: reads a CSV file, trains a model, evaluates it and forecasts the next eleven years.
 *
 * Explained in docs/examples.md. Run it with `npm run example sunspots`.
 */
import { readFileSync } from "node:fs";
import { readCsv, toSeries } from "unrolled/data";
import { livePlot } from "unrolled/figures";
import { backtestOf, Forecaster } from "unrolled/forecast";
import { progressLine } from "unrolled/train";

// Read the file. The time column is detected; any fault would be an error that names the row.
const table = await readCsv(readFileSync("datasets/sunspots.csv"), { name: "sunspots.csv" });
const series = toSeries(table, { targets: ["SUNACTIVITY"] });

// Train. Season, look-back and horizon are detected; the last fifth of the years is the test set.
const forecaster = await Forecaster.train(
  series,
  { model: "gru", seed: 1 },
  { onEvent: (event) => void (event.type === "end" && console.log(progressLine(event))) },
);
const { lookback, horizon, season } = forecaster.plan;
console.log(`season ${season}: look-back ${lookback} years, horizon ${horizon}`);

// Evaluate: model and naive baselines forecast every window of the test set.
const { model, baselines, verdict } = backtestOf(forecaster, series);
for (const { name, mae } of [model, ...baselines]) console.log(name.padEnd(15), mae.overall.toFixed(1));
console.log(verdict.en);

// Forecast the next years, with the 80% interval.
const { time, targets } = forecaster.forecast();
const [{ point, intervals }] = targets;
const years = Array.from(time ?? [], (t) => new Date(t).getUTCFullYear());
years.forEach((year, h) => {
  const { lower, upper } = intervals[0];
  console.log(year, point[h].toFixed(0).padStart(4), `(${lower[h].toFixed(0)} to ${upper[h].toFixed(0)})`);
});

// Plot the last years and the forecast.
const [{ values }] = series.columns;
const past = Array.from({ length: 60 }, (_, i) => 1949 + i);
const plt = livePlot({ title: "Sunspots", x: { label: "year", tickUnit: "whole" } });
plt.plot(past, values.slice(-60), { name: "observed", color: "target" });
plt.plot(years, point, { name: "forecast", color: "prediction" });
plt.end();
