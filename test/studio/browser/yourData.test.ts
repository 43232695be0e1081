/** @module The page for a person's own data: from a file to a verdict, its files, faults with remedies, both languages. */

import { readFile } from "node:fs/promises";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { setDeterministic } from "unrolled";
import { readCsv, type Series, shopSales, toSeries } from "unrolled/data";
import { backtestOf, Forecaster } from "unrolled/forecast";
import { expect } from "vitest";
import { methodName } from "../../../src/forecast/scores/methodNames.ts";
import { formatError } from "../../../src/text/format.ts";
import { download, textOf } from "./actions.ts";
import { type OpenOptions, open, test } from "./browser.ts";

const options = { model: "gru", epochs: 3, seed: 5, modelOptions: { hidden: 8 } } as const;
const phone = { width: 390, height: 844 };

const openData = (more: OpenOptions = {}, hash = ""): Promise<Page> =>
  open(hash, { file: "data.html", ...more });

async function sunspots(): Promise<{ series: Series; content: string }> {
  const content = await readFile("datasets/sunspots.csv", "utf8");
  const table = await readCsv(content, { name: "sunspots.csv" });
  return { content, series: toSeries(table, { targets: ["SUNACTIVITY"] }) };
}

/** Drops a file on the page, as the desktop does. */
async function drop(page: Page, name: string, content: string): Promise<void> {
  const data = await page.evaluateHandle(
    ([fileName = "", text = ""]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], fileName));
      return transfer;
    },
    [name, content],
  );
  await page.dispatchEvent("body", "dragover", { dataTransfer: data });
  await page.dispatchEvent("body", "drop", { dataTransfer: data });
}

async function choose(
  page: Page,
  field: "file" | "model",
  name: string,
  bytes: string | Uint8Array,
): Promise<void> {
  const file = { name, mimeType: "application/octet-stream", buffer: Buffer.from(bytes) };
  await page.locator(`input[name=${field}]`).setInputFiles(file);
}

/** Trains with the options of these tests, and waits for the verdict. */
async function train(page: Page): Promise<void> {
  await page.locator("#field-model").selectOption("gru");
  if (!(await page.locator("#field-hidden").isVisible())) await page.locator("[data-more] > summary").click();
  for (const [name, value] of [
    ["hidden", "8"],
    ["epochs", "3"],
    ["seed", "5"],
  ] as const) {
    await page.locator(`#field-${name}`).fill(value);
    await page.locator(`#field-${name}`).press("Enter");
  }
  await page.locator("[data-action=train]:enabled").click();
  await page.locator("[data-verdict]").waitFor();
  await page.locator("[data-forecast] canvas").waitFor();
}

const rowsOf = (csv: string): string[][] =>
  csv
    .trim()
    .split("\n")
    .map((line) => line.split(","));

