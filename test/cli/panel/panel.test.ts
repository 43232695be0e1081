/** @module The commands for series on a panel: trained, scored, forecast, compared and resumed. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { runFolders } from "../../../src/cli/studio/runFolders.ts";
import { say, temporaryFolder } from "../fakeProcess.ts";
import { fileOf } from "../forecast/given.ts";

const out = temporaryFolder();
const day = (t: number): string => new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10);

/** A week's cycle around the level of each shop, and what looks like noise. */
const sold = (shop: number, t: number): number =>
  40 + 10 * shop + 9 * Math.sin((2 * Math.PI * (t + shop)) / 7) + ((t * 7919 + shop * 104_729) % 97) / 24;
const shops = [0, 1, 2, 3, 4, 5, 6, 7];
const lengths = shops.map((shop) => 56 + 3 * shop);
const rowsOf = (shop: number, from: number, until: number): string[] =>
  Array.from({ length: until - from }, (_, i) => {
    const t = from + i;
    return `shop ${shop},${day(t)},${sold(shop, t).toFixed(3)},${shop % 2 === 0 ? "North" : "South"}`;
  });
const header = "unique_id,ds,y,region";
const path = fileOf(
  out,
  "shops.csv",
  header,
  ...shops.flatMap((shop) => rowsOf(shop, 0, lengths[shop] ?? 0)),
);
const more = ["--horizon", "7", "--steps", "50", "--hidden", "8", "--out", out, "--lang", "en"];
const read = (run: string, name: string): string => readFileSync(join(out, run, name), "utf8");

