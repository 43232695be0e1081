/** @module Jobs in threads: data that stay, stops between batches, and threads that are lost. */
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { JobThreads } from "../../../src/cli/jobs/run/jobThreads.ts";
import { runKept } from "../../../src/cli/jobs/run/keptCheckpoints.ts";
import { type JobCall, loadWork } from "../../../src/cli/jobs/run/kinds.ts";
import { JobStore } from "../../../src/cli/jobs/store/jobStore.ts";
import { seriesFromArrays } from "../../../src/data/series/series.ts";
import type { Json } from "../../../src/jobs/job.ts";
import { temporaryFolder } from "../fakeProcess.ts";

const script = new URL("../../../dist/cli/jobs/run/jobThread.js", import.meta.url);
const series = seriesFromArrays({ y: Array.from({ length: 120 }, (_, i) => Math.sin(i / 3) + (i % 7) / 9) });
const value = {
  kind: "series" as const,
  series,
  given: { model: "gru", horizon: 4, lookback: 8, hidden: 4 } as const,
  longest: 8,
};

function trial(epochs: number): JobCall<"trial"> {
  const settings = { params: { epochs }, limits: null };
  return { id: String(epochs), label: "", kind: "trial", settings, data: { key: "data", value } };
}

const folder = temporaryFolder();
let open: JobThreads | null = null;
afterEach(() => open?.close());

function threads(count: number, options: { short?: number } = {}): JobThreads {
  open = new JobThreads({ threads: count, script, ...options });
  return open;
}

test("two threads and three jobs: the results of the function itself", async () => {
  const jobs = [1, 2, 3].map(trial);
  const pool = threads(2);
  const ends = await Promise.all(jobs.map((job) => pool.run(job)));
  const work = await loadWork("trial");
  const context = { checkpoint: null, report: () => undefined, pause: () => undefined };
  const direct = [];
  for (const { settings, data } of jobs) direct.push(await work(settings, data.value, context));
  expect(ends).toEqual(direct.map((result) => ({ state: "done", result })));
  expect(direct[2]?.reports).toHaveLength(3);
});

test("settings that do not fit fail with the reason", async () => {
  const job = trial(1);
  const settings = { params: { lookback: 500 }, limits: null };
  expect(await threads(1).run({ ...job, settings })).toMatchObject({
    state: "done",
    result: { end: { state: "failed" } },
  });
});

test("a thread that is lost is replaced, and its job tried once more; then it has failed", async () => {
  const pool = threads(1);
  const lose = (): void => void pool.workers[0]?.terminate();
  let lost = 0;
  const once = await pool.run(trial(4), { onReport: () => lost++ === 0 && lose() });
  expect(once).toMatchObject({ state: "done", result: { end: { state: "complete" } } });
  expect(await pool.run(trial(4000), { onReport: lose })).toEqual({
    state: "failed",
    reason: "its thread has ended",
  });
});

test("a signal stops a job between two batches, and those that wait", async () => {
  const pool = threads(1);
  const controller = new AbortController();
  const { signal } = controller;
  const running = pool.run(trial(4000), { signal, onReport: () => controller.abort() });
  const waiting = pool.run(trial(1), { signal });
  expect(await Promise.all([running, waiting])).toEqual([{ state: "stopped" }, { state: "stopped" }]);
  expect(await pool.run(trial(1))).toMatchObject({ state: "done" });
});

test("a job that is stopped leaves its checkpoint in a folder, and goes on from there to the same result", async () => {
  const store = await JobStore.open(join(folder, "checkpoints"));
  const pool = threads(1);
  const job = { ...trial(30), id: "0".repeat(32) };
  const controller = new AbortController();
  const { signal } = controller;
  const stop = (report: Json): void => {
    if (Array.isArray(report) && report[0] === 10) controller.abort();
  };
  expect(await runKept(pool, job, store, { signal, onReport: stop })).toEqual({ state: "stopped" });
  expect(await store.ids("checkpoint")).toEqual([job.id]);
  const steps: unknown[] = [];
  const end = await runKept(pool, job, store, { onReport: (report) => steps.push(Object(report)[0]) });
  expect(end).toEqual(await pool.run(job));
  const first = Number(steps[0]); // the job hears of the signal after epoch 10, or a little later on a busy machine
  expect(first).toBeGreaterThan(10);
  expect(steps).toEqual(Array.from({ length: 31 - first }, (_, i) => first + i));
  expect(first).toBeLessThan(30);
});

test("short jobs are sent ahead: in order, each stopped by its own signal, and again after a crash", async () => {
  const pool = threads(1, { short: 10_000 }); // on a busy machine too
  for (let i = 0; i < 3; i++) await pool.run(trial(1)); // short, as is known now
  const [first, second, third] = [0, 1, 2].map(() => new AbortController());
  const order: number[] = [];
  const ends = [first, second, third].map(({ signal }, i) =>
    pool.run(trial(i === 1 ? 4000 : 2), { signal }).finally(() => order.push(i)),
  );
  second.abort();
  expect((await Promise.all(ends)).map(({ state }) => state)).toEqual(["done", "stopped", "done"]);
  expect(order).toEqual([0, 1, 2]);
  let lost = 0;
  const lose = (): void => {
    if (lost++ === 0) void pool.workers[0]?.terminate();
  };
  const both = [pool.run(trial(20), { onReport: lose }), pool.run(trial(1))];
  expect((await Promise.all(both)).map(({ state }) => state)).toEqual(["done", "done"]);
});
