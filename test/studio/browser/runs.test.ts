/** @module The page of the runs: the list, one run, some side by side, and what it says where there are none. */
import { join } from "node:path";
import { expect } from "vitest";
import { foldTables, hashOf, textOf } from "./actions.ts";
import { expectNothing } from "./axe.ts";
import { serverOf, takeNoise, test } from "./browser.ts";
import { longName, rowOf, runsOfEveryKind, serveRuns } from "./runsPage.ts";
import { textsOf } from "./texts.ts";

const { runs, openRuns } = runsOfEveryKind();

test("the list: each run with its state, how far it is, and what it is worth", async () => {
  const page = await openRuns();
  await rowOf(page, "gru-1").waitFor();
  const names = await page
    .locator("tr[data-run]")
    .evaluateAll((rows) => rows.map((each) => each.dataset.run));
  expect(names).toEqual(["gru-1", "lstm-1", longName, "killed", "naive", "broken"]);
  const read = async (name: string): Promise<string> =>
    (await textOf(rowOf(page, name))).replace(/\s+/g, " ");
  await expect
    .poll(() => read("gru-1"))
    .toMatch(/^ ?gru-1 ✓ done GRU sunspots 12 40 \/ 40 0\.209 21\.8 1\.04 9\.9% below naive /);
  await expect.poll(() => read("lstm-1")).toContain("7.4% above naive");
  await expect.poll(() => read(longName)).toContain("DLinear HUFL and 6 more 96 31 / 100");
  await expect.poll(() => read("killed")).toContain("✕ killed GRU");
  await expect.poll(() => read("naive")).toMatch(/naive sunspots 12 – – 24\.2 1\.15 2\.8% below drift/);
  await expect.poll(() => read("broken")).toContain("unreadable there is no config.json");
  await expect.poll(() => page.title()).toBe("Runs · Unrolled studio");
  await expect.poll(() => textOf(page.locator("nav.pages [aria-current=page]"))).toBe("Runs");
});

test("the newest is open at first, with its forecast; a column sorts the list", async () => {
  const page = await openRuns();
  await page.locator("[data-shown=gru-1] .forecast canvas").waitFor();
  await expect.poll(() => textOf(page.locator(".forecast h3"))).toBe("Forecast of sunspots");
  await page.locator(".forecast summary").click();
  const ahead = page.locator(".forecast .data-table table").nth(1).locator("tbody tr");
  expect((await textOf(ahead.nth(1))).split("\t").slice(0, 2)).toEqual(["2024-11-01", "140.2"]);
  const order = (): Promise<(string | undefined)[]> =>
    page.locator("tr[data-run]").evaluateAll((rows) => rows.map((each) => each.dataset.run));
  const head = page.locator("th:has([data-sort=mae])");
  for (const [sort, names] of [
    ["ascending", ["gru-1", longName, "naive", "lstm-1", "killed", "broken"]],
    ["descending", ["lstm-1", "naive", "gru-1", longName, "killed", "broken"]],
  ] as const) {
    await page.locator("[data-sort=mae]").click();
    await expect.poll(() => head.getAttribute("aria-sort")).toBe(sort);
    await expect.poll(() => order()).toEqual(names);
  }
  await rowOf(page, "naive").locator("a").click();
  await expect.poll(() => textOf(page.locator("[data-shown=naive] .forecast"))).toContain("earlier version");
  await page.locator(".to-data").click();
  await page.locator("[data-sample]").first().waitFor();
});

test("one that is chosen stands in the address, and the way back leads back", async () => {
  const page = await openRuns();
  await page.locator("tr[data-run=gru-1] a").click();
  await page.locator("[data-shown=gru-1] .scores table").waitFor();
  expect(hashOf(page).get("run")).toBe("gru-1");
  await expect.poll(() => textOf(page.locator(".scores .verdict"))).toMatch(/^GRU beats every baseline/);
  await expect
    .poll(() => textOf(page.locator(".config")))
    .toContain("2,317 rows train, 331 validation, 662 test");
  await expect.poll(() => page.locator(".scores tbody tr").count()).toBe(5);
  await page.locator("tr[data-run=killed] a").click();
  await page.locator("[data-shown=killed] .plot canvas").waitFor();
  await page.goBack();
  await page.locator("[data-shown=gru-1] .loss canvas").waitFor();
  await page.locator("a.back").click();
  await expect.poll(() => page.locator(".run-view").count()).toBe(0);
});