describe("a trained panel", () => {
  let said: Awaited<ReturnType<typeof say>>;
  beforeAll(async () => {
    said = await say([
      "train",
      path,
      "--static",
      "region",
      ...more,
      "--name",
      "a",
      "--checkpoint-every",
      "0",
    ]);
  });

  test("says what it reads, trains with progress, and prints the scores of each method and the worst series", () => {
    expect(said.code).toBe(0);
    expect(said.stderr).toContain(
      "shops.csv: 8 series, 532 rows (56 to 77), 2024-01-01 to 2024-03-17, step 1 day",
    );
    expect(said.stderr).toContain("static columns: region");
    expect(said.stderr).toContain("GRU for all series: look-back");
    expect(said.stderr).toMatch(/Epoch 1\/1 {2}50\/50 .*loss/);
    expect(said.stdout).toMatch(/^Verdict\nMASE \d\.\d{3}: GRU is /);
    expect(said.stdout).toContain("Scores on the test window of 8 series");
    expect(said.stdout).toMatch(/\nmethod +MASE +sMAPE +OWA +RMSSE +CRPS +SQL +80% coverage +wins\n/);
    expect(said.stdout).toMatch(/\nnaive 2 +.* 1\.000 /);
    expect(said.stdout).toContain("Series with the highest MASE\nunique_id");
    expect(said.stdout).toContain("forecasts of all series");
  });

  test("writes scores by series, and forecasts of all series in long format", () => {
    const scores = JSON.parse(read("a", "scores.json"));
    expect(scores).toMatchObject({ horizon: 7, season: 7, windows: 1, scored: 8 });
    expect(scores.methods.map(({ name }: { name: string }) => name)).toEqual([
      "gru",
      "naive",
      "seasonal naive",
      "drift",
      "mean",
      "naive 2",
    ]);
    const wins = scores.methods.reduce((sum: number, one: { wins: number }) => sum + one.wins, 0);
    expect([wins, scores.worst.length]).toEqual([8, 8]);
    const bySeries = read("a", "series.csv").trim().split("\n");
    expect(bySeries.length).toBe(9);
    expect(bySeries[0]).toBe(
      "unique_id,rows,best,mase,smape,rmsse,wql,sql,coverage,mae,mase naive,mase seasonal naive,mase drift,mase mean,mase naive 2",
    );
    const mean = bySeries.slice(1).reduce((sum, line) => sum + Number(line.split(",")[3]) / 8, 0);
    expect(mean).toBeCloseTo(scores.methods[0].overall.mase, 6);
    const forecast = read("a", "forecast.csv").trim().split("\n");
    expect(forecast[0]).toBe("unique_id,ds,y,y q0.1,y q0.2,y q0.3,y q0.4,y q0.5,y q0.6,y q0.7,y q0.8,y q0.9");
    expect(forecast.length).toBe(1 + 8 * 7);
    expect(forecast.slice(1).map((line) => line.split(",").slice(0, 2).join(" "))).toEqual(
      shops.flatMap((shop) =>
        Array.from({ length: 7 }, (_, h) => `shop ${shop} ${day((lengths[shop] ?? 0) + h)}`),
      ),
    );
    for (const line of forecast.slice(1)) {
      const [point = Number.NaN, ...fan] = line.split(",").slice(2).map(Number);
      expect(fan).toEqual([...fan].sort((a, b) => a - b));
      expect(point).toBe(fan[4]);
    }
    expect(existsSync(join(out, "a", "checkpoint.safetensors"))).toBe(false);
  });

  test("the report has the distribution, the best and the worst series, and a picker in both languages", () => {
    const report = read("a", "report.html");
    for (const text of [
      "Distribution over the series",
      "Worst series",
      "Any series",
      "误差在各序列上的分布",
      "任选序列",
    ])
      expect(report).toContain(text);
    const data = JSON.parse(
      (/<template id="panel-data">(.*?)<\/template>/.exec(report)?.[1] ?? "").replaceAll("&quot;", '"'),
    );
    expect(data.map(([id]: [string]) => id)).toEqual(shops.map((shop) => `shop ${shop}`));
    expect(data[0][2].length).toBe(7);
    expect(report.match(/<script>/g)?.length).toBe(2);
  });

  test("is in the studio's list of runs, with its scores and its files", async () => {
    const found = await runFolders(out).find("a");
    const scores = JSON.parse(read("a", "scores.json"));
    expect(found).toMatchObject({
      name: "a",
      panel: {
        state: "done",
        model: "gru",
        target: "y",
        series: 8,
        horizon: 7,
        epoch: 1,
        mase: scores.methods[0].overall.mase,
        verdict: {
          en: expect.stringMatching(/^MASE .* of 8 series\.$/),
          zh: expect.stringContaining("MASE"),
        },
        files: { report: true, forecast: true, model: true },
      },
    });
  });

  test("forecasts newer rows and series it has never seen", async () => {
    const newer = fileOf(out, "newer.csv", header, ...rowsOf(1, 0, 70), ...rowsOf(9, 0, 40));
    const { code, stdout } = await say(["forecast", join(out, "a"), "--data", newer]);
    const lines = stdout.trim().split("\n").slice(1);
    expect([code, lines.length]).toEqual([0, 14]);
    expect(lines[0]).toContain(`shop 1,${day(70)},`);
    expect(lines[7]).toContain(`shop 9,${day(40)},`);
    const own = await say(["forecast", join(out, "a")]);
    expect(own.stdout).toBe(read("a", "forecast.csv"));
    const { series } = JSON.parse((await say(["forecast", join(out, "a"), "--json"])).stdout);
    expect([series.length, series[2].id, series[2].time[0]]).toEqual([8, "shop 2", day(62)]);
  });

  test("is inspected, tested again and compared", async () => {
    const inspected = await say(["inspect", join(out, "a"), "--lang", "en"]);
    expect(inspected.stdout).toContain("8 series, 532 rows");
    expect(inspected.stdout).toContain("series.csv");
    const tested = await say(["backtest", join(out, "a"), "--lang", "en", "--json"]);
    expect(JSON.parse(tested.stdout).methods).toEqual(JSON.parse(read("a", "scores.json")).methods);
    const compared = await say(["compare", join(out, "a"), join(out, "a"), "--lang", "en"]);
    expect(compared.stdout).toMatch(/^run +model +series +look-back +horizon +MASE/);
    expect(compared.stderr).toBe("");
    const chinese = await say(["inspect", join(out, "a"), "--lang", "zh"]);
    expect(chinese.stdout).toContain(
      "8 个序列，532 行（每个 56 到 77 行），2024-01-01 至 2024-03-17，间隔 1 天",
    );
  });

  test("interrupted and resumed, its files are the same", async () => {
    const words = ["train", path, "--static", "region", ...more, "--name", "b", "--checkpoint-every", "0"];
    const cut = await say(words, { stopAt: /50 batches/ });
    expect([cut.code, cut.stderr]).toEqual([
      130,
      expect.stringContaining("Interrupted. To resume: unrolled train --resume"),
    ]);
    const resumed = await say(["train", "--resume", join(out, "b"), "--lang", "en"]);
    expect(resumed.code).toBe(0);
    expect(readdirSync(join(out, "b")).sort()).toEqual(readdirSync(join(out, "a")).sort());
    for (const name of ["best.safetensors", "scores.json", "series.csv", "forecast.csv"])
      expect([name, read("b", name) === read("a", name)]).toEqual([name, true]);
    expect(JSON.parse(read("b", "status.json")).checksums).toEqual(
      JSON.parse(read("a", "status.json")).checksums,
    );
    const again = await say(["train", "--resume", join(out, "b"), "--lang", "en"]);
    expect([again.code, again.stderr]).toEqual([0, expect.stringContaining("nothing to resume")]);
    const changed = await say(["train", "--resume", join(out, "b"), "--steps", "60", "--lang", "en"]);
    expect(changed.code).toBe(0); // it is finished
  });
});

