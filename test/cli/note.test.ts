/** @module `unrolled note` from its options to its exit code and its files. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { en } from "../../src/cli/note/en.ts";
import { zh } from "../../src/cli/note/zh.ts";
import { decodeSafetensors } from "../../src/interop/safetensors.ts";
import { Program } from "../../src/note/program.ts";
import { lstmProgram, rnnProgram } from "../../src/note/settings.ts";
import { once, say, temporaryFolder, without } from "./fakeProcess.ts";

const folder = temporaryFolder();
const rnnFiles = [
  "report.html",
  "data.svg",
  "rnn-fit.svg",
  "rnn-loss.svg",
  "metrics.jsonl",
  "rnn.safetensors",
] as const;

/** The names in a folder; half-written files begin with a dot and would be seen here. */
const namesIn = (out: string): string[] => readdirSync(out).sort();

const linesOf = (path: string): unknown[] =>
  readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("one program", () => {
  const out = join(folder, "rnn", "deep");
  const run = once(() =>
    say(["note", "--only", "rnn", "--steps", "12", "--hidden", "8", "--seed", "-1", "--out", out]),
  );

  test("ends with 0, a message on stderr, and the paths on stdout", async () => {
    const { code, stdout, stderr } = await run();
    expect({ code, stderr }).toEqual({ code: 0, stderr: `${en.writing}\n` });
    expect(without(folder, stdout)).toContain(`\nFiles in OUT/rnn/deep: ${rnnFiles.join(" ")}\n`);
    expect(stdout.endsWith(`\n\n${en.report(join(out, "report.html"))}\n${en.studio}\n`)).toBe(true);
    expect(namesIn(out)).toEqual([...rnnFiles].sort());
  });

  test("writes no escape code where stdout is no terminal, and tells some of the segments", async () => {
    const { stdout } = await run();
    expect(stdout).not.toContain("\u001b");
    const told = stdout.match(/(?<=^RNN · 10 steps {2})segment .*$/gm);
    expect(told?.map((line) => line.slice(0, 20))).toEqual([
      "segment  1/12  loss ",
      "segment 10/12  loss ",
      "segment 12/12  loss ",
    ]);
  });

  test("leaves the metrics and weights of that very program", async () => {
    await run();
    const program = new Program({ ...rnnProgram, steps: 12, hidden: 8, seed: -1 });
    const losses = Array.from({ length: 12 }, () => program.trainSegment().loss);
    expect(linesOf(join(out, "metrics.jsonl"))).toEqual(
      losses.map((loss, i) => ({ program: "rnn", segment: i + 1, loss })),
    );

    const { tensors, metadata } = decodeSafetensors(readFileSync(join(out, "rnn.safetensors")));
    const weights = Object.entries(program.model.stateDict());
    expect(Object.keys(tensors)).toEqual(weights.map(([name]) => name));
    for (const [name, { shape, data }] of weights) expect(tensors[name]).toEqual({ shape: [...shape], data });
    expect(metadata).toEqual({ format: "pt", settings: JSON.stringify(program.settings) });
  });

  test("leaves a report in both languages that needs no network", async () => {
    await run();
    const report = readFileSync(join(out, "report.html"), "utf8");
    expect(report).toContain("<!doctype html>");
    expect(report).toContain('lang="zh');
    expect(report).not.toMatch(/(?:src|href)="https?:(?!\/\/127\.0\.0\.1:4173\/#)/); // the studio, to open
  });
});

test.each([
  ["--layers 2", { layers: 2 }, 2 * 4 + 2],
  ["--time-step 1", { timeStep: 1 }, 4 + 2],
  ["--hidden 1", { hidden: 1 }, 4 + 2],
  ["--endpoint", { endpoint: true }, 4 + 2],
  ["--no-endpoint --lr 0.5", { endpoint: false, lr: 0.5 }, 4 + 2],
])("--steps 1 %s is done, and with just these settings", async (extra, settings, parameters) => {
  const out = join(folder, extra.replaceAll(" ", ""));
  const words = ["note", "--json", "--only", "rnn", "--steps", "1", ...extra.split(" "), "--out", out];
  const { code, stdout } = await say(words);
  expect(code).toBe(0);
  const { programs } = JSON.parse(stdout);
  expect(programs).toHaveLength(1);
  expect(programs[0].settings).toEqual({ ...rnnProgram, steps: 1, ...settings });
  expect(programs[0].parameters).toHaveLength(parameters);
  expect(programs[0].losses).toHaveLength(1);
  expect(namesIn(out)).toEqual([...rnnFiles].sort());
});

test("--cell gru takes the place of both programs, and starts from the LSTM's settings", async () => {
  const words = ["note", "--json", "--cell", "gru", "--steps", "1", "--hidden", "2"];
  const { code, stdout } = await say([...words, "--out", join(folder, "gru")]);
  expect(code).toBe(0);
  const { programs, comparison } = JSON.parse(stdout);
  const settings = programs.map((program: { settings: unknown }) => program.settings);
  expect(settings).toEqual([{ ...lstmProgram, cell: "gru", steps: 1, hidden: 2 }]);
  expect(comparison.settings).toMatchObject({ steps: 1, hidden: 2, timeSteps: [20, 10, 50] });
  expect(comparison.verdicts.length).toBeGreaterThan(0);
});

test("--json: one document on stdout and nothing else, also on a terminal", async () => {
  const out = join(folder, "json");
  const words = ["note", "--json", "--only", "lstm", "--steps", "2", "--hidden", "2", "--out", out];
  const said = await say(words, { size: [80, 24] });
  expect(said.code).toBe(0);
  const summary = JSON.parse(said.stdout);
  expect(Object.keys(summary)).toEqual(["outcome", "programs", "comparison", "files", "versions"]);
  expect(summary.outcome).toEqual({ kind: "done" });
  expect(summary.comparison).toBeNull();
  expect(summary.files).toEqual(
    ["report.html", "data.svg", "lstm-fit.svg", "lstm-loss.svg", "metrics.jsonl", "lstm.safetensors"].map(
      (name) => join(out, name),
    ),
  );
  expect(said.stderr).toBe(`${en.writing}\n`);
});

describe("the comparison alone", () => {
  const out = join(folder, "compare");
  const words = ["note", "--only", "compare", "--steps", "2", "--hidden", "2", "--time-step", "3"];
  const run = once(() => say([...words, "--lang", "zh", "--out", out]));

  test("runs three cells over twenty seeds at four lengths and three learning rates", async () => {
    const { code, stdout } = await run();
    expect(code).toBe(0);
    expect(stdout.trimStart()).toMatch(/^1\. /); // the first part that is told is the first

    const lines = linesOf(join(out, "metrics.jsonl")) as {
      cell: string;
      timeStep: number;
      seed: number;
      lr: number;
    }[];
    const keys = new Set(lines.map(({ cell, timeStep, seed, lr }) => `${cell} ${timeStep} ${seed} ${lr}`));
    expect(keys.size).toBe(3 * 4 * 20 * 3);
    expect([...new Set(lines.map(({ lr }) => lr))]).toEqual([0.02, 0.005, 0.002]);
    expect([...new Set(lines.map(({ timeStep }) => timeStep))]).toEqual([3, 10, 20, 50]);
    expect(lines[0]).toMatchObject({ program: "compare", cell: "rnn", timeStep: 3, seed: 1 });
    expect(namesIn(out)).toContain("gradient-flow.svg");
    expect(namesIn(out).filter((name) => name.endsWith(".safetensors"))).toEqual([]);
  });

  test("prints in Chinese", async () => {
    const { stdout, stderr } = await run();
    expect(stdout).toContain(zh.compare(3, 20, 0.02));
    expect(stdout).toContain(zh.compareHead.slice(0, 3).join("  "));
    expect(stderr).toBe(`${zh.writing}\n`);
  });
});

describe("a training that diverges", () => {
  const out = join(folder, "diverged");
  const run = once(() => say(["note", "--lr", "1e30", "--out", out]));

  test("ends with 3 and names the program and the segment; nothing is run after it", async () => {
    const { code, stdout, stderr } = await run();
    expect(code).toBe(3);
    expect(stderr).toBe(
      `${en.writing}\n${en.ended({ kind: "diverged", program: "RNN", segment: 2, loss: Number.POSITIVE_INFINITY })}\n`,
    );
    expect(stdout).toContain("segment   2/100  loss ∞\n");
    expect(stdout).not.toContain("LSTM at");
  });

  test("still leaves everything so far", async () => {
    await run();
    expect(namesIn(out)).toEqual([...rnnFiles].sort());
    expect(linesOf(join(out, "metrics.jsonl"))).toEqual([
      { program: "rnn", segment: 1, loss: expect.closeTo(0.526, 3) },
      { program: "rnn", segment: 2, loss: null }, // JSON has no infinity
    ]);
  });

  test("in the comparison is named by cell, length and seed", async () => {
    const words = ["note", "--only", "compare", "--steps", "3", "--hidden", "2", "--lr", "1e30"];
    const { code, stderr } = await say([...words, "--json", "--out", join(folder, "diverged-compare")]);
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /\nTraining diverged: the loss of the (RNN|LSTM|GRU) \(T = 20, seed \d+\) was Infinity at segment 2\. .*--lr.*\n$/,
    );
  });
});