test("a learning rate that is lowered on a plateau is described, in both languages", async () => {
  const page = await openRuns(`run=${longName}`);
  const config = page.locator(".config");
  await expect.poll(() => textOf(config)).toContain("halved when the validation loss stops improving");
  await expect.poll(() => textOf(config)).not.toContain("null");
  await page.locator("[data-lang]").click();
  await expect.poll(() => textOf(config)).toContain("验证损失不再改善时减半");
  await expect.poll(() => textOf(config)).not.toContain("null");
});

test("an address of a run that is not there, and of one that is broken", async () => {
  const page = await openRuns("run=nobody");
  await expect.poll(() => textOf(page.locator(".run-head"))).toContain(`There is no run nobody in ${runs}.`);
  await page.locator("tr[data-run=broken] a").click();
  await expect.poll(() => textOf(page.locator(".run-head"))).toContain("there is no config.json");
});

test("up to four side by side, which the address keeps", async () => {
  const page = await openRuns();
  const tick = (name: string) => rowOf(page, name).locator("input");
  for (const name of ["gru-1", "lstm-1"]) await tick(name).check();
  await page.locator(".compare tbody tr").nth(1).waitFor();
  await page.locator(".compare canvas").waitFor();
  await expect.poll(() => page.locator(".compare .legend li").allInnerTexts()).toEqual(["gru-1", "lstm-1"]);
  await expect
    .poll(() => page.locator(".compare tbody tr").allInnerTexts())
    .toEqual([
      "gru-1\tGRU\t0.209\t21.8\t27.7\t1.04\tnaive 24.2\t9.9% below naive",
      "lstm-1\tLSTM\t0.226\t26\t33\t1.24\tnaive 24.2\t7.4% above naive",
    ]);
  await expect
    .poll(() => page.locator(".compare strong").allInnerTexts())
    .toEqual(["0.209", "21.8", "27.7", "1.04"]);
  await expect.poll(() => page.locator(".compare .notice").count()).toBe(0);
  for (const name of [longName, "killed"]) await tick(name).check();
  await expect.poll(() => tick("naive").isDisabled()).toBe(true);
  await page.locator(".compare .notice").first().waitFor(); // other targets: neither errors nor losses are comparable
  expect(await page.locator(".compare .notice").count()).toBe(2);
  await expect.poll(() => page.locator(".compare strong").count()).toBe(0);
  expect(hashOf(page).getAll("compare")).toEqual(["gru-1", "lstm-1", longName, "killed"]);
  await page.reload();
  await expect.poll(() => page.locator(".compare tbody tr").count()).toBe(4);
  await page.locator(".compare button").click();
  await expect.poll(() => page.locator(".compare").count()).toBe(0);
  expect(hashOf(page).toString()).toBe("run=gru-1");
});

test("the report opens beside it, in a sandbox where its own script runs", async () => {
  const page = await openRuns("run=gru-1");
  const opened = page.waitForEvent("popup");
  await page.locator(".downloads a", { hasText: "Report" }).click();
  const report = await opened;
  await expect.poll(() => report.title()).toBe("A report"); // by its script
  expect(await report.evaluate(() => [globalThis.origin, globalThis.opener])).toEqual(["null", null]);
  const saved = page.waitForEvent("download");
  await page.locator(".downloads a", { hasText: "Model" }).click();
  expect((await saved).suggestedFilename()).toBe("gru-1.safetensors");
});

test("where there are no runs, and where there is no such server, it says what to do", async () => {
  const empty = await serveRuns(join(runs, "nothing"));
  const first = await openRuns("", { at: `${empty.url}runs.html` });
  await first.locator("[data-help]").waitFor();
  await expect
    .poll(() => textOf(first.locator("[data-help]")))
    .toMatch(/No runs yet in the folder .*nothing/);
  await expect
    .poll(() => textOf(first.locator("[data-help] pre")))
    .toBe("unrolled train data.csv --target NAME");
  await empty.close();
  const still = await openRuns("", { at: `${(await serverOf(false)).url}runs.html` });
  await still.locator("[data-help]").waitFor();
  await expect.poll(() => textOf(still.locator("[data-help] pre"))).toBe("unrolled studio");
  takeNoise(); // the browser itself tells of a 404, and of the first server's end
});

