/**
 * @module Kills trainings and resumes them: `node scripts/kills.js [KILLS] [SEED]` kills at random moments, then before and after
 * each rename, flush and unlink of a run, and tears 100 checkpoints.
 *
 * After each kill every file must be readable; at the end of each run every file must be that of an uninterrupted one, but
 * for times and process numbers. A torn checkpoint must be refused.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const built = (/** @type {string} */ name) =>
  import(new URL(`../dist/${name}/index.js`, import.meta.url).href);
const { decodeSafetensors } = await built("interop");
const command = fileURLToPath(new URL("../dist/node/cli.js", import.meta.url));
const hook = new URL("killHook.js", import.meta.url).href;
const data = fileURLToPath(new URL("../datasets/sunspots.csv", import.meta.url));
const target = ["--target", "SUNACTIVITY"];
const long = ["--epochs", "20", "--patience", "20", "--model", "lstm", "--layers", "2", "--dropout", "0.2"];
/** A panel of twelve shops, made by the package. */
const ofPanel = [
  "--horizon",
  "7",
  "--steps",
  "150",
  "--hidden",
  "16",
  "--static",
  "region",
  "--future",
  "promo",
];
const short = ["--epochs", "2", "--hidden", "4", "--tensorboard"];

/**
 * Runs the command until it ends, or kills it after `limit` milliseconds.
 * @returns {Promise<number | null>}
 */
function run(/** @type {string[]} */ words, { limit = Number.POSITIVE_INFINITY, at = "", log = "" } = {}) {
  const hooks = at === "" && log === "" ? [] : ["--import", hook];
  const env = { ...process.env, UNROLLED_KILL_AT: at, UNROLLED_KILL_LOG: log };
  const child = spawn(process.execPath, [...hooks, command, "train", ...words], {
    stdio: ["ignore", "ignore", "pipe"],
    env,
  });
  let stderr = "";
  child.stderr.on("data", (text) => {
    stderr += text;
  });
  const timer = Number.isFinite(limit) ? setTimeout(() => child.kill("SIGKILL"), limit) : undefined;
  return new Promise((resolve, reject) => {
    child.on("close", (code) => {
      clearTimeout(timer);
      if (code !== null && code !== 0) reject(new Error(`train exited with ${code}: ${stderr}`));
      else resolve(code);
    });
  });
}

/** Files still being written, and the lock, have hidden names. */
const namesIn = (/** @type {string} */ folder) => readdirSync(folder).filter((name) => !name.startsWith("."));

/** Reads every file of a run. */
function readAll(/** @type {string} */ folder) {
  for (const name of namesIn(folder)) {
    const bytes = readFileSync(join(folder, name));
    if (name.endsWith(".json")) JSON.parse(bytes.toString());
    if (name.endsWith(".safetensors")) decodeSafetensors(bytes);
    if (name === "metrics.jsonl")
      bytes
        .toString()
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line));
  }
}

/** What depends on the time and the process. */
const passing =
  /"(?:created|updated|pid|seconds|eta|samplesPerSecond)":\s*[^,\n}]+|(?:epochs in|用时) [\d.:]+/g;

/** The results that must not depend on kills: every file, comparable with those of other runs. */
function resultOf(/** @type {string} */ folder, /** @type {string} */ run) {
  const entries = namesIn(folder).map((name) => {
    const bytes = readFileSync(join(folder, name));
    if (name.includes("tfevents")) return ["events", String(bytes.length)]; // its times differ
    if (name.endsWith(".safetensors")) return [name, bytes.toString("base64")];
    return [name, bytes.toString().replaceAll(passing, "").replaceAll(`runs/${run}`, "runs/RUN")];
  });
  return new Map(/** @type {[string, string][]} */ (entries));
}

function checkSame(
  /** @type {string} */ run,
  /** @type {Map<string, string>} */ got,
  /** @type {Map<string, string>} */ wanted,
) {
  for (const name of new Set([...got.keys(), ...wanted.keys()]))
    if (got.get(name) !== wanted.get(name))
      throw new Error(`${name} of ${run} differs from that of the uninterrupted run`);
}

