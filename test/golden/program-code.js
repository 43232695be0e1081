/**
 * @module Makes program-code.json anew: runs the PyTorch programs of all settings that stand in it.
 *
 * Run it in the root of the clone when the programs' text has changed, or when settings were added to the file:
 * `PYTHON=python3 node test/golden/program-code.js`, with a Python that has torch 1.13 and numpy.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const pathOf = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
const file = pathOf("program-code.json");

/** @type {{ module: typeof import("../../src/note/code/programCode.ts") }} */
const { module } = await runnerImport(pathOf("../../src/note/code/programCode.ts"));

/** Settings that are younger than a case have their defaults. @type {{ module: typeof import("../../src/note/settings.ts") }} */
const { module: defaults } = await runnerImport(pathOf("../../src/note/settings.ts"));

/** @type {{ settings: import("../../src/note/settings.ts").Settings }[]} */
const cases = JSON.parse(readFileSync(file, "utf8"));
const texts = cases.map(({ settings }) =>
  module.programCode({ ...defaults.rnnProgram, ...settings }, "pytorch", "en"));
const env = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
const python = process.env.PYTHON ?? "python3";
const output = execFileSync(python, [pathOf("program-code.py")], {
  env,
  input: JSON.stringify(texts),
  encoding: "utf8",
  timeout: 60_000,
});

/** @type {object[]} */
const results = JSON.parse(output);
const lines = cases.map(({ settings }, i) => {
  const sha256 = createHash("sha256").update(texts[i]).digest("hex");
  return JSON.stringify({ settings, sha256, ...results[i] });
});
writeFileSync(file, `[\n${lines.join(",\n")}\n]\n`);
