/**
 * @module `node scripts/coverage.js [seeds]`: trains on the shipped series with default options, and prints the coverage
 * of the prediction intervals on the test set and the MAE beside that of the best baseline: range over the seeds.
 * `node scripts/coverage.js generated`: the same of generated errors, with widths beside the true ones.
 */
import { readFileSync } from "node:fs";
import { build } from "./build.js";
import { generatedCoverage } from "./generatedSeries.js";

await build("library");
const load = (/** @type {string} */ path) =>
  import(new URL(`../dist/${path}/index.js`, import.meta.url).href);
const { mackeyGlass, readCsv, toSeries } = await load("data");
const { AdaptiveConformal, backtest } = await load("forecast");
if (process.argv[2] === "generated") {
  process.stdout.write(table(generatedCoverage(AdaptiveConformal)));
  process.exit(0);
}

const seeds = Array.from({ length: Number(process.argv[2] ?? 1) }, (_, i) => i + 1);
const rows = [["series", "horizon", "windows", "80 % coverage", "95 % coverage", "MAE", "best baseline"]];
for (const [name, series, horizons] of await shipped())
  for (const horizon of horizons) {
    const found = [];
    for (const seed of seeds) {
      const options = horizon === null ? { seed } : { seed, horizon, lookback: lookbackOf(name) };
      found.push(await backtest(series, options));
      process.stderr.write(`${rowOf(name, found.slice(-1)).join("  ")}\n`);
    }
    rows.push(rowOf(name, found));
  }
process.stdout.write(table(rows));

/** The series and the horizons to evaluate; null is the default, one season. */
async function shipped() {
  const read = async (/** @type {string} */ file, /** @type {object} */ options) =>
    toSeries(await readCsv(readFileSync(`datasets/${file}`), { name: file }), options);
  const generated = { x: mackeyGlass({ length: 1000 }) };
  return /** @type {const} */ ([
    ["sunspots", await read("sunspots.csv", { targets: ["SUNACTIVITY"] }), [1, 4, null]],
    ["co2", await read("co2.csv", { targets: ["co2"], missing: "forward" }), [1, 13, null]],
    ["mackeyGlass", seriesOf(generated), [1, 10, null]],
  ]);
}

/** A series without times. */
function seriesOf(/** @type {{ x: Float64Array }} */ { x }) {
  const columns = [{ name: "x", role: "target", values: x }];
  return {
    name: "mackeyGlass",
    timeName: null,
    time: null,
    timeKind: null,
    step: null,
    columns,
    length: x.length,
  };
}

/** Two seasons, the default. */
function lookbackOf(/** @type {string} */ name) {
  return { sunspots: 22, co2: 104 }[name] ?? 98;
}

/** One row that summarises all seeds. @returns {string[]} */
function rowOf(
  /** @type {string} */ name,
  /** @type {readonly import("../dist/forecast/index.js").Backtest[]} */ found,
) {
  const coverage = (/** @type {number} */ k) =>
    span(found.map(({ model }) => (100 * (model.intervals[k]?.coverage.overall ?? Number.NaN)).toFixed(1)));
  const [first] = found;
  if (first === undefined) return [name];
  const { windows, model, verdict } = first;
  const maes = span(found.map((one) => one.model.mae.overall.toPrecision(3)));
  const best = `${verdict.best.error.toPrecision(3)} (${verdict.best.name})`;
  return [name, `${model.mae.byStep.length}`, `${windows}`, coverage(0), coverage(1), maes, best];
}

/** The range of some numbers, or the number if all are equal. */
function span(/** @type {readonly string[]} */ numbers) {
  const [least, greatest] = [Math.min, Math.max].map((of) => of(...numbers.map(Number)));
  const [first, last] = [least, greatest].map((value) => numbers.find((text) => Number(text) === value));
  return first === last ? `${first}` : `${first} to ${last}`;
}

/** A Markdown table. */
function table(/** @type {readonly (readonly string[])[]} */ lines) {
  const [head = [], ...body] = lines;
  return [head, head.map(() => "---"), ...body].map((line) => `| ${line.join(" | ")} |\n`).join("");
}
