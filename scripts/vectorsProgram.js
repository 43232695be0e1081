/**
 * @module What scripts/vectors.js starts, bundled for Node: `vectorsProgram.js WORK [own]`. WORK is large or small; prints the report
 * on what ran, as JSON.
 */
import process from "node:process";
import { functional, ones, setNumThreads } from "../dist/index.js";
import { ownProcess, vectorsReport } from "../dist/wasm/vectors.js";

const LONGEST = 10_000; // ms

const [work = "large", owner] = process.argv.slice(2);
if (owner === "own") ownProcess();
setNumThreads(1);
const size = work === "large" ? 256 : 32;
const x = ones([size, size]).mul(0.01);
const start = performance.now();
for (let i = 0; i < 5000; i++) {
  functional.linear(x, x, null);
  if (vectorsReport().reason !== "not measured" || performance.now() > start + LONGEST) break;
}
process.stdout.write(`${JSON.stringify(vectorsReport())}\n`);
