/** @module `npm test`: installs and builds what is missing or outdated, then runs every check and prints the totals. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { build } from "./build.js";

const node = process.execPath;
const tool = (/** @type {string} */ path, /** @type {string[]} */ ...args) => [
  node,
  `node_modules/${path}`,
  ...args,
];
const testResults = "build/tests.json";

/** Names and commands, fastest first. @type {[string, string[]][]} */
const checks = [
  ["floors", [node, "scripts/floors.js"]],
  ["format and lint", tool("@biomejs/biome/bin/biome", "check", "--error-on-warnings")],
  ["types", tool("typescript/bin/tsc", "-p", ".")],
  ["unused code", tool("knip/bin/knip.js")],
  ["package", tool("publint/src/cli.js", "--strict")],
  ["types of the package", [node, "scripts/packageTypes.js"]],
  ["public docstrings", [node, "scripts/apiDocs.js", "--lint"]],
  ["size budgets", [node, "scripts/sizes.js"]],
  [
    "tests",
    tool(
      "vitest/vitest.mjs",
      "run",
      "--coverage",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${testResults}`,
    ),
  ],
];

await build();
mkdirSync("build", { recursive: true });
rmSync(testResults, { force: true });
let [passed, failed] = [0, 0];
for (const [name, [command = "", ...args]] of checks) {
  process.stdout.write(`\n── ${name}\n`);
  const { status } = spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"] });
  if (status === 0) passed += 1;
  else failed += 1;
  if (status !== 0) process.stdout.write(`${name}: FAILED\n`);
}
const tests = countTests();
process.stdout.write(`\n${passed + tests.passed} passed, ${failed + tests.failed} failed\n`);
process.exitCode = failed + tests.failed === 0 ? 0 : 1;

/** The totals of vitest; zero if it wrote no results, which counts as a failed check already. */
function countTests() {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(testResults, "utf8"));
    return { passed: Number(numPassedTests), failed: Number(numFailedTests) };
  } catch {
    return { passed: 0, failed: 0 };
  }
}
