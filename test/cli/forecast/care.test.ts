/** @module What a careless order comes to: nothing is guessed, and nothing that was said is passed over. */
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { say, temporaryFolder } from "../fakeProcess.ts";
import { fileOf, train, weeks } from "./given.ts";

const out = temporaryFolder();
const shop = join(out, "shop");
const lines = weeks(147);
const data = fileOf(out, "shop.csv", ...lines.slice(0, 141));

beforeAll(async () => {
  const roles = [
    "--target",
    "sales",
    "--future",
    "weekend",
    "--horizon",
    "7",
    "--epochs",
    "2",
    "--hidden",
    "4",
  ];
  await say(["train", data, ...roles, "--name", "shop", "--out", out]);
});

describe("future covariates", () => {
  test("goes by its times, wherever they stand in the file", async () => {
    const ahead = [lines[0], ...lines.slice(141)];
    const first = await say(["forecast", shop, "--future", fileOf(out, "ahead.csv", ...ahead)]);
    const mixed = await say(["forecast", shop, "--future", fileOf(out, "all.csv", ...lines)]);
    const reversed = fileOf(out, "back.csv", ahead[0], ...ahead.slice(1).reverse());
    expect(first.stdout.split("\n")).toHaveLength(9);
    expect([mixed.code, mixed.stdout]).toEqual([0, first.stdout]);
    expect((await say(["forecast", shop, "--future", reversed])).stdout).toBe(first.stdout);
  });

  test("a step that is missing is named", async () => {
    const path = fileOf(out, "hole.csv", lines[0], ...lines.slice(141, 143), ...lines.slice(144));
    const { code, stderr } = await say(["forecast", shop, "--future", path]);
    expect([code, stderr]).toEqual([
      1,
      'error: hole.csv, column "date": there is no row for 2024-05-22; all 7 steps after 2024-05-19 are needed\n',
    ]);
  });

  test("is nothing to a model that knows nothing ahead", async () => {
    await train(out, "--name", "plain");
    const { code, stderr } = await say(["forecast", join(out, "plain"), "--future", data]);
    expect([code, stderr]).toEqual([2, "error: the model has no future covariates\n  Leave --future out\n"]);
  });
});

test("newer rows at other steps are refused", async () => {
  const path = fileOf(out, "weekly.csv", lines[0], ...lines.slice(1).filter((_, i) => i % 7 === 0));
  const { code, stderr } = await say(["forecast", shop, "--data", path]);
  expect([code, stderr]).toEqual([
    1,
    "error: weekly.csv has steps of 1 week, but the model was trained on steps of 1 day\n",
  ]);
});

test("columns that a model does not read are refused, not passed over", async () => {
  const { code, stderr } = await say([
    "backtest",
    data,
    "--target",
    "sales",
    "--model",
    "nlinear",
    "--covariates",
    "noise",
  ]);
  expect([code, stderr]).toEqual([
    2,
    "error: nlinear reads the targets only: it takes no past covariates, future covariates or calendar features\n  Use --model rnn, lstm or gru\n",
  ]);
});

test("a column that is called the time and cannot be read as one is no time that is passed over", async () => {
  const path = fileOf(
    out,
    "quarters.csv",
    "date,y",
    ...Array.from({ length: 40 }, (_, i) => `Q${(i % 4) + 1},${i}`),
  );
  const { code, stderr } = await say(["train", path, "--print-config"]);
  expect([code, stderr]).toEqual([
    1,
    'error: quarters.csv, row 2, column "date": "Q1" is not a date or a time\n  Use --time none\n  Dates are read as 2020-01-31 08:00, 31/01/2020, Jan 31, 2020, Jan 2020, 2020 Q1, 2020-W05, 202001 and the like; without times the rows are taken in file order\n',
  ]);
  expect((await say(["train", path, "--time", "none", "--print-config"])).code).toBe(0);
});

test("months as YYYYMM, once they are said to be", async () => {
  const month = (i: number): string => `${2010 + Math.floor(i / 12)}${String((i % 12) + 1).padStart(2, "0")}`;
  const path = fileOf(
    out,
    "months.csv",
    "month,y",
    ...Array.from({ length: 60 }, (_, i) => `${month(i)},${i % 12}`),
  );
  const words = [
    "train",
    path,
    "--target",
    "y",
    "--time",
    "month",
    "--time-format",
    "YYYYMM",
    "--model",
    "naive",
  ];
  await say([...words, "--name", "months", "--out", out]);
  expect(readFileSync(join(out, "months", "forecast.csv"), "utf8")).toMatch(/\n201501,/);
});

