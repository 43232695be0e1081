/** @module `unrolled tune`: what is searched, trials that fail or crash, threads, kills, and the journal. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { runStudy } from "../../src/cli/jobs/runStudy.ts";
import { runTrial } from "../../src/cli/jobs/runTrial.ts";
import {
  flagsOf,
  hasOneLoss,
  longestLookback,
  searchSpace,
  trialOptions,
} from "../../src/cli/jobs/searched.ts";
import { seriesFromArrays } from "../../src/data/series/series.ts";
import { rankedSettings } from "../../src/jobs/study/findings.ts";
import { readJournal } from "../../src/jobs/study/journal.ts";
import { Study } from "../../src/jobs/study/study.ts";
import type { Trial } from "../../src/jobs/study/trial.ts";
import { say } from "./fakeProcess.ts";

const command = fileURLToPath(new URL("../../dist/node/cli.js", import.meta.url));
const data = fileURLToPath(new URL("../../datasets/sunspots.csv", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "tune-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const search = "--search lr=log:1e-3..1e-1 --search hidden=4,8 --search lookback=11,22".split(" ");
const words = (study: string, ...others: string[]): string[] => [
  ...["tune", data, ...search, "--epochs", "2", "--horizon", "5", "--trials", "9", "--json"],
  ...["--study", join(folder, study), ...others],
];

interface Summary {
  readonly best: { readonly number: number; readonly value: number };
  readonly seeds: readonly number[];
  readonly trials: readonly unknown[];
}

function run(study: string, ...others: string[]): Summary {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...words(study, ...others)], {
    encoding: "utf8",
  });
  expect([status, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout);
}

/** The summary of the same study in another folder. */
const movedTo = (study: string, summary: Summary): unknown =>
  JSON.parse(JSON.stringify(summary).replaceAll(join(folder, "one"), join(folder, study)));

