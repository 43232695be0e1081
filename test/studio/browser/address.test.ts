/** @module The address is the experiment: read, kept up to date, and the same experiment wherever it is opened. */
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect } from "vitest";
import { setDeterministic } from "../../../src/index.ts";
import { ended, expectLosses, hashOf, runInNode, segmentOf, setField } from "./actions.ts";
import { open, serverOf, test } from "./browser.ts";

beforeEach(() => setDeterministic(true));
afterEach(() => setDeterministic(false));

const everything = {
  task: "cosine",
  cell: "gru",
  timeStep: "7",
  hidden: "12",
  layers: "2",
  lr: "0.005",
  optimizer: "nadam",
  clip: "0.5",
  steps: "40",
  endpoint: "yes",
  seed: "123",
  initialState: "random",
  carry: "no",
  detach: "no",
  retainGraph: "yes",
  forgetBias: "1.5",
  "b.cell": "lstm",
  "b.hidden": "5",
  pace: "1000",
  smoothing: "0.3",
  panel: "code",
};

const switches = ["endpoint", "carry", "detach", "retainGraph"];
const fields = Object.entries(everything).filter(([name]) => !/^b\.|pace|smoothing|panel/.test(name));

async function fieldOf(page: Page, name: string): Promise<string> {
  const field = page.locator(`#field-${name}`);
  if (switches.includes(name)) return (await field.isChecked()) ? "yes" : "no";
  return await field.inputValue();
}

test("a full address sets every control, and stays as it is", async () => {
  const page = await open(new URLSearchParams(everything).toString());
  await ended(page, 40);
  for (const [name, value] of fields) expect(`${name}=${await fieldOf(page, name)}`).toBe(`${name}=${value}`);
  await expect(page.locator("select[name=pace]").inputValue()).resolves.toBe("1000");
  await expect(page.locator("input[name=smoothing]").inputValue()).resolves.toBe("0.3");
  await expect.poll(() => page.locator("[role=tab][aria-selected=true]").getAttribute("id")).toBe("tab-code");
  await page.locator("[data-run='1']").click();
  await expect.poll(() => fieldOf(page, "cell")).toBe("lstm");
  await expect.poll(() => fieldOf(page, "hidden")).toBe("5");
  await expect.poll(() => fieldOf(page, "seed")).toBe("123"); // as the first run has it
  expect(Object.fromEntries(hashOf(page))).toEqual(everything);
  await expect.poll(() => page.locator("[data-notice]").count()).toBe(0);
});

test("what a person has set up, another page opens with the same losses", async () => {
  const page = await open("steps=40&pace=max", { exact: true });
  await setField(page, "cell", "lstm");
  await setField(page, "hidden", "9");
  await setField(page, "endpoint", "yes");
  await expect.poll(() => hashOf(page).get("endpoint")).toBe("yes");
  const { losses } = runInNode({ steps: 40, cell: "lstm", hidden: 9, endpoint: true }).frame();
  await expectLosses(page, losses.mean);
  const other = await open(new URL(page.url()).hash.slice(1), { exact: true });
  await expectLosses(other, losses.mean);
  await expect.poll(() => fieldOf(other, "hidden")).toBe("9");
});

test("what cannot be is told, and the rest of the address counts", async () => {
  const page = await open(
    "hidden=0&lr=fast&cell=GRU&steps=5&pace=max&speed=3&panel=attic&b.cell=lstm&b.seed=x",
  );
  await ended(page, 5);
  const items = await page.locator("[data-notice=address] li").allInnerTexts();
  expect(items).toEqual([
    "hidden=0 is not valid; using 32",
    "lr=fast is not valid; using 0.02",
    "b.seed=x is not valid; using 1",
    "panel=attic is not valid; using inside",
    "speed=3: no such setting",
  ]);
  await expect.poll(() => fieldOf(page, "cell")).toBe("gru");
  await page.locator("[data-notice=address] .close").click();
  await expect.poll(() => page.locator("[data-notice=address]").count()).toBe(0);
  expect(hashOf(page).has("speed")).toBe(false);
});

test("no address does harm", async () => {
  const page = await open("steps=10&pace=max");
  await ended(page, 10);
  const bad = [
    "hidden=1e9",
    "cell=%00%FF",
    "seed=-1&layers=1.5",
    "b.cell=",
    "=",
    "a=%3Cimg src=x onerror=alert(1)%3E",
  ];
  for (const [i, words] of bad.entries()) {
    await page.evaluate(
      (hash) => {
        location.hash = hash;
      },
      `${words}&pace=max&steps=${20 + i}`,
    );
    await ended(page, 20 + i);
    await expect
      .poll(() => page.locator("[data-notice=address] li").count(), { message: words })
      .toBeGreaterThan(0);
  }
});

test("? works as # does, and becomes it", async () => {
  const page = await open("", { query: "cell=lstm&steps=8&pace=max&lang=zh" });
  await ended(page, 8);
  await expect.poll(() => page.locator("html").getAttribute("lang")).toBe("zh-CN");
  expect(hashOf(page).get("cell")).toBe("lstm");
  await expect.poll(() => page.locator("[data-notice]").count()).toBe(0);
});

test("another address in the same page is another experiment", async () => {
  const page = await open("steps=10&pace=max");
  await ended(page, 10);
  await page.goto(`${(await serverOf(false)).url}#steps=12&cell=gru&pace=max`);
  await ended(page, 12);
  await expect.poll(() => fieldOf(page, "cell")).toBe("gru");
  await page.evaluate(() => {
    location.hash = "steps=14&cell=lstm&pace=max";
  });
  await ended(page, 14);
  await expect.poll(() => segmentOf(page)).toBe(14);
  await expect.poll(() => fieldOf(page, "cell")).toBe("lstm");
});
