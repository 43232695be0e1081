/**
 * @module Figures of studies: reading a journal of 10,000 trials, and TPE beside random search on a real file. `journal` or `samplers`
 * measures only that. Build first.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readStudyFile } from "../dist/cli/jobs/studyFolder.js";
import { readCsv, toSeries } from "../dist/data/index.js";
import { TrialRun } from "../dist/forecast/trialRun.js";
import { JournalWriter, parseDomain, Study } from "../dist/jobs/index.js";
import { findingsOf, studyRecord } from "../dist/runs/study/studyRecord.js";

const AT = "2026-01-01T00:00:00.000Z";
const [only, file] = process.argv.slice(2);
if (only === "read" && file !== undefined) await read(file);
else {
  if (only !== "samplers") journal();
  if (only !== "journal") await samplers();
}

/** Writes a journal of 10,000 trials of four settings with ten reports each, and reads it in a process of its own. */
function journal() {
  const folder = mkdtempSync(join(tmpdir(), "studies-"));
  try {
    const path = join(folder, "journal.log");
    writeFileSync(path, journalOf(10_000));
    const { stdout } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), "read", path], {
      encoding: "utf8",
    });
    process.stdout.write(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function journalOf(/** @type {number} */ count) {
  const space = spaceOf({ lr: "log:1e-4..1e-1", hidden: "8,16,32,64", layers: "1..4", dropout: "0.0..0.5" });
  const writer = new JournalWriter(space, "unrolled-1");
  /** @type {string[]} */
  const lines = [writer.head("series.csv", {})];
  const study = new Study(
    { name: "series.csv", space, sampler: "random", pruner: "none", seed: 1 },
    (event) => lines.push(writer.linesOf(event)),
  );
  for (let k = 0; k < count; k++) {
    const { number, params } = study.ask(AT);
    const score = Math.log10(Number(params.lr)) ** 2 + Number(params.layers);
    for (let step = 1; step <= 10; step++) study.report(number, step, score + 1 / step);
    study.end(number, { state: "complete", value: score }, AT);
  }
  return lines.join("");
}

async function read(/** @type {string} */ path) {
  const before = process.resourceUsage().maxRSS;
  const start = performance.now();
  const study = await readStudyFile(path);
  const seconds = (performance.now() - start) / 1000;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  const { best } = findingsOf(studyRecord(study));
  const whole = (performance.now() - start) / 1000;
  process.stdout.write(
    [
      `journal of ${study.trials.length} trials, ${(statSync(path).size / 1e6).toFixed(1)} MB`,
      `  read in ${seconds.toFixed(2)} s, with findings ${whole.toFixed(2)} s (best ${best?.mean.toFixed(3)})`,
      `  at most ${megabytes.toFixed(0)} MB of memory, ${(before / 1024).toFixed(0)} MB of them before reading\n`,
    ].join("\n"),
  );
}

/** The median of the best scores after 50 trials over 20 seeds, on the sunspots that the package ships. */
async function samplers() {
  const path = new URL("../datasets/sunspots.csv", import.meta.url);
  const series = toSeries(await readCsv(readFileSync(path, "utf8"), { name: "sunspots.csv" }), {
    targets: ["SUNACTIVITY"],
  });
  const space = spaceOf({
    lr: "log:1e-4..1e-1",
    hidden: "4,8,16,32",
    lookback: "11,22,33,44",
    batchSize: "16,32,64",
  });
  for (const sampler of /** @type {const} */ (["random", "tpe"])) {
    const bests = Array.from({ length: 20 }, (_, seed) => {
      const study = new Study({ name: "sunspots", space, sampler, pruner: "none", seed });
      for (let k = 0; k < 50; k++) {
        const { number, params } = study.ask(AT);
        study.end(number, { state: "complete", value: scoreOf(series, params) }, AT);
      }
      return study.best?.value ?? Number.NaN;
    }).sort((a, b) => a - b);
    const [median, low, high] = [bests[10], bests[5], bests[15]].map((value) => (value ?? 0).toFixed(4));
    process.stdout.write(
      `${sampler}: best of 50 trials, median of 20 seeds ${median} (quartiles ${low} to ${high})\n`,
    );
  }
}

/**
 * @param {import("../dist/data/index.js").Series} series
 * @param {import("../dist/jobs/index.js").Params} params
 */
function scoreOf(series, { lr, hidden, lookback, batchSize }) {
  const options = {
    ...{ model: /** @type {const} */ ("gru"), horizon: 11, epochs: 4, seed: 1 },
    ...{ lr: Number(lr), lookback: Number(lookback), batchSize: Number(batchSize) },
    modelOptions: { hidden: Number(hidden) },
  };
  const trial = new TrialRun(series, options, 44);
  for (const _ of trial.work());
  return trial.score();
}

function spaceOf(/** @type {Readonly<Record<string, string>>} */ texts) {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, parseDomain(name, text)]));
}
