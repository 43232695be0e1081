/** @module One suite for all that runs jobs: threads, a queue on Redis, a queue on PostgreSQL; and what only a queue has. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addressOf, QueueConnection } from "../../../src/cli/jobs/queue/bullmq.ts";
import { messageOf } from "../../../src/cli/jobs/queue/message.ts";
import { QueueJobs } from "../../../src/cli/jobs/queue/queueJobs.ts";
import { InlineJobs } from "../../../src/cli/jobs/run/inline.ts";
import { JobThreads } from "../../../src/cli/jobs/run/jobThreads.ts";
import type { JobCall, JobRunner, KindName } from "../../../src/cli/jobs/run/kinds.ts";
import { identified, type JobPlan } from "../../../src/cli/jobs/run/runJobs.ts";
import { panelFromArrays } from "../../../src/data/panel/panelFromArrays.ts";
import { seriesFromArrays } from "../../../src/data/series/series.ts";
import { Forecaster } from "../../../src/forecast/forecaster.ts";
import { PanelForecaster } from "../../../src/forecast/panel/panelForecaster.ts";
import { say, temporaryFolder } from "../fakeProcess.ts";
import { fileOf } from "../forecast/given.ts";
import { endWorker, queueName, servers, startWorker, type TestWorker } from "./servers.ts";

const script = new URL("../../../dist/cli/jobs/run/jobThread.js", import.meta.url);
const wave = (length: number, phase: number): number[] =>
  Array.from(
    { length },
    (_, t) => 20 + 5 * Math.sin((2 * Math.PI * (t + phase)) / 7) + ((t * 7919 + phase) % 97) / 24,
  );
const series = seriesFromArrays({ y: wave(90, 0) });

async function callOf<K extends KindName>(plan: JobPlan<K>): Promise<JobCall<K>> {
  const [{ id } = { id: "" }] = await identified([plan]);
  const { kind, settings, data, label } = plan;
  return { id, label, kind, settings, data: { key: data.key, value: data.make() } };
}

const folder = temporaryFolder();
const shops = fileOf(
  folder,
  "shops.csv",
  "unique_id,ds,y",
  ...[0, 1, 2].flatMap((s) => wave(40 + s, s).map((y, t) => `s${s},${t},${y}`)),
);
let calls: readonly JobCall[] = [];
let expected: readonly unknown[] = [];

beforeAll(async () => {
  const panel = panelFromArrays(Object.fromEntries([0, 1, 2, 3].map((s) => [`s${s}`, wave(50 + s, s)])));
  const ofPanel = await PanelForecaster.train(panel, { perSeries: true, horizon: 4, season: 7 });
  const options = { model: "gru", horizon: 3, lookback: 7, hidden: 3, epochs: 2 } as const;
  const { hidden, ...others } = options;
  const ofSeries = await Forecaster.train(series, { ...others, modelOptions: { hidden } });
  const trial = { kind: "series", series, given: options, longest: 7 } as const;
  const limits = { pruner: "median", steps: [[1, 0]] } as const;
  const plans: JobPlan[] = [
    {
      kind: "trial",
      settings: { params: { lr: 0.01 }, limits: null },
      data: { key: "t", make: () => trial },
      label: "trial 1",
    },
    {
      kind: "trial",
      settings: { params: { lr: 0.02 }, limits },
      data: { key: "t", make: () => trial },
      label: "trial 2",
    },
    {
      kind: "trial",
      settings: { params: { lookback: 400 }, limits: null },
      data: { key: "t", make: () => trial },
      label: "trial 3",
    },
    {
      kind: "panel-series",
      settings: { windows: 2, isLater: false, isForecast: true },
      data: { key: "p", make: () => ({ model: ofPanel.toBytes(), panel, whole: null }) },
      label: "series 1 to 4",
    },
    {
      kind: "backtest-window",
      settings: { rows: 80 },
      data: { key: "b", make: () => ({ model: ofSeries.toBytes(), series }) },
      label: "the training on 80 rows",
    },
    {
      kind: "panel-training",
      settings: { options: { model: "gru", horizon: 4, lookback: 7, hidden: 3, steps: 20, season: 7 } },
      data: { key: "g", make: () => ({ panel }) },
      label: "the training on shops",
    },
  ];
  calls = await Promise.all(plans.map(callOf));
  const inline = new InlineJobs({});
  const ends = [];
  for (const call of calls) ends.push(await inline.run(call));
  expected = ends;
  expect(ends.map(({ state }) => state)).toEqual(["done", "done", "done", "done", "done", "done"]);
  expect(ends.slice(0, 3)).toMatchObject([
    { result: { end: { state: "complete" } } },
    { result: { end: { state: "pruned" }, reports: [[1, expect.any(Number)]] } },
    { result: { end: { state: "failed" } } },
  ]);
});

describe.each(["threads", ...servers.keys()])("%s", (kind) => {
  const name = queueName();
  const server = servers.get(kind);
  let url = "redis://127.0.0.1";
  let stop = (): void => undefined;
  let address = addressOf(new URL(url), name);
  let runner: JobRunner | null = null;
  let worker: TestWorker | null = null;

  beforeAll(async () => {
    if (server === undefined) runner = new JobThreads({ threads: 2, script });
    else {
      ({ url, stop } = await server());
      address = addressOf(new URL(url), name);
      worker = startWorker(url, name, "--concurrency", "2");
      runner = await QueueJobs.open(address, { store: null });
    }
  });
  afterAll(async () => {
    await runner?.close();
    if (worker !== null) expect(await endWorker(worker)).toBe(0);
    stop();
  });

  test("each kind of job has the result of the function itself", async () => {
    const own = runner;
    expect(await Promise.all(calls.map((call) => own?.run(call)))).toEqual(expected);
  });

  test("a job that refuses its contents fails with the reason", async () => {
    const [, , , call] = calls;
    if (call?.kind !== "panel-series") throw new TypeError("the fourth is of a panel");
    const { settings, data } = call as JobCall<"panel-series">;
    const damaged = { ...data.value, model: new Uint8Array([1, 2, 3]) };
    const plan: JobPlan<"panel-series"> = {
      ...{ kind: "panel-series", settings, label: "damaged" },
      data: { key: "damaged", make: () => damaged },
    };
    const end = await runner?.run(await callOf(plan));
    expect(end).toMatchObject({ state: "failed", reason: expect.stringContaining("safetensors") });
  });

  if (server === undefined) return;

  test("a global model is one job: the run has the bytes of one that was trained here", async () => {
    const words = ["train", shops, "--horizon", "4", "--season", "7", "--steps", "60", "--hidden", "4"];
    const here = await say([...words, "--out", join(folder, `${kind}-here`), "--lang", "en"]);
    const queue = ["--queue", url, "--queue-name", name];
    const there = await say([...words, ...queue, "--out", join(folder, `${kind}-there`), "--lang", "en"]);
    expect([here.code, there.code, there.stderr]).toEqual([0, 0, expect.stringContaining("The forecast is")]);
    const read = (place: string, file: string): Buffer =>
      readFileSync(join(folder, `${kind}-${place}`, "shops-gru", file));
    for (const file of ["best.safetensors", "scores.json", "series.csv", "forecast.csv"])
      expect(read("there", file).equals(read("here", file)), file).toBe(true);
    const lossesOf = (place: string): unknown[] =>
      read(place, "metrics.jsonl")
        .toString()
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).loss);
    expect(lossesOf("there")).toEqual(lossesOf("here"));
  });

  test("a job that is added twice runs once, also for a command that is begun again", async () => {
    const again = await QueueJobs.open(address, { store: null });
    const [first] = calls;
    if (first === undefined) throw new TypeError("there is a first job");
    expect(await again.run(first)).toEqual(expected[0]);
    await again.close();
    const begun = worker?.events.filter(({ type, label }) => type === "begun" && label === "trial 1") ?? [];
    expect(begun).toHaveLength(1);
  });

  test("the job of a worker that is killed goes on with another one, to the same result", async () => {
    const data = { key: "t", make: () => (calls[0] as JobCall<"trial">).data.value };
    const params = { lr: 0.04, epochs: 400 };
    const plan = { kind: "trial", settings: { params, limits: null }, data, label: "killed" } as const;
    const call = await callOf(plan);
    const own = queueName();
    const queue = await QueueJobs.open(addressOf(new URL(url), own), { store: null });
    const first = startWorker(url, own, "--concurrency", "1");
    const end = queue.run(call);
    await expect.poll(() => first.events.length).toBe(1);
    first.child.kill("SIGKILL");
    const second = startWorker(url, own, "--concurrency", "1");
    expect(await end).toEqual(await new InlineJobs({}).run(call));
    expect([first.events, second.events].map((events) => events.map(({ type }) => type))).toEqual([
      ["begun"],
      ["begun", "done"],
    ]);
    await queue.close();
    expect(await endWorker(second)).toBe(0);
  });

  test("forged messages are refused: another id, foreign contents, paths for hashes", async () => {
    const [first] = calls;
    if (first === undefined) throw new TypeError("there is a first job");
    const { message } = messageOf(first, false);
    const connection = await QueueConnection.load(address);
    const queue = await connection.queue();
    const forged = [
      { ...message, settings: message.settings },
      { ...message, hash: "../../../etc/passwd", data: null },
      { ...message, kind: "shell" },
      { format: "unrolled job 1" },
    ];
    const jobs = await Promise.all(
      forged.map((data, i) => queue.add("trial", data, { jobId: `forged${i}` })),
    );
    await expect
      .poll(async () => Promise.all(jobs.map(async ({ id = "" }) => (await queue.getJob(id))?.getState())))
      .toEqual(jobs.map(() => "failed"));
    const reasons = await Promise.all(
      jobs.map(async ({ id = "" }) => (await queue.getJob(id))?.failedReason),
    );
    expect(reasons).toEqual([
      "job: its id is not the hash of its contents",
      "job: its id is not the hash of its contents",
      expect.stringContaining("job.kind is"),
      expect.stringContaining("job.unrolled is missing"),
    ]);
    const listed = await say(["jobs", "--queue", url, "--queue-name", name, "--lang", "en"]);
    expect(listed.stdout).toMatch(/waiting {2}active {2}given back {2}done {2}failed\n +0 +0 +0 +6 +5\n/);
    expect(listed.stdout).toContain("job: its id is not the hash of its contents");
    await connection.close();
  });

  test("a worker that cannot read the data says so, and gives the job back", async () => {
    const connection = await QueueConnection.load(address);
    const queue = await connection.queue();
    const [first] = calls;
    if (first === undefined) throw new TypeError("there is a first job");
    const twin = await callOf({
      ...{ kind: "trial", settings: { params: { lr: 0.03 }, limits: null }, label: "trial 4" },
      data: { key: "t", make: () => (first as JobCall<"trial">).data.value },
    });
    const { id } = twin;
    const { message } = messageOf(twin, true);
    await queue.add("trial", { ...message, data: null }, { jobId: id });
    await expect.poll(async () => (await queue.getJob(id))?.getState()).toBe("delayed");
    expect((await queue.getJob(id))?.progress).toMatchObject({
      givenBack: "its data are in a shared folder, and this worker has no --store",
    });
    await (await queue.getJob(id))?.remove();
    await connection.close();
  });
});

test("a queue that cannot be reached, or is none, is named without its password", async () => {
  expect((await say(["jobs", "--queue", "ftp://host"])).stderr).toContain("It must be redis://HOST");
  expect(addressOf(new URL("postgres://me:secret@host:1/base"), "a").shown).toBe("postgres://host:1/base");
});
