/** @module The page opens: at once, quietly, isolated, and trains. */
import { expect } from "vitest";
import { trained } from "./actions.ts";
import { open, takeNoise, test } from "./browser.ts";
import { hasChromium } from "./chromium.ts";

if (!hasChromium) test.skip("There is no Chromium here: name one in CHROME_PATH to run these tests");

test("it trains as soon as it is open, with a title, a language and a description", async () => {
  const page = await open();
  await trained(page, 1);
  await expect.poll(() => page.title()).toBe("Unrolled studio");
  await expect.poll(() => page.locator("html").getAttribute("lang")).toBe("en");
  await expect
    .poll(() => page.locator("meta[name=description]").getAttribute("content"))
    .toMatch(/recurrent network/);
  const { isIsolated, first } = await page.evaluate(() => ({
    isIsolated: crossOriginIsolated,
    first: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
  }));
  expect(isIsolated).toBe(true);
  expect(first).toBeLessThan(5000); // a second is usual; a machine that runs all tests at once has its reasons
});

test("the policy on content is in force", async () => {
  const page = await open();
  const blocked = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener("securitypolicyviolation", ({ violatedDirective }) =>
          resolve(violatedDirective),
        );
        const script = document.createElement("script");
        script.textContent = "globalThis.wasRun = true";
        document.head.append(script);
      }),
  );
  expect(blocked).toBe("script-src-elem");
  expect(takeNoise().join()).toMatch(/inline script violates/);
});
