/**
 * @module `node scripts/coverage.js [seeds]`: trains on the shipped series with default options, and prints which shares
 * of the test part the intervals were asked to hold and held, and the errors beside the best baseline's.
 */
import { readFileSync } from "node:fs";
import { setUp } from "./setup.js";

await setUp();
const load = (/** @type {string} */ path) =>
  import(new URL(`../dist/${path}/index.js`, import.meta.url).href);
const { mackeyGlass, readCsv, toSeries } = await load("data");
const { backtest } = await load("forecast");

const seeds = Number(process.argv[2] ?? 1);
const rows = [["series", "horizon", "seed", "windows", "80 %", "95 %", "MAE", "best baseline"]];
for (const [name, series, horizons] of await shipped())
  for (const horizon of horizons)
    for (let seed = 1; seed <= seeds; seed++) {
      const options = horizon === null ? { seed } : { seed, horizon, lookback: lookbackOf(name) };
      rows.push(rowOf(name, horizon, seed, await backtest(series, options)));
      process.stderr.write(`${rows.at(-1)?.join("  ")}\n`);
    }
process.stdout.write(table(rows));

/** Each series, with the horizons to try: null for the default one, a season. */
async function shipped() {
  const read = async (/** @type {string} */ file, /** @type {object} */ options) =>
    toSeries(await readCsv(readFileSync(`datasets/${file}`), { name: file }), options);
  const made = { x: mackeyGlass({ length: 1000 }) };
  return /** @type {const} */ ([
    ["sunspots", await read("sunspots.csv", { targets: ["SUNACTIVITY"] }), [1, 4, null]],
    ["co2", await read("co2.csv", { targets: ["co2"], missing: "forward" }), [1, 13, null]],
    ["mackeyGlass", seriesOf(made), [1, 10, null]],
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

/** Two seasons, as by default. */
function lookbackOf(/** @type {string} */ name) {
  return { sunspots: 22, co2: 104 }[name] ?? 98;
}

/** @returns {string[]} */
function rowOf(
  /** @type {string} */ name,
  /** @type {number | null} */ horizon,
  /** @type {number} */ seed,
  /** @type {import("../dist/forecast/index.js").Backtest} */ { windows, model, verdict },
) {
  const held = model.intervals.map(({ coverage }) => `${(100 * coverage.overall).toFixed(1)} %`);
  const [own, best] = [model.mae.overall, verdict.best.error].map((mae) => mae.toPrecision(3));
  const steps = `${horizon ?? model.mae.byStep.length}`;
  return [name, steps, `${seed}`, `${windows}`, ...held, own ?? "", `${best} (${verdict.best.name})`];
}

/** As Markdown has it. */
function table(/** @type {readonly (readonly string[])[]} */ lines) {
  const [head = [], ...body] = lines;
  return [head, head.map(() => "---"), ...body].map((line) => `| ${line.join(" | ")} |\n`).join("");
}