/** Names, files, measures, options: the same in every language. */
const same =
  /\b(sin|cos|Unrolled|English|GRU|LSTM|DLinear|MAE|RMSE|MASE|sMAPE|JSON|csv|safetensors|gru|lstm|mse|standard|hidden|layers|unrolled|month|sunspots|datasets|HUFL|train|resume|broken|killed|naive|live|lasting|unseen|config\.json|there is no)\b/g;

test("it speaks Chinese to a Chinese browser, and nothing is left in English", async () => {
  const page = await openRuns("run=gru-1&compare=gru-1&compare=lstm-1", { locale: "zh-CN" });
  await page.locator(".scores table").waitFor();
  await page.locator(".compare tbody tr").nth(1).waitFor();
  const left = (await textsOf(page)).filter((text) =>
    /[a-z]{2}/i.test(text.replace(longName, "").replace(same, "")),
  );
  expect(left.filter((text) => !text.includes(","))).toEqual([]);
  await expect.poll(() => textOf(rowOf(page, "gru-1"))).toContain("比朴素法低 9.9%");
  await expect.poll(() => textOf(page.locator(".scores .verdict"))).toMatch(/^GRU 优于全部基线/);
  await page.locator("[data-lang]").click();
  await expect.poll(() => textOf(rowOf(page, "gru-1"))).toContain("9.9% below naive");
  const english = await textsOf(page);
  expect(english.filter((text) => /\p{Script=Han}/u.test(text))).toEqual(["中文"]);
});

test("an address that asks for a language keeps it, from page to page", async () => {
  const page = await openRuns("lang=zh");
  await page.locator("tr[data-run=gru-1] a").click();
  await page.locator(".scores table").waitFor();
  expect(hashOf(page).toString()).toBe("run=gru-1&lang=zh");
  await page.locator("[data-lang]").click();
  await expect.poll(() => hashOf(page).get("lang")).toBe("en");
  await page.locator("[data-lang]").click();
  await page.locator("nav.pages a", { hasText: "sin→cos 实验" }).click();
  await page.locator("[data-lesson]").waitFor(); // which a first visit opens
  expect(await page.locator("html").getAttribute("lang")).toBe("zh-CN");
  expect(hashOf(page).get("lang")).toBe("zh");
});

test("on a phone nothing is wider than the window", async () => {
  const page = await openRuns("", { viewport: { width: 390, height: 844 } });
  await rowOf(page, longName).waitFor();
  const tooWide = (): Promise<number> =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await rowOf(page, "naive").locator("a").click();
  const top = async (): Promise<number> => (await page.locator("#run-title").boundingBox())?.y ?? -1;
  await expect.poll(top).toBeGreaterThanOrEqual(0); // although the list was scrolled to its end
  expect(await top()).toBeLessThan(400);
  for (const hash of ["", `#run=${longName}`, "#run=killed&compare=gru-1&compare=lstm-1"]) {
    await page.evaluate((next) => location.assign(next || "#"), hash);
    if (hash) await page.locator(".run-view .loss canvas").waitFor();
    for (const width of [390, 320, 768, 1920]) {
      await page.setViewportSize({ width, height: 844 });
      await expect.poll(tooWide, { message: `${hash} at ${width}` }).toBe(0);
    }
  }
});

test("axe-core finds nothing, wide or on a phone, nor where there is nothing to see", async () => {
  const page = await openRuns("run=lstm-1&compare=gru-1&compare=lstm-1&compare=killed");
  await page.locator(".scores table").waitFor();
  await page.locator(".compare tbody tr").nth(2).waitFor();
  await foldTables(page, "open");
  await expectNothing(page);
  await page.locator("[data-theme-button]").click();
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNothing(page);
  await page.goto(`${(await serverOf(false)).url}runs.html`);
  await page.locator("[data-help]").waitFor();
  takeNoise(); // a 404
  await page.evaluate(() => localStorage.clear());
  await expectNothing(page);
});
