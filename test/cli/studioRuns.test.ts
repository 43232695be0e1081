/** @module What the studio's server says of runs, asked over real connections. */
import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findProcess } from "../../src/cli/process.ts";
import { runsHandler } from "../../src/cli/studio/studioRuns.ts";
import { runFiles } from "../../src/runs/files.ts";
import { type RunReply, type RunSummary, type RunsReply, stateOf } from "../../src/runs/summary.ts";
import { inEnglish } from "../../src/sentence.ts";
import { GrowingRun, lineOf, statusOf, writeRun } from "../runs/folder.ts";
import { say } from "./fakeProcess.ts";
import { ask, makePage, type Reply, securityHeaders, serve } from "./studioPage.ts";

const { outside, folder: page } = makePage();
const folder = join(outside, "runs");
const server = serve(page, [runsHandler(folder)]);
/** Above what any system gives: such a process never is. */
const nobody = 2 ** 30;

const get = (path: string): Promise<Reply> => ask(server(), path);
const json = async <Body>(path: string): Promise<Body> => JSON.parse(String((await get(path)).body)) as Body;
const list = (): Promise<RunsReply> => json("/api/runs.json");
const run = (name: string, after = 0): Promise<RunReply> => json(`/api/runs/${name}.json?after=${after}`);

describe("the list", () => {
  test("of a folder that is not there yet", async () => {
    expect(await list()).toEqual({ folder, problem: null, runs: [] });
  });

  test("the newest first; what cannot be read comes last, with its problem", async () => {
    writeRun(folder, "older", { created: "2026-01-01T00:00:00.000Z", mae: 21.8 });
    writeRun(folder, "newer", {
      created: "2026-01-02T00:00:00.000Z",
      model: "lstm",
      state: "interrupted",
      done: 7,
    });
    mkdirSync(join(folder, "empty"));
    mkdirSync(join(folder, "reserved")); // its data are still being read
    writeFileSync(join(folder, "reserved", ".lock"), "");
    writeRun(folder, "broken");
    writeFileSync(join(folder, "broken", runFiles.metrics), "{}\n");
    writeRun(folder, "huge");
    truncateSync(join(folder, "huge", runFiles.backtest), 2 ** 26 + 1);
    mkdirSync(join(folder, ".hidden"));
    writeFileSync(join(folder, "notes.txt"), "no run");
    const { runs } = await list();
    expect(runs.map(({ name, problem }) => [name, problem && inEnglish(problem)])).toEqual([
      ["newer", null],
      ["older", null],
      ["broken", "metrics.jsonl, line 1.epoch is missing but must be a whole number from 0"],
      ["empty", "there is no config.json"],
      ["huge", "backtest.json has 67108865 bytes but must have at most 67108864"],
    ]);
    expect(runs[0]).toMatchObject({ model: "lstm", state: "interrupted", epoch: 7, epochs: 40, mae: null });
    const best = { name: "naive", error: 24.2 };
    expect(runs[1]).toMatchObject({
      state: "done",
      best: { epoch: 21 },
      mae: { model: 21.8, best, beatsAll: true },
    });
  });

  test("a run that has only begun has no status yet", async () => {
    writeRun(folder, "begun", { done: 0, mae: null });
    rmSync(join(folder, "begun", runFiles.status));
    rmSync(join(folder, "begun", runFiles.metrics));
    expect((await run("begun")).summary).toMatchObject({ state: "unknown", epoch: 0, best: null });
  });

  test("headers: JSON that nobody keeps, behind the page's policy; HEAD sends nothing", async () => {
    const { headers, body } = await get("/api/runs.json");
    expect(headers).toMatchObject({
      ...securityHeaders,
      "content-type": "application/json; charset=utf-8",
      "content-length": String(body.length),
      "cache-control": "no-store",
    });
    const head = await ask(server(), "/api/runs.json", { method: "HEAD" });
    expect([head.status, head.headers["content-length"], head.body.length]).toEqual([
      200,
      String(body.length),
      0,
    ]);
  });

  test("a folder that is none is told", async () => {
    const file = join(outside, "file");
    writeFileSync(file, "");
    const other = serveOnce(file);
    expect(await other()).toMatchObject({
      folder: file,
      problem: expect.stringContaining("ENOTDIR"),
      runs: [],
    });
  });

  /** The list of another folder, without a server. */
  function serveOnce(path: string): () => Promise<unknown> {
    return async () => {
      const written: string[] = [];
      const response = {
        setHeader: () => undefined,
        writeHead: () => undefined,
        end: (text: unknown) => written.push(String(text)),
      };
      await runsHandler(path)({ method: "GET" } as never, response as never, "/api/runs.json");
      return JSON.parse(written.join(""));
    };
  }
});

