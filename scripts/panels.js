/**
 * @module `node scripts/panels.js …` trains global models of panels and prints their scores beside the baselines:
 *
 *     m4 TRAIN.csv TEST.csv SEASON      a set of the M4 competition, a series to a line: M4's and GIFT-Eval's scores
 *     ett ETTh1.csv                     the seven columns by fev-bench's protocol: 20 windows of 168 steps
 *     generated SEED [KIND …]           the panels of generatedPanels.js, on whose kinds the defaults are tried
 *     size SERIES ROWS                  generated daily series: seconds and memory of training and forecasting
 *
 * With `--OPTION VALUE`, options of `PanelForecaster`. The files may not be shipped.
 */
import { readFileSync } from "node:fs";
import { build } from "./build.js";
import { generatedPanel, panelKinds } from "./generatedPanels.js";

/** @typedef {import("../src/data/panel/panel.ts").Panel} Panel */
/** @typedef {import("../src/forecast/index.ts").PanelOptions} PanelOptions */
/** @typedef {import("../src/forecast/index.ts").PanelMethod} PanelMethod */
/** @typedef {import("../src/forecast/index.ts").ScorePanelOptions} ScorePanelOptions */

await build("library");
await import("./ownVectors.js");
const data = await import(new URL("../dist/data/index.js", import.meta.url).href);
const forecast = await import(new URL("../dist/forecast/index.js", import.meta.url).href);
const { words, options } = parsed(process.argv.slice(2));
const [task = "", ...rest] = words;
const began = performance.now();

if (task === "m4") await m4(rest);
else if (task === "ett") await ett(rest[0] ?? "");
else if (task === "generated") {
  const [seed, ...kinds] = rest;
  for (const kind of kinds.length > 0 ? kinds : Object.keys(panelKinds)) await generated(kind, Number(seed));
} else if (task === "size") await size(Number(rest[0]), Number(rest[1]));
else
  throw new Error("usage: node scripts/panels.js m4 | ett | generated | size …, see the head of the script");

async function m4(/** @type {string[]} */ [trainFile, testFile, season = "1"]) {
  const [train, test] = [trainFile, testFile].map(linesOf);
  const joined = train.map(([id, values], s) => /** @type {const} */ ([id, [...values, ...test[s][1]]]));
  const horizon = test[0][1].length;
  const shape = { horizon, season: Number(season) };
  const whole = data.panelFromArrays(Object.fromEntries(joined), { name: trainFile });
  print(forecast.scorePanel(whole, [], shape)); // the published figures of the baselines first
  const panel = data.panelFromArrays(Object.fromEntries(train), { name: trainFile });
  const method = await trained(panel, { ...shape, season: shape.season > 1 ? shape.season : null, test: 0 });
  print(forecast.scorePanel(whole, [method], shape));
}

async function ett(/** @type {string} */ file) {
  const [header, ...lines] = readFileSync(file, "utf8").trim().split("\n");
  const names = header.split(",").slice(1);
  const rows = lines.map((line) => line.split(",").slice(1).map(Number));
  const columns = names.map((name, c) => /** @type {const} */ ([name, rows.map((row) => row[c])]));
  const starts = names.map(() => Date.parse(`${lines[0].split(",")[0].replace(" ", "T")}Z`));
  const step = { unit: "millisecond", count: 3_600_000 };
  const panel = data.panelFromArrays(Object.fromEntries(columns), { name: file, starts, step });
  const shape = { horizon: 168, season: 24 };
  const method = await trained(panel, { ...shape, test: 20, refit: false });
  print(forecast.scorePanel(panel, [method], { ...shape, windows: 20 }));
}

async function generated(/** @type {string} */ kind, /** @type {number} */ seed) {
  const { horizon } = panelKinds[kind];
  const panel = generatedPanel(kind, data, seed);
  const run = new forecast.PanelRun(panel, { horizon, refit: false, ...options });
  for (const _ of run.run());
  const { plan, blend, scoredMethod } = forecast.PanelForecaster.from(run);
  const { methods } = forecast.scorePanel(panel, [scoredMethod], { horizon, season: plan.season ?? 1 });
  const [own, , naive] = methods;
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(
    `${kind.padEnd(10)} MASE ${own.overall.mase.toFixed(3)}, seasonal naive ${naive.overall.mase.toFixed(3)}; look-back ${plan.lookback}, share of the network ${blend.weight}; after ${seconds} s`,
  );
}

