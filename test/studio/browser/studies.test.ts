/** @module Searches of settings on the page Runs: the list, one that is followed while it runs, its figure, in both languages and themes. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { RunLock } from "../../../src/cli/lock/runLock.ts";
import { GrowingStudy } from "../../runs/madeUpStudy.ts";
import { hashOf, textOf } from "./actions.ts";
import { expectNothing } from "./axe.ts";
import { test } from "./browser.ts";
import { runsOfEveryKind } from "./runsPage.ts";

const { runs, openRuns } = runsOfEveryKind();

test("a search is found by keyboard, followed while it runs, and shown in Chinese on a phone", async () => {
  const path = join(runs, "wave-tune");
  const growing = new GrowingStudy(path);
  const lock = await RunLock.take(path);
  growing.run(8);
  const page = await openRuns("run=gru-1");
  const row = page.locator("tr[data-study=wave-tune]");
  await expect.poll(async () => (await textOf(row)).replace(/\s+/g, " ")).toContain("● running 8 / 40");
  await row.locator("a").focus();
  await page.keyboard.press("Enter");
  await page.locator("[data-shown=wave-tune] [data-trials] tbody tr").nth(7).waitFor();
  expect(hashOf(page).get("study")).toBe("wave-tune");
  expect(await page.locator("[data-shown=gru-1]").count()).toBe(0);
  await expect.poll(() => textOf(page.locator("[data-importance]"))).toContain("ten complete trials");
  growing.study.ask("2026-03-01T10:00:00.000Z");
  await expect.poll(() => textOf(page.locator("[data-trials] tbody tr").first())).toContain("running");
  growing.study.end(8, { state: "complete", value: 0.25 }, "2026-03-01T10:00:01.000Z");
  growing.run(31);
  growing.note("ended", "done");
  writeFileSync(join(path, "report.html"), "");
  await lock.release();
  await page.locator("[data-shown=wave-tune] [data-state=done]").waitFor();
  expect((await textOf(page.locator("[data-best]"))).replace(/\s+/g, " ")).toMatch(
    /^lr = .* 0\.250 · The score is the MAE/,
  );
  expect(await page.locator("[data-trials] tbody tr").count()).toBe(40);
  expect(await textOf(page.locator("[data-trials] tbody tr").first())).toMatch(/^40\t/);
  expect(await textOf(page.locator("[data-best-settings] tbody tr").first())).toMatch(/^9\t0\.250\t/);
  expect(await page.locator("[data-importance] tbody tr th").first().textContent()).toBe("lr");
  expect(await page.locator("[data-parallel] svg.wide path").count()).toBe(39 + 4); // one that failed has no line
  await page.locator("[data-history] canvas").waitFor();
  expect(await page.locator(".downloads a").getAttribute("href")).toBe("./api/runs/wave-tune/report.html");
  await expectNothing(page); // in light and dark

  const phone = await openRuns("study=wave-tune&lang=zh", { viewport: { width: 390, height: 844 } });
  await phone.locator("[data-parallel] svg.narrow").waitFor();
  expect(await phone.locator("[data-parallel] svg.wide").isVisible()).toBe(false);
  await expect.poll(() => textOf(phone.locator("[data-best]"))).toContain("得分是验证集上的 MAE");
  expect(await textOf(phone.locator("[data-importance]"))).toContain("各设置的重要性");
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await phone.locator(".back").click();
  await expect.poll(() => phone.locator("[data-shown]").count()).toBe(0);
});
