/**
 * @module `npm run vectors`: starts Node 20 to 26 and Chromium many times, with and without wide vectors, and counts how often large
 * work ran the right binary, and what the choice cost. `-- --starts 10 --only node24,chromium`.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import process from "node:process";
import { parseArgs } from "node:util";
import { build, bundle } from "./build.js";
import { browserOptions } from "./chromium.js";
import { install } from "./install.js";
import { runtimePath } from "./runtimeBinaries.js";

/** @typedef {{ small: string, large: string, reason: string, ratio: number | null, spent: number }} Report */
/** @typedef {{ label: string, large: string, start: () => Promise<Report> }} Case what large work should run */

const { values } = parseArgs({
  options: { starts: { type: "string", default: "100" }, only: { type: "string" } },
});
const starts = Number(values.starts);
const REVECTORIZE = "--experimental-wasm-revectorize"; // its name in the Chromium that is pinned

/** One start of Node. @returns {Report} */
function startNode(/** @type {string} */ node, /** @type {string[]} */ words) {
  const { stdout, stderr } = spawnSync(node, ["build/vectors/program.js", ...words], { encoding: "utf8" });
  if (stderr !== "") throw new Error(stderr);
  return JSON.parse(stdout);
}

/** The cases of a version of Node. @returns {Promise<Case[]>} */
async function nodeCases(/** @type {string} */ name) {
  const node = await runtimePath(name);
  if (node === null) return [];
  const [library = "", own = ""] = { node20: ["strict", "relaxed"], node22: ["relaxed", "relaxed"] }[
    name
  ] ?? ["relaxed", "wide"];
  const of = (/** @type {string} */ what, /** @type {string} */ large, /** @type {string[]} */ ...words) => ({
    label: `${name}, ${what}`,
    large,
    start: async () => startNode(node, words),
  });
  return [
    of("as a library", library, "large"),
    of("as the command", own, "large", "own"),
    of("small work, as the command", own === "strict" ? "strict" : "relaxed", "small", "own"),
  ];
}

/** A page that multiplies until its vectors are decided. */
const page = `<!doctype html><script type="module">
import { functional, ones, setNumThreads } from "/dist/index.js";
import { vectorsReport } from "/dist/wasm/vectors.js";
setNumThreads(1);
const x = ones([256, 256]).mul(0.01);
const start = performance.now();
const step = () => {
  for (let i = 0; i < 4; i++) functional.linear(x, x, null);
  const report = vectorsReport();
  if (report.reason === "not measured" && performance.now() < start + 10000) setTimeout(step);
  else globalThis.report = report;
};
step();
</script>`;

/** Serves the page and dist, cross-origin isolated. */
async function serve() {
  const server = createServer(({ url = "/" }, response) => {
    const type = url.endsWith(".js")
      ? "text/javascript"
      : url.endsWith(".wasm")
        ? "application/wasm"
        : "text/html";
    response.setHeader("Content-Type", type);
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    response.end(url.startsWith("/dist/") ? readFileSync(`.${url}`) : page);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

/** The cases of Chromium: each start is a browser of its own. @returns {Case[]} */
function chromiumCases(/** @type {string} */ url) {
  const start = async (/** @type {string[]} */ flags) => {
    const { chromium } = await import("playwright-core");
    const browser = await chromium.launch({ ...browserOptions(), args: ["--no-sandbox", ...flags] });
    try {
      const tab = await browser.newPage();
      await tab.goto(url);
      await tab.waitForFunction("globalThis.report");
      return /** @type {Report} */ (await tab.evaluate("globalThis.report"));
    } finally {
      await browser.close();
    }
  };
  return [
    { label: "Chromium", large: "relaxed", start: () => start([]) },
    { label: `Chromium, ${REVECTORIZE}`, large: "wide", start: () => start([`--js-flags=${REVECTORIZE}`]) },
  ];
}

/** Starts a case many times; prints a line; returns the number of wrong choices. */
async function count(/** @type {Case} */ { label, large, start }) {
  const /** @type {Report[]} */ reports = [];
  for (let i = 0; i < starts; i++) reports.push(await start());
  const right = reports.filter((report) => report.large === large).length;
  const spent = reports.map((report) => report.spent).sort((a, b) => a - b);
  const cost = [0, 0.5, 1].map((share) => spent[Math.round(share * (starts - 1))]?.toFixed(2)).join(" / ");
  process.stdout.write(`${label}: ${large} in ${right} of ${starts}; ${cost} ms (least, median, most)\n`);
  for (const report of reports)
    if (report.large !== large) process.stdout.write(`  ${JSON.stringify(report)}\n`);
  return starts - right;
}

async function main() {
  const only = values.only?.split(",") ?? ["node20", "node22", "node24", "node26", "chromium"];
  install({ checks: only.includes("chromium") });
  await build("library");
  await bundle({ program: "scripts/vectorsProgram.js" }, "build/vectors");
  let wrong = 0;
  for (const name of only.filter((one) => one.startsWith("node")))
    for (const one of await nodeCases(name)) wrong += await count(one);
  if (only.includes("chromium")) {
    const server = await serve();
    for (const one of chromiumCases(server.url)) wrong += await count(one);
    server.close();
  }
  process.exitCode = wrong === 0 ? 0 : 1;
}

await main();
