/** @module `unrolled backtest`: a model and every baseline on rows that it has never seen. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { say, temporaryFolder } from "../fakeProcess.ts";
import { fileOf, quick, sunspots, train, weeks } from "./given.ts";

const out = temporaryFolder();
const english = ["--lang", "en"];

describe("by hand", () => {
  // Four values that repeat: seasonal naive is right, naive errs by 1 one step ahead, by 0 or 2 two steps ahead.
  const data = fileOf(
    out,
    "wave.csv",
    "x",
    ...Array.from({ length: 40 }, (_, i) => String([0, 1, 2, 1][i % 4])),
  );
  const words = [
    "backtest",
    data,
    "--model",
    "naive",
    "--lookback",
    "4",
    "--horizon",
    "2",
    "--season",
    "4",
    "--split",
    "20,8,12",
  ];

  test("errors are those that one can count", async () => {
    const { code, stdout } = await say([...words, "--json"]);
    const { windows, model, baselines } = JSON.parse(stdout);
    expect([code, windows]).toEqual([0, 11]);
    expect(model).toMatchObject({ name: "naive", mae: { byStep: [1, 10 / 11] } });
    expect(baselines.map(({ name }: { name: string }) => name)).toEqual(["drift", "mean", "seasonal naive"]);
    expect(baselines[2].mae).toEqual({ overall: 0, byStep: [0, 0] });
  });

  test("--stride and --drop-last choose windows", async () => {
    const stride = await say([...words, "--json", "--stride", "3"]);
    expect(JSON.parse(stride.stdout).windows).toBe(4); // origins 28, 31, 34, 37
    const dropped = await say([...words, "--json", "--drop-last", "4"]);
    expect(JSON.parse(dropped.stdout).windows).toBe(8);
  });

  test("--units scaled: errors in deviations of the train part", async () => {
    const scaled = await say([...words, "--json", "--units", "scaled"]);
    const deviation = Math.sqrt(0.5); // of 0, 1, 2, 1
    expect(JSON.parse(scaled.stdout).model.mae.byStep[0]).toBeCloseTo(1 / deviation, 12);
  });

  test("the verdict says that the model does not beat seasonal naive", async () => {
    const { stdout } = await say([...words, ...english]);
    expect(stdout).toContain("naive does not beat seasonal naive");
    const chinese = await say([...words, "--lang", "zh"]);
    expect(chinese.stdout).toContain("季节朴素法");
  });
});

test("a model is trained first, and nothing is left behind", async () => {
  const { code, stdout, stderr } = await say(["backtest", sunspots, ...quick]);
  expect(code).toBe(0);
  expect(stderr).toContain("Epoch 3/3");
  expect(stdout).toContain("seasonal naive");
});

test("of a run, its own model is tested", async () => {
  const trained = await train(out, "--name", "tested", "--json");
  const { code, stdout } = await say(["backtest", join(out, "tested"), "--json"]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).model).toEqual(JSON.parse(trained.stdout).backtest.model);
  const refused = await say(["backtest", join(out, "tested"), "--hidden", "4"]);
  expect([refused.code, refused.stderr]).toEqual([
    2,
    `error: ${join(out, "tested")} is already trained, so hidden cannot be given\n  the options of a backtest are --stride, --drop-last, --units, --reach-back, --refit and --refit-every\n`,
  ]);
});

test("without a test part it says what is missing", async () => {
  const data = fileOf(out, "short.csv", ...weeks(60));
  const { code, stderr } = await say([
    "backtest",
    data,
    "--target",
    "sales",
    "--model",
    "naive",
    "--split",
    "0.8,0.2",
    ...english,
  ]);
  expect(code).toBe(2);
  expect(stderr).toContain("the test set has 0 rows but must have at least");
});
