/**
 * @module Hostile settings files, determined by a seed and an index, and the whole pipeline from their text to a forecast.
 *
 * Most combine existing settings with values that have caused bugs: plain nonsense would never pass the first check.
 */
import { changeBytes } from "./fuzzInputs.js";

/** @typedef {import("./fuzzInputs.js").Random} Random */

const below = (/** @type {Random} */ random, /** @type {number} */ limit) => Math.floor(random() * limit);

/** @template T @returns {T} */
const pick = (/** @type {Random} */ random, /** @type {readonly T[]} */ list) =>
  /** @type {T} */ (list[below(random, list.length)]);

/** Valid values of each setting; most draws are from these, so that training is reached. */
const fitting = {
  model: [
    ...["gru", "lstm", "rnn", "segrnn", "nlinear", "dlinear", "ridge"],
    ...["auto", "naive", "seasonal", "drift", "mean"],
  ],
  horizon: [1, 2, 3, 4, 6],
  lookback: [1, 2, 4, 6, 12],
  season: [null, 1, 4, 12],
  split: [[0.7, 0.1, 0.2], [0.6, 0.2, 0.2], [30, 10, 10], [0.8, 0.2], [1]],
  scaler: ["standard", "minmax", "robust", "log"],
  calendar: [["weekday"], ["hour", "month"], []],
  hidden: [1, 3, 8],
  layers: [1, 2],
  dropout: [0, 0.5],
  mode: ["direct", "recursive"],
  relative: [true, false],
  segment: [1, 2],
  width: [2, 4],
  kernel: [1, 3, 25],
  penalty: [0, 0.1, 1e9],
  loss: ["mse", "mae", "huber", "quantile"],
  levels: [[0.8], [0.5, 0.9], []],
  epochs: [1, 2],
  batchSize: [1, 8, 32],
  lr: [0.001, 0.1, 1e6],
  lrDecay: [0.5, 1],
  patience: [1, 3],
  clip: [null, 1],
  seed: [0, 1, 2 ** 40],
  windowsPerEpoch: [null, 1, 20],
  refit: [true, false],
  budget: [0.001, 1],
  stride: [1, 5],
  dropLast: [0, 4, 32],
  units: ["original", "scaled"],
  reachBack: [true, false],
};
const names = /** @type {(keyof typeof fitting)[]} */ (Object.keys(fitting));
const odd = [
  ...[
    null,
    true,
    false,
    "",
    "none",
    "off",
    "nan",
    "1",
    [],
    [[]],
    {},
    [null],
    ["x"],
    [0.8, 0.8],
    [1, 2, 3, 4],
  ],
  ...[
    -1,
    0,
    0.5,
    1.5,
    1e-320,
    1e9,
    1e21,
    2 ** 53,
    -0,
    1e308,
    "__proto__",
    "gru ",
    "\u0000",
    "日期",
    "x".repeat(5000),
  ],
];
const oddNames = [
  "__proto__",
  "constructor",
  "hiden",
  "batch-size",
  "",
  "data",
  "target",
  "missing",
  "time",
  "日期",
];

/** The bytes of a settings file. @returns {Uint8Array} */
export function brokenConfig(/** @type {Random} */ random) {
  const trouble = pick(random, [0, 0, 0.05, 0.2, 0.6]);
  const entries = Array.from({ length: below(random, 9) }, () => {
    if (random() < trouble / 2) return [pick(random, oddNames), pick(random, odd)];
    const name = pick(random, names);
    return [
      name,
      random() < trouble ? pick(random, odd) : pick(random, /** @type {unknown[]} */ (fitting[name])),
    ];
  });
  const text = `{${entries.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(", ")}}`;
  const bytes = new TextEncoder().encode(text);
  return random() < trouble ? changeBytes(random, bytes) : bytes;
}

/** Columns whose values have caused bugs. @type {((i: number, random: Random) => number)[]} */
const waves = [
  (i) => Math.sin(i / 2),
  (i, random) => i + random(),
  () => 5,
  (i) => (i < 40 ? 0 : 1),
  (i) => 1e300 * Math.sin(i),
  (i) => 1e-300 * Math.cos(i),
  (i) => (i % 7 === 0 ? 1e12 : -1),
  (_, random) => (random() < 0.5 ? 5e-324 : 0),
];

/** A CSV table of 5 to 80 days. */
export function tableOf(/** @type {Random} */ random) {
  const rows = pick(random, [5, 20, 50, 80]);
  const [first, second] = [pick(random, waves), pick(random, waves)];
  const day = (/** @type {number} */ i) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
  const lines = Array.from({ length: rows }, (_, i) => `${day(i)},${first(i, random)},${second(i, random)}`);
  return ["date,x,y", ...lines].join("\n");
}

/**
 * Does what `unrolled train` does: settings, series, a short training, backtest, forecast. Throws if a forecast is not
 * finite or an interval is inverted.
 */
export async function useConfig(
  /** @type {Uint8Array} */ bytes,
  /** @type {Random} */ random,
  /** @type {Record<string, any>} */ {
    parseConfig,
    seriesOf,
    forecasterOptionsOf,
    protocolOf,
    readCsv,
    ForecasterRun,
    Forecaster,
    outcomeOf,
  },
) {
  const text = new TextDecoder().decode(bytes);
  const { options: given } = parseConfig(text, "options.json");
  const table = await readCsv(tableOf(random), { name: "days.csv" });
  const { series } = seriesOf(table, { target: ["x"], ...given });
  const options = forecasterOptionsOf(given);
  if (isLarge(given)) return;
  const run = new ForecasterRun(series, { budget: 0.05, ...options }); // seconds
  for (const _ of run.run());
  const { backtest, forecast } = outcomeOf(Forecaster.from(run), series, protocolOf(given));
  if (backtest !== null) JSON.stringify(backtest);
  for (const { point, intervals } of forecast?.targets ?? []) {
    if (!point.every(Number.isFinite)) throw new Error(`a forecast is ${point}`);
    for (const { lower, upper } of intervals)
      if (!lower.every((/** @type {number} */ low, /** @type {number} */ i) => low <= upper[i]))
        throw new Error(`an interval is ${lower} to ${upper}`);
  }
}

/** Whether the options are valid but would take too long, or too much memory, to fuzz. */
function isLarge(/** @type {Record<string, unknown>} */ given) {
  const sizes = [given.hidden, given.layers, given.width, given.epochs, given.patience, given.kernel];
  return sizes.some((size) => Number(size) > 100);
}
