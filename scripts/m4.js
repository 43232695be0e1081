/**
 * @module `node scripts/m4.js TRAIN.csv TEST.csv [BUDGET]`: forecasts every 21st series of M4 Hourly, 48 rows ahead, with
 * default options, and prints its MASE beside that of seasonal naive, what was chosen, and the seconds it took.
 *
 * The files are the competition's `Hourly-train.csv` and `Hourly-test.csv`, which may not be shipped: a series to a line.
 */
import { readFileSync } from "node:fs";
import { build } from "./build.js";

const HORIZON = 48;
const SEASON = 24;
const EVERY = 21;

await build("library");
const { seriesFromArrays } = await import(new URL("../dist/data/index.js", import.meta.url).href);
const { Forecaster } = await import(new URL("../dist/forecast/index.js", import.meta.url).href);
const [trainFile = "", testFile = "", budget = "120"] = process.argv.slice(2);
const [trains, tests] = [trainFile, testFile].map(linesOf);

const found = [];
for (let i = 0; i < trains.length; i += EVERY) {
  const [past, actual] = [trains[i], tests[i].slice(0, HORIZON)];
  const series = seriesFromArrays({ y: Float64Array.from(past) }, { name: `H${i + 1}` });
  const began = performance.now();
  const forecaster = await Forecaster.train(series, {
    horizon: HORIZON,
    season: SEASON,
    budget: Number(budget),
  });
  const [{ point }] = forecaster.forecast().targets;
  const seconds = (performance.now() - began) / 1000;
  const { plan } = forecaster;
  /** @type {{ model: string, lookback: number }[]} */
  const members = plan.members ?? [plan];
  const models = members.map(({ model, lookback }) => `${model} ${lookback}`).join(" + ");
  const scale = meanOf(past.slice(SEASON).map((value, t) => Math.abs(value - past[t])));
  const mase = (/** @type {(h: number) => number} */ forecast) =>
    meanOf(actual.map((value, h) => Math.abs(value - forecast(h)))) / scale;
  const [own, naive] = [mase((h) => point[h]), mase((h) => past[past.length - SEASON + (h % SEASON)])];
  found.push({ own, naive });
  console.log([`H${i + 1}`, own.toFixed(3), naive.toFixed(3), `${seconds.toFixed(0)} s`, models].join("  "));
}
const wins = found.filter(({ own, naive }) => own < naive).length;
const means = [meanOf(found.map(({ own }) => own)), meanOf(found.map(({ naive }) => naive))];
console.log(
  `mean MASE ${means[0].toFixed(3)}, seasonal naive ${means[1].toFixed(3)}; better on ${wins} of ${found.length}`,
);

/** The numbers of each line behind its name; short series have empty cells at the end. */
function linesOf(/** @type {string} */ file) {
  const lines = readFileSync(file, "utf8").trim().split("\n").slice(1);
  return lines.map((line) => {
    const cells = line.split(",").map((cell) => cell.replaceAll('"', "").trim());
    return cells
      .slice(1)
      .filter((cell) => cell !== "")
      .map(Number);
  });
}

function meanOf(/** @type {readonly number[]} */ values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
