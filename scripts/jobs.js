/**
 * @module What jobs cost: 2,000 small ones, called directly, in a thread, and through queues; and the time of two workers beside one, for larger ones.
 * `node scripts/jobs.js [count]`. Servers are those that UNROLLED_TEST_REDIS and UNROLLED_TEST_POSTGRES name.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { addressOf } from "../dist/cli/jobs/queue/bullmq.js";
import { QueueJobs } from "../dist/cli/jobs/queue/queueJobs.js";
import { InlineJobs } from "../dist/cli/jobs/run/inline.js";
import { JobThreads } from "../dist/cli/jobs/run/jobThreads.js";
import { identified, runJobs } from "../dist/cli/jobs/run/runJobs.js";
import { panelFromArrays } from "../dist/data/panel/panelFromArrays.js";
import { PanelForecaster } from "../dist/forecast/panel/panelForecaster.js";

const count = Number(process.argv[2] ?? 2000);
const command = fileURLToPath(new URL("../dist/node/cli.js", import.meta.url));
const { signal } = new AbortController();

const wave = (/** @type {number} */ s) =>
  Array.from(
    { length: 200 },
    (_, t) => 20 + 5 * Math.sin((2 * Math.PI * (t + s)) / 7) + ((t * 7919 + s) % 97) / 24,
  );
const panelOf = (/** @type {number} */ series) =>
  panelFromArrays(Object.fromEntries(Array.from({ length: series }, (_, s) => [`s${s}`, wave(s)])));
const small = panelOf(8);
const large = panelOf(100); // as many as the commands give to a job
const model = (await PanelForecaster.train(small, { perSeries: true, horizon: 7, season: 7 })).toBytes();

/** Jobs of the series of a panel each; those of another round are others. */
async function jobsOf(/** @type {string} */ round, /** @type {number} */ length, whole = small) {
  const plans = Array.from({ length }, (_, i) => {
    const panel = { ...whole, name: `${round} ${i}` };
    const settings = { windows: 1, isLater: false, isForecast: true };
    const make = () => ({ model, panel, whole: null });
    return {
      kind: /** @type {const} */ ("panel-series"),
      settings,
      data: { key: `${round} ${i}`, make },
      label: `job ${i}`,
    };
  });
  return identified(plans);
}

/** Milliseconds of all jobs. */
async function timeOf(
  /** @type {import("../dist/cli/jobs/run/kinds.js").JobRunner} */ runner,
  /** @type {string} */ round,
  /** @type {number} */ length,
  atOnce = 1,
  panel = small,
) {
  const jobs = await jobsOf(round, length, panel);
  const began = performance.now();
  await runJobs(jobs, { runner, store: null, atOnce, signal });
  return performance.now() - began;
}

function print(/** @type {string} */ line) {
  process.stdout.write(`${line}\n`);
}

/** Starts workers that do one job at a time, and waits until they have done some. */
async function withWorkers(
  /** @type {string} */ url,
  /** @type {number} */ workers,
  /** @type {(queue: QueueJobs, name: string) => Promise<number>} */ work,
) {
  const name = `figures-${process.pid}-${Date.now()}`;
  const words = ["worker", "--queue", url, "--queue-name", name, "--concurrency", "1"];
  const children = Array.from({ length: workers }, () =>
    spawn(process.execPath, [command, ...words], { stdio: "ignore" }),
  );
  const queue = await QueueJobs.open(addressOf(new URL(url), name), { store: null });
  try {
    await timeOf(queue, `${name} warm`, 40, 40);
    const time = await work(queue, name);
    await queue.forget();
    return time;
  } finally {
    await queue.close();
    for (const child of children) {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
  }
}

const inline = new InlineJobs({});
await timeOf(inline, "warm", 50);
const thread = new JobThreads({ threads: 1 });
await timeOf(thread, "warm", 50);
let [direct, threaded] = [0, 0];
for (let part = 0; part < 10; part++) {
  direct += await timeOf(inline, `direct ${part}`, count / 10); // in turns: a busy machine is busy for both
  threaded += await timeOf(thread, `thread ${part}`, count / 10, 2); // as the commands: short jobs are sent ahead
}
await thread.close();
print(`directly: ${(direct / count).toFixed(2)} ms a job, ${count} jobs`);
print(
  `--jobs 1: ${(threaded / count).toFixed(2)} ms a job, ${((threaded / direct - 1) * 100).toFixed(1)} % more`,
);

for (const [server, url] of [
  ["Redis", process.env.UNROLLED_TEST_REDIS],
  ["PostgreSQL", process.env.UNROLLED_TEST_POSTGRES],
]) {
  if (!url) {
    print(`${server}: no server is named`);
    continue;
  }
  const one = await withWorkers(url, 1, (queue, name) => timeOf(queue, name, count, 256));
  print(`${server}: ${((one - direct) / count).toFixed(2)} ms a job more than directly`);
  const slow = count / 10;
  const [single, two] = [
    await withWorkers(url, 1, (queue, name) => timeOf(queue, name, slow, 256, large)),
    await withWorkers(url, 2, (queue, name) => timeOf(queue, name, slow, 256, large)),
  ];
  print(
    `${server}: two workers take ${(two / single).toFixed(2)} of the time of one, for jobs of 100 series`,
  );
}
