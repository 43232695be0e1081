/** @module `unrolled note --tune`: a comparison over cells, lengths and seeds, whose trials are the note's own program. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { runTrial } from "../../src/cli/jobs/runTrial.ts";
import type { NoteOptions } from "../../src/cli/note/noteOptions.ts";
import { readJournal } from "../../src/jobs/study/journal.ts";
import { Program, trainLosses } from "../../src/note/program.ts";
import { lstmProgram } from "../../src/note/settings.ts";
import { mean } from "../../src/note/statistics.ts";
import { say } from "./fakeProcess.ts";

const command = fileURLToPath(new URL("../../dist/node/cli.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "note-tune-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const options: NoteOptions = {
  ...{ seed: 1, hidden: 8, layers: 1, steps: 25, lr: 0.02, forgetBias: 0 },
  ...{ out: "out", lang: "en", pace: 0 },
};

test("a trial is the program that the note trains; its score the mean of its last ten losses", async () => {
  const reports: (readonly [number, number])[] = [];
  const data = { kind: "note", options } as const;
  const end = await runTrial(data, { cell: "lstm", timeStep: 6, lr: 0.01, seed: 3 }, (step, value) => {
    reports.push([step, value]);
    return false;
  });
  const settings = { ...lstmProgram, hidden: 8, steps: 25, lr: 0.01, timeStep: 6, seed: 3 };
  const losses = trainLosses(new Program(settings));
  expect(end).toEqual({ state: "complete", value: mean(losses.slice(-10)) });
  expect(reports).toEqual([
    [10, mean(losses.slice(0, 10))],
    [20, mean(losses.slice(10, 20))],
  ]);
  expect(await runTrial(data, { lr: 1e30 }, () => false)).toEqual({ state: "failed", reason: "diverged" });
});

test("all combinations with their seeds: one table, one journal, the command of the best", () => {
  const study = join(folder, "study");
  const search = "--search cell=rnn,gru --search time-step=5,10 --search seed=1..3".split(" ");
  const words = ["note", "--tune", ...search, "--steps", "12", "--hidden", "4", "--study", study];
  const { status, stdout } = spawnSync(process.execPath, [command, ...words, "--json"], { encoding: "utf8" });
  expect(status).toBe(0);
  const found = JSON.parse(stdout);
  expect([found.kind, found.trials.length, found.ended, found.seeds]).toEqual(["note", 12, "done", []]);
  expect(found.settings).toHaveLength(4);
  for (const { params, mean: all, sd, count, trials } of found.settings) {
    expect([Object.keys(params), count, trials.length]).toEqual([["cell", "timeStep"], 3, 3]);
    const values: number[] = trials.map((number: number) => found.trials[number].value);
    expect(all).toBeCloseTo(mean(values), 12);
    expect(sd).toBeCloseTo(Math.sqrt(values.reduce((sum, v) => sum + (v - mean(values)) ** 2, 0) / 2), 12);
  }
  expect(found.command).toMatch(/^unrolled note --cell (rnn|gru) --seed 1 --hidden 4 --layers 1 --steps 12/);
  const [journal] = readJournal(readFileSync(join(study, "journal.log"), "utf8"));
  expect(journal?.trials.map(({ value }) => value)).toEqual(
    found.trials.map((trial: { value: number }) => trial.value),
  );
  expect(readFileSync(join(study, "report.html"), "utf8")).toContain("final loss");
  // the same command again trains nothing, and prints the same
  const again = spawnSync(process.execPath, [command, ...words, "--json"], { encoding: "utf8" });
  expect(JSON.parse(again.stdout)).toEqual(found);
});

test.each([
  [["--tune"], "nothing to search was given"],
  [["--tune", "--search", "optimizer=adam,sgd"], "--search optimizer: there is no such setting to search"],
  [["--tune", "--search", "cell=rnn,mlp"], "--search cell: mlp is not a value of --cell"],
  [["--tune", "--search", "lr=0..1"], "--search lr: 0 is not a value of --lr"],
  [["--tune", "--only", "rnn", "--search", "lr=.1,.2"], "--only and --tune contradict each other"],
  [["--search", "lr=.1,.2"], "--search is an option of a search"],
  [["--trials", "3"], "--trials is an option of a search"],
])("refused: note %j", async (words, message) => {
  const said = await say(["note", ...words, "--study", join(folder, "no")]);
  expect([said.code, existsSync(join(folder, "no"))]).toEqual([2, false]);
  expect(said.stderr).toContain(message);
});
