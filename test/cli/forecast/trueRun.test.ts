/** @module A run that is true to itself: what a resumed one has is what an undisturbed one has, in every file. */
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decodeSafetensors, encodeSafetensors } from "unrolled/interop";
import { describe, expect, test } from "vitest";
import { once, say, temporaryFolder } from "../fakeProcess.ts";
import { fileOf, quick, sunspots, train } from "./given.ts";

const out = temporaryFolder();
const at = (run: string, file: string): string => join(out, run, file);
const textOf = (run: string, file: string): string => readFileSync(at(run, file), "utf8");
const configOf = (run: string) => JSON.parse(textOf(run, "config.json"));
const resume = (run: string, ...words: readonly string[]) =>
  say(["train", ...words, "--resume", join(out, run), "--lang", "en"]);
const often = ["--checkpoint-every", "0"];

/** What depends on the time and the process. */
const passing =
  /"(?:created|updated|pid|seconds|eta|samplesPerSecond)":\s*[^,\n}]+|(?:epochs in|用时) [\d.]+/g;

/** All files of a run, comparable with those of another one. */
function filesOf(run: string): Record<string, string> {
  const names = readdirSync(join(out, run)).filter((name) => !name.startsWith("."));
  const entries = names.map((name): [string, string] => {
    const bytes = readFileSync(at(run, name));
    if (name.includes("tfevents")) return ["board", String(bytes.length)]; // its times differ
    if (name.endsWith(".safetensors")) return [name, bytes.toString("base64")];
    return [name, bytes.toString().replaceAll(passing, "").replaceAll(`runs/${run}`, "runs/RUN")];
  });
  return Object.fromEntries(entries);
}

const undisturbed = once(async () => {
  await train(out, "--name", "whole", "--tensorboard");
  return filesOf("whole");
});

/** A run that stops as soon as something is said, and is resumed. */
async function stopped(name: string, stopAt: RegExp, ...words: readonly string[]): Promise<void> {
  const all = ["train", sunspots, ...quick, "--out", out, "--name", name, ...often, ...words];
  expect((await say(all, { stopAt })).code).toBe(130);
}

describe("every file of a resumed run is that of an undisturbed one", () => {
  test.each([
    ["in its training", /Epoch 1\/3 {2}5/],
    ["in its training on all rows", /on all rows\n.*\nEpoch 1/],
  ])("interrupted %s", async (when, stopAt) => {
    const name = when.replaceAll(" ", "-");
    await stopped(name, stopAt, "--tensorboard");
    expect((await resume(name)).code).toBe(0);
    expect(filesOf(name)).toEqual(await undisturbed());
  });

  test("the report has the language the run began with", async () => {
    await stopped("zh", /1\/3/, "--lang", "zh");
    expect((await say(["train", "--resume", join(out, "zh")])).code).toBe(0);
    expect(textOf("zh", "report.html")).toContain('<html lang="zh-CN">');
  });
});

describe("facts", () => {
  test("data that grew before the first checkpoint: those of all rows", async () => {
    const lines = readFileSync(sunspots, "utf8").trim().split("\n");
    const data = fileOf(out, "grows.csv", ...lines.slice(0, 250));
    const words = ["train", data, ...quick, "--out", out];
    await say([...words, "--name", "grown"], { stopAt: /Epoch 1\/3/ });
    const before = configOf("grown");
    renameSync(at("grown", "checkpoint.safetensors"), join(out, "gone")); // killed before it was written
    fileOf(out, "grows.csv", ...lines);
    expect((await resume("grown")).code).toBe(0);
    await say([...words, "--name", "fresh"]);
    expect([before.data.rows, configOf("grown").data.rows]).toEqual([249, 309]);
    expect({ ...configOf("grown"), created: "" }).toEqual({ ...configOf("fresh"), created: "" });
    const newer = fileOf(out, "newer.csv", ...lines, "2009,3.1", "2010,16.5");
    const forecast = (run: string) => say(["forecast", join(out, run), "--data", newer]);
    expect((await forecast("grown")).stdout).toBe((await forecast("fresh")).stdout);
  });

  test("data that have moved: said, found again, and remembered", async () => {
    const data = fileOf(out, "here.csv", readFileSync(sunspots, "utf8").trim());
    await say(["train", data, ...quick, "--out", out, "--name", "moved", ...often], { stopAt: /Epoch 1\/3/ });
    renameSync(data, join(out, "there.csv"));
    const refused = await resume("moved");
    expect([refused.code, refused.stderr]).toEqual([
      1,
      `error: cannot read ${data}: there is no such file\n  if the data have moved: unrolled train DATA --resume ${join(out, "moved")}\n`,
    ]);
    expect((await say(["train", join(out, "there.csv"), "--resume", join(out, "moved")])).code).toBe(0);
    expect(configOf("moved").data.file).toBe("../there.csv");
  });

  test("--epochs of a resume stays when the run is resumed again", async () => {
    const words = ["--resume", join(out, "longer"), "--lang", "en", ...often];
    await stopped("longer", /Epoch 1\/3/);
    await say(["train", ...words, "--epochs", "5"], { stopAt: /Epoch 2\/5 {2}5/ });
    const { asked, plan } = configOf("longer");
    expect([asked.epochs, plan.epochs]).toEqual([5, 5]);
    expect((await resume("longer")).stderr).toContain("Epoch 5/5");
    await train(out, "--name", "five", "--epochs", "5");
    expect(filesOf("longer")).toEqual(filesOf("five"));
  });

  test("an end that the training has passed is refused", async () => {
    await stopped("passed", /Epoch 2\/3 {2}5/);
    const early = await resume("passed", "--epochs", "1");
    expect([early.code, early.stderr.split("\n").slice(-3)]).toEqual([
      2,
      ["error: epochs is 1 but must be at least 2, the epoch it has reached", "  Use --epochs 2", ""],
    ]);
    expect(configOf("passed").asked.epochs).toBe(3);
    await stopped("over", /again, on all rows/);
    const late = await resume("over", "--epochs", "9");
    expect(late.stderr).toContain("error: its training has ended, so epochs and patience cannot change\n");
  });
});

