/** @module A search declared in a JSON file: what it may hold, messages that name the field, and flags over it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { panelSearchTable, searchSpace, seriesTable } from "../../../src/cli/jobs/searched.ts";
import { parseSearchFile } from "../../../src/cli/jobs/searchFile.ts";
import { searchOf } from "../../../src/cli/jobs/searchOptions.ts";
import { say } from "../fakeProcess.ts";

const folder = mkdtempSync(join(tmpdir(), "search-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const whole = {
  search: {
    lr: { low: 1e-4, high: 0.1, log: true },
    hidden: [16, 32, 64],
    layers: "1..3",
    dropout: { low: 0, high: 1e-1, step: 0.05 },
    "batch-size": { low: 8, high: 64, step: 8 },
    patience: { low: 1, high: 4 },
    clip: [null, 1],
    relative: [true, false],
  },
  sampler: "random",
  pruner: "halving",
  trials: 7,
  timeout: 60,
  repeats: 0,
};
const path = join(folder, "search.json");
writeFileSync(path, JSON.stringify(whole));

test("every kind of setting, under the names of flags or of files of options", () => {
  const { space, ...rest } = parseSearchFile(JSON.stringify(whole), "search.json", seriesTable);
  expect(space).toEqual({
    lr: { kind: "float", low: 1e-4, high: 0.1, log: true, step: null },
    hidden: { kind: "choice", choices: [16, 32, 64] },
    layers: { kind: "int", low: 1, high: 3, log: false, step: 1 },
    dropout: { kind: "float", low: 0, high: 0.1, log: false, step: 0.05 },
    batchSize: { kind: "int", low: 8, high: 64, log: false, step: 8 },
    patience: { kind: "int", low: 1, high: 4, log: false, step: 1 },
    clip: { kind: "choice", choices: [null, 1] },
    relative: { kind: "choice", choices: [true, false] },
  });
  expect(rest).toEqual({ sampler: "random", pruner: "halving", trials: 7, timeout: 60, repeats: 0 });
});

test("flags override the file, setting by setting", async () => {
  const search = await searchOf({ search: [path, "hidden=8..9", "lr=0.1"], trials: 3 }, seriesTable);
  expect(search).toMatchObject({ trials: 3, sampler: "random", timeout: 60 });
  expect(search.space.hidden).toEqual({ kind: "int", low: 8, high: 9, log: false, step: 1 });
  expect(search.space.lr).toEqual({ kind: "choice", choices: [0.1] });
  expect(Object.keys(search.space)).toHaveLength(8);
  await expect(searchOf({ search: [path, path] }, seriesTable)).rejects.toThrow("--search names two files");
});

test("whole ends of a range of real numbers are ends only", () => {
  const { dropout, lr } = searchSpace(["dropout=0..0.5", "lr=log:1..10"]);
  expect(dropout).toEqual({ kind: "float", low: 0, high: 0.5, log: false, step: null });
  expect(lr).toEqual({ kind: "float", low: 1, high: 10, log: true, step: null });
  expect(searchSpace(["steps=100..400:100"], panelSearchTable).steps).toMatchObject({ kind: "int" });
});

test.each([
  ["", "f.json is not JSON: "],
  ["[]", "f.json is [] but must be an object with the field search"],
  ["{}", 'f.json: the field search is missing\n  such as { "search": '],
  ['{"search": [1]}', "f.json: search is [1] but must be an object of settings"],
  ['{"search": {"lrr": [1]}}', "f.json: search.lrr: there is no such setting to search\n  did you mean lr?"],
  ['{"search": {"horizon": [1]}}', "f.json: search.horizon: there is no such setting to search"],
  ['{"search": {"lr": 3}}', "f.json: search.lr is 3 but must be a list of values, a range"],
  ['{"search": {"lr": []}}', "f.json: search.lr: there are no values"],
  ['{"search": {"lr": [0.1, 0.1]}}', "f.json: search.lr: a value occurs twice"],
  ['{"search": {"lr": [[1]]}}', "f.json: search.lr[0] is [1] but must be a number, a text"],
  ['{"search": {"lr": {"low": 1}}}', "f.json: search.lr.high is missing but must be a number"],
  ['{"search": {"lr": {"low": "a", "high": 1}}}', 'f.json: search.lr.low is "a" but must be a number'],
  ['{"search": {"lr": {"low": 2, "high": 1}}}', "f.json: search.lr: the range begins at 2 but must not lie"],
  [
    '{"search": {"lr": {"low": 0, "high": 1, "log": true}}}',
    "f.json: search.lr: the range begins at 0 but must lie above 0 on a logarithmic scale",
  ],
  [
    '{"search": {"lr": {"low": 1, "high": 2, "log": 1}}}',
    "f.json: search.lr.log is 1 but must be true or false",
  ],
  [
    '{"search": {"lr": {"low": 1, "high": 2, "Step": 1}}}',
    'f.json: search.lr: there is no field "Step"\n  did you mean step?',
  ],
  [
    '{"search": {"hidden": {"low": 1, "high": 2.5}}}',
    "f.json: search.hidden: 2.5 is not a value of --hidden",
  ],
  ['{"search": {"hidden": [0]}}', "f.json: search.hidden: 0 is not a value of --hidden"],
  ['{"search": {"model": {"low": 1, "high": 2}}}', "f.json: search.model is {"],
  [
    '{"search": {"lr": [1]}, "sampler": "best"}',
    'f.json: sampler is "best" but must be one of tpe, random, grid',
  ],
  [
    '{"search": {"lr": [1]}, "trials": 0}',
    "f.json: trials is 0 but must be a whole number from 1 to 1000000",
  ],
  ['{"search": {"lr": [1]}, "trails": 5}', 'f.json: there is no field "trails"\n  did you mean trials?'],
  ['{"search": {"lr": [1]}, "x": 5}', 'f.json: there is no field "x"\n  fields: search, sampler'],
])("refused: %s", (text, message) => {
  expect(() => parseSearchFile(text, "f.json", seriesTable)).toThrow(message);
});

test("a file that is not there, and one of another kind, in the terminal", async () => {
  const missing = await say(["tune", "x.csv", "--search", join(folder, "none.json")]);
  expect([missing.code, missing.stderr]).toEqual([
    1,
    `error: cannot read ${join(folder, "none.json")}: there is no such file\n`,
  ]);
  writeFileSync(join(folder, "bad.json"), '{"search": {"lr": {"low": 2, "high": 1}}}');
  const bad = await say(["tune", "x.csv", "--lang", "zh", "--search", join(folder, "bad.json")]);
  expect([bad.code, bad.stderr]).toEqual([
    2,
    `错误：${join(folder, "bad.json")}: search.lr：范围从 2 开始，但不能高于它的终点 1\n`,
  ]);
});