test("dayFirst of 0.1.0: in a file of options, and in a run that is resumed", async () => {
  const day = (i: number): string => new Date(Date.UTC(2020, 0, 1 + i)).toISOString().slice(0, 10);
  const rows = Array.from({ length: 12 }, (_, i) => `${day(i).split("-").reverse().join("/")},${i % 4}`);
  const path = fileOf(out, "days.csv", "date,y", ...rows);
  const options = { target: "y", model: "naive", horizon: 1, split: [8, 2, 2], season: null };
  const from = (more: object): string => fileOf(out, "days.json", JSON.stringify({ ...options, ...more }));
  const printed = async (more: object) =>
    JSON.parse((await say(["train", path, "--config", from(more), "--print-config"])).stdout);
  expect(await printed({ dayFirst: true })).toEqual(await printed({ timeFormat: "day-first" }));
  expect((await printed({ dayFirst: false })).timeFormat).toBe("month-first");

  await say(["train", path, "--config", from({ timeFormat: "day-first" }), "--name", "days", "--out", out]);
  const config = join(out, "days", "config.json");
  const { asked, ...rest } = JSON.parse(readFileSync(config, "utf8"));
  const { timeFormat, ...others } = asked;
  writeFileSync(config, JSON.stringify({ ...rest, asked: { ...others, dayFirst: true } }));
  const { code, stdout } = await say(["backtest", join(out, "days"), "--json"]);
  expect([code, timeFormat, JSON.parse(stdout).windows]).toEqual([0, "day-first", 2]);
});

test("thousands with dots, where semicolons part the cells", async () => {
  const rows = Array.from({ length: 30 }, (_, i) => `${i};${i < 20 ? 980 + i : `1.0${i}`}`);
  const path = fileOf(out, "umsatz.csv", "n;Umsatz", ...rows);
  const words = ["--target", "Umsatz", "--model", "naive", "--lang", "en", "--out", out];
  const shown = await say(["train", path, ...words]);
  expect([shown.code, shown.stderr]).toEqual([0, expect.stringContaining('Umsatz: thousands separator "."')]);
  const large = fileOf(out, "grösser.csv", "n;Umsatz", ...rows.slice(20).concat(rows.slice(20)));
  const { code, stderr } = await say(["train", large, ...words]);
  expect(code).toBe(1);
  expect(stderr).toContain(
    "the decimal sign is ambiguous: \"1.020\" may have a thousands separator\n  Use --decimal ',' or '.'",
  );
  const told = await say(["train", large, ...words, "--decimal", ","]);
  expect(told.stderr).toContain('Umsatz: thousands separator "."');
});

test("rows that a split leaves out are mentioned", async () => {
  const { stderr } = await train(out, "--split", "100,50,50", "--model", "rnn", "--horizon", "4");
  expect(stderr).toContain("50 test, 109 unused at the end");
});

test("a moving average needs a middle", async () => {
  const { code, stderr } = await say([
    "backtest",
    data,
    "--target",
    "sales",
    "--model",
    "dlinear",
    "--kernel",
    "4",
  ]);
  expect([code, stderr]).toEqual([2, "error: kernel is 4 but must be odd, to have a middle\n"]);
});

