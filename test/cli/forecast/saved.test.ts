/** @module `unrolled forecast`, `compare` and `inspect`: what a run is good for afterwards. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCsv, toSeries } from "unrolled/data";
import { Forecaster } from "unrolled/forecast";
import { beforeAll, describe, expect, test } from "vitest";
import { say, temporaryFolder } from "../fakeProcess.ts";
import { fileOf, train, weeks } from "./given.ts";

const out = temporaryFolder();
const run = join(out, "one");
const inRun = (name: string): string => join(run, name);

beforeAll(async () => {
  await train(out, "--name", "one");
  await train(out, "--name", "two", "--model", "rnn");
});

describe("forecast", () => {
  test("the same rows as the run's own file", async () => {
    const { code, stdout } = await say(["forecast", run]);
    expect([code, stdout]).toEqual([0, readFileSync(inRun("forecast.csv"), "utf8")]);
  });

  test("--data: from newer rows on, --out: into a file", async () => {
    const lines = readFileSync("datasets/sunspots.csv", "utf8").trim().split(/\r?\n/);
    const newer = fileOf(out, "newer.csv", ...lines, "2009,3.1", "2010,16.5");
    const target = join(out, "made", "ahead.csv");
    const { code, stdout } = await say(["forecast", run, "--data", newer, "--out", target]);
    expect([code, stdout]).toEqual([0, ""]);
    const table = await readCsv(readFileSync(target), { name: "ahead.csv" });
    const [years] = table.columns;
    expect("values" in years && years.values[0]).toBe(2011);
    const series = toSeries(await readCsv(readFileSync(newer), { name: "newer.csv" }), {
      targets: ["SUNACTIVITY"],
    });
    const model = Forecaster.fromBytes(readFileSync(inRun("best.safetensors"))).recalibrate(series);
    const [lower] = table.columns.slice(2);
    expect("values" in lower && [...lower.values]).toEqual([
      ...model.forecast().targets[0].intervals[0].lower,
    ]);
  });

  test("--json has all numbers", async () => {
    const { stdout } = await say(["forecast", run, "--json"]);
    const { targets } = JSON.parse(stdout);
    const [own] = Forecaster.fromBytes(readFileSync(inRun("best.safetensors"))).forecast().targets;
    expect(targets[0].point).toEqual([...own.point]);
    expect(targets[0].intervals.map(({ level }: { level: number }) => level)).toEqual([0.8, 0.95]);
  });

  test("--future: columns that are known ahead", async () => {
    const data = fileOf(out, "shop.csv", ...weeks(140));
    const roles = ["--target", "sales", "--future", "weekend", "--horizon", "7"];
    await say(["train", data, ...roles, "--epochs", "2", "--hidden", "4", "--name", "shop", "--out", out]);
    const shop = join(out, "shop");
    const refused = await say(["forecast", shop]);
    expect([refused.code, refused.stderr]).toEqual([
      2,
      'error: the future covariate "weekend" has no values but must have 7 finite values, one for each step to forecast\n  Set --future FILE\n  Or append a row without a target for each of these steps to the data\n',
    ]);
    const ahead = fileOf(out, "ahead.csv", "weekend", "0", "0", "0", "0", "0", "1", "1");
    const { code, stdout } = await say(["forecast", shop, "--future", ahead]);
    expect([code, stdout.split("\n")]).toEqual([0, expect.any(Array)]);
    expect(stdout.split("\n")).toHaveLength(9);
  });

  test("a folder that is no run, and a run without a model", async () => {
    const none = await say(["forecast", out]);
    expect([none.code, none.stderr]).toEqual([
      1,
      `error: ${out} is not a run: it has no config.json\n  \`unrolled train\` makes runs\n`,
    ]);
    writeFileSync(inRun("best.safetensors.bak"), readFileSync(inRun("best.safetensors")));
    writeFileSync(inRun("best.safetensors"), "no model");
    const damaged = await say(["forecast", run]);
    expect([damaged.code, damaged.stderr.startsWith(`error: ${inRun("best.safetensors")}: `)]).toEqual([
      1,
      true,
    ]);
    writeFileSync(inRun("best.safetensors"), readFileSync(inRun("best.safetensors.bak")));
  });
});

describe("compare", () => {
  test("runs by their error, the best first", async () => {
    const { code, stdout, stderr } = await say(["compare", run, join(out, "two"), "--json"]);
    const compared = JSON.parse(stdout);
    const errors = compared.map(
      ({ scores }: { scores: { model: { mae: { overall: number } } } }) => scores.model.mae.overall,
    );
    expect([code, stderr, compared.length]).toEqual([0, "", 2]);
    expect(errors[0]).toBeLessThanOrEqual(errors[1]);
  });

  test("says what makes errors incomparable", async () => {
    await train(out, "--name", "far", "--horizon", "3");
    const { stdout, stderr } = await say(["compare", run, join(out, "far"), "--lang", "en"]);
    expect(stderr).toBe(
      `${[
        "Test errors are not comparable: these runs differ in horizon.",
        "Losses are not comparable: these runs differ in horizon.",
      ].join("\n")}\n`,
    );
    expect(stdout.split("\n")).toHaveLength(4);
    const chinese = await say(["compare", run, join(out, "far"), "--lang", "zh"]);
    expect(chinese.stderr).toBe(
      "这些训练的预测步数不同，测试误差不能直接比较。\n这些训练的预测步数不同，损失不能直接比较。\n",
    );
  });
});

describe("inspect", () => {
  test("what there is to know", async () => {
    const { code, stdout } = await say(["inspect", run, "--lang", "en"]);
    expect(code).toBe(0);
    for (const part of [
      `Run ${run}: done, `,
      "sunspots.csv: 309 rows",
      "(rnn): GRU(1, 8, batch_first=True)",
      "rnn.weight_hh_l0  (24, 8)",
      "363 parameters",
      "3 epochs in ",
      "best.safetensors",
    ])
      expect(stdout).toContain(part);
  });

  test("as JSON, and in Chinese", async () => {
    const { stdout } = await say(["inspect", run, "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      plan: { model: "gru" },
      training: { state: "done", epochs: 3 },
      scores: { windows: 52 },
    });
    expect((await say(["inspect", run, "--lang", "zh"])).stdout).toContain("363 个可学习的参数");
  });

  test("damaged metrics are told by their line", async () => {
    const text = readFileSync(inRun("metrics.jsonl"), "utf8");
    writeFileSync(inRun("metrics.jsonl"), text.replace(/\n/, "\n{broken\n"));
    const { code, stderr } = await say(["inspect", run]);
    expect([code, stderr.startsWith(`error: ${inRun("metrics.jsonl")}, line 2 is not valid JSON`)]).toEqual([
      1,
      true,
    ]);
    writeFileSync(inRun("metrics.jsonl"), text);
  });
});
