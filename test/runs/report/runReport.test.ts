/** @module The report of a run as a page: complete, self-contained, well-formed, in two languages, honest about gaps. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Series } from "../../../src/data/series/series.ts";
import { renderRunReport } from "../../../src/runs/report/runReport.ts";
import type { RunResults } from "../../../src/runs/results.ts";
import {
  article,
  expectBalanced,
  expectDarkColors,
  expectSelfContained,
  expectWhole,
  headings,
} from "../../report/htmlChecks.ts";
import { backtestOfTwo } from "../madeUp.ts";
import { sunspots, trainedOn } from "../trained.ts";

let run: RunResults;
let html = "";
beforeAll(async () => {
  run = trainedOn(await sunspots());
  html = await renderRunReport(run, { lang: "en" });
});

/** Words without markup and figures. */
const words = (body: string): string =>
  body
    .replace(/<svg[\s\S]*?<\/svg>/g, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");
const english = async (results: RunResults): Promise<string> =>
  words(article(await renderRunReport(results, { lang: "en" }), "en"));

describe("the page", () => {
  test("is well-formed and whole, and needs nothing else", () => {
    expectBalanced(html);
    const { ids, references } = expectWhole(html);
    expect(ids).toBeGreaterThan(40);
    expect(references).toBeGreaterThan(40);
    expectSelfContained(html);
    expect(expectDarkColors(html)).toBeGreaterThan(8);
    expect(html).not.toMatch(/undefined|NaN|Infinity|<figcaption><\/figcaption>/);
  });

  test("opens in the language asked for, titled in it", async () => {
    const chinese = await renderRunReport(run, { lang: "zh" });
    expect(html).toContain("<title>Forecast of SUNACTIVITY</title>");
    expect(chinese).toContain("<title>预测：SUNACTIVITY</title>");
    expect(chinese).toContain('<article class="en" lang="en" hidden>');
    expect(article(chinese, "en")).toBe(article(html, "en").replace('lang="en">', 'lang="en" hidden>'));
  });

  test("tells the same in both languages", () => {
    const levels = (lang: "en" | "zh"): string[] =>
      headings(article(html, lang)).map((heading) => heading[0]);
    expect(levels("zh")).toEqual(levels("en"));
    for (const part of ["<table>", "<figure ", "<details>", "<pre ", "<dt>", "<p"])
      expect(article(html, "zh").split(part).length).toBe(article(html, "en").split(part).length);
    const code = /<(pre|code)\b[\s\S]*?<\/\1>/g;
    expect(words(article(html, "zh").replace(code, ""))).not.toMatch(/\b(the|and|of|is|to)\b/);
  });

  test("answers questions in the order of their importance", () => {
    expect(headings(article(html, "en"))).toEqual([
      "1 Forecast of SUNACTIVITY",
      "2 Forecast",
      "2 Test results",
      "3 Errors by forecast step",
      "3 Forecasts and actual values",
      "3 Intervals",
      "2 Training",
      "2 Data",
      "2 Use it again",
      "2 Settings",
    ]);
  });
});

describe("what it says", () => {
  test("the verdict first, in the words of the backtest", () => {
    const body = words(article(html, "en"));
    expect(body.indexOf("Is it worth using?")).toBeLessThan(body.indexOf("The 11 steps after 2008"));
    expect(body).toContain(run.backtest?.verdict.en);
    expect(words(article(html, "zh"))).toContain(run.backtest?.verdict.zh);
    expect(body).toContain("use seasonal naive instead");
  });

  test("a model that wins, one that repeats the last value, one without a number", async () => {
    const { verdict, echo, model } = backtestOfTwo;
    const told = (changes: Partial<typeof backtestOfTwo>): Promise<string> =>
      english({ ...run, backtest: { ...backtestOfTwo, ...changes } });
    const won = await told({ verdict: { ...verdict, beatsAll: true }, echo: { ...echo, skill: 0.4 } });
    expect(won).toContain("Yes, judging by the test set.");
    expect(won).toContain("its mean squared error is 40.0% lower than that of doing so");
    expect(won).not.toContain("For now, use");
    const lost = await told({ echo: { ...echo, echoes: true } });
    expect(lost).toContain("Not yet: a baseline is at least as good.");
    expect(lost).not.toContain("repeat the last value");
    const none = await told({ model: { ...model, mae: { ...model.mae, overall: Number.NaN } } });
    expect(none).toContain("Cannot be determined: its error is not a number.");
    expect(none).not.toContain("NaN");
  });

  test("intervals with the wrong coverage are distinguished from calibrated ones", async () => {
    const told = await english({ ...run, backtest: backtestOfTwo });
    expect(told).toContain("The coverage of the 95% interval is close to nominal.");
    expect(told).toContain("The 80% interval covered only 75.0%: it is too narrow");
    expect(told).toContain("unbounded");
  });

  test("how to go on, with names that a shell and a program take", async () => {
    const page = await renderRunReport({ ...run, name: "my run" }, { lang: "en" });
    for (const code of [
      "npx unrolled forecast &#39;runs/my run&#39;\n",
      "npx unrolled forecast &#39;runs/my run&#39; --data NEWER.csv",
      "npx unrolled backtest &#39;runs/my run&#39;",
      "Forecaster.fromBytes(readFileSync(&quot;runs/my run/best.safetensors&quot;))",
    ])
      expect(article(page, "zh")).toContain(code);
  });

  test("what was read: columns with their roles, parts as rows and times", () => {
    const body = words(article(html, "en"));
    expect(body).toContain("SUNACTIVITY target ");
    expect(body).toContain(
      "train 1–185 185 1700 1884 validation 186–247 62 1885 1946 test 248–309 62 1947 2008",
    );
    expect(body).toContain("&quot;horizon&quot;: 11");
  });
});

describe("less than everything", () => {
  test("no test, no forecast, no training: why, in words", async () => {
    const columns = { ...run.plan.columns, future: ["holiday"] };
    const test = { part: "test", from: 300, until: 305 } as const;
    const plan = { ...run.plan, columns, split: { ...run.plan.split, test } };
    const page = await renderRunReport(
      { ...run, plan, training: null, backtest: null, forecast: null },
      { lang: "en" },
    );
    expectBalanced(page);
    expectWhole(page);
    const body = words(article(page, "en"));
    expect(body).toContain("There was no test: the test set has 5 rows, but a forecast has 11 steps");
    expect(body).toContain("the model reads future covariates (holiday)");
    expect(body).toContain("There was none: baselines are not trained.");
    expect(body).toContain("forecast(undefined, { future: { &quot;holiday&quot;: [/* … */] } })");
    expect(page).not.toContain("<figure");
    const chinese = words(article(page, "zh"));
    for (const text of ["测试集只有 5 行", "未来协变量 holiday", "基线方法不需要训练"])
      expect(chinese).toContain(text);
  });

  test("a baseline is not called a trained model", async () => {
    const naive = trainedOn(run.series, { model: "naive", modelOptions: {} });
    const body = await english(naive);
    expect(body).toContain("The naive baseline, which is not trained.");
    expect(body).toContain("Another baseline is at least as good.");
  });

  test("a training that came to no good end says so on top", async () => {
    const training = { history: [], bestEpoch: 0, reason: "diverged", parameters: 5, seconds: 3700 } as const;
    const page = await renderRunReport({ ...run, training }, { lang: "en" });
    const body = article(page, "en");
    expect(body.indexOf('class="notice"')).toBeLessThan(body.indexOf('class="lead"'));
    expect(words(body)).toContain("No epoch had a finite loss.");
    expect(words(body)).toContain("1 h 1 min");
    expect(words(article(page, "zh"))).toContain("1 小时 1 分");
  });

  test("no times, no intervals, no season", async () => {
    const series: Series = { ...run.series, time: null, timeKind: null, timeName: null, step: null };
    const bare = trainedOn(series, { season: null, levels: [] });
    const page = await renderRunReport(bare, { lang: "en" });
    expectBalanced(page);
    const body = words(article(page, "en"));
    expect(body).toContain("after row 309, the end of the data");
    expect(body).toContain("none: rows are numbered");
    expect(body).toContain("season none");
    expect(body).toContain("There are no intervals");
  });
});

describe("many targets with names that mean harm", () => {
  const evil = [
    `<script>alert("x")</script>&'`,
    "长".repeat(300),
    "שלום",
    "__proto__",
    "`a` ]]>",
    "a\u202eb\nc",
    "constructor",
    "8",
  ];
  let page = "";
  beforeAll(async () => {
    const values = (k: number) => Float64Array.from({ length: 200 }, (_, i) => Math.sin(i / 2 + k) + k);
    const columns = evil.map((name, k) => ({ name, role: "target" as const, values: values(k) }));
    const series: Series = {
      name: `${evil[0]}.csv`,
      timeName: evil[0],
      time: Float64Array.from({ length: 200 }, (_, i) => i),
      timeKind: "number",
      step: { unit: "number", count: 1 },
      columns,
      length: 200,
    };
    const results = trainedOn(series, { epochs: 1, season: null, horizon: 6 });
    page = await renderRunReport({ ...results, name: evil[0], unrolled: evil[0] }, { lang: "zh" });
  });

  test("are escaped, cut and set apart", () => {
    expectBalanced(page);
    expectWhole(page);
    expectSelfContained(page);
    expect(page).not.toContain("<script>alert");
    expect(page).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;&#39;");
    expect(page).not.toMatch(/[\u202a-\u202e]/);
    expect(page).toContain("\u2068שלום\u2069");
    expect(page.replace(/<pre class="settings"[\s\S]*?<\/pre>/g, "")).not.toContain("长".repeat(50));
  });

  test("the first six are drawn, all are in the table", () => {
    const body = article(page, "en");
    expect(body.split('<figure class="forecast">').length - 1).toBe(6);
    expect(words(body)).toContain("The figures show the first 6 of 8 targets; the tables have all of them.");
    expect(words(body)).toContain("Table with 48 rows");
    expect(words(body)).toContain("Errors are averaged over all 8 targets");
    expect(words(article(page, "zh"))).toContain("等 8 列");
  });
});