describe("folders", () => {
  test("a status that a loss of power has emptied is no reason to stop", async () => {
    await train(out, "--name", "emptied");
    writeFileSync(join(out, "emptied", "status.json"), "");
    expect((await say(["inspect", join(out, "emptied")])).code).toBe(0);
    expect((await say(["train", "--resume", join(out, "emptied")])).code).toBe(0);
  });

  test("a run that another process trains is left to it", async () => {
    await train(out, "--name", "busy");
    const status = { state: "training", event: null, updated: new Date().toISOString(), pid: process.ppid };
    writeFileSync(join(out, "busy", "status.json"), JSON.stringify(status));
    const { code, stderr } = await say(["train", "--resume", join(out, "busy")]);
    expect([code, stderr]).toEqual([
      2,
      `error: ${join(out, "busy")} is being trained by another process\n  stop that process or wait for it\n`,
    ]);
  });

  test("a status that is old is no process at work, whoever has its number now", async () => {
    await train(out, "--name", "old");
    const status = { state: "training", event: null, updated: "2026-01-01T00:00:00.000Z", pid: process.ppid };
    writeFileSync(join(out, "old", "status.json"), JSON.stringify(status));
    expect((await say(["train", "--resume", join(out, "old")])).code).toBe(0);
  });

  test("the best loss is a validation loss and a number, whatever else the metrics have", async () => {
    const mixed = join(out, "mixed");
    mkdirSync(mixed);
    writeFileSync(join(mixed, "config.json"), readFileSync(join(shop, "config.json")));
    const losses = [
      [0.1, null],
      [3, 2],
      [null, 4],
    ];
    const lines = losses.map(([loss, valLoss], i) =>
      JSON.stringify({ epoch: i + 1, loss, valLoss, lr: 0.1, seconds: 1 }),
    );
    writeFileSync(join(mixed, "metrics.jsonl"), `${lines.join("\n")}\n`);
    const { stdout } = await say(["inspect", mixed, "--json"]);
    expect(JSON.parse(stdout).training).toMatchObject({ state: "unknown", epochs: 3, best: 2, bestEpoch: 2 });
  });

  test("a run without a model so far can be looked at", async () => {
    const early = join(out, "early");
    mkdirSync(early);
    writeFileSync(join(early, "config.json"), readFileSync(join(shop, "config.json")));
    appendFileSync(join(early, "metrics.jsonl"), '{"epoch":1,"loss":1,"valLoss":2,"lr":0.1,"seconds":1}\n');
    const { code, stdout } = await say(["inspect", early, "--lang", "en"]);
    expect(code).toBe(0);
    expect(stdout).toContain("1 epoch in 1.0 s; best validation loss 2.00 in epoch 1");
  });
});

test("categories and booleans: stored with the model, and a text that is new is told", async () => {
  const kinds = ["clear", "rain", "snow"];
  const rows = lines.slice(1).map((line, i) => `${line},${kinds[(i * 5) % 3]},${i % 7 < 5 ? "Yes" : "No"}`);
  const head = `${lines[0]},weather,open`;
  const path = fileOf(out, "weather.csv", head, ...rows.slice(0, 140));
  const words = ["--target", "sales", "--future", "weather", "--covariates", "open", "--horizon", "7"];
  const trained = await say([
    "train",
    path,
    ...words,
    "--epochs",
    "1",
    "--hidden",
    "4",
    "--name",
    "weather",
    "--out",
    out,
    "--lang",
    "en",
  ]);
  expect(trained.stderr).toContain("weather: 3 categories (clear, snow, rain)");
  expect(trained.stderr).toContain("open: Yes is 1, No is 0");
  const run = join(out, "weather");
  const config = JSON.parse(readFileSync(join(run, "config.json"), "utf8"));
  expect(config.plan.columns).toMatchObject({
    future: ["weather=clear", "weather=snow", "weather=rain"],
    covariates: ["open"],
  });
  const ahead = rows.slice(140).map((row) => row.replace("rain", "fog"));
  const { code, stdout, stderr } = await say([
    "forecast",
    run,
    "--future",
    fileOf(out, "weather2.csv", head, ...ahead),
    "--lang",
    "en",
  ]);
  expect([code, stdout.split("\n").length, stderr]).toEqual([
    0,
    9,
    "weather: fog (3 rows) did not occur in training and count as none of the categories\n",
  ]);
});

describe("holidays", () => {
  test("are computed from the dates, and need no flag again", async () => {
    const flags = [
      "--target",
      "sales",
      "--holidays",
      "DE",
      "--horizon",
      "7",
      "--epochs",
      "1",
      "--hidden",
      "4",
    ];
    const trained = await say(["train", data, ...flags, "--model", "gru", "--name", "off", "--out", out]);
    expect(trained.code).toBe(0);
    const config = JSON.parse(readFileSync(join(out, "off", "config.json"), "utf8"));
    expect(config.plan.columns.future).toEqual(["holiday DE"]);
    const first = await say(["forecast", join(out, "off")]);
    expect(first.stdout.split("\n")).toHaveLength(9);
    expect((await say(["forecast", join(out, "off"), "--data", data])).stdout).toBe(first.stdout);
    const refused = await say(["train", data, ...flags, "--model", "nlinear", "--out", out]);
    expect(refused.stderr).toContain("nlinear reads the targets only");
  });
});
