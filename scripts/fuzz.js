/**
 * @module `npm run fuzz -- --seed 1 --count 100000`: feeds malformed files to each reader and counts the outcomes.
 *
 * A reader must succeed or throw one of its own error classes, within one second (ten for a file of settings) and 64 MB
 * per file; 256 MB for a model file, a checkpoint or the folder of a run. `--what csv` selects one reader. A failure prints its
 * index; `--only INDEX` repeats it.
 */
import { fork } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "./build.js";
import { brokenConfig, useConfig } from "./fuzzConfig.js";
import { brokenCsv, useCsv } from "./fuzzCsv.js";
import {
  brokenCheckpoint,
  brokenFolder,
  brokenModel,
  kinds,
  partsOf,
  useCheckpoint,
  useFolder,
  useModel,
  wholeRuns,
} from "./fuzzForeign.js";
import { brokenSafetensors, brokenTorch, randomOf } from "./fuzzInputs.js";

const MILLISECONDS = 1000;
const MB = 1024 * 1024;

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "100000" },
    only: { type: "string" },
    what: { type: "string" },
    from: { type: "string", default: "0" },
  },
});
const [seed, count] = [Number(values.seed), Number(values.count)];
if (!Number.isSafeInteger(seed) || !(Number.isSafeInteger(count) && count > 0)) {
  process.stderr.write("--seed must be an integer, --count a positive integer\n");
  process.exit(2);
}
/** Kinds whose readers run in a process of their own, which is ended if one takes far too long or too much memory. */
const watched = ["model", "checkpoint", "folder"];
if (process.send === undefined) await build("library");
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
/** @typedef {{ wholes?: Uint8Array[], expected: (typeof Error)[], read: (made: any, random: Random) => unknown, broken: (random: Random) => any, limit?: number, bytes?: number }} Reader */

/** Readers of files that came from somebody else's training, and what they need. @returns {Promise<Record<string, Reader>>} */
async function foreignReaders() {
  const place = mkdtempSync(join(tmpdir(), "unrolled-fuzz-"));
  process.on("exit", () => rmSync(place, { recursive: true, force: true }));
  const paths = [
    ...["data/index", "forecast/index", "interop/index", "interop/decodeWeights", "interop/onnx/inferStack"],
    ...["cli/forecast/givenOptions", "cli/studio/runFolders", "cli/studio/studioRuns", "cli/main"],
    ...["runs/summary", "errors", "cli/files"],
  ];
  const parts = await partsOf(await Promise.all(paths.map((path) => load(`${path}.js`))));
  const wholes = await wholeRuns(join(place, "whole"), parts, kinds);
  const { ours: expected } = parts;
  const bytes = 256 * MB;
  return {
    model: {
      expected,
      read: (made) => useModel(made, parts),
      broken: (random) => brokenModel(random, wholes, parts),
      bytes,
    },
    checkpoint: {
      expected,
      read: (made) => useCheckpoint(made, parts),
      broken: (random) => brokenCheckpoint(random, wholes, parts),
      bytes,
    },
    folder: {
      expected,
      read: (made) => useFolder(made, join(place, "sent"), parts),
      broken: (random) => brokenFolder(random, wholes, parts),
      bytes,
      limit: 8 * MILLISECONDS, // eight readers, one after the other
    },
  };
}