/** @returns {() => number} uniform numbers in [0, 1) by Lehmer's generator */
function randomFrom(/** @type {number} */ seed) {
  let state = (seed % 2147483646) + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/**
 * Does something with an empty folder for runs.
 * @template Result
 * @param {(out: string) => Promise<Result>} work
 */
async function inFolder(work) {
  const out = mkdtempSync(join(tmpdir(), "unrolled-kills-"));
  try {
    return await work(out);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** The words that begin a run, or go on with it if it has begun. */
function wordsFor(
  /** @type {string} */ out,
  /** @type {string} */ name,
  /** @type {string[]} */ flags,
  every = "0.05",
  given = [data, ...target],
) {
  const hasBegun = readdirSync(out).includes(name) && namesIn(join(out, name)).includes("config.json");
  const own = hasBegun ? ["--resume", join(out, name)] : [...given, ...flags, "--out", out, "--name", name];
  return [...own, "--checkpoint-every", every];
}

/**
 * Kills at random moments trainings of a series, or of a panel.
 * @returns {Promise<{ kills: number, runs: number, early: number }>}
 */
export function killAndResume(
  /** @type {number} */ kills,
  /** @type {number} */ seed,
  log = (/** @type {string} */ _) => {},
  isPanel = false,
) {
  return inFolder(async (out) => {
    const panel = join(out, ".shops.csv");
    if (isPanel) writeFileSync(panel, (await built("data")).shopSales({ shops: 12, days: 90 }));
    const given = isPanel ? [panel] : [data, ...target];
    const flags = isPanel ? ofPanel : long;
    const began = performance.now();
    await run(wordsFor(out, "uninterrupted", flags, "0.05", given));
    const whole = performance.now() - began;
    const wanted = resultOf(join(out, "uninterrupted"), "uninterrupted");
    const random = randomFrom(seed);
    const done = { kills: 0, runs: 0, early: 0 };
    while (done.kills < kills) {
      const name = `killed-${done.runs}`;
      const folder = join(out, name);
      for (let isOver = false; !isOver; ) {
        const limit = done.kills < kills ? random() * 1.1 * whole : Number.POSITIVE_INFINITY;
        const words = wordsFor(out, name, flags, "0.05", given);
        if (!words.includes("--resume")) done.early += 1;
        isOver = (await run(words, { limit })) !== null;
        if (!isOver) done.kills += 1;
        if (readdirSync(out).includes(name)) readAll(folder);
      }
      checkSame(name, resultOf(folder, name), wanted);
      done.runs += 1;
      rmSync(folder, { recursive: true });
      log(`${done.kills} kills, ${done.runs} runs: every file that of the uninterrupted run`);
    }
    return done;
  });
}

/**
 * Kills before and after each rename, link, flush and unlink of a run, or at `most` of these moments, spread over it.
 * @returns {Promise<{ moments: number, kills: number, names: string[] }>}
 */
export function killAtEach(most = Number.POSITIVE_INFINITY, log = (/** @type {string} */ _) => {}) {
  return inFolder(async (out) => {
    const list = join(out, ".moments");
    await run(wordsFor(out, "uninterrupted", short, "3600"), { log: list });
    const names = readFileSync(list, "utf8").split("\n");
    const wanted = resultOf(join(out, "uninterrupted"), "uninterrupted");
    const step = Math.max(1, (names.length - 1) / (most - 1));
    const done = { moments: names.length, kills: 0, names: /** @type {string[]} */ ([]) };
    for (let at = 0; at < names.length; at += step) {
      const moment = Math.floor(at);
      const name = `killed-${moment}`;
      const folder = join(out, name);
      const words = wordsFor(out, name, short, "3600");
      if ((await run(words, { at: String(moment) })) === null) done.kills += 1; // a run may have fewer moments
      if (readdirSync(out).includes(name)) readAll(folder);
      await run(wordsFor(out, name, short, "3600"));
      checkSame(`the run killed ${names[moment]} (${moment})`, resultOf(folder, name), wanted);
      done.names.push(names[moment]);
      rmSync(folder, { recursive: true });
      log(`killed ${names[moment]}, ${moment} of ${names.length}`);
    }
    return done;
  });
}

/** Tears checkpoints, as a loss of power does; returns how many of them are refused. */
export async function tearCheckpoints(/** @type {number} */ count, /** @type {number} */ seed) {
  const [{ ForecasterRun }, { readCsv, toSeries }, { FormatError }] = await Promise.all([
    built("forecast"),
    built("data"),
    import(new URL("../dist/index.js", import.meta.url).href),
  ]);
  const table = await readCsv(readFileSync(data), { name: "sunspots.csv" });
  const series = toSeries(table, { targets: ["SUNACTIVITY"] });
  const trained = new ForecasterRun(series, { model: "gru", epochs: 2 });
  let bytes = new Uint8Array();
  for (const event of trained.run()) if (event.type === "epoch") bytes = trained.checkpoint();
  const random = randomFrom(seed);
  let refused = 0;
  for (let i = 0; i < count; i++) {
    const fresh = new ForecasterRun(series, { model: "gru", epochs: 2 });
    try {
      fresh.restore(torn(bytes, i, random));
    } catch (error) {
      if (error instanceof FormatError) refused += 1;
    }
  }
  return refused;
}

/** Zeros to the end, a page of zeros, an end that is missing, an end of something else, or one bit. */
function torn(
  /** @type {Uint8Array} */ bytes,
  /** @type {number} */ kind,
  /** @type {() => number} */ random,
) {
  const at = Math.floor(random() * (bytes.length - 1));
  const found = Uint8Array.from(bytes);
  const rest = () => Uint8Array.from({ length: bytes.length - at }, () => Math.floor(random() * 256));
  if (kind % 5 === 0) found.fill(0, Math.min(at, bytes.length - 8));
  else if (kind % 5 === 1) found.fill(0, at - (at % 512), at - (at % 512) + 512);
  else if (kind % 5 === 2) return found.subarray(0, at);
  else if (kind % 5 === 3) found.set(rest(), at);
  else found[at] ^= 1 << Math.floor(random() * 8);
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [kills = 200, seed = 1] = process.argv.slice(2).map(Number);
  const say = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);
  say(`${await tearCheckpoints(100, seed)} of 100 torn checkpoints refused`);
  const each = await killAtEach(Number.POSITIVE_INFINITY, say);
  say(
    `${each.kills} kills at ${each.moments} moments of a run: every file readable, then that of a whole run`,
  );
  const { runs } = await killAndResume(kills, seed, say);
  say(`${kills} kills in ${runs} runs: every file readable, then that of a whole run`);
  const panels = await killAndResume(Math.ceil(kills / 10), seed, say, true);
  say(`the same for a panel: ${panels.kills} kills in ${panels.runs} runs`);
}
