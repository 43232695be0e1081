/**
 * @module Sunspots: from a CSV file to a forecast of the years after it, and what that is worth.
 *
 * docs/examples.md goes through it line by line. Run it with `npm run example sunspots`.
 */
import { readFileSync } from "node:fs";
import { readCsv, toSeries } from "unrolled/data";
import { livePlot } from "unrolled/figures";
import { backtestOf, Forecaster } from "unrolled/forecast";
import { progressLine } from "unrolled/train";

// Read the file: the time column is found, and every fault in it would be an error that names its row.
const table = await readCsv(readFileSync("datasets/sunspots.csv"), { name: "sunspots.csv" });
const series = toSeries(table, { targets: ["SUNACTIVITY"] });

// Train: season, look-back and horizon come from the series; the last fifth of the years is never trained on.
const forecaster = await Forecaster.train(
  series,
  { model: "gru", seed: 1 },
  { onEvent: (event) => void (event.type === "end" && console.log(progressLine(event))) },
);
const { lookback, horizon, season } = forecaster.plan;
console.log(`season ${season}: looks back on ${lookback} years, forecasts ${horizon}`);

// What is it worth? Every year of the last fifth is forecast, by the model and by doing nothing clever.
const { model, baselines, verdict } = backtestOf(forecaster, series);
for (const { name, mae } of [model, ...baselines]) console.log(name.padEnd(15), mae.overall.toFixed(1));
console.log(verdict.en);

// The years to come, with the interval that is to hold four of five.
const { time, targets } = forecaster.forecast();
const [{ point, intervals }] = targets;
const years = Array.from(time ?? [], (t) => new Date(t).getUTCFullYear());
years.forEach((year, h) => {
  const { lower, upper } = intervals[0];
  console.log(year, point[h].toFixed(0).padStart(4), `(${lower[h].toFixed(0)} to ${upper[h].toFixed(0)})`);
});

// The last years, and the forecast behind them.
const [{ values }] = series.columns;
const past = Array.from({ length: 60 }, (_, i) => 1949 + i);
const plt = livePlot({ title: "Sunspots", x: { label: "year", tickUnit: "whole" } });
plt.plot(past, values.slice(-60), { name: "observed", color: "target" });
plt.plot(years, point, { name: "forecast", color: "prediction" });
plt.end();
