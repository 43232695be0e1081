/**
 * @module `npm run runtimes`: trains on the packed package in Node 20 to 26, Deno and Bun, and compares the bits of the losses.
 * `-- --only deno,bun` tries these two only. The runtimes are downloaded once, into node_modules/.cache.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { isDeepStrictEqual } from "node:util";
import { build } from "./build.js";
import { install } from "./install.js";
import { makeProject, pack } from "./packed.js";
import { runtimePath, runtimes } from "./runtimeBinaries.js";
import { Results } from "./runtimeResults.js";

/** @typedef {import("./runtimeResults.js").Result} Result */
/** @typedef {{ label: string, path: string, args: readonly string[], isWide: boolean }} Program a runtime that is there */

const folder = "build/runtimes";
const modes = /** @type {const} */ (["strict", "default", "wide"]);
const /** @type {string[]} */ faults = [];

/** Trains in one mode; null if the program fails. @returns {Result | null} */
function train(/** @type {Program} */ runtime, /** @type {string} */ mode) {
  const output = start(runtime, ["program.js", mode]);
  return output === null ? null : JSON.parse(output);
}

/** What a program of the project prints; null, with the error among the faults, if it fails. @returns {string | null} */
function start(
  /** @type {Program} */ { label, path, args },
  /** @type {string[]} */ words,
  vectors = "auto",
) {
  const { status, stdout, stderr, error } = spawnSync(path, [...args, ...words], {
    cwd: join(folder, "project"),
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", UNROLLED_VECTORS: vectors },
    timeout: 300_000,
  });
  if (status === 0) return stdout;
  faults.push(`${label}: ${words.join(" ")}: ${error?.message ?? stderr.trim().slice(0, 1000)}`);
  return null;
}

/** The command: its version, the tutorial for a few segments, and a training with its files and its lock. */
function tryCommand(/** @type {Program} */ runtime, /** @type {Result | null} */ found) {
  // With the library's vectors: by itself the command turns on what the engine offers.
  const unrolled = (/** @type {string} */ words) =>
    start(runtime, ["node_modules/unrolled/dist/node/cli.js", ...words.split(" ")], found?.binary);
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  for (const name of ["note", "runs"])
    rmSync(join(folder, "project", name), { recursive: true, force: true });
  if (unrolled("--version")?.trim() !== version) return commandFault(runtime, "--version");
  if (unrolled("note --only rnn --steps 8 --pace 0 --out note") === null) return "FAILED";
  const metrics = readFileSync(join(folder, "project/note/metrics.jsonl"), "utf8").trim().split("\n");
  const losses = metrics.map((line) => JSON.parse(line).loss);
  if (!isDeepStrictEqual(losses, found?.losses.RNN?.slice(0, 8))) return commandFault(runtime, "note");
  if (
    unrolled(
      "train sunspots.csv --target SUNACTIVITY --model gru --epochs 2 --hidden 8 --out runs --name gru",
    ) === null
  )
    return "FAILED";
  const file = readFileSync(join(folder, "project/runs/gru/forecast.csv"), "utf8");
  return unrolled("forecast runs/gru") === file ? "works" : commandFault(runtime, "forecast");
}

function commandFault(/** @type {Program} */ { label }, /** @type {string} */ command) {
  faults.push(`${label}: unrolled ${command}: another result than the library's`);
  return "DIFFERENT";
}

/** All cells of a runtime. @returns {string[]} */
function rowOf(/** @type {Program} */ runtime, /** @type {Results} */ results) {
  const found = modes.map((mode) => train(runtime, mode));
  const cells = found.map((result, i) => {
    if (result === null) return "FAILED";
    const mode = modes[i] ?? "default";
    const { text, fault } = results.compare(mode, result, runtime);
    if (fault !== undefined) faults.push(`${runtime.label}, ${mode}: ${fault}`);
    return text;
  });
  const [, byDefault = null] = found;
  const label = `${runtime.label} ${byDefault?.version ?? ""}`.trim();
  return [label, ...cells, `${byDefault?.threads ?? "?"}`, tryCommand(runtime, byDefault)];
}

/** The runtime of that name, downloaded if necessary; null if there is none for this platform. @returns {Promise<Program | null>} */
async function programOf(/** @type {string} */ name) {
  const path = await runtimePath(name);
  const runtime = runtimes[name];
  if (path === null || runtime === undefined) return null;
  return { ...runtime, path };
}

/** The names of the runtimes to try; null, with a message, for a name that is none. */
function namesOf(/** @type {string[]} */ words) {
  const known = Object.keys(runtimes);
  const [flag, list = "", ...rest] = words;
  const names = flag === undefined ? known : list.split(",");
  if (
    flag === undefined ||
    (flag === "--only" && rest.length === 0 && names.every((name) => known.includes(name)))
  )
    return names;
  process.stderr.write(`Usage: npm run runtimes -- [--only LIST], with names of: ${known.join(", ")}\n`);
  return null;
}

/** A table of text. */
function table(/** @type {string[][]} */ rows) {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0))) ?? [];
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, i) => cell.padEnd(widths[i] ?? 0))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}

/** Packs and installs the package beside what the runtimes run. */
async function prepare() {
  install();
  await build("library", "studio");
  const project = makeProject(join(folder, "project"), pack(folder));
  copyFileSync("scripts/runtimeProgram.js", join(project, "program.js"));
  copyFileSync("datasets/sunspots.csv", join(project, "sunspots.csv"));
}

/** Tries the runtimes; returns the table, and why some were not tried. */
async function tryAll(/** @type {string[]} */ names, /** @type {Results} */ results) {
  const rows = [["runtime", "strict", "default", "wide vectors", "threads", "command"]];
  const /** @type {string[]} */ missing = [];
  for (const name of names) {
    try {
      const runtime = await programOf(name);
      process.stderr.write(`${name}…\n`);
      if (runtime !== null) rows.push(rowOf(runtime, results));
      else missing.push(`${name}: there is no package for ${process.platform}-${process.arch}`);
    } catch (error) {
      missing.push(`${name}: ${error instanceof Error ? error.message : error}`);
      faults.push(`${name} could not be had`);
    }
  }
  return { rows, missing };
}

async function main(/** @type {string[]} */ words) {
  const names = namesOf(words);
  if (names === null) return 2;
  await prepare();
  const own = { label: "this Node", path: process.execPath, args: [], isWide: false };
  const strict = train(own, "strict");
  const { rows, missing } =
    strict === null ? { rows: [], missing: names } : await tryAll(names, new Results(strict));
  const lines = [
    `Compared with strict vectors in Node ${process.versions.node}, ${process.platform}-${process.arch}:\n`,
    table(rows),
    ...missing.map((reason) => `NOT TRIED: ${reason}`),
    ...faults,
    `${rows.length - 1} runtimes, ${missing.length} not tried, ${faults.length} differences and failures`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return faults.length === 0 && rows.length > 1 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
