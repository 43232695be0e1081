/**
 * @module `npm run fuzz -- --seed 1 --count 100000`: feeds malformed files to each reader and counts the outcomes.
 *
 * A reader must succeed or throw one of its own error classes, within one second (ten for a file of settings) and 64 MB
 * per file. `--what csv` selects one reader. A failure prints its index; `--only INDEX` repeats it.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { build } from "./build.js";
import { brokenConfig, useConfig } from "./fuzzConfig.js";
import { brokenCsv, useCsv } from "./fuzzCsv.js";
import { brokenSafetensors, brokenTorch, randomOf } from "./fuzzInputs.js";

const MILLISECONDS = 1000;
const BYTES = 64 * 1024 * 1024;

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "100000" },
    only: { type: "string" },
    what: { type: "string" },
  },
});
const [seed, count] = [Number(values.seed), Number(values.count)];
if (!Number.isSafeInteger(seed) || !(Number.isSafeInteger(count) && count > 0)) {
  process.stderr.write("--seed must be an integer, --count a positive integer\n");
  process.exit(2);
}
await build("library");
console.warn = () => {}; // a warning, as about dropout without effect, is no failure
const load = (/** @type {string} */ path) => import(new URL(`../dist/${path}`, import.meta.url).href);
const { decodeSafetensors, decodeTorch, encodeSafetensors, encodeTorch } = await load("interop/index.js");
const { DataError, FormatError, UsageError, ValueError } = await load("errors.js");
const data = await load("data/index.js");
const series = {
  ...data,
  ...(await load("cli/forecast/dataFile.js")),
  ...(await load("cli/forecast/givenOptions.js")),
  ...(await load("forecast/index.js")),
  ...(await load("runs/results.js")),
};
const zip = await load("interop/torch/zip.js");

const golden = ["lstm-state-dict", "torch-checkpoint"].map((name) => readFileSync(`test/golden/${name}.pt`));
const state = decodeTorch(golden[0]);
const one = { w: { shape: [2, 1], data: Float32Array.of(1, 2) } };
const checkpoints = readdirSync("test/golden/torch").map((name) => readFileSync(`test/golden/torch/${name}`));
const wholeTorch = [
  ...golden,
  ...checkpoints,
  encodeTorch(one),
  encodeTorch({ state: { 0: one }, groups: [{ lr: 0.1, params: [0] }] }),
];
const wholeSafetensors = [
  encodeSafetensors(state),
  encodeSafetensors(one, { format: "pt" }),
  encodeSafetensors({}),
];

/** @typedef {() => number} Random */
/** @typedef {{ wholes: Uint8Array[], expected: (typeof Error)[], read: (bytes: Uint8Array, random: Random) => unknown, broken: (random: Random) => Uint8Array, limit?: number }} Reader */
/** @type {Record<string, Reader>} */
const readers = {
  safetensors: {
    wholes: wholeSafetensors,
    expected: [FormatError],
    read: (bytes) => decodeSafetensors(bytes),
    broken: (random) => brokenSafetensors(random, wholeSafetensors),
  },
  torch: {
    wholes: wholeTorch,
    expected: [FormatError],
    read: (bytes) => decodeTorch(bytes),
    broken: (random) => brokenTorch(random, wholeTorch, zip),
  },
  csv: {
    wholes: [new TextEncoder().encode("t,y\n1,2\n2,3\n")],
    expected: [DataError],
    read: (bytes, random) => useCsv(bytes, random, data),
    broken: brokenCsv,
  },
  config: {
    wholes: [new TextEncoder().encode('{"model": "gru", "epochs": 1}')],
    expected: [UsageError, ValueError, DataError],
    read: (bytes, random) => useConfig(bytes, random, series),
    broken: brokenConfig,
    limit: 10 * MILLISECONDS, // trains a model
  },
};
if (values.what !== undefined && !Object.hasOwn(readers, values.what)) {
  process.stderr.write(`--what must be one of ${Object.keys(readers).join(", ")}\n`);
  process.exit(2);
}

for (const [name, { wholes, expected, read, broken, limit }] of Object.entries(readers)) {
  if (values.what !== undefined && values.what !== name) continue;
  const tally = { read: 0, rejected: 0, failed: 0, slowest: 0, largest: 0 };
  const warm = { read: 0, rejected: 0, slowest: 0, largest: 0 }; // compiles the code before anything is measured
  for (const whole of wholes) await faultOf(() => read(whole, () => 0.5), expected, warm);
  const [from, to] = values.only === undefined ? [0, count] : [Number(values.only), Number(values.only) + 1];
  for (let index = from; index < to; index++) {
    const random = randomOf(seed, index);
    const bytes = broken(random);
    const fault = await faultOf(() => read(bytes, random), expected, tally, limit);
    if (fault === null) continue;
    tally.failed += 1;
    mkdirSync("build/fuzz", { recursive: true });
    writeFileSync(`build/fuzz/${name}-${seed}-${index}`, bytes);
    process.stdout.write(`${name}: seed ${seed}, index ${index}: ${fault}\n`);
  }
  process.stdout.write(
    `${name}: seed ${seed}, ${to - from} files: ${tally.read} read, ${tally.rejected} rejected with ${expected.map((kind) => kind.name).join(" or ")}, ${tally.failed} failed; slowest ${tally.slowest.toFixed(1)} ms, largest growth ${(tally.largest / 2 ** 20).toFixed(1)} MB\n`,
  );
  if (tally.failed > 0) process.exitCode = 1;
}

/** Runs a reader and returns what was wrong with its outcome, or null. Memory is the peak of the whole process. */
async function faultOf(
  /** @type {() => unknown} */ read,
  /** @type {(typeof Error)[]} */ expected,
  /** @type {{ read: number, rejected: number, slowest: number, largest: number }} */ tally,
  limit = MILLISECONDS,
) {
  const peak = process.resourceUsage().maxRSS;
  const start = performance.now();
  let fault = null;
  try {
    await read();
    tally.read += 1;
  } catch (error) {
    if (expected.some((kind) => error instanceof kind)) tally.rejected += 1;
    else fault = error instanceof Error ? `${error.stack}` : `threw ${error}`;
  }
  const milliseconds = performance.now() - start;
  const growth = 1024 * (process.resourceUsage().maxRSS - peak);
  tally.slowest = Math.max(tally.slowest, milliseconds);
  tally.largest = Math.max(tally.largest, growth);
  if (milliseconds > limit) fault ??= `took ${milliseconds.toFixed(0)} ms`;
  if (growth > BYTES) fault ??= `took ${(growth / 2 ** 20).toFixed(0)} MB`;
  return fault;
}