test("damaged lines of the metrics are those of the checkpoint", async () => {
  await stopped("lines", /Epoch 2\/3 {2}5/);
  const [first = "", second = ""] = textOf("lines", "metrics.jsonl").split("\n");
  const damaged = [
    `${first.slice(0, 20)}`,
    `\0\0\0`,
    second.replace(/"valLoss":[^,]*/, '"valLoss":7'),
    '{"epoch":7',
  ];
  writeFileSync(at("lines", "metrics.jsonl"), `${damaged.join("\n")}\n`);
  expect((await resume("lines")).code).toBe(0);
  const losses = (text = "") => text.replaceAll(passing, "");
  expect(losses(textOf("lines", "metrics.jsonl"))).toBe(losses((await undisturbed())["metrics.jsonl"]));
});

test("inspect and compare read damaged metrics from the checkpoint, and say so", async () => {
  await stopped("spoilt", /Epoch 2\/3 {2}5/);
  const whole = textOf("spoilt", "metrics.jsonl");
  const inspect = () => say(["inspect", join(out, "spoilt"), "--json"]);
  const before = JSON.parse((await inspect()).stdout).training;
  expect(before.epochs).toBe(2);
  for (const damage of ["{broken\n", "\0\0\0\n", '{"epoch":1}\n', '{"epoch":"1"}\n']) {
    writeFileSync(at("spoilt", "metrics.jsonl"), damage + whole);
    const { code, stdout, stderr } = await inspect();
    expect([code, stderr]).toEqual([
      0,
      `warning: ${at("spoilt", "metrics.jsonl")} is damaged; the epochs shown are those of the checkpoint\n`,
    ]);
    expect(JSON.parse(stdout).training).toEqual({ ...before, seconds: 0 });
  }
  const compared = await say(["compare", join(out, "spoilt"), "--lang", "zh"]);
  expect([compared.code, compared.stderr]).toEqual([
    0,
    `警告：${at("spoilt", "metrics.jsonl")} 已损坏；这里显示的各轮来自检查点\n`,
  ]);
  writeFileSync(at("spoilt", "checkpoint.safetensors"), "torn");
  expect((await inspect()).stderr).toContain("metrics.jsonl, line 1");
});

describe("checksums", () => {
  test("of a finished run's files: inspect and compare name those that have changed", async () => {
    await train(out, "--name", "summed");
    const inspect = () => say(["inspect", join(out, "summed"), "--lang", "en"]);
    expect((await inspect()).stderr).toBe("");
    const edits = {
      "backtest.json": (text: string) => text.replace(/"overall": (\d)/, '"overall": 1$1'),
      "forecast.csv": (text: string) => text.replace(/\d/, "7"),
      "forecast.json": (text: string) => `${text} `,
      "metrics.jsonl": (text: string) => text.replace(/"loss":0/, '"loss":1'),
      "config.json": (text: string) => text.replace(/"rows": 3/, '"rows": 4'),
    };
    for (const [name, edit] of Object.entries(edits)) {
      const text = textOf("summed", name);
      expect(edit(text)).not.toBe(text);
      writeFileSync(at("summed", name), edit(text));
      for (const command of [["compare"], ["inspect"]]) {
        const { code, stderr } = await say([...command, join(out, "summed"), "--lang", "en"]);
        expect([code, stderr]).toEqual([
          0,
          `warning: ${at("summed", name)} is damaged or has been changed: its bytes do not match the checksum in status.json\n`,
        ]);
      }
      writeFileSync(at("summed", name), text);
    }
    rmSync(at("summed", "forecast.csv"));
    expect((await inspect()).stderr).toContain("forecast.csv is damaged or has been changed");
  });

  test("of a checkpoint and a model that were torn, none is used", async () => {
    await stopped("torn", /Epoch 2\/3 {2}5/);
    for (const [file, use] of [
      ["checkpoint.safetensors", () => resume("torn")],
      ["best.safetensors", () => say(["forecast", join(out, "torn")])],
    ] as const) {
      const whole = readFileSync(at("torn", file));
      const torn = Buffer.from(whole).fill(0, whole.length - 600);
      writeFileSync(at("torn", file), torn);
      const { code, stderr } = await use();
      expect([code, stderr]).toEqual([
        1,
        expect.stringContaining(`${at("torn", file)}: safetensors: the bytes`),
      ]);
      writeFileSync(at("torn", file), whole);
    }
  });

  test("files of earlier versions have none: a warning", async () => {
    await stopped("older", /Epoch 2\/3 {2}5/);
    for (const file of ["checkpoint.safetensors", "best.safetensors"]) {
      const { tensors, metadata } = decodeSafetensors(readFileSync(at("older", file)));
      writeFileSync(at("older", file), encodeSafetensors(tensors, metadata));
    }
    const text = "has no checksum, as files of earlier versions; whether it is damaged cannot be checked\n";
    const { code, stderr } = await say(["forecast", join(out, "older"), "--lang", "en"]);
    expect([code, stderr]).toEqual([0, `warning: ${at("older", "best.safetensors")} ${text}`]);
    const resumed = await resume("older");
    expect([resumed.code, resumed.stderr]).toEqual([
      0,
      expect.stringContaining(`warning: ${at("older", "checkpoint.safetensors")} ${text}`),
    ]);
  });
});
