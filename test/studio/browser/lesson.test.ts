/**
 * @module The lesson: every step in both languages drives the stage and fits a phone. Pictures of all steps are left in
 * build/screenshots/lesson for a person to look at.
 */
import { mkdirSync, rmSync } from "node:fs";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect } from "vitest";
import { lessonIds, lessonSteps } from "../../../studio/note/lesson/steps.ts";
import { lessonTexts } from "../../../studio/note/lesson/texts.ts";
import { fieldNames, formatField } from "../../../studio/note/state/settingFields.ts";
import { namesOf } from "../../../studio/note/words/words.ts";
import { addressOf, ended, hashOf, textOf, trained } from "./actions.ts";
import { open, test } from "./browser.ts";

const tall = { width: 1280, height: 1600 };
const folder = "build/screenshots/lesson";
beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
});

/** As the page shows it, without the marks of code and emphasis. */
const plain = (text: string): string => text.replace(/`([^`]+)`/g, "$1").replace(/\*([^*]+)\*/g, "$1");

async function isNarrow(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
}

describe.for(["en", "zh"] as const)("%s", (lang) => {
  test("from the first step to the last, each sets the stage", { timeout: 60_000 }, async () => {
    const page = await open(addressOf({ steps: 5 }, { lang }), { viewport: tall });
    await ended(page, 5);
    await page.locator(".lesson-button").click();
    for (const [i, step] of lessonSteps.entries()) {
      const lesson = page.locator(`[data-lesson=${step.id}]`);
      await lesson.waitFor();
      const text = lessonTexts[lang][step.id];
      await expect.poll(() => textOf(lesson.locator("h2"))).toBe(text.title);
      for (const paragraph of text.body) expect(await textOf(lesson)).toContain(plain(paragraph));
      expect(await lesson.locator("[data-try]").count()).toBe(step.tries.length);
      expect(hashOf(page).get("lesson")).toBe(step.id);
      await expect.poll(() => page.locator("[data-run]").allInnerTexts()).toEqual(namesOf(step.runs, lang));
      expect(await page.locator("[role=tab][aria-selected=true]").getAttribute("id")).toBe(
        `tab-${step.panel}`,
      );
      if (step.play) await trained(page, 1);
      const name = `${String(i + 1).padStart(2, "0")}-${step.id}-${lang}`;
      await page.screenshot({ path: `${folder}/${name}.png` });
      await page.setViewportSize({ width: 390, height: 844 });
      await expect.poll(() => isNarrow(page), { message: `${name} at 390` }).toBe(true);
      await page.setViewportSize(tall);
      const next = lesson.locator("[data-action=lesson-next], [data-action=lesson-end]");
      await next.click();
    }
    expect(await page.locator("[data-lesson]").count()).toBe(0);
    expect(hashOf(page).has("lesson")).toBe(false);
  });
});

test("what a step lets a person try, it does", { timeout: 60_000 }, async () => {
  const page = await open(addressOf({ steps: 5 }));
  await page.locator(".lesson-button").click();
  for (const { id: step, runs, tries } of lessonSteps) {
    for (const { id, change } of tries) {
      await page.locator(`[data-lesson=${step}] [data-try=${id}]`).click();
      const settings = "runs" in change ? change.runs[0] : { ...runs[0], ...change };
      const expected = fieldNames.map((name) => formatField(settings, name));
      await expect
        .poll(() => fieldNames.map((name) => hashOf(page).get(name)), { message: `${step}, ${id}` })
        .toEqual(expected);
      await trained(page, 1);
    }
    await page.locator("[data-action=lesson-next], [data-action=lesson-end]").click();
  }
});

test("an address with a step and nothing else has what that step puts on the stage", async () => {
  const { id, runs, panel } = lessonSteps.find(({ runs: [{ cell }] }) => cell === "lstm") ?? lessonSteps[0];
  const page = await open(`lesson=${id}`);
  await trained(page, 1);
  expect(await page.locator("[data-run]").allInnerTexts()).toEqual(namesOf(runs, "en"));
  expect(hashOf(page).get("panel")).toBe(panel);
});

test("an address opens a step; back goes back, and closing leaves the runs as they are", async () => {
  const last = lessonIds.at(-1) ?? "";
  const page = await open("", { query: `lesson=${last}` });
  const lesson = page.locator("[data-lesson]");
  await page.locator(`[data-lesson=${last}]`).waitFor();
  expect(await page.locator(".lesson-button").getAttribute("aria-pressed")).toBe("true");
  if (lessonIds.length > 1) {
    await page.locator("[data-action=lesson-back]").click();
    await page.locator(`[data-lesson=${lessonIds.at(-2)}]`).waitFor();
  }
  const runs = await page.locator("[data-run]").allInnerTexts();
  await lesson.locator(".close").click();
  await lesson.waitFor({ state: "detached" });
  expect(await page.locator("[data-run]").allInnerTexts()).toEqual(runs);
});
