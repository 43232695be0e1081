/** @module `unrolled train`: what it leaves, what it says, how it goes on. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCsv, toSeries } from "unrolled/data";
import { Forecaster } from "unrolled/forecast";
import { describe, expect, test } from "vitest";
import { flagOf } from "../../../src/cli/forecast/flags.ts";
import { dataOptions } from "../../../src/data/dataOptions.ts";
import { once, say, temporaryFolder } from "../fakeProcess.ts";
import { fileOf, quick, sunspots, train, weeks } from "./given.ts";

const out = temporaryFolder();
const first = once(() => train(out, "--name", "first"));
const inFirst = (name: string): string => join(out, "first", name);
const jsonOf = (path: string) => JSON.parse(readFileSync(path, "utf8"));

describe("a run", () => {
  test("leaves every file, and no other", async () => {
    const { code, stderr } = await first();
    expect([code, readdirSync(join(out, "first")).sort()]).toEqual([
      0,
      [
        "backtest.json",
        "best.safetensors",
        "config.json",
        "forecast.csv",
        "forecast.json",
        "metrics.jsonl",
        "report.html",
        "status.json",
      ],
    ]);
    expect(stderr).toContain("sunspots.csv: 309 rows, 1700");
    expect(stderr).toContain(
      "GRU: look-back 22, horizon 11, season 11\nrows: 185 train, 62 validation, 62 test\n",
    );
    expect(stderr).toContain("Epoch 3/3");
  });

  test("its model is that of the library under the same options and seed", async () => {
    await first();
    const series = toSeries(await readCsv(readFileSync(sunspots), { name: "sunspots.csv" }), {
      targets: ["SUNACTIVITY"],
    });
    const same = await Forecaster.train(series, { epochs: 3, modelOptions: { hidden: 8 } });
    expect(readFileSync(inFirst("best.safetensors"))).toEqual(Buffer.from(same.toBytes()));
  });

  test("its forecast is that of its model", async () => {
    await first();
    const table = await readCsv(readFileSync(inFirst("forecast.csv")), { name: "forecast.csv" });
    const { targets } = Forecaster.fromBytes(readFileSync(inFirst("best.safetensors"))).forecast();
    expect(table.rows).toBe(11);
    expect(table.columns.map(({ name }) => name)).toEqual([
      "YEAR",
      "SUNACTIVITY",
      "SUNACTIVITY lower 80",
      "SUNACTIVITY upper 80",
      "SUNACTIVITY lower 95",
      "SUNACTIVITY upper 95",
    ]);
    const [years, points] = table.columns;
    expect("values" in years && [...years.values]).toEqual(Array.from({ length: 11 }, (_, i) => 2009 + i));
    expect("values" in points && [...points.values]).toEqual([...targets[0].point]);
  });

  test("its metrics and status tell of every epoch", async () => {
    await first();
    const lines = readFileSync(inFirst("metrics.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(lines.every(({ loss, valLoss, seconds }) => loss > 0 && valLoss > 0 && seconds > 0)).toBe(true);
    expect(jsonOf(inFirst("status.json"))).toMatchObject({ state: "done", event: { type: "end", epoch: 3 } });
  });

  test("its settings are in its config, from which it could be repeated", async () => {
    await first();
    const { asked, data, plan } = jsonOf(inFirst("config.json"));
    expect(asked).toEqual({ target: ["SUNACTIVITY"], epochs: 3, hidden: 8 });
    expect(data).toMatchObject({ rows: 309, timeColumn: "YEAR" });
    expect(plan).toMatchObject({ model: "gru", lookback: 22, horizon: 11, season: 11 });
  });

  test("the next one of the same name is refused, one without a name gets a free one", async () => {
    await first();
    const again = await train(out, "--name", "first");
    expect([again.code, again.stderr]).toEqual([
      2,
      `error: the run ${join(out, "first")} already exists\n  resume it with --resume ${join(out, "first")}, or choose another --name\n`,
    ]);
    for (let i = 0; i < 2; i++) await say(["train", sunspots, "--model", "naive", "--out", out]);
    expect(readdirSync(out).filter((name) => name.includes("naive"))).toEqual([
      "sunspots-naive",
      "sunspots-naive-2",
    ]);
  });

  test("--json prints one document", async () => {
    const { stdout, stderr } = await train(out, "--json");
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toMatchObject({
      plan: { model: "gru" },
      training: { reason: "epochs", parameters: 363 },
      backtest: { windows: 52 },
      forecast: { targets: [{ name: "SUNACTIVITY" }] },
    });
  });

  test("--tensorboard: an event file with three epochs", async () => {
    await train(out, "--name", "board", "--tensorboard");
    const name = readdirSync(join(out, "board")).find((one) => one.startsWith("events.out.tfevents"));
    const text = readFileSync(join(out, "board", String(name)), "latin1");
    expect(text.split("loss/validation")).toHaveLength(4);
  });
});

test("in Chinese: what was read, and every epoch", async () => {
  const { stderr, stdout } = await train(out, "--lang", "zh");
  expect(stderr).toContain(
    "sunspots.csv：309 行，1700 至 2008，间隔 1 年\n编码 utf-8，分隔符“,”，小数点“.”\n预测目标：SUNACTIVITY\n",
  );
  expect(stderr).toContain("第 3/3 轮");
  for (const part of ["结论", "季节朴素法", "各预测步的平均绝对误差", "未来预测：SUNACTIVITY", "接下来："])
    expect(stdout).toContain(part);
});

describe("going on", () => {
  test("interrupted and resumed, it ends with the bits of an undisturbed run", async () => {
    await first();
    const words = ["train", sunspots, ...quick, "--out", out, "--name", "stopped", "--checkpoint-every", "0"];
    const stopped = await say(words, { stopAt: /Epoch 1\/3/ });
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toContain(
      `Interrupted. To resume: unrolled train --resume ${join(out, "stopped")}`,
    );
    expect(jsonOf(join(out, "stopped", "status.json")).state).toBe("interrupted");
    const resumed = await say(["train", "--resume", join(out, "stopped"), "--lang", "en"]);
    expect(resumed.code).toBe(0);
    for (const name of ["best.safetensors", "forecast.csv"])
      expect(readFileSync(join(out, "stopped", name))).toEqual(readFileSync(inFirst(name)));
    expect(readdirSync(join(out, "stopped"))).not.toContain("checkpoint.safetensors");
    const done = await say(["train", "--resume", join(out, "stopped"), "--lang", "en"]);
    expect([done.code, done.stderr]).toEqual([
      0,
      `${join(out, "stopped")} is finished: there is nothing to resume\n`,
    ]);
  });

  test("settings that would make another run are refused", async () => {
    await first();
    const { code, stderr } = await say([
      "train",
      "--resume",
      join(out, "first"),
      "--hidden",
      "9",
      "--lang",
      "en",
    ]);
    expect([code, stderr]).toEqual([
      2,
      `error: --resume uses the settings of ${join(out, "first")}, so hidden cannot be given\n  only --epochs and --patience may change\n`,
    ]);
  });

  test("where the data have changed meanwhile, it does not go on", async () => {
    const data = fileOf(out, "weeks.csv", ...weeks(120));
    const words = ["train", data, "--target", "sales", "--epochs", "2", "--hidden", "4", "--out", out];
    await say([...words, "--name", "moved", "--checkpoint-every", "0", "--lang", "en"], {
      stopAt: /Epoch 1\/2/,
    });
    writeFileSync(data, readFileSync(data, "utf8").replace(",13,", ",14,"));
    const { code, stderr } = await say(["train", "--resume", join(out, "moved"), "--lang", "en"]);
    expect(code).toBe(1);
    expect(stderr).toContain("the checkpoint is one of other data");
  });

  test("a damaged checkpoint is told, and nothing is written over it", async () => {
    const words = ["train", sunspots, ...quick, "--out", out, "--name", "damaged", "--checkpoint-every", "0"];
    await say(words, { stopAt: /Epoch 1\/3/ });
    const path = join(out, "damaged", "checkpoint.safetensors");
    const bytes = readFileSync(path).subarray(0, 100);
    writeFileSync(path, bytes);
    const { code, stderr } = await say(["train", "--resume", join(out, "damaged"), "--lang", "en"]);
    expect(code).toBe(1);
    expect(stderr).toContain(`error: ${path}: safetensors: the header has`);
    expect(readFileSync(path)).toEqual(bytes);
  });
});

describe("settings", () => {
  test("--print-config prints what the same file, given by --config, comes to again", async () => {
    const { stdout } = await train(out, "--print-config", "--season", "none", "--horizon", "5");
    const printed = JSON.parse(stdout);
    expect(printed).toMatchObject({
      data: sunspots,
      target: ["SUNACTIVITY"],
      horizon: 5,
      season: null,
      hidden: 8,
    });
    const path = fileOf(out, "settings.json", stdout);
    const again = await say(["train", "--config", path, "--print-config"]);
    expect(JSON.parse(again.stdout)).toEqual(printed);
  });

  test("--help names every option with its default, and what it takes", async () => {
    const { stdout } = await say(["train", "--help"]);
    const help = stdout.replace(/\s+/g, " ");
    for (const name of Object.keys({ ...dataOptions.roles, ...dataOptions.reading }))
      expect(help).toContain(` ${flagOf(name)} `);
    for (const line of [
      "--width <n> units, an even number (segrnn; default: 128)",
      "--dropout <p> dropout between recurrent layers, or before SegRNN's output (gru, lstm, rnn, segrnn; default: 0; for segrnn: 0.5)",
      "--season <steps> steps after which the series repeats, or none (default: detected)",
      "--relative read and forecast targets relative to their last value (gru, lstm, rnn, ridge; default: on; negate with --no-relative)",
      "--loss <name> training loss; quantile is for gru, lstm and rnn (choices: mse, mae, huber, quantile; default: huber)",
      "--levels <levels> confidence levels of the prediction intervals (default: 0.8,0.95)",
      "improvement (default: 1; for nlinear, dlinear: plateau)",
      'decimal sign (choices: ".", ","; default: detected)',
    ])
      expect(help).toContain(line);
  });

  test("the resolved options of a series without a validation set can be read again", async () => {
    const { stdout } = await train(out, "--print-config", "--split", "0.8");
    expect(JSON.parse(stdout)).toMatchObject({ levels: [], lrDecay: 1 });
    const path = fileOf(out, "no-validation.json", stdout);
    const again = await say(["train", "--config", path, "--print-config"]);
    expect(JSON.parse(again.stdout)).toEqual(JSON.parse(stdout));
  });

  test("flags go before the file", async () => {
    const path = fileOf(out, "few.json", JSON.stringify({ target: "SUNACTIVITY", horizon: 5, lr: 0.01 }));
    const { stdout } = await say(["train", sunspots, "--config", path, "--horizon", "7", "--print-config"]);
    expect(JSON.parse(stdout)).toMatchObject({ horizon: 7, lr: 0.01 });
  });

  test("columns by their roles, with features of the calendar", async () => {
    const data = fileOf(out, "shop.csv", ...weeks(140));
    const roles = [
      "--target",
      "sales",
      "--covariates",
      "noise",
      "--future",
      "weekend",
      "--calendar",
      "weekday",
    ];
    const words = ["train", data, ...roles, "--epochs", "2", "--hidden", "4", "--name", "shop", "--out", out];
    const { code, stdout } = await say([...words, "--lang", "en"]);
    expect(code).toBe(0);
    expect(jsonOf(join(out, "shop", "config.json")).plan.columns).toEqual({
      targets: ["sales"],
      covariates: ["noise"],
      future: ["weekend"],
      calendar: ["weekday"],
    });
    expect(stdout).toContain("No forecast yet: it needs the future values of weekend.");
    expect(existsSync(join(out, "shop", "forecast.csv"))).toBe(false);
  });

  const cases: readonly (readonly [string, readonly string[], string])[] = [
    [
      "a flag that is no number",
      ["--lr", "fast"],
      "error: option '--lr <x>' argument 'fast' is invalid. It must be a number above 0.\n",
    ],
    [
      "sizes that do not fit",
      ["--horizon", "200"],
      "error: the training set of sunspots.csv has 185 rows but must have at least 292, for look-back 92 and horizon 200\n  Set --horizon, --lookback or --split\n  A shorter horizon or look-back needs fewer rows; a larger fraction gives the training set more\n",
    ],
    [
      "an option of another model",
      ["--model", "nlinear"],
      "error: hidden is an option of gru, lstm and rnn, not of nlinear\n",
    ],
    [
      "a split of four",
      ["--split", "1,2,3,4"],
      "error: option '--split <sizes>' argument '1,2,3,4' is invalid. It must be 1 to 3 numbers (train,validation,test).\n",
    ],
    [
      "a name that is a path",
      ["--name", "../up"],
      'error: --name is "../up" but must be the name of a folder, not a path\n  choose the folder above it with --out\n',
    ],
  ];
  test.each(cases)("%s: exit code 2, and what to do", async (_, words, message) => {
    const { code, stderr } = await train(out, ...words);
    expect([code, stderr]).toEqual([2, message]);
  });

  const files: readonly (readonly [string, string, string])[] = [
    ["a misspelt option", '{ "hiden": 3 }', 'unknown option "hiden", did you mean "hidden"?'],
    ["a flag's spelling", '{ "batch-size": 3 }', 'unknown option "batch-size", did you mean "batchSize"?'],
    ["a text for a number", '{ "epochs": "3" }', 'epochs is "3" but must be a whole number from 1'],
    ["a season of nothing", '{ "season": 0 }', "season is 0 but must be a whole number from 1, or null"],
    [
      "a share above 1",
      '{ "levels": [0.8, 95] }',
      "levels is [0.8,95] but must be numbers between 0 and 1 (0.95 for 95%)",
    ],
    [
      "a time format of 0.1.0 that is none",
      '{ "dayFirst": "yes" }',
      'dayFirst is "yes" but must be true or false',
    ],
    ["a list", "[]", "is [] but must be an object of options, as --print-config prints it"],
    [
      "a name of every object",
      '{ "__proto__": 1 }',
      'unknown option "__proto__"\n  unrolled train --help lists all options',
    ],
  ];
  test.each(files)("a file with %s", async (_, text, message) => {
    const path = fileOf(out, "wrong.json", text);
    const { code, stderr } = await train(out, "--config", path);
    const where = message.startsWith("is ") ? path : `${path}:`;
    expect([code, stderr]).toEqual([2, `error: ${where} ${message}\n`]);
  });
});

describe("data with faults", () => {
  const rows = weeks(60);
  const wrong: readonly (readonly [string, readonly string[], string])[] = [
    [
      "a missing value",
      rows.with(5, "2024-01-05,,1,0"),
      'row 6, column "sales": the value is missing\n  Use --missing forward, linear or drop',
    ],
    [
      "times out of order",
      [rows[0], rows[2], rows[1], ...rows.slice(3)],
      'row 3, column "date": the rows are not sorted: 2024-01-01 comes after 2024-01-02\n  Use --unsorted sort',
    ],
    [
      "a time twice",
      [...rows.slice(0, 3), rows[2], ...rows.slice(3)],
      'row 4, column "date": 2024-01-02 is the time of row 3 too\n  Use --duplicates first, last or mean',
    ],
    [
      "a text among covariates",
      rows.map((row, i) => (i === 0 ? row : `${row.slice(0, -1)}note ${i}`)),
      'column "weekend": there are 60 different texts in 60 rows, too many for categories\n  Choose another column',
    ],
  ];
  test.each(wrong)("%s: where, and which flag", async (_, lines, message) => {
    const data = fileOf(out, "faults.csv", ...lines);
    const roles = message.includes("weekend") ? ["--covariates", "weekend"] : [];
    const { code, stderr } = await say([
      "train",
      data,
      "--target",
      "sales",
      ...roles,
      "--out",
      out,
      "--lang",
      "en",
    ]);
    expect([code, stderr]).toEqual([1, `error: faults.csv, ${message}\n`]);
  });

  test("text among numbers: where, and that it may be a typing error", async () => {
    const data = fileOf(out, "closed.csv", ...rows.with(9, "2024-01-09,closed,1,0"));
    const { stderr } = await say(["train", data, "--target", "sales", "--lang", "en"]);
    expect(stderr).toContain(
      'row 10, column "sales": "closed" is not a number (1 of 60 cells). If it does not stand for a missing value, correct it\n',
    );
    expect(stderr).toContain("--missing-values closed --missing linear");
  });

  test("the flag that was named is the remedy", async () => {
    const data = fileOf(out, "gap.csv", ...rows.with(5, "2024-01-05,closed,1,0"));
    const words = ["train", data, "--target", "sales", "--missing-values", "closed", "--missing", "linear"];
    const { code } = await say([...words, "--print-config"]);
    expect(code).toBe(0);
  });

  test("which column is to be forecast must be said, unless there is one", async () => {
    const data = fileOf(out, "several.csv", ...rows);
    const { code, stderr } = await say(["train", data, "--out", out]);
    expect([code, stderr]).toEqual([
      2,
      "error: several.csv: choose the column to forecast: sales, noise, weekend\n  Use --target NAME\n",
    ]);
    const { stdout } = await say(["train", sunspots, "--print-config"]);
    expect(JSON.parse(stdout).target).toEqual(["SUNACTIVITY"]);
    const all = await say(["train", data, "--target", "all", "--print-config"]);
    expect(JSON.parse(all.stdout).target).toEqual(["sales", "noise", "weekend"]);
  });
});