test("a file is dropped, trained on, judged and taken away, with the numbers that Node has", async () => {
  const { series, content } = await sunspots();
  setDeterministic(true);
  const expected = await Forecaster.train(series, options);
  const { model, baselines, verdict } = backtestOf(expected, series);
  const page = await openData({ exact: true });
  await drop(page, "sunspots.csv", content);
  await page.locator("[data-series] canvas").waitFor();
  await expect
    .poll(() => textOf(page.locator("[data-series] [data-facts]")))
    .toMatch(/^309 rows, 1700 to 2008, step 1 year\. .*22 rows .* 11 steps/);
  await train(page);
  await expect.poll(() => textOf(page.locator("[data-verdict]"))).toBe(verdict.en);
  const cells = await page
    .locator(".scores tbody tr")
    .evaluateAll((rows) => rows.map((row) => Array.from(row.children, (cell) => cell.textContent)));
  expect(cells.map(([name, mae]) => [name, mae])).toEqual(
    [model, ...baselines].map(({ name, mae }) => [methodName(name, "en"), formatError(mae.overall)]),
  );
  await expect.poll(() => textOf(page.locator("[data-ended]"))).toMatch(/^Trained for the full 3 epochs \(/);

  const forecast = await download(page, "forecast");
  expect(forecast.name).toBe("sunspots-forecast.csv");
  const [head = [], ...rows] = rowsOf(new TextDecoder().decode(forecast.bytes));
  const [target] = expected.forecast().targets;
  const column = (name: string): number[] => rows.map((row) => Number(row[head.indexOf(name)]));
  expect(column("SUNACTIVITY")).toEqual([...target.point]);
  expect(column("SUNACTIVITY upper 95")).toEqual([...(target.intervals[1]?.upper ?? [])]);

  const file = await download(page, "model");
  expect(file.name).toBe("sunspots-gru.safetensors");
  expect(Forecaster.fromBytes(file.bytes).forecast()).toEqual(expected.forecast());

  const report = await download(page, "report");
  expect(report.name).toBe("sunspots-report.html");
  expect(new TextDecoder().decode(report.bytes)).toContain(`<title>`);

  await page.locator("#field-horizon").fill("5");
  await page.locator("#field-horizon").press("Enter");
  await page.locator("[data-stale]").waitFor();
  await page.locator("[data-action=train]:enabled").click();
  await expect.poll(() => page.locator("[data-stale]").count()).toBe(0);

  await page.locator("#field-min").fill("0");
  await page.locator("#field-min").press("Enter");
  await page.locator("[data-stale]").waitFor();
  await page.locator("[data-action=train]:enabled").click();
  await expect.poll(() => page.locator("[data-stale]").count()).toBe(0);
  await page.locator("[data-verdict]").waitFor();
  const clipped = await Forecaster.train(series, { ...options, horizon: 5, min: 0 });
  const [, ...ahead] = rowsOf(new TextDecoder().decode((await download(page, "forecast")).bytes));
  const lower = clipped.forecast().targets[0]?.intervals[1]?.lower ?? [];
  expect(ahead.map((row) => Number(row[4]))).toEqual([...lower]);
  expect(Math.min(...lower)).toBe(0);
});

test("a model brought along forecasts newer rows without training", async () => {
  const { series, content } = await sunspots();
  setDeterministic(true);
  const trained = await Forecaster.train(series, options);
  const page = await openData({ exact: true });
  await choose(page, "model", "mine.safetensors", trained.toBytes());
  await page.locator("[data-action=forecast-own]").click();
  await page.locator("[data-loaded] canvas").waitFor();
  await choose(page, "file", "newer.csv", `${content.trim()}\n2009,3.1\n`);
  await page.locator("[data-action=forecast-file]:enabled").click();
  await expect
    .poll(() => textOf(page.locator("[data-loaded] h2")))
    .toBe("Forecast of newer by mine.safetensors");
  const table = await readCsv(`${content.trim()}\n2009,3.1\n`, { name: "newer.csv" });
  const expected = trained.forecast(toSeries(table, { targets: ["SUNACTIVITY"] }));
  const { bytes } = await download(page, "loaded");
  const rows = rowsOf(new TextDecoder().decode(bytes)).slice(1);
  expect(rows[0]?.[0]).toBe("2010");
  expect(rows.map(([, value]) => Number(value))).toEqual([...(expected.targets[0]?.point ?? [])]);
  await choose(page, "file", "other.csv", "a,b\n1,2\n2,3\n");
  await expect
    .poll(() => textOf(page.locator("[data-model] .ask")))
    .toBe("The file has no column “SUNACTIVITY”, which the model reads.");
  await page.locator("[data-action=forecast-file]:disabled").waitFor();
  await page.locator("[data-action=close-model]").click();
  await choose(page, "model", "none.safetensors", "no model at all");
  await expect
    .poll(() => textOf(page.locator("[data-fault=model] [data-message]")))
    .toMatch(/^safetensors: /);
});

test("a fault names row and column, and its button puts it right", async () => {
  const { content } = await sunspots();
  const page = await openData();
  await choose(page, "file", "bad.csv", content.replace(/^1715,.*$/m, "1715,abc"));
  const message = page.locator("[data-fault=series] [data-message]").first();
  await expect
    .poll(() => textOf(message))
    .toMatch(/^bad.csv, row 17, column "SUNACTIVITY": "abc" is not a number/);
  await page.locator("[data-action=train]:disabled").waitFor();
  await expect
    .poll(() => page.locator("[data-faults='2'] .faults .hint").allInnerTexts())
    .toEqual(["→ Treat “abc” as missing", "→ Interpolate between neighbours"]);
  await page.locator("[data-faults] details summary").click();
  await page.locator("[data-remedy='missingValues abc']").click();
  await expect
    .poll(() => textOf(page.locator("[data-missing]")))
    .toBe("1 of 309 values of SUNACTIVITY is missing (row 17).");
  await expect.poll(() => textOf(page.locator("[data-fault=series] h2"))).toMatch(/missing values\?$/);
  await page.locator("[data-gaps='1'] canvas").nth(1).waitFor();
  await page.locator("[data-gaps] summary").first().click();
  const marks = page.locator("[data-gaps] .data-table table").nth(1);
  await expect.poll(() => textOf(marks.locator("tbody tr").first())).toMatch(/^1715-01-01\s29$/);
  await page.locator("[data-remedy='missing forward']").hover();
  await expect.poll(() => textOf(marks.locator("tbody tr").first())).toMatch(/^1715-01-01\s11$/);
  await page.locator("[data-remedy='missing linear']").click();
  await page.locator("[data-series] canvas").waitFor();
  await expect.poll(() => page.locator("[data-fault], [data-missing]").count()).toBe(0);
  await expect
    .poll(() => textOf(page.locator("[data-policies]")))
    .toBe("Missing values: interpolate between neighbours");
  await expect.poll(() => page.locator("[data-action=train]").isEnabled()).toBe(true);
});

test("what is no table gets a clear answer", async () => {
  const page = await openData();
  const answers: [string, string | Uint8Array, string, RegExp][] = [
    ["photo.csv", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10), "read", /This is a picture/],
    ["book.xls", Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0), "read", /save it as CSV/],
    ["empty.csv", "", "read", /empty.csv: the file is empty/],
    ["text.csv", "only words\nand more\n", "", /No column contains numbers/],
  ];
  for (const [name, content, stage, answer] of answers) {
    await choose(page, "file", name, content);
    const place = page.locator(stage ? `[data-fault=${stage}]` : "[data-choose]");
    await expect
      .poll(async () => ((await place.count()) > 0 ? textOf(place) : ""), { message: name })
      .toMatch(answer);
  }
  await choose(page, "file", "three.csv", "a,b\n1,2\n2,3\n3,4\n");
  await page.locator("[data-candidate='1']").click();
  await expect.poll(() => textOf(page.locator("[data-fault=plan]"))).toMatch(/3 rows are too few/);
});

