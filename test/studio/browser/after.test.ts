/** @module The network put to the test: what the sentence says is what Node finds. */

import { afterEach, beforeEach, expect } from "vitest";
import { setDeterministic } from "../../../src/index.ts";
import { formatValue } from "../../../src/text/format.ts";
import type { ProbeOptions } from "../../../studio/note/lab/probe.ts";
import { en } from "../../../studio/note/words/en.ts";
import { addressOf, ended, runInNode, textOf } from "./actions.ts";
import { open, test } from "./browser.ts";

beforeEach(() => setDeterministic(true));
afterEach(() => setDeterministic(false));

test("every control of the test changes its outcome, as it does in Node", async () => {
  const settings = { cell: "gru", steps: 50 } as const;
  const page = await open(addressOf(settings, { panel: "after" }), { exact: true });
  await ended(page, 50);
  const run = runInNode(settings);
  const plain = { frequency: 1, phase: 0, amplitude: 1, noise: 0, cold: false, freeRun: false };
  let options: ProbeOptions = plain;
  const seen = new Set<string>();
  const check = async (trained: number | null, some: Partial<ProbeOptions>): Promise<void> => {
    options = { ...options, ...some };
    const { error, lateError, zeroError } = run.probe(options, trained);
    const expected = en.after.result(formatValue(error), formatValue(lateError), formatValue(zeroError));
    const why = options.freeRun ? ` ${en.after.freeRunWhy}` : "";
    await expect
      .poll(async () => (await textOf(page.locator("[data-sentence=probe]"))).trim(), {
        message: JSON.stringify(options),
      })
      .toBe(expected + why);
    expect(seen.has(expected)).toBe(false);
    seen.add(expected);
  };
  await check(null, {});
  for (const [name, value] of [
    ["frequency", 1.5],
    ["phase", 0.5],
    ["amplitude", 0.5],
    ["noise", 0.1],
  ] as const) {
    await page.locator(`input[name=probe-${name}]`).fill(String(value));
    await check(null, { [name]: value });
  }
  await page.locator("input[name=cold]").check();
  await check(null, { cold: true });
  await page.locator("input[name=freeRun]").check();
  await check(null, { freeRun: true });
  await page.locator("input[name=scrubber]").fill("20");
  await check(20, {});
  await page.locator("[data-action=probe-reset]").click();
  await check(20, plain);
  await expect.poll(() => page.locator("input[name=probe-frequency]").inputValue()).toBe("1");
  await expect.poll(() => page.locator("input[name=cold]").isChecked()).toBe(false);
  await page.locator("#panel figure.chart summary").click();
  await expect
    .poll(() => page.locator("#panel thead th").allInnerTexts())
    .toEqual(["t (radians)", "input (sin)", "target (cos)", "prediction"]);
});
