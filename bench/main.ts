/** @module The benchmarks: `npm run bench -- note`, `memory` or `agreement`, `--json` for a document instead of a table. */
import { benchAgreement } from "./agreement.ts";
import { benchMemory } from "./memory.ts";
import { benchNote } from "./note.ts";

const words = process.argv.slice(2);
const json = words.includes("--json");
const name = words.find((word) => !word.startsWith("-"));
const report = (message: string): void => {
  process.stderr.write(`${message}\n`);
};

if (name === "note") {
  const result = benchNote(report);
  if (json) console.log(JSON.stringify(result, null, 2));
  else {
    console.log(`${"".padEnd(38)}${"Unrolled".padStart(12)}${"PyTorch".padStart(12)}${"ratio".padStart(10)}`);
    for (const { what, ours, torch, ratio, unit } of result.rows) {
      const numbers = [ours.toFixed(1), torch?.toFixed(1) ?? "–"].map((text) => text.padStart(12)).join("");
      console.log(
        `${what.padEnd(38)}${numbers}${(ratio ? `${ratio.toFixed(1)} ×` : "–").padStart(10)}  ${unit}`,
      );
    }
  }
} else if (name === "memory") {
  const result = benchMemory(Number(words.find((word) => /^\d+$/.test(word)) ?? 200_000));
  const { steps, settled, end, growth } = result;
  if (json) console.log(JSON.stringify(result, null, 2));
  else {
    console.log(`${steps} training steps in one synchronous loop`);
    console.log(`resident after ${steps / 10}: ${settled.toFixed(1)} MB, at the end: ${end.toFixed(1)} MB`);
    console.log(`growth: ${growth.toFixed(1)} MB`);
  }
} else if (name === "agreement") {
  const rows = benchAgreement(report);
  if (json) console.log(JSON.stringify(rows, null, 2));
  else if (rows !== null) {
    const head = ["seeds", "first 10", "all", "above 5e-3", "PyTorch 32|64"];
    console.log(`${"".padEnd(24)}${head.map((text) => text.padStart(15)).join("")}`);
    for (const { program, seeds, firstTen, all, above, torch } of rows) {
      const cells = [seeds, firstTen.toExponential(1), all.toExponential(1), above, torch.toExponential(1)];
      console.log(`${program.padEnd(24)}${cells.map((cell) => String(cell).padStart(15)).join("")}`);
    }
  }
} else {
  report("Which benchmark? note, memory [STEPS], agreement; with --json for a document");
  process.exitCode = 2;
}
