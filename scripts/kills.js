/**
 * @module Kills a training at random moments and resumes it, again and again: `node scripts/kills.js [KILLS] [SEED]`.
 *
 * After each kill every file must be readable; at the end of each run the model must be bit-identical to that of an
 * uninterrupted run.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const { decodeSafetensors } = await import(new URL("../dist/interop/index.js", import.meta.url).href);
const command = fileURLToPath(new URL("../dist/node/cli.js", import.meta.url));
const data = fileURLToPath(new URL("../datasets/sunspots.csv", import.meta.url));
const flags = ["--epochs", "20", "--patience", "20", "--model", "lstm", "--layers", "2", "--dropout", "0.2"];

/** Runs the command until it ends, or kills it after `limit` milliseconds. @returns {Promise<number | null>} */
function run(/** @type {string[]} */ words, /** @type {number} */ limit) {
  const child = spawn(process.execPath, [command, "train", ...words], {
    stdio: ["ignore", "ignore", "pipe"],
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

/** Reads every file of a run. Files still being written have hidden names. */
function readAll(/** @type {string} */ folder) {
  for (const name of readdirSync(folder).filter((one) => !one.startsWith("."))) {
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

/** The results that must not depend on kills. */
function resultOf(/** @type {string} */ folder) {
  const lines = readFileSync(join(folder, "metrics.jsonl"), "utf8").trim().split("\n");
  const losses = lines
    .map((line) => JSON.parse(line))
    .map(({ epoch, loss, valLoss }) => [epoch, loss, valLoss]);
  const model = readFileSync(join(folder, "best.safetensors")).toString("base64");
  return JSON.stringify({ model, losses, forecast: readFileSync(join(folder, "forecast.csv"), "utf8") });
}

/** @returns {() => number} uniform numbers in [0, 1) by Lehmer's generator */
function randomFrom(/** @type {number} */ seed) {
  let state = (seed % 2147483646) + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/** @returns {Promise<{ kills: number, runs: number, early: number }>} */
export async function killAndResume(
  /** @type {number} */ kills,
  /** @type {number} */ seed,
  log = (/** @type {string} */ _) => {},
) {
  const out = mkdtempSync(join(tmpdir(), "unrolled-kills-"));
  try {
    const start = (/** @type {string} */ name) => [
      data,
      "--target",
      "SUNACTIVITY",
      ...flags,
      "--out",
      out,
      "--name",
      name,
      "--checkpoint-every",
      "0.05",
    ];
    const began = performance.now();
    await run(start("uninterrupted"), Number.POSITIVE_INFINITY);
    const whole = performance.now() - began;
    const wanted = resultOf(join(out, "uninterrupted"));
    const random = randomFrom(seed);
    const done = { kills: 0, runs: 0, early: 0 };
    while (done.kills < kills) {
      const name = `killed-${done.runs}`;
      const folder = join(out, name);
      const isThere = () => readdirSync(out).includes(name) && readdirSync(folder).includes("config.json");
      for (let isOver = false; !isOver; ) {
        const limit = done.kills < kills ? random() * 1.1 * whole : Number.POSITIVE_INFINITY;
        if (!isThere()) done.early += 1;
        isOver =
          (await run(
            isThere() ? ["--resume", folder].concat("--checkpoint-every", "0.05") : start(name),
            limit,
          )) !== null;
        if (!isOver) done.kills += 1;
        if (readdirSync(out).includes(name)) readAll(folder);
      }
      if (resultOf(folder) !== wanted) throw new Error(`${name} differs from the uninterrupted run`);
      done.runs += 1;
      rmSync(folder, { recursive: true });
      log(`${done.kills} kills, ${done.runs} runs: all identical to the uninterrupted run`);
    }
    return done;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [kills = 200, seed = 1] = process.argv.slice(2).map(Number);
  const { runs } = await killAndResume(kills, seed, (line) => process.stdout.write(`${line}\n`));
  process.stdout.write(`${kills} kills in ${runs} runs: every file readable, every model bit-identical\n`);
}
