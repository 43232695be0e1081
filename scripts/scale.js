/**
 * @module What a panel of many series costs on many machines: queue operations, bytes and time, calculated from measured inputs.
 * `node scripts/scale.js --series 1000000 --machines 100` prints the table of docs/scale.md; every input is an option.
 */
import { parseArgs } from "node:util";

/** Measured on 2,000 series of 700 rows, as docs/scale.md says: what it is, in which unit, and the value. */
const inputs = /** @type {const} */ ({
  series: ["series", 1_000_000],
  machines: ["machines", 100],
  threads: ["threads of each machine", 2],
  jobSeries: ["series of a job", 100],
  jobCommands: ["commands of Redis for a job", 96],
  jobRedisMs: ["ms of Redis for a job", 1.3],
  jobQueueKb: ["kB through Redis for a job, with a shared folder", 16.4],
  jobInlineKb: ["kB through Redis for a job, without one", 5657],
  storeKb: ["kB in the shared folder for a series", 7.3],
  workerMs: ["ms of a worker's CPU for a series", 1.9],
  coordinatorMs: ["ms of the coordinator's CPU for a series", 5.7],
  aloneMs: ["ms of CPU for a series on one machine, all included", 4.5],
  heavyMs: ["ms of CPU for a series with a GRU of its own", 8700],
  globalMs: ["ms of CPU for a series with one global GRU, all included", 10.7],
});

const options = Object.fromEntries(
  Object.entries(inputs).map(([name, [, value]]) => [
    name,
    { type: /** @type {const} */ ("string"), default: String(value) },
  ]),
);
const given = parseArgs({ options }).values;
/** @type {(name: keyof typeof inputs) => number} */
const input = (name) => {
  const value = Number(given[name]);
  if (!(value > 0)) throw new Error(`--${name} is ${given[name]} but must be a number above 0`);
  return value;
};

const [series, machines] = [input("series"), input("machines")];
const workers = machines * input("threads");
const jobs = Math.ceil(series / input("jobSeries"));
/** @type {(ms: number) => number} */
const seconds = (ms) => (series * ms) / 1000;
const coordinator = seconds(input("coordinatorMs"));

const rows = [
  ["jobs", count(jobs)],
  ["commands of Redis", count(jobs * input("jobCommands"))],
  ["time of Redis", time((jobs * input("jobRedisMs")) / 1000)],
  ["through Redis, with a shared folder", bytes(jobs * input("jobQueueKb"))],
  ["through Redis, without one", bytes(jobs * input("jobInlineKb"))],
  ["in the shared folder", bytes(series * input("storeKb"))],
  [`workers: ridge by series, ${workers} threads`, time(seconds(input("workerMs")) / workers)],
  ["coordinator of one file: reading, scores, files", time(coordinator)],
  [
    "so one file, one coordinator, all machines",
    time(Math.max(coordinator, seconds(input("workerMs")) / workers)),
  ],
  ["one machine alone, one thread", time(seconds(input("aloneMs")))],
  [`${machines} files, a machine for each, no queue, one thread`, time(seconds(input("aloneMs")) / machines)],
  ["a GRU for each series, one thread", time(seconds(input("heavyMs")))],
  [`a GRU for each series, ${workers} threads`, time(seconds(input("heavyMs")) / workers)],
  ["one global GRU, one machine", time(seconds(input("globalMs")))],
];
const width = rows.reduce((most, [name = ""]) => Math.max(most, name.length), 0);
process.stdout.write(`${count(series)} series, ${count(machines)} machines\n`);
for (const [name = "", value = ""] of rows) process.stdout.write(`  ${name.padEnd(width)}  ${value}\n`);

function count(/** @type {number} */ value) {
  return value.toLocaleString("en-US");
}

function bytes(/** @type {number} */ kilobytes) {
  return kilobytes < 1e6 ? `${(kilobytes / 1e3).toFixed(0)} MB` : `${(kilobytes / 1e6).toFixed(1)} GB`;
}

function time(/** @type {number} */ s) {
  if (s < 120) return `${s.toFixed(0)} s`;
  return s < 7200
    ? `${(s / 60).toFixed(0)} min`
    : s < 172_800
      ? `${(s / 3600).toFixed(1)} h`
      : `${(s / 86_400).toFixed(0)} days`;
}
