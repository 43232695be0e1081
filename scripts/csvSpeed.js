/**
 * @module `node scripts/csvSpeed.js`: measures the speed of `readCsv` on a generated file of 2,000,000 rows, and peak memory
 * up to scaled columns. The file remains in build/.
 */
import { closeSync, createReadStream, mkdirSync, openSync, statSync, writeSync } from "node:fs";
import { loadavg } from "node:os";
import { build } from "./build.js";
import { randomOf } from "./fuzzInputs.js";

const ROWS = 2_000_000;
const path = "build/speed.csv";

await build("library");
const { readCsv, splitByTime, StandardScaler, toSeries } = await import(
  new URL("../dist/data/index.js", import.meta.url).href
);
mkdirSync("build", { recursive: true });
makeFile();
const megabytes = statSync(path).size / 1e6;

const start = performance.now();
const table = await readCsv(createReadStream(path, { highWaterMark: 1 << 20 }), { name: path });
report("read", start, `${(megabytes / ((performance.now() - start) / 1000)).toFixed(1)} MB/s, `);
const middle = performance.now();
const series = toSeries(table, { targets: ["x6"], covariates: ["x0", "x1", "x2", "x3", "x4", "x5"] });
const columns = series.columns.map((/** @type {{ values: Float64Array }} */ { values }) => values);
const scaler = StandardScaler.fit(columns, splitByTime(series.length, { train: 0.7 }).train);
const scaled = scaler
  .transform(columns)
  .map((/** @type {Float64Array} */ values) => new Float32Array(values));
report(`scaled ${scaled.length} columns`, middle, "");

function report(/** @type {string} */ what, /** @type {number} */ from, /** @type {string} */ speed) {
  const seconds = ((performance.now() - from) / 1000).toFixed(2);
  const peak = (process.resourceUsage().maxRSS / 1024).toFixed(0);
  process.stdout.write(
    `${what}: ${seconds} s, ${speed}${peak} MB peak memory (${megabytes.toFixed(0)} MB, ${ROWS} rows, Node ${process.versions.node}, load ${loadavg()[0]?.toFixed(1)})\n`,
  );
}

/** Writes rows of a time and seven numbers, as a data logger would. */
function makeFile() {
  const random = randomOf(1, 1);
  const file = openSync(path, "w");
  writeSync(file, "date,x0,x1,x2,x3,x4,x5,x6\n");
  for (let from = 0; from < ROWS; from += 10_000) {
    const lines = Array.from({ length: 10_000 }, (_, i) => {
      const time = new Date(Date.UTC(2000, 0) + (from + i) * 3_600_000).toISOString();
      const numbers = Array.from({ length: 7 }, () => (random() * 100 - 20).toFixed(5));
      return `${time.slice(0, 10)} ${time.slice(11, 19)},${numbers.join(",")}\n`;
    });
    writeSync(file, lines.join(""));
  }
  closeSync(file);
}
