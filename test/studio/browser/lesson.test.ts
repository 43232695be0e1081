/**
 * @module The lesson: it opens on a first visit, every step shows what it speaks of within the first screen, its questions are
 * answered by its runs, and it fits a phone.
 */
import type { Locator, Page } from "playwright-core";
import { describe, expect } from "vitest";
import { formatValue, formatWhole } from "../../../src/text/format.ts";
import { measureOf } from "../../../studio/note/lab/measure.ts";
import { changedRuns, lessonIds, lessonSteps, panelOf } from "../../../studio/note/lesson/steps.ts";
import { lessonTexts } from "../../../studio/note/lesson/texts.ts";
import { fieldNames, formatField } from "../../../studio/note/state/settingFields.ts";
import { addressOf, hashOf, runInNode, textOf, trained } from "./actions.ts";
import { open, test } from "./browser.ts";

const small = { width: 1280, height: 800 };

/** As the page shows it, without the marks of code and emphasis. */
const plain = (text: string): string => text.replace(/`([^`]+)`/g, "$1").replace(/\*([^*]+)\*/g, "$1");

/** Where the part is that a step is about. */
const places = {
  stage: ".run-stage",
  loss: ".loss",
  gradient: "[aria-labelledby=gradient-title]",
  seeds: "[aria-labelledby=seeds-title]",
  diagram: ".diagram",
  inside: ".panels",
  after: ".panels",
  network: ".network",
  code: ".panels",
} as const;

async function bottomOf(place: Locator): Promise<number> {
  const box = await place.boundingBox();
  return (box?.y ?? Number.NaN) + (box?.height ?? Number.NaN);
}

async function isNarrow(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
}

describe.for(["en", "zh"] as const)("%s", (lang) => {
  test("from the first step to the last: text, parts and way on are in view", {
    timeout: 120_000,
  }, async () => {
    const page = await open(`lang=${lang}`, { viewport: small });
    for (const [i, step] of lessonSteps.entries()) {
      const lesson = page.locator(`[data-lesson=${step.id}]`);
      await lesson.waitFor();
      const text = lessonTexts[lang][step.id];
      await expect.poll(() => textOf(lesson.locator("h2"))).toBe(text.title);
      for (const paragraph of text.body) expect(await textOf(lesson)).toContain(plain(paragraph));
      await expect
        .poll(() => lesson.locator("[data-answer]").allInnerTexts())
        .toEqual(text.quiz.answers.map(plain));
      expect(hashOf(page).get("lesson")).toBe(step.id);
      await expect.poll(() => page.locator("[data-run]").count()).toBe(0); // no settings
      const [first] = step.parts;
      const framed = page.locator(places[first]).first();
      await framed.waitFor();
      const { y } = (await framed.boundingBox()) ?? { y: Number.NaN };
      expect(y, step.id).toBeLessThan(460);
      if (first !== "inside" && first !== "after")
        await expect.poll(() => bottomOf(framed), { message: step.id }).toBeLessThanOrEqual(800);
      await expect
        .poll(() => bottomOf(lesson.locator(".lesson-turn")), { message: step.id })
        .toBeLessThanOrEqual(800);
      for (const [part, place] of Object.entries(places))
        if (!["inside", "after", "code", ...step.parts].includes(part))
          expect(await page.locator(place).count(), `${step.id}: ${part}`).toBe(0);
      await page.setViewportSize({ width: 390, height: 844 });
      await expect.poll(() => isNarrow(page), { message: `${step.id} at 390` }).toBe(true);
      if (i === 3) await phone(page);
      await page.setViewportSize(small);
      await page.locator("[data-action=lesson-next], [data-action=lesson-end]").click();
    }
    await expect.poll(() => page.locator("[data-lesson]").count()).toBe(0);
    expect(hashOf(page).has("lesson")).toBe(false);
  });
});

/** On a phone a button brings what it does into view, and a dot the head of its step. */
async function phone(page: Page): Promise<void> {
  await page.locator("[data-try=off]").click();
  await expect.poll(async () => (await page.locator(".lesson-now").boundingBox())?.y).toBeLessThan(60);
  await page.locator("[data-dot=state]").click();
  await page.locator("[data-dot=training]").click();
  await expect.poll(async () => (await page.locator(".lesson h2").boundingBox())?.y).toBeLessThan(120);
  await page.locator("[data-dot=state]").click();
}

test("questions are answered by the runs' own numbers, and buttons do what they say", {
  timeout: 120_000,
}, async () => {
  const page = await open(`lesson=${lessonIds[0]}`, { exact: true });
  for (const step of lessonSteps) {
    const { id, quiz, tries } = step;
    await page.locator(`[data-dot=${id}]`).click();
    await page.locator(`[data-lesson=${id}]`).waitFor();
    if (id !== "memory") {
      await page.locator("[name=pace]").selectOption("Infinity");
      const measured = changedRuns(step, quiz.change).map((run) => measureOf(runInNode(run), quiz.measure));
      const right = quiz.judge(measured);
      await page.locator(`[data-answer="${right}"]`).click();
      await page.locator("[data-verdict=right]").waitFor();
      const now = await textOf(page.locator(".lesson-now"));
      expect(now).toContain(plain(lessonTexts.en[id].quiz.why));
      if (measured.length === 1)
        for (const value of measured)
          expect(now).toContain(Number.isInteger(value) ? formatWhole(value) : formatValue(value));
    }
    for (const { id: name, change } of tries) {
      await page.locator(`[data-try=${name}]`).click();
      const [settings] = changedRuns(step, change);
      await expect
        .poll(() => fieldNames.map((field) => hashOf(page).get(field)), { message: `${id}, ${name}` })
        .toEqual(fieldNames.map((field) => formatField(settings, field)));
      await expect
        .poll(() => textOf(page.locator(".lesson-now")))
        .toContain(
          plain(Object.entries(lessonTexts.en[id].tries).find(([key]) => key === name)?.[1].look ?? ""),
        );
    }
    await expect.poll(() => page.locator(".notice.bad").count()).toBe(0);
  }
});

test("an address with a step has what that step puts on the page; closing leaves the runs as they are", async () => {
  const step = lessonSteps[lessonSteps.length - 1];
  const page = await open("", { query: `lesson=${step.id}` });
  await trained(page, 1);
  expect(hashOf(page).get("panel")).toBe(panelOf(step));
  await expect.poll(() => page.locator(".lesson-button").getAttribute("aria-pressed")).toBe("true");
  await page.locator("[data-action=lesson-back]").click();
  await page.locator(`[data-lesson=${lessonIds.at(-2)}]`).waitFor();
  const cells = hashOf(page).getAll("cell");
  await page.locator(".lesson .close").click();
  await page.locator("[data-lesson]").waitFor({ state: "detached" });
  expect(hashOf(page).getAll("cell")).toEqual(cells);
  await page.locator("[data-run]").first().waitFor();
});

test("only a first visit without settings opens the lesson", async () => {
  const page = await open(addressOf({ steps: 5 }));
  await trained(page, 1);
  await expect.poll(() => page.locator("[data-lesson]").count()).toBe(0);
  const { origin } = new URL(page.url());
  await page.goto("about:blank");
  await page.goto(origin); // no settings, but no first visit
  await trained(page, 1);
  await expect.poll(() => page.locator("[data-lesson]").count()).toBe(0);
});