describe("an interruption", () => {
  const stopped = `${en.writing}\n${en.ended({ kind: "interrupted" })}\n`;

  test("in the second program: ends with 130, and both programs are written as far as they came", async () => {
    const out = join(folder, "interrupted");
    const words = ["note", "--hidden", "4", "--out", out];
    const { code, stderr } = await say(words, { stopAt: /LSTM at.*segment {2}20\//s });
    expect({ code, stderr }).toEqual({ code: 130, stderr: stopped });
    expect(namesIn(out)).toEqual([...rnnFiles, "lstm-fit.svg", "lstm-loss.svg", "lstm.safetensors"].sort());
    const programs = linesOf(join(out, "metrics.jsonl")).map((line) => Object(line).program);
    expect(programs).toEqual([...Array(100).fill("rnn"), ...Array(20).fill("lstm")]);
  });

  test("in the comparison: the seeds that every cell has run are written and shown", async () => {
    const out = join(folder, "interrupted-compare");
    const words = ["note", "--only", "compare", "--steps", "60", "--hidden", "8", "--out", out];
    const { code, stdout, stderr } = await say(words, {
      stopAt: /run (?:[4-9]|\d\d+)\/540/,
      size: [100, 30],
    });
    expect(code).toBe(130);
    expect(stderr.endsWith(stopped)).toBe(true);
    expect(stdout).toMatch(
      /\d+\. Is it the length, or the learning rate\? Median final losses of \d+ seeds?/,
    );
    expect(namesIn(out)).toContain("comparison-loss.svg");
    const lines = linesOf(join(out, "metrics.jsonl"));
    expect(lines.length).toBeGreaterThanOrEqual(4);
    expect(lines.length).toBeLessThan(540);
  });

  test("before anything was trained leaves a report all the same", async () => {
    const out = join(folder, "at-once");
    const { code, stderr } = await say(["note", "--out", out], { stopAt: "start" });
    expect({ code, stderr }).toEqual({ code: 130, stderr: stopped });
    expect(namesIn(out)).toEqual(["data.svg", "metrics.jsonl", "report.html"]);
    expect(readFileSync(join(out, "metrics.jsonl"), "utf8")).toBe("");
  });

  test("with --json says so in the document", async () => {
    const words = ["note", "--json", "--out", join(folder, "at-once-json")];
    const { code, stdout } = await say(words, { stopAt: "start" });
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: { kind: "interrupted" }, programs: [] });
  });
});
