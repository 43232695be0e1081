/** @module The page without a mouse: what Tab reaches, the keys of the page, and the keys that fields need themselves. */
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { en } from "../../../studio/note/words/en.ts";
import { addressOf, ended, hashOf, openMore, segmentOf, textOf, trained } from "./actions.ts";
import { open, test } from "./browser.ts";

/** A short name for what has the focus. */
function focusOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return "";
    const marks = [
      "id",
      "name",
      "data-action",
      "data-preset",
      "data-run",
      "data-download",
      "data-language",
      "href",
      "class",
    ];
    const mark = marks.find((name) => element.getAttribute(name));
    const place = element.closest("figure, section, details")?.getAttribute("aria-labelledby") ?? "";
    return `${element.localName} ${mark ? element.getAttribute(mark) : element.textContent?.trim()} ${place}`.trim();
  });
}

test.for(["inside", "after", "code"])(
  "Tab reaches everything, in the order of the page, panel %s",
  async (panel) => {
    const page = await open(addressOf({ steps: 10 }, { panel, "b.cell": "lstm" }));
    await ended(page, 10);
    await page.locator("#panel :is(h3, .sentence)").first().waitFor();
    await page.locator(".network").scrollIntoViewIfNeeded(); // what is drawn when it is seen is there, too
    await page.locator(".network-below").waitFor(); // the card and the panel are built over several tasks
    if (panel === "inside") await page.getByRole("heading", { name: en.inside.weights }).waitFor();
    const expected = await page.evaluate(() => {
      const all = "a[href], button, input, select, summary, [tabindex='0']";
      const isOpen = (element: Element): boolean =>
        element.checkVisibility() && !element.matches(":disabled, [tabindex='-1']");
      return [...document.querySelectorAll(all)].filter(isOpen).length;
    });
    const visited: string[] = [];
    for (let i = 0; i < expected; i++) {
      await page.keyboard.press("Tab");
      visited.push(await focusOf(page));
    }
    expect(visited).not.toContain("");
    expect(visited[0]).toBe("button skip");
    await page.keyboard.press("Tab");
    await expect.poll(() => focusOf(page), { message: "and then out of the page" }).toBe("");
  },
);

test("the skip link leads to the stage, and is seen when it is used", async () => {
  const page = await open(addressOf({ steps: 10 }));
  await ended(page, 10);
  const hash = hashOf(page).toString();
  await page.keyboard.press("Tab");
  await expect
    .poll(async () => (await page.locator(".skip").boundingBox())?.y ?? -1)
    .toBeGreaterThanOrEqual(0);
  await page.keyboard.press("Enter");
  await expect.poll(() => focusOf(page)).toBe("div stage");
  expect(hashOf(page).toString(), "the experiment stays as it is").toBe(hash);
  await ended(page, 10);
  await expect.poll(() => page.locator("[data-notice]").count()).toBe(0);
});

test("space plays and pauses, → steps", async () => {
  const page = await open(addressOf({ steps: 50 }, { pace: "0.1" }));
  const play = page.locator("[data-action=play]");
  await trained(page, 1);
  await page.keyboard.press("ArrowRight");
  await trained(page, 2);
  await expect.poll(() => textOf(play)).toMatch(/Play$/);
  await page.keyboard.press("Space");
  await expect.poll(() => textOf(play)).toMatch(/Pause$/);
  await page.keyboard.press("Space");
  await expect.poll(() => textOf(play)).toMatch(/Play$/);
  await page.keyboard.press("Control+r"); // the browser's own
  await trained(page, 1);
});

test("keys that fields and buttons use themselves are left to them", async () => {
  const page = await open(addressOf({ steps: 50 }, { pace: "0.1" }));
  const play = page.locator("[data-action=play]");
  await trained(page, 1);
  await openMore(page);
  await page.locator("#field-hidden").focus();
  for (const key of ["End", "ArrowRight", "Space", "r"]) await page.keyboard.press(key);
  await expect.poll(() => page.locator("#field-hidden").inputValue()).toBe("32 r");
  await page.locator("#field-cell").focus();
  await page.keyboard.press("r");
  await page.locator("[data-theme-button]").focus();
  await page.keyboard.press("Space");
  await expect.poll(() => page.locator("html").getAttribute("data-theme")).toBe("dark");
  await page.locator("#tab-code").click();
  await page.locator(".program").focus(); // which they scroll
  for (const key of ["Space", "ArrowRight"]) await page.keyboard.press(key);
  await expect.poll(() => textOf(play)).toMatch(/Pause$/);
  await page.locator("input[name=smoothing]").focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => hashOf(page).get("smoothing")).toBe("0.65");
  await expect.poll(() => segmentOf(page)).toBe(1);
  await expect.poll(() => textOf(play)).toMatch(/Pause$/);
  await play.focus();
  await page.keyboard.press("Space"); // once, not twice
  await expect.poll(() => textOf(play)).toMatch(/Play$/);
});

test("arrow keys turn numbers and tabs", async () => {
  const page = await open(addressOf({ steps: 10 }));
  await ended(page, 10);
  await openMore(page);
  const press = async (name: string, keys: readonly string[], value: string): Promise<void> => {
    await page.locator(`#field-${name}`).focus();
    for (const key of keys) await page.keyboard.press(key);
    await expect.poll(() => hashOf(page).get(name)).toBe(value);
    await expect.poll(() => page.locator(`#field-${name}`).inputValue()).toBe(value);
  };
  await press("hidden", ["ArrowUp", "ArrowUp"], "34");
  await press("layers", ["ArrowDown"], "1"); // there is no less
  await press("lr", ["ArrowDown", "ArrowDown"], "0.005");
  await press("lr", ["ArrowUp"], "0.01");
  await press("clip", ["ArrowUp"], "1");
  await page.locator("#tab-inside").focus();
  for (const [key, panel] of [
    ["ArrowRight", "after"],
    ["ArrowRight", "code"],
    ["ArrowRight", "inside"],
    ["ArrowLeft", "code"],
  ] as const) {
    await page.keyboard.press(key);
    await expect.poll(() => hashOf(page).get("panel")).toBe(panel);
    await expect.poll(() => focusOf(page)).toContain(`tab-${panel}`);
  }
  await expect.poll(() => page.locator("#panel").getAttribute("aria-labelledby")).toBe("tab-code");
});
