/**
 * @module Lets the system calls that write a run fail, or kills the training at them, one after the other: `node scripts/faults.js
 * [STEP]`. Needs `strace`. Only every STEP-th call fails (1: all of them).
 *
 * A call that fails must end the training with a message of ours, and after each fault the run must resume to the bits of one that
 * was never disturbed.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const command = fileURLToPath(new URL("../dist/node/cli.js", import.meta.url));
const data = fileURLToPath(new URL("../datasets/sunspots.csv", import.meta.url));
const calls = ["rename", "fsync", "unlink", "mkdir"];
const faults = ["error=ENOSPC", "error=EIO", "error=EACCES", "signal=SIGKILL"];

/** Runs a training, maybe below strace. File operations get one thread: strace counts the calls of each thread. */
function train(/** @type {readonly string[]} */ words, /** @type {readonly string[]} */ tracing = []) {
  const line = [process.execPath, command, "train", ...words];
  const [program = "", ...rest] = tracing.length === 0 ? line : ["strace", "-f", "-qq", ...tracing, ...line];
  const env = { ...process.env, UV_THREADPOOL_SIZE: "1", LC_ALL: "C" };
  const { status, stderr } = spawnSync(program, rest, { env, encoding: "utf8", timeout: 120_000 });
  return { status, stderr };
}

function startWords(/** @type {string} */ out) {
  const sizes = [
    "--model",
    "gru",
    "--hidden",
    "4",
    "--epochs",
    "3",
    "--batch-size",
    "256",
    "--checkpoint-every",
    "0",
  ];
  return [data, "--target", "SUNACTIVITY", ...sizes, "--out", out, "--name", "run"];
}

/** What must not depend on faults. */
function resultOf(/** @type {string} */ out) {
  const read = (/** @type {string} */ name) => readFileSync(join(out, "run", name));
  const lines = read("metrics.jsonl").toString().trim().split("\n");
  const losses = lines
    .map((line) => JSON.parse(line))
    .map(({ epoch, loss, valLoss }) => [epoch, loss, valLoss]);
  const model = read("best.safetensors").toString("base64");
  return JSON.stringify({ model, losses, forecast: read("forecast.csv").toString() });
}

/** How often a training makes a system call. */
function countOf(/** @type {string} */ out, /** @type {string} */ call) {
  const log = join(out, "trace");
  train(startWords(out), ["-o", log, "-e", `trace=${call}`]);
  return readFileSync(log, "utf8")
    .split("\n")
    .filter((line) => line.includes(`${call}(`)).length;
}

/** Trains with one fault and resumes. Throws unless the outcome is that of an undisturbed run. */
function disturb(
  /** @type {string} */ call,
  /** @type {number} */ n,
  /** @type {string} */ fault,
  /** @type {string} */ wanted,
) {
  const out = mkdtempSync(join(tmpdir(), "unrolled-faults-"));
  try {
    const tracing = [
      "-o",
      join(out, "trace"),
      "-e",
      `trace=${call}`,
      "-e",
      `inject=${call}:${fault}:when=${n}`,
    ];
    const { status, stderr } = train(startWords(out), tracing);
    const what = `${call} ${n}, ${fault}`;
    if (fault.startsWith("error") && status !== 0 && !/^error: cannot .*\n/m.test(stderr))
      throw new Error(`${what}: ended with ${status} and ${stderr.slice(-1000)}`);
    if (/^ {4}at /m.test(stderr)) throw new Error(`${what}: a stack trace, ${stderr.slice(-1500)}`);
    if (!existsSync(join(out, "run", "config.json")))
      rmSync(join(out, "run"), { recursive: true, force: true });
    const again = existsSync(join(out, "run")) ? ["--resume", join(out, "run")] : startWords(out);
    const { status: ended, stderr: told } = train(again);
    if (ended !== 0) throw new Error(`${what}: resuming ended with ${ended}: ${told.slice(-1000)}`);
    if (resultOf(out) !== wanted) throw new Error(`${what}: differs from the undisturbed run`);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

const step = Number(process.argv[2] ?? 1);
const whole = mkdtempSync(join(tmpdir(), "unrolled-faults-"));
let failed = 0;
let done = 0;
try {
  train(startWords(whole));
  const wanted = resultOf(whole);
  for (const call of calls) {
    rmSync(join(whole, "run"), { recursive: true });
    const count = countOf(whole, call);
    for (const fault of faults)
      for (let n = 1; n <= count; n += step) {
        done += 1;
        try {
          disturb(call, n, fault, wanted);
        } catch (error) {
          failed += 1;
          process.stdout.write(`${error instanceof Error ? error.message : error}\n`);
        }
      }
    process.stdout.write(`${call}: ${count} calls in a run\n`);
  }
} finally {
  rmSync(whole, { recursive: true, force: true });
}
process.stdout.write(`${done} faults, ${failed} with another outcome than the undisturbed run\n`);
if (failed > 0) process.exitCode = 1;
