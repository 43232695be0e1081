/** @module A browser whose language is none that can be formatted in: the pages open, and draw. */
import { expect } from "vitest";
import { textOf } from "./actions.ts";
import { open, test } from "./browser.ts";

test("a page opens in a browser with an invalid language, as Chromium has under LANG=POSIX", async () => {
  const page = await open("", { file: "data.html" }, () => {
    Object.defineProperty(Navigator.prototype, "language", { get: () => "en-US@posix", configurable: true });
  });
  await page.locator("[data-sample='sunspots.csv']").click();
  await page.locator("[data-series] canvas").waitFor();
  await expect.poll(() => page.evaluate(() => navigator.language)).toBe("en-US");
  await expect.poll(() => textOf(page.locator("[data-series] h2"))).toBe("Data: SUNACTIVITY");
});