describe("one run", () => {
  test("its configuration, epochs, backtest and files", async () => {
    const { config, metrics, backtest, files, progress } = await run("older");
    expect(config.plan).toMatchObject({ model: "gru", lookback: 24 });
    expect(metrics).toEqual(Array.from({ length: 40 }, (_, i) => lineOf(i + 1)));
    expect(backtest?.baselines).toHaveLength(4);
    expect(files).toEqual({ report: true, forecast: true, model: true });
    expect(progress).toMatchObject({ epoch: 40, reason: null });
  });

  test("as it grows: only the epochs that are new, and none that is half written", async () => {
    const growing = new GrowingRun(folder, "growing");
    for (let i = 0; i < 3; i++) growing.step();
    expect((await run("growing")).metrics).toHaveLength(3);
    appendFileSync(join(folder, "growing", runFiles.metrics), '{"epoch":4,"lo');
    const { metrics, summary } = await run("growing", 2);
    expect(metrics).toEqual([lineOf(3)]);
    expect(summary).toMatchObject({ state: "training", epoch: 3 });
    const line = JSON.stringify(lineOf(4));
    appendFileSync(join(folder, "growing", runFiles.metrics), `${line.slice('{"epoch":4,"lo'.length)}\n`);
    const later = await run("growing", 3);
    expect(later.metrics).toEqual([lineOf(4)]);
    expect(later.summary.stamp).not.toBe(summary.stamp);
    growing.end();
    expect(await run("growing", 4)).toMatchObject({
      summary: { state: "done", mae: { beatsAll: true } },
      progress: { reason: "patience" },
      metrics: [],
    });
  });

  test("a broken one says why", async () => {
    expect(await json("/api/runs/empty.json")).toMatchObject({
      name: "empty",
      problem: { template: "there is no {0}", values: ["config.json"] },
    });
  });

  test.each(["x", "-1", "1.5", "1e3", "9".repeat(16), ""])("after=%s is refused", async (after) => {
    const { status, body } = await get(`/api/runs/older.json?after=${after}`);
    expect([status, String(body)]).toEqual([
      400,
      "after must be a whole number from 0: the last known epoch.\n",
    ]);
  });

  test("names that an address must write otherwise", async () => {
    for (const name of ["曲线 1", "a.json", "100%", "a?b#c", "it's (1)*"].filter(isName)) {
      writeRun(folder, name);
      const part = encodeURIComponent(name);
      expect((await run(part)).summary.name).toBe(name);
      const { headers } = await get(`/api/runs/${part}/forecast.csv`);
      const told = /^attachment; filename\*=UTF-8''([\w%.~!-]+)$/.exec(headers["content-disposition"] ?? "");
      expect(decodeURIComponent(told?.[1] ?? "")).toBe(`${name}.csv`);
    }
  });

  /** Windows has no such names. */
  const isName = (name: string): boolean => process.platform !== "win32" || !/[?*]/.test(name);
});

test("what unrolled train leaves is what this reads", async () => {
  const words = [
    "train",
    "datasets/sunspots.csv",
    "--target",
    "SUNACTIVITY",
    "--epochs",
    "2",
    "--out",
    folder,
  ];
  expect(await say([...words, "--name", "real"])).toMatchObject({ code: 0, stderr: expect.any(String) });
  const { summary, metrics, config, backtest, files, progress } = await run("real");
  expect(summary).toMatchObject({
    state: "done",
    model: "gru",
    targets: ["SUNACTIVITY"],
    epoch: 2,
    epochs: 2,
  });
  expect(summary.mae?.model).toBe(backtest?.model.mae.overall);
  expect(metrics.map(({ epoch }) => epoch)).toEqual([1, 2]);
  expect(config.data).toMatchObject({ rows: 309, from: "1700", until: "2008" });
  expect(backtest?.baselines.map(({ name }) => name)).toContain("seasonal naive");
  expect(files).toEqual({ report: true, forecast: true, model: true });
  expect(progress?.reason).toBe("epochs");
  const { headers } = await get("/api/runs/real/report.html");
  expect(headers["content-security-policy"]).toMatch(/script-src 'sha256-[^']+'; .* allow-scripts$/);
});

describe("a run whose process is gone", () => {
  test("is told as killed", async () => {
    writeRun(folder, "killed", { state: "training", done: 2, pid: nobody });
    const found = (await list()).runs.find(({ name }) => name === "killed") as RunSummary;
    expect(found.state).toBe("killed");
    expect((await run("killed")).summary.state).toBe("killed");
  });

  test("even when it was at work a moment ago, and nothing has been written since", async () => {
    const pid = Number(execFileSync(process.execPath, ["-p", "process.pid"], { encoding: "utf8" }));
    expect(stateOf(statusOf({ state: "training", pid }), findProcess)).toBe("killed");
  });

  test("without a lock, a process of its number is believed for a minute, whoever's it is", () => {
    const updated = "2026-01-01T00:00:00.000Z";
    const at = (pid: number) => (seconds: number) =>
      stateOf(
        statusOf({ state: "training", pid, updated }),
        findProcess,
        Date.parse(updated) + 1000 * seconds,
      );
    for (const pid of process.platform === "linux" ? [1, process.pid] : [process.pid])
      expect([-61, -59, 59, 61].map(at(pid))).toEqual(["killed", "training", "training", "killed"]);
  });

  test("what is over stays what it was", () => {
    for (const state of ["done", "interrupted", "diverged"] as const)
      expect(stateOf(statusOf({ state, pid: nobody }), findProcess)).toBe(state);
  });
});
