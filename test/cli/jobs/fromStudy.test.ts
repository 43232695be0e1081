/** @module The best of a study, trained: exactly what the best trial had; refusals; rows of the test set that no search reads. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readJournal } from "../../../src/jobs/study/journal.ts";
import { say } from "../fakeProcess.ts";

const command = fileURLToPath(new URL("../../../dist/node/cli.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "from-study-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** 160 rows: 96 to train on, 32 to validate, 32 to test, of which `last` makes others. */
function rows(last: (t: number) => number): string {
  const values = Array.from({ length: 160 }, (_, t) => (t < 128 ? Math.sin(t / 2) + (t % 5) / 10 : last(t)));
  return ["y", ...values.map(String)].join("\n");
}

const data = join(folder, "wave.csv");
const other = join(folder, "other.csv");
const study = join(folder, "study");
const search =
  "--horizon 4 --epochs 3 --search lr=log:1e-3..1e-1 --search model=gru,nlinear --search hidden=4..6";

function tune(file: string, to: string, words: string): Record<string, unknown> {
  const all = ["tune", file, ...words.split(" "), "--study", to, "--json"];
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...all], { encoding: "utf8" });
  expect([status, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout);
}

beforeAll(() => {
  writeFileSync(
    data,
    rows((t) => Math.sin(t / 2)),
  );
  writeFileSync(
    other,
    rows((t) => 1000 * ((t % 7) - 3)),
  );
  tune(data, study, `${search} --trials 6 --repeats 1`);
});

test("rows of the test set have no influence: the same JSON, and the same trials in the journal", () => {
  const elsewhere = join(folder, "again");
  const [one, two] = [
    tune(data, study, `${search} --trials 6 --repeats 1`),
    tune(other, elsewhere, `${search} --trials 6 --repeats 1`),
  ];
  const plain = (value: unknown, file: string, at: string): unknown =>
    JSON.parse(
      JSON.stringify(value).replaceAll(file, "FILE").replaceAll(at, "STUDY").replace("other.csv", "wave.csv"),
    );
  expect(plain(two, other, elsewhere)).toEqual(plain(one, data, study));
  const trials = (at: string): unknown =>
    readJournal(readFileSync(join(at, "journal.log"), "utf8"))[0]?.trials.map(
      ({ params, reports, value }) => [params, [...reports], value],
    );
  expect(trials(elsewhere)).toEqual(trials(study));
});

test("trains what the best trial had: the same losses, epoch by epoch", () => {
  const [journal] = readJournal(readFileSync(join(study, "journal.log"), "utf8"));
  const best = journal?.trials.reduce((a, b) => ((b.value ?? 9) < (a.value ?? 9) ? b : a));
  const words = ["train", data, "--from-study", study, "--out", folder, "--name", "best", "--no-refit"];
  expect(spawnSync(process.execPath, [command, ...words]).status).toBe(0); // with the vectors that trials had
  const metrics = readFileSync(join(folder, "best", "metrics.jsonl"), "utf8")
    .trim()
    .split("\n");
  expect(metrics.map((line) => JSON.parse(line).valLoss)).toEqual([...(best?.reports.values() ?? [])]);
  const { plan, asked } = JSON.parse(readFileSync(join(folder, "best", "config.json"), "utf8"));
  expect([plan.model, plan.lr, plan.epochs]).toEqual([best?.params.model, best?.params.lr, 3]);
  expect(asked).toMatchObject({ horizon: 4, epochs: 3, model: best?.params.model });
});

test("flags override the study, also its model", async () => {
  const said = await say([
    "train",
    data,
    "--from-study",
    study,
    "--model",
    "dlinear",
    "--lr",
    "0.5",
    "--print-config",
  ]);
  expect(said.stderr).toBe("");
  expect(JSON.parse(said.stdout)).toMatchObject({ model: "dlinear", lr: 0.5, horizon: 4, epochs: 3 });
});

test.each([
  [[other], "is a study of other data than"],
  [[data, "--horizon", "5"], "horizon is 5, but the study"],
  [[data, "--split", ".5,.25,.25"], "split is 80, 40, 40, but the study"],
  [[data, "--season", "none"], "season is none, but the study"],
  [[data, "--resume", "x"], "--resume uses the settings of x, so --from-study cannot be given"],
])("refused: %j", async (words, message) => {
  const said = await say(["train", ...words, "--from-study", study, "--out", join(folder, "no")]);
  expect(said.code).toBe(2);
  expect(said.stderr).toContain(message);
  expect(existsSync(join(folder, "no"))).toBe(false);
});

test("no study, one of another program, one without a complete trial", async () => {
  const train = (path: string) => say(["train", data, "--from-study", path]);
  expect((await train(join(folder, "none"))).stderr).toContain("there is no such file");
  writeFileSync(join(folder, "empty.log"), "");
  expect((await train(join(folder, "empty.log"))).stderr).toContain("there is no study in it");
  expect((await train(data)).stderr).toContain("line 1 is not an operation of Optuna's journal");
  const optuna = fileURLToPath(new URL("../../jobs/optuna.log", import.meta.url));
  expect((await train(optuna)).stderr).toContain("is no study of unrolled tune");
  const [head, ...lines] = readFileSync(join(study, "journal.log"), "utf8").split("\n");
  writeFileSync(join(folder, "begun.log"), `${[head, ...lines.slice(0, 1)].join("\n")}\n`);
  expect((await train(join(folder, "begun.log"))).stderr).toContain("has no complete trial yet");
});

test("a study among runs: left out of a comparison; alone, it is said what it is", async () => {
  const run = join(folder, "best");
  const said = await say(["compare", run, study]);
  expect([said.code, said.stderr]).toEqual([0, `left out, as searches of settings and not runs: ${study}\n`]);
  expect(said.stdout).toContain(run);
  const alone = await say(["inspect", study]);
  expect(alone.stderr).toContain("is not a run: it is a study\n  `unrolled train DATA --from-study");
});