/** @type {Record<string, Reader>} */
const ownReaders = {
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
const names = [...Object.keys(ownReaders), ...watched];
if (values.what !== undefined && !names.includes(values.what)) {
  process.stderr.write(`--what must be one of ${names.join(", ")}\n`);
  process.exit(2);
}
const chosen = names.filter((name) => values.what === undefined || values.what === name);
const isWatcher = process.send === undefined;
const readers = isWatcher ? ownReaders : await foreignReaders();

for (const name of chosen) {
  const reader = readers[name];
  if (reader === undefined) await watch(name);
  else await feed(name, reader);
}

/** Feeds a reader all files, and reports each failure. */
async function feed(
  /** @type {string} */ name,
  /** @type {Reader} */ { wholes = [], expected, read, broken, limit = MILLISECONDS, bytes: most = 64 * MB },
) {
  const tally = { read: 0, rejected: 0, failed: 0, slowest: 0, largest: 0 };
  const warm = { read: 0, rejected: 0, slowest: 0, largest: 0 }; // compiles the code before anything is measured
  for (const whole of wholes) await faultOf(() => read(whole, () => 0.5), expected, warm, limit, most);
  const [from, to] =
    values.only === undefined ? [Number(values.from), count] : [Number(values.only), Number(values.only) + 1];
  for (let index = from; index < to; index++) {
    const random = randomOf(seed, index);
    process.send?.({ index });
    const made = broken(random);
    const fault = await faultOf(() => read(made, random), expected, tally, limit, most);
    if (fault === null) continue;
    tally.failed += 1;
    if (made instanceof Uint8Array) {
      mkdirSync("build/fuzz", { recursive: true });
      writeFileSync(`build/fuzz/${name}-${seed}-${index}`, made);
    }
    process.stdout.write(`${name}: seed ${seed}, index ${index}: ${fault}\n`);
  }
  process.stdout.write(
    `${name}: seed ${seed}, ${to - from} files: ${tally.read} read, ${tally.rejected} rejected with ${expected.map((kind) => kind.name).join(" or ")}, ${tally.failed} failed; slowest ${tally.slowest.toFixed(1)} ms, largest growth ${(tally.largest / MB).toFixed(1)} MB\n`,
  );
  if (tally.failed > 0) process.exitCode = 1;
}

/** Feeds a reader in another process. One that takes 20 seconds or 2 GB is ended there, and the next files go to a new one. */
async function watch(/** @type {string} */ name) {
  for (let from = Number(values.from); from < count; ) {
    const only = values.only === undefined ? [] : ["--only", values.only];
    const words = [
      "--what",
      name,
      "--seed",
      String(seed),
      "--count",
      String(count),
      "--from",
      String(from),
      ...only,
    ];
    const child = fork(new URL(import.meta.url), words, {});
    let [index, since, end] = [-1, Date.now() + 300_000, ""];
    child.on("message", (/** @type {{ index: number }} */ told) => {
      [index, since] = [told.index, Date.now()];
    });
    const timer = setInterval(() => {
      if (Date.now() - since > 20 * MILLISECONDS) end = "takes more than 20 s";
      if (residentOf(child.pid) > 2048 * MB) end = "takes more than 2 GB";
      if (end !== "") child.kill("SIGKILL");
    }, 100);
    const code = await new Promise((resolve) => child.on("close", resolve));
    clearInterval(timer);
    if (end === "" && code === 0) return;
    process.exitCode = 1;
    if (end === "" && code === 1) return; // it has reported its failures
    process.stdout.write(`${name}: seed ${seed}, index ${index}: ${end || `ended with ${code}`}\n`);
    if (values.only !== undefined) return;
    from = index + 1;
  }
}

/** The memory of a process in bytes, where the system tells it. */
function residentOf(/** @type {number | undefined} */ pid) {
  try {
    return 1024 * Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Runs a reader and returns what was wrong with its outcome, or null. Memory is the peak of the whole process. */
async function faultOf(
  /** @type {() => unknown} */ read,
  /** @type {(typeof Error)[]} */ expected,
  /** @type {{ read: number, rejected: number, slowest: number, largest: number }} */ tally,
  /** @type {number} */ limit,
  /** @type {number} */ most,
) {
  const [peak, before] = [process.resourceUsage().maxRSS, process.memoryUsage.rss()];
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  let fault = null;
  try {
    await read();
    tally.read += 1;
  } catch (error) {
    if (expected.some((kind) => error instanceof kind)) tally.rejected += 1;
    else fault = error instanceof Error ? `${error.stack}` : `threw ${error}`;
  }
  const { user, system } = process.cpuUsage(cpu); // other programs may have the processor
  const milliseconds = Math.min(performance.now() - start, (user + system) / 1000);
  const { maxRSS } = process.resourceUsage();
  const growth = maxRSS > peak ? 1024 * maxRSS - before : 0;
  tally.slowest = Math.max(tally.slowest, milliseconds);
  tally.largest = Math.max(tally.largest, growth);
  if (milliseconds > limit) fault ??= `took ${milliseconds.toFixed(0)} ms`;
  if (growth > most) fault ??= `took ${(growth / MB).toFixed(0)} MB`;
  return fault;
}