test("one thread, three, and killed on the way: the same trials; Optuna's journal holds them", async () => {
  const one = run("one", "--jobs", "1");
  expect(one.trials).toHaveLength(9);
  expect(one.seeds).toHaveLength(2);
  expect(run("three", "--jobs", "3")).toEqual(movedTo("three", one));

  const journal = join(folder, "killed", "journal.log");
  const child = spawn(process.execPath, [command, ...words("killed", "--jobs", "2")], { stdio: "ignore" });
  const ended = new Promise((resolve) => child.on("exit", resolve));
  for (;;) {
    const text = existsSync(journal) ? readFileSync(journal, "utf8") : "";
    if (child.exitCode !== null || text.split('"op_code":6').length > 3) break;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  child.kill("SIGKILL");
  await ended;
  expect(run("killed")).toEqual(movedTo("killed", one));

  const [study] = readJournal(readFileSync(journal, "utf8"));
  expect(study?.trials.map(({ value }) => value)).toEqual(one.trials.map((trial) => Object(trial).value));
  expect(study?.notes).toMatchObject({
    trials: 9,
    ended: "done",
    repeats: {
      seeds: [2, 3],
      of: [{ number: one.best.number, values: one.seeds }, { values: { length: 2 } }],
    },
  });
}, 60_000);

test.each([
  [[], "nothing to search was given\n  for example: --search lr=log:1e-4..1e-1 --search hidden=16,32,64"],
  [["--search", "lrr=1,2"], "--search lrr: there is no such setting to search\n  did you mean lr?"],
  [["--search", "horizon=1,2"], "--search horizon: there is no such setting to search"],
  [["--search", "lr"], '--search is "lr" but must be NAME=VALUES or a JSON file'],
  [["--search", "hidden=0..4"], "--search hidden: 0 is not a value of --hidden"],
  [["--search", "hidden=8.5,16"], "--search hidden: 8.5 is not a value of --hidden"],
  [["--search", "model=gru,auto"], "--search model: auto is not a value of --model"],
  [["--search", "lr=1,2", "--search", "lr=3"], "--search lr is given twice"],
  [["--search", "lr=.1,.2", "--model", "auto"], "--model auto cannot be tuned"],
  [["--search", "loss=mse,mae", "--pruner", "median"], "--pruner median compares losses"],
  [["--search", "lr=0.1..0.2", "--sampler", "grid"], "search lr: a grid needs a list of values"],
  [["--search", "lr=.1,.2", "--jobs", "0"], "It must be a whole number from 1 to 8."],
])("refused: %j", async (flags, message) => {
  const said = await say(["tune", data, "--horizon", "5", "--study", join(folder, "no"), ...flags]);
  expect(said.code).toBe(2);
  expect(said.stderr).toContain(message);
  expect(existsSync(join(folder, "no", "journal.log"))).toBe(false);
});

test("settings: by the names of flags, as options of the trial's model, and back as flags", () => {
  const space = searchSpace([
    "batch-size=8,16",
    "clip=none,1",
    "relative=true,false",
    "model=gru,nlinear",
    "hidden=4,8",
  ]);
  expect(Object.keys(space)).toEqual(["batchSize", "clip", "relative", "model", "hidden"]);
  const params = { batchSize: 8, clip: null, relative: false, model: "nlinear", hidden: 4 };
  expect(trialOptions({ horizon: 3 }, params)).toEqual({
    horizon: 3,
    batchSize: 8,
    clip: null,
    model: "nlinear",
  });
  expect(flagsOf(params).join(" ")).toBe(
    "--batch-size 8 --clip none --no-relative --model nlinear --hidden 4",
  );
  expect([hasOneLoss(space), hasOneLoss(searchSpace(["lr=.1,.2"]))]).toEqual([false, true]);
  expect(longestLookback(searchSpace(["lookback=8,24,12"]))).toBe(24);
  expect(longestLookback(searchSpace(["lookback=8..30"]))).toBe(30);
  expect(longestLookback(space)).toBe(0);
});

const series = seriesFromArrays({ y: Float64Array.from({ length: 200 }, (_, t) => Math.sin(t / 3)) });

test("a trial: reports each epoch, is given up, fails where its settings do not fit", async () => {
  const trial = {
    kind: "series",
    series,
    given: { model: "gru", horizon: 3, epochs: 3, lookback: 6 },
    longest: 12,
  } as const;
  const steps: number[] = [];
  const end = await runTrial(trial, { hidden: 4, seed: 1 }, (step) => {
    steps.push(step);
    return false;
  });
  expect(steps).toEqual([1, 2, 3]);
  expect(end.state).toBe("complete");
  expect(await runTrial(trial, { hidden: 4 }, (step) => step === 2)).toEqual({ state: "pruned" });
  expect(await runTrial(trial, { lookback: 500 }, () => false)).toMatchObject({
    state: "failed",
    reason: expect.stringContaining("must have at least 503"),
  });
});

test("a thread that is lost fails its trial; the end of the time and a signal begin no other", async () => {
  const space = searchSpace(["lr=log:1e-3..1e-1"]);
  const study = new Study({ name: "s", space, sampler: "random", pruner: "none", seed: 1 });
  const controller = new AbortController();
  const runner = {
    run: async ({ number }: { readonly number: number }) =>
      number === 1
        ? ({ state: "failed", reason: "its thread has ended" } as const)
        : ({ state: "complete", value: number } as const),
    close: async () => undefined,
  };
  const numbers: number[] = [];
  const options = {
    ...{ trials: 6, jobs: 2, deadline: Number.POSITIVE_INFINITY, signal: controller.signal },
    onTrial: ({ number }: { readonly number: number }) => {
      numbers.push(number);
      if (number === 3) controller.abort();
    },
  };
  await runStudy(study, runner, { ...options, deadline: 0 });
  expect(study.trials).toEqual([]);
  await runStudy(study, runner, options);
  expect(numbers.slice(0, 4)).toEqual([0, 1, 2, 3]);
  expect(study.trials[1]).toMatchObject({ state: "failed", notes: { reason: "its thread has ended" } });
  await runStudy(study, runner, { ...options, signal: new AbortController().signal });
  expect(study.trials.map(({ state }) => state)).toEqual([
    "complete",
    "failed",
    ...Array(4).fill("complete"),
  ]);
});

test.each([1, 8])(
  "settings that were tried are not tried again, %i at once: their score is known",
  async (jobs) => {
    const space = searchSpace(["hidden=4,8"]);
    const study = new Study({ name: "s", space, sampler: "grid", pruner: "none", seed: 1 });
    let trained = 0;
    const runner = {
      run: async ({ params, number }: Trial, report: (step: number, value: number) => void) => {
        trained++;
        report(1, 2 * Number(params.hidden));
        return number === 0
          ? ({ state: "failed", reason: "its thread has ended" } as const)
          : ({ state: "complete", value: Number(params.hidden) } as const);
      },
      close: async () => undefined,
    };
    const signal = new AbortController().signal;
    const options = {
      trials: 20,
      jobs,
      deadline: Number.POSITIVE_INFINITY,
      signal,
      onTrial: () => undefined,
    };
    await runStudy(study, runner, options);
    // the first eight know of none; then trial 9 (hidden 4) knows of 0, which failed, and 10 (hidden 4) of 2
    expect(trained).toBe(9);
    expect(study.trials.slice(8).map(({ value, notes }) => [value, notes.sameAs])).toEqual([
      [4, undefined],
      ...Array.from({ length: 11 }, (_, k) => (k % 2 === 0 ? [8, 1] : [4, 2])),
    ]);
    expect(study.trials[19]?.reports).toEqual(new Map([[1, 16]]));
    expect(rankedSettings(study.trials).map(({ params, count, sd }) => [params.hidden, count, sd])).toEqual([
      [4, 1, null],
      [8, 1, null],
    ]);
  },
);