test("sixty columns with long names fit a phone, in both languages", async () => {
  const names = Array.from(
    { length: 59 },
    (_, i) => `第${i}个传感器的平均温度读数_without_any_space_${"x".repeat(40)}`,
  );
  const rows = Array.from({ length: 80 }, (_, t) => [
    `2024-01-01 ${String(t % 24).padStart(2, "0")}:00`,
    ...names.map((_, i) => (t * i) % 17),
  ]);
  const page = await openData({ viewport: phone, locale: "zh-CN" });
  await choose(
    page,
    "file",
    "wide.csv",
    [["时间", ...names], ...rows.slice(0, 24)].map((row) => row.join(",")).join("\n"),
  );
  await page.locator("[data-candidate='3']").click();
  await page.locator("[data-series] canvas").waitFor();
  for (const width of [390, 768, 1920]) {
    await page.setViewportSize({ width, height: 844 });
    for (const _ of ["en", "zh"]) {
      await page.locator("[data-lang]").click();
      await expect
        .poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth))
        .toBeLessThanOrEqual(0);
    }
  }
});

test("stopped, it keeps the best so far; by keyboard alone", async () => {
  const page = await openData();
  const press = async (selector: string, key: string): Promise<void> => {
    await page.locator(selector).focus();
    await page.keyboard.press(key);
  };
  await press("[data-sample='mackey-glass.csv']", "Enter");
  await page.locator("[data-series] canvas").waitFor();
  await page.locator("#field-model").selectOption("gru");
  await press("[data-more] > summary", "Enter");
  await page.locator("#field-epochs").fill("10000");
  await page.keyboard.press("Tab");
  await press("[data-action=train]", "Space");
  await page.locator("[data-preview]:not([data-preview='1'])").waitFor();
  await expect
    .poll(() => page.locator("[data-preview] .legend li").allInnerTexts())
    .toEqual(["forecast after epoch 1", "actual", "forecast"]);
  await press("[data-action=stop]", "Enter");
  await page.locator("[data-verdict]").waitFor();
  await expect.poll(() => textOf(page.locator("[data-ended]"))).toMatch(/^You stopped it after \d+ epochs? /);
  const expected = await page.evaluate(() => {
    const all = "a[href], button, input:not([hidden]), select, summary, [tabindex='0']";
    const isOpen = (element: Element): boolean =>
      element.checkVisibility() && !element.matches(":disabled, [tabindex='-1']");
    return [...document.querySelectorAll(all)].filter(isOpen).length;
  });
  await page.locator(".skip").focus();
  let reached = 0;
  while (reached <= expected && (await page.evaluate(() => document.activeElement !== document.body))) {
    await page.keyboard.press("Tab");
    reached += 1;
  }
  expect(reached, "and then out of the page").toBe(expected);
});

/** What is the same in Chinese: names, formats, measures. */
const same =
  /CO₂|\b(sin|cos|Unrolled|English|CSV|JSON|Lines|GRU|LSTM|RNN|Windows|GB18030|UTF-16LE|Shift_JIS|SegRNN|NLinear|DLinear|CRPS|Mackey|Glass|Adam|Huber|UTF|MAE|RMSE|sMAPE|MASE|Pinball|Node|Forecaster|fromBytes|unrolled|forecast|safetensors|csv|html|sunspots|gru|SUNACTIVITY|YEAR)\b/g;

function textsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ALL);
    for (let node: Node | null = walker.currentNode; node; node = walker.nextNode()) {
      const element = node instanceof Element ? node : node.parentElement;
      if (element === null || element.closest("pre, script, style, noscript, body [lang=en]")) continue;
      if (node instanceof Element)
        for (const name of ["aria-label", "title", "placeholder"]) texts.push(node.getAttribute(name) ?? "");
      else if (node instanceof Text) texts.push(node.data);
    }
    return texts.map((text) => text.trim()).filter(Boolean);
  });
}

