/** @module Both languages, through the DOM: the browser of the tests may have no Chinese letters to draw. */

import type { Page } from "playwright-core";
import { expect } from "vitest";
import { panelNames } from "../../../studio/note/state/experiment.ts";
import { addressOf, ended, foldTables, setField } from "./actions.ts";
import { open, test } from "./browser.ts";
import { textsOf } from "./texts.ts";

/** What is the same in Chinese: names, formats, code, and symbols of the mathematics. */
const same =
  /\b(Unrolled|English|PyTorch|TypeScript|RNN|LSTM|GRU|Adam|AdamW|SGD|RMSprop|Adagrad|NAdam|RAdam|nn\.\w+|torch\.\w+|detach|batch_first|True|off|sin|cos|tanh|NaN|MSE|pi|safetensors|pt|pth|onnx|svg|png|csv|(rnn\.)?(weight|bias)_[ih]h_l\d|out\.(weight|bias)|backward|h_state(\.\w+)?|[A-CTWhct]|[ifgorzn]|ms)\b/g;

const leftovers = (texts: readonly string[]): string[] =>
  texts.filter((text) => /[a-z]{2}/i.test(text.replace(same, "")));

test("the page speaks Chinese to a Chinese browser, and nothing of it is left in English", async () => {
  const page = await open(addressOf({ steps: 30 }, { "b.cell": "lstm", "c.cell": "gru" }), {
    locale: "zh-CN",
  });
  await expect.poll(() => page.locator("html").getAttribute("lang")).toBe("zh-CN");
  await ended(page, 30);
  for (const name of panelNames) {
    await page.locator(`#tab-${name}`).click();
    await page.locator("#panel :is(p, h3)").first().waitFor();
    const tables = page.locator("details.data-table");
    await expect.poll(() => tables.count()).toBeGreaterThan(4); // all are there before each is opened
    await foldTables(page, "open");
    await expect.poll(() => page.locator("table caption").count()).toBeGreaterThan(4);
    for (const run of [0, 1, 2]) {
      await page.locator(`[data-run='${run}']`).click();
      expect(leftovers(await textsOf(page)), `${name}, run ${run}`).toEqual([]);
    }
    await foldTables(page, "closed");
  }
});

test("errors and notices are in Chinese too, but for PyTorch's own words", async () => {
  const page = await open(addressOf({ detach: false }, { lang: "zh", nonsense: "1" }));
  await page.locator("[data-notice=graphFreed]").waitFor();
  await setField(page, "hidden", "0");
  await page.locator(".field [role=alert]").waitFor();
  expect(leftovers(await textsOf(page)).map((text) => text.replace("nonsense=1：没有这个设置", ""))).toEqual([
    "",
  ]);
});

/** Waits until no part of the page is still to come: panels fill one after the other. */
async function settled(page: Page): Promise<void> {
  let before = -1;
  const grown = async (): Promise<number> => {
    const now = (await textsOf(page)).length;
    const difference = now - before;
    before = now;
    return difference;
  };
  await expect.poll(grown, { interval: 400, timeout: 30_000 }).toBe(0);
}

test("switching changes every text, and the next visit remembers it", async () => {
  const page = await open(addressOf({ steps: 10 }));
  await ended(page, 10);
  await page.locator("[data-sentence=radius]").waitFor();
  const spoken = (): Promise<string | null> => page.locator("[data-spoken]").textContent(); // comes a little later
  await expect.poll(spoken).toMatch(/^Paused/);
  await settled(page);
  const english = await textsOf(page);
  expect(english.filter((text) => /\p{Script=Han}/u.test(text))).toEqual(["中文"]);
  await page.locator("[data-lang]").click();
  await expect.poll(() => page.locator("html").getAttribute("lang")).toBe("zh-CN");
  await expect.poll(spoken).toMatch(/\p{Script=Han}/u);
  await settled(page);
  const chinese = await textsOf(page);
  expect(leftovers(chinese)).toEqual([]);
  expect(chinese.length).toBe(english.length - 1); // the button is in English now, and says so
  await page.reload();
  await ended(page, 10);
  await expect.poll(() => page.locator("html").getAttribute("lang")).toBe("zh-CN");
  await page.locator("[data-lang]").click();
  await expect.poll(() => page.locator("html").getAttribute("lang")).toBe("en");
  await page.reload();
  await ended(page, 10);
  await expect.poll(() => page.locator("html").getAttribute("lang")).toBe("en");
});

test("so with light and dark", async () => {
  const page = await open(addressOf({ steps: 10 }), { colorScheme: "dark" });
  const theme = (): Promise<string | null> => page.locator("html").getAttribute("data-theme");
  await expect.poll(() => theme()).toBe("dark");
  await page.locator("[data-theme-button]").click();
  await expect.poll(theme).toBe("light");
  await page.reload();
  await expect.poll(() => theme()).toBe("light");
  await ended(page, 10);
});