test("M4's files: a row for each series, and the values to score by in another file", async () => {
  const wide = (from: number, until: number): string[] => [
    ["V1", ...Array.from({ length: until - from }, (_, i) => `V${i + 2}`)].join(","),
    ...shops.map((shop) =>
      [
        `"H${shop}"`,
        ...Array.from({ length: until - from }, (_, i) => `"${sold(shop, from + i).toFixed(2)}"`),
      ].join(","),
    ),
  ];
  const train = fileOf(out, "train.csv", ...wide(0, 60));
  const later = fileOf(out, "test.csv", ...wide(60, 74));
  const words = [
    "backtest",
    train,
    "--wide",
    "rows",
    "--protocol",
    "m4",
    "--test-file",
    later,
    "--steps",
    "50",
    "--hidden",
    "8",
    "--json",
  ];
  const { code, stdout } = await say(words);
  const result = JSON.parse(stdout);
  expect(code).toBe(0);
  expect(result).toMatchObject({ horizon: 14, season: 1, windows: 1, scored: 8 }); // 14 steps are days in M4
  const errors = shops.map((shop) => {
    const x = Array.from({ length: 74 }, (_, t) => Number(sold(shop, t).toFixed(2)));
    const scale = x.slice(1, 60).reduce((sum, value, t) => sum + Math.abs(value - (x[t] ?? 0)) / 59, 0);
    return x.slice(60).reduce((sum, value) => sum + Math.abs(value - (x[59] ?? 0)) / 14, 0) / scale;
  });
  expect(result.methods[1].overall.mase).toBeCloseTo(
    errors.reduce((sum, e) => sum + e / 8, 0),
    9,
  );
});

test("future covariates come with the rows that follow, or in a file of their own", async () => {
  const promoted = (shop: number, t: number): number => ((t + shop) % 5 === 0 ? 1 : 0);
  const line = (shop: number, t: number, isKnown: boolean): string =>
    `${shop},${day(t)},${isKnown ? (sold(shop, t) + 20 * promoted(shop, t)).toFixed(2) : ""},${promoted(shop, t)}`;
  const rows = shops.flatMap((shop) => Array.from({ length: 60 }, (_, t) => line(shop, t, true)));
  const data = fileOf(out, "promo.csv", "store,day,sales,promo", ...rows);
  const words = [data, "--series", "store", "--target", "sales", "--future", "promo", ...more];
  const trained = await say(["train", ...words, "--name", "promo"]);
  expect(trained.code).toBe(0);
  expect(trained.stdout).toContain("No forecast yet: it needs the future values of promo");
  const refused = await say(["forecast", join(out, "promo")]);
  expect([refused.code, refused.stderr]).toEqual([
    2,
    expect.stringContaining("the future covariates are not known for 7 steps after each series"),
  ]);
  const ahead = shops.flatMap((shop) =>
    Array.from({ length: 7 }, (_, h) => `${promoted(shop, 60 + h)},${day(60 + h)},${shop}`),
  );
  const future = fileOf(out, "ahead.csv", "promo,day,store", ...ahead);
  const own = await say(["forecast", join(out, "promo"), "--future", future]);
  const whole = fileOf(
    out,
    "whole.csv",
    "store,day,sales,promo",
    ...shops.flatMap((shop) => Array.from({ length: 67 }, (_, t) => line(shop, t, t < 60))),
  );
  const same = await say(["forecast", join(out, "promo"), "--data", whole]);
  expect([own.code, own.stdout.trim().split("\n").length]).toEqual([0, 57]);
  expect(own.stdout).toBe(same.stdout);
});