test("a file of many series: any of them can be looked at, and one chosen, in both languages and free of what axe-core finds", async () => {
  const rows = shopSales({ shops: 5, days: 60, ahead: 0 }).replaceAll(/,[01],\w+,\d+$/gm, "");
  const page = await openData({ locale: "zh-CN" });
  await drop(page, "shops.csv", rows.replace(",promo,region,area", ""));
  await page.locator("[data-panel='5'] canvas").waitFor();
  await expect
    .poll(() => textOf(page.locator("[data-panel-facts]")))
    .toMatch(/^5 个序列，\d+ 行（每个 \d+ 到 60 行），/);
  await page.locator("[data-look=after]").click();
  await page.locator("[data-action=choose-series]", { hasText: "预测 shop-2" }).waitFor();
  await page.locator("[data-look=before]").click();
  await page.locator("[data-look=before]").click(); // before the first comes the last
  await page.locator("[data-action=choose-series]", { hasText: "预测 shop-5" }).waitFor();
  await page.locator("[data-look=list]").selectOption("2");
  await expect
    .poll(() => textOf(page.locator("[data-panel-command]")))
    .toBe("npx unrolled train shops.csv --series unique_id --target y");
  await page.evaluate(axe.source);
  const found = await page.evaluate<axe.AxeResults>("axe.run(document, { resultTypes: ['violations'] })");
  expect(found.violations.map(({ id }) => id)).toEqual([]);
  await page.locator("[data-action=choose-series]", { hasText: "预测 shop-3" }).click();
  await page.locator("[data-series] canvas").waitFor();
  await expect.poll(() => page.locator("#series-side-0").inputValue()).toBe("shop-3");
  await expect.poll(() => page.locator("[data-panel]").count()).toBe(0);
});

test("all of it is in Chinese, and free of what axe-core finds, in light and dark", async () => {
  const { content } = await sunspots();
  const page = await openData({ viewport: phone }, "lang=zh");
  await page.evaluate(axe.source);
  const leftovers = async (): Promise<string[]> =>
    (await textsOf(page)).filter((text) => /[a-z]{2}/i.test(text.replace(same, "")));
  const violations = async (): Promise<string[]> => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const found = await page.evaluate<axe.AxeResults>(
      `axe.run(document, ${JSON.stringify({ runOnly: tags, resultTypes: ["violations"] })})`,
    );
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target.join(" ")} ${failureSummary}`),
    );
  };
  await expect.poll(() => leftovers()).toEqual([]);
  expect(await violations()).toEqual([]);
  await choose(page, "file", "sunspots.csv", content.replace(/^1715,.*$/m, "1715,"));
  await page.locator("[data-gaps='1'] canvas").first().waitFor();
  await expect.poll(() => leftovers()).toEqual([]);
  expect(await violations()).toEqual([]);
  const [above, below] = await Promise.all(
    ["[data-gaps]", ".options"].map((place) => page.locator(place).boundingBox()),
  );
  expect(above?.y).toBeLessThan(below?.y ?? 0); // the question stands above the forms
  await choose(page, "file", "sunspots.csv", content.replace(/^1715,.*$/m, "1715,abc"));
  await expect
    .poll(() => textOf(page.locator("[data-message]").first()))
    .toMatch(/第 17 行，.*"abc" 不是数字/);
  await choose(page, "file", "sunspots.csv", content.replace(/^1715,.*$/m, "1715,"));
  await page.locator("[data-remedy='missing forward']").click();
  await page.locator("[data-series] canvas").waitFor();
  await train(page);
  await page.locator("details.data-table summary").first().click();
  await expect.poll(() => leftovers()).toEqual([]);
  expect(await violations()).toEqual([]);
  await page.locator("[data-theme-button]").click();
  await page.locator("html[data-theme=dark]").waitFor();
  expect(await violations(), "dark").toEqual([]);
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth))
    .toBeLessThanOrEqual(phone.width);
});

test("links lead from page to page, and keep language and theme that the address has", async () => {
  const page = await openData({}, "lang=zh&theme=dark");
  const current = page.locator("nav.pages [aria-current=page]");
  await expect.poll(() => textOf(current)).toBe("你的数据");
  await expect.poll(() => page.title()).toBe("你的数据 · Unrolled 工作室");
  await page.locator("nav.pages a").first().click();
  await page.locator("[data-lesson]").waitFor(); // which a first visit opens
  expect(await textOf(current)).toBe("sin→cos 实验");
  await expect.poll(() => page.locator("html").getAttribute("data-theme")).toBe("dark");
});
