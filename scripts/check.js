/** @module `npm test`: installs and builds what is missing or outdated, then runs every check and prints the totals. */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { build } from "./build.js";

const node = process.execPath;
const tool = (/** @type {string} */ path, /** @type {string[]} */ ...args) => [
  node,
  `node_modules/${path}`,
  ...args,
];
const testResults = "build/tests.json";

/** Names and commands of checks that need one core each. @type {[string, string[]][]} */
const checks = [
  ["floors", [node, "scripts/floors.js"]],
  ["format and lint", tool("@biomejs/biome/bin/biome", "check", "--error-on-warnings")],
  ["types", tool("typescript/bin/tsc", "-p", ".")],
  ["unused code", tool("knip/bin/knip.js")],
  ["package", tool("publint/src/cli.js", "--strict")],
  ["types of the package", [node, "scripts/packageTypes.js"]],
  ["public docstrings", [node, "scripts/apiDocs.js", "--lint"]],
  ["size budgets", [node, "scripts/sizes.js"]],
];
const allTests = tool(
  "vitest/vitest.mjs",
  "run",
  "--coverage",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${testResults}`,
);

await build();
mkdirSync("build", { recursive: true });
rmSync(testResults, { force: true });
let [passed, failed] = [0, 0];
const count = (/** @type {string} */ name, /** @type {number | null} */ status) => {
  if (status === 0) passed += 1;
  else failed += 1;
  if (status !== 0) process.stdout.write(`${name}: FAILED\n`);
};

/** Two at a time: each begins when the last but one has ended. @type {Promise<{ text: string, status: number | null }>[]} */
const outcomes = [];
for (const [at, [, command]] of checks.entries())
  outcomes.push(Promise.resolve(outcomes[at - 2]).then(() => outcome(command)));
for (const [at, [name]] of checks.entries()) {
  const { text, status } = (await outcomes[at]) ?? { text: "", status: null };
  process.stdout.write(`\n── ${name}\n${text}`);
  count(name, status);
}

process.stdout.write("\n── tests\n");
const [command = "", ...args] = allTests;
count("tests", spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"] }).status);
const tests = countTests();
process.stdout.write(`\n${passed + tests.passed} passed, ${failed + tests.failed} failed\n`);
process.exitCode = failed + tests.failed === 0 ? 0 : 1;

/** What a command prints, and its exit code. @returns {Promise<{ text: string, status: number | null }>} */
function outcome(/** @type {string[]} */ [command = "", ...args]) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    let text = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (part) => {
        text += part;
      });
    child.on("error", reject).on("close", (status) => resolve({ text, status }));
  });
}

/** The totals of vitest; zero if it wrote no results, which counts as a failed check already. */
function countTests() {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(testResults, "utf8"));
    return { passed: Number(numPassedTests), failed: Number(numFailedTests) };
  } catch {
    return { passed: 0, failed: 0 };
  }
}
