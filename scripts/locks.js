/**
 * @module Starts pairs of commands on one run at once: `node scripts/locks.js [PAIRS]`.
 *
 * Of each pair one must work and the other be refused; nothing else may happen to the run, which must end as if it had been
 * left alone. Some pairs resume a run that was killed, some take the same new name, some are baselines.
 */
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const command = fileURLToPath(new URL("../dist/node/cli.js", import.meta.url));
const data = fileURLToPath(new URL("../datasets/sunspots.csv", import.meta.url));
const series = [data, "--target", "SUNACTIVITY"];
const network = ["--epochs", "16", "--patience", "16", "--model", "gru", "--hidden", "4"];
const kinds = /** @type {const} */ (["name", "resume", "baseline"]);

/** @typedef {{ code: number | null, stderr: string }} End */

/** @returns {import("node:child_process").ChildProcess} */
function start(/** @type {readonly string[]} */ words, stopped = false) {
  const child = spawn(process.execPath, [command, "train", ...words], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  if (stopped) child.kill("SIGSTOP");
  return child;
}

/** @returns {Promise<End>} */
function end(/** @type {import("node:child_process").ChildProcess} */ child) {
  let stderr = "";
  child.stderr?.on("data", (text) => {
    stderr += text;
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, stderr })));
}

/** A killed run in a folder; it has a checkpoint. */
async function makeKilled(/** @type {string} */ out) {
  const child = start([...series, ...network, "--out", out, "--name", "killed", "--checkpoint-every", "0"]);
  const ended = end(child);
  const isReady = () =>
    readdirSync(out).includes("killed") &&
    readdirSync(join(out, "killed")).includes("checkpoint.safetensors");
  while (!isReady() && child.exitCode === null) await sleep(5);
  child.kill("SIGKILL");
  await ended;
  return join(out, "killed");
}

/** The results that must not depend on who else was there. */
function resultOf(/** @type {string} */ folder) {
  const names = readdirSync(folder).sort();
  const of = (/** @type {string} */ name) => readFileSync(join(folder, name)).toString("latin1");
  const lines = names.includes("metrics.jsonl") ? of("metrics.jsonl").trim().split("\n") : []; // a baseline has none
  const losses = lines
    .map((line) => JSON.parse(line))
    .map(({ epoch, loss, valLoss }) => [epoch, loss, valLoss]);
  const { state } = JSON.parse(of("status.json"));
  return JSON.stringify({
    names,
    state,
    losses,
    model: of("best.safetensors"),
    forecast: of("forecast.csv"),
  });
}

/** @returns {Promise<string>} the faults of a pair; empty if one worked and the other was refused */
async function pair(
  /** @type {readonly string[]} */ words,
  /** @type {string} */ folder,
  /** @type {string} */ wanted,
) {
  const ends = await Promise.all([start(words), start(words)].map(end));
  const told = ends
    .map(({ code, stderr }) => `exit ${code}: ${stderr.trim().split("\n").slice(-3).join(" / ")}`)
    .join("\n");
  const isRefused = (/** @type {End} */ { code, stderr }) =>
    code === 2 && /is being trained by another process|already exists/.test(stderr);
  const worked = ends.filter(({ code }) => code === 0).length;
  if (worked !== 1 || ends.filter(isRefused).length !== 1)
    return `one must work and one be refused:\n${told}`;
  return wanted === "" || resultOf(folder) === wanted
    ? ""
    : `the run is not what it is without the other:\n${told}`;
}

/** @returns {Promise<Record<(typeof kinds)[number], number>>} the pairs of each kind */
export async function startInPairs(/** @type {number} */ pairs, log = (/** @type {string} */ _) => {}) {
  const out = mkdtempSync(join(tmpdir(), "unrolled-locks-"));
  const done = { resume: 0, name: 0, baseline: 0 };
  const inOut = (/** @type {string} */ name) => join(out, name);
  try {
    const baseline = [...series, "--model", "seasonal", "--out", out];
    await end(start([...series, ...network, "--out", out, "--name", "alone"]));
    const trained = resultOf(inOut("alone"));
    if (pairs >= kinds.length) await end(start([...baseline, "--name", "baseline"]));
    const killed = pairs > 1 ? await makeKilled(out) : "";
    for (let i = 0; i < pairs; i++) {
      const kind = kinds[i % kinds.length];
      const name = `pair-${i}`;
      const folder = inOut(name);
      if (kind === "resume") cpSync(killed, folder, { recursive: true });
      const words = {
        resume: ["--resume", folder],
        name: [...series, ...network, "--out", out, "--name", name],
        baseline: [...baseline, "--name", name],
      }[kind];
      const fault = await pair(words, folder, kind === "baseline" ? resultOf(inOut("baseline")) : trained);
      if (fault !== "") throw new Error(`pair ${i} (${kind}): ${fault}`);
      done[kind] += 1;
      rmSync(folder, { recursive: true });
      if ((i + 1) % 10 === 0) log(`${i + 1} pairs: one worked, one was refused`);
    }
    return done;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [pairs = 100] = process.argv.slice(2).map(Number);
  await startInPairs(pairs, (line) => process.stdout.write(`${line}\n`));
}