describe("messages", () => {
  const mixed = fileOf(
    out,
    "mixed.csv",
    "day,store,sales",
    ...Array.from({ length: 40 }, (_, t) => [`${day(t)},A,${t}`, `${day(t)},B,${t + 1}`]).flat(),
  );

  test("a panel is never trained as one series", async () => {
    const { code, stderr } = await say(["train", mixed, "--target", "sales", "--lang", "en"]);
    expect([code, stderr]).toEqual([
      1,
      'error: mixed.csv: there are 2 series by "store" (A, B): choose one, or forecast all of them\n  Use --where store=A or --series store\n',
    ]);
    const chinese = await say(["train", mixed, "--target", "sales", "--lang", "zh"]);
    expect(chinese.stderr).toContain('按 "store" 有 2 个序列（A, B）：请选一个，或者预测全部序列');
  });

  test("one value of unique_id is one series", async () => {
    const words = [
      "train",
      path,
      "--where",
      "unique_id=shop 1",
      "--model",
      "naive",
      "--out",
      out,
      "--name",
      "one",
      "--lang",
      "en",
    ];
    const { code, stderr } = await say(words);
    expect([code, stderr]).toEqual([0, expect.stringContaining("shops.csv: 59 rows")]);
  });

  test.each([
    [["--epochs", "5"], "epochs is set, but panels have no such option"],
    [["--target", "y,region"], "target is y, region, but a panel has one target"],
    [["--holidays", "CN"], "holidays is set, but panels have no such option"],
    [["--tensorboard"], "tensorboard is set, but panels have no such option"],
  ])("%j is refused for a panel", async (words, text) => {
    const { code, stderr } = await say(["train", path, ...words, "--out", out, "--lang", "en"]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`error: ${text}`)]);
  });

  test.each([
    [["--steps", "5"], "steps is set, but that is an option of panels"],
    [["--model", "linear"], 'model is "linear", but that is a model of panels'],
  ])("%j is refused for a single series", async (words, text) => {
    const { code, stderr } = await say([
      "train",
      mixed,
      "--where",
      "store=A",
      ...words,
      "--out",
      out,
      "--lang",
      "en",
    ]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`error: ${text}`)]);
  });

  test("the options are printed as --config reads them, and lead to the same plan", async () => {
    const printed = await say(["train", path, "--static", "region", ...more.slice(0, 6), "--print-config"]);
    const config = fileOf(out, "options.json", printed.stdout);
    const again = await say(["train", "--config", config, "--print-config"]);
    expect(JSON.parse(again.stdout)).toEqual(JSON.parse(printed.stdout));
    expect(JSON.parse(printed.stdout)).toMatchObject({
      model: "gru",
      horizon: 7,
      static: ["region"],
      steps: 50,
    });
  });

  test("check lists the faults of a panel with the command that handles them", async () => {
    const whole = await say(["check", path, "--static", "region", "--lang", "en"]);
    expect([whole.code, whole.stdout]).toEqual([0, expect.stringContaining("8 series, 532 rows")]);
    expect(whole.stdout).toContain(`No faults.\nTo train: unrolled train ${path} --static region`);
    const rows = [...rowsOf(0, 20, 40), ...rowsOf(0, 0, 18), ...rowsOf(1, 0, 40)];
    const messy = fileOf(out, "messy.csv", header, ...rows);
    const { code, stdout } = await say(["check", messy, "--lang", "en"]);
    expect([code, stdout.slice(stdout.indexOf("Faults"))]).toEqual([
      1,
      [
        "Faults",
        'row 22, column "ds": series "shop 0": the rows are not sorted: 2024-01-01 comes after 2024-02-09',
        'row 2, column "ds": series "shop 0": 2024-01-21 follows 2024-01-18, but the step is 1 day',
        'column "y": series "shop 0": the row at 2024-01-19 is missing, so it has no value (2 places)',
        `This handles them: unrolled train ${messy} --lang en --unsorted sort --gaps fill --missing linear`,
        "",
      ].join("\n"),
    ]);
  });

  test("a data file behind the columns of --series is found", async () => {
    const { code, stderr } = await say(["check", "--series", "unique_id", path, "--lang", "en"]);
    expect([code, stderr]).toEqual([0, ""]);
  });

  test("help lists the options of panels", async () => {
    const { stdout } = await say(["train", "--help"]);
    for (const flag of [
      "--series <columns...>",
      "--static <columns...>",
      "--wide <form>",
      "--protocol <board>",
      "--test-file <file>",
      "--sampling <name>",
    ])
      expect(stdout).toContain(flag);
    expect((await say(["train", "--help", "--lang", "zh"])).stdout).toContain("面板（许多序列，一个模型）：");
  });
});

test("--per-series: every text says that it is a regression of each series", async () => {
  const { code, stderr, stdout } = await say(["train", path, ...more, "--per-series"]);
  expect(code).toBe(0);
  const run = join(out, "shops-ridge");
  expect(stderr).toContain("ridge by series: look-back 49, horizon 7, season 7\n");
  expect(stderr).not.toMatch(/GRU|network|units/);
  expect(stdout).toContain("ridge by series is ");
  expect(stdout).toContain("The forecast is the regressions'");
  expect(stdout).not.toMatch(/GRU|network/);
  const report = readFileSync(join(run, "report.html"), "utf8");
  expect(report).toContain(
    "A ridge regression of each series of shops.csv (532 rows) forecasts 7 steps of it.",
  );
  expect(report).toContain("每个序列各有一个岭回归模型");
  const inspected = (await say(["inspect", run, "--lang", "zh"])).stdout;
  expect(inspected).toContain("逐序列岭回归：回看 49 步，预测 7 步，周期 7 步");
  expect(inspected).not.toMatch(/还没有训练完一轮|单元/);
  expect((await say(["compare", run, join(out, "a")])).stdout).toContain("ridge by series");
});