async function size(/** @type {number} */ series, /** @type {number} */ rows) {
  let state = 1;
  const u = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const values = new Float64Array(series * rows);
  for (let s = 0; s < series; s++) {
    const [level, week] = [10 * 20 ** u(), Array.from({ length: 7 }, () => 0.7 + 0.6 * u())];
    let noise = 0;
    for (let t = 0; t < rows; t++) {
      noise = 0.9 * noise + 0.2 * (u() - 0.5);
      values[s * rows + t] = level * week[t % 7] * (1 + noise + 0.001 * t);
    }
  }
  const { offsets: _, values: __, ids: ___, ...frame } = data.panelFromArrays({ a: [1] });
  const ids = Array.from({ length: series }, (_, s) => `s${s}`);
  const offsets = Float64Array.from({ length: series + 1 }, (_, s) => s * rows);
  /** @type {Panel} */
  const panel = { ...frame, ids, offsets, values };
  const run = new forecast.PanelRun(panel, { horizon: 14, season: 7, ...options });
  for (const _ of run.run());
  const forecaster = forecast.PanelForecaster.from(run);
  let count = 0;
  for (const { point } of forecaster.forecasts(panel)) count += point.length;
  const memory = (process.resourceUsage().maxRSS / 1024).toFixed(0);
  console.log(
    `${series} series of ${rows} rows: ${count} values forecast after ${((performance.now() - began) / 1000).toFixed(1)} s (${processorSeconds()} s of processors), ${memory} MB`,
  );
}

/** Trains with progress on stderr; of the model that may be scored. @returns {Promise<PanelMethod>} */
async function trained(/** @type {Panel} */ panel, /** @type {PanelOptions} */ given) {
  const run = new forecast.PanelRun(panel, { ...given, ...options });
  console.log(JSON.stringify({ ...run.plan, inputs: undefined, quantiles: undefined }));
  for (const event of run.run()) {
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    if (event.type === "epoch" && event.epoch % 5 === 0)
      console.error(
        `epoch ${event.epoch}: ${event.loss.toFixed(4)}, validation ${event.valLoss?.toFixed(4)}; ${seconds} s`,
      );
    if (event.type === "blended") console.log(JSON.stringify(event.blend), `${seconds} s`);
  }
  const forecaster = forecast.PanelForecaster.from(run);
  return run.plan.test > 0 ? forecaster.scoredMethod : forecaster.method;
}

/** @param {import("../src/forecast/index.ts").PanelScores} scores */
function print({ methods, worst }) {
  for (const { name, overall, owa, wins } of methods) {
    const shown = Object.entries(overall).map(([score, value]) => `${score} ${value.toFixed(4)}`);
    console.log(`${name.padEnd(15)} ${shown.join("  ")}  owa ${owa.toFixed(3)}  best on ${wins}`);
  }
  console.log(
    `worst of ${methods[0].name}: ${worst.map(({ id, mase }) => `${id} ${mase.toFixed(2)}`).join(", ")}`,
  );
  console.log(`${((performance.now() - began) / 1000).toFixed(1)} s, ${processorSeconds()} s of processors`);
}

function processorSeconds() {
  const { user, system } = process.cpuUsage();
  return ((user + system) / 1e6).toFixed(1);
}

/** The id and the numbers of each line; short series have empty cells at the end. @returns {[string, number[]][]} */
function linesOf(/** @type {string} */ file) {
  const lines = readFileSync(file, "utf8").trim().split("\n").slice(1);
  return lines.map((line) => {
    const [id, ...cells] = line.split(",").map((cell) => cell.replaceAll('"', "").trim());
    return [id, cells.filter((cell) => cell !== "").map(Number)];
  });
}

/** Words, and options by name. @returns {{ words: string[], options: PanelOptions }} */
function parsed(/** @type {string[]} */ all) {
  /** @type {Record<string, unknown>} */
  const options = {};
  /** @type {string[]} */
  const words = [];
  for (let i = 0; i < all.length; i++) {
    if (!all[i].startsWith("--")) words.push(all[i]);
    else {
      i += 1;
      const isText = Number.isNaN(Number(all[i])) && !["true", "false", "null"].includes(all[i]);
      options[all[i - 1].slice(2)] = isText ? all[i] : JSON.parse(all[i]);
    }
  }
  return { words, options };
}
