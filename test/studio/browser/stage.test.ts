/** @module The first view: the task, the strip that looks back, values at the pointer, what to do next; and the stage alone. */
import { expect } from "vitest";
import { formatValue } from "../../../src/text/format.ts";
import { en } from "../../../studio/note/words/en.ts";
import { addressOf, ended, hashOf, runInNode, segmentOf, setField, textOf, trained } from "./actions.ts";
import { open, test } from "./browser.ts";

test("the task is said, the strip looks back, and the loss chart does", async () => {
  const page = await open(addressOf({ steps: 100 }));
  await ended(page, 100);
  await expect.poll(() => textOf(page.locator(".task"))).toMatch(/^A recurrent network reads sin t/);
  const strip = await page.locator(".strip").boundingBox();
  if (strip === null) throw new Error("there is no strip");
  const toSegment = async (segment: number): Promise<void> =>
    page.mouse.move(strip.x + (segment / 100) * strip.width, strip.y + strip.height / 2);
  await toSegment(60);
  await page.mouse.down();
  await toSegment(28);
  await page.mouse.up();
  await expect.poll(() => segmentOf(page)).toBe(30); // two of the eight segments lie beyond it
  expect(await textOf(page.locator(".moment span"))).toBe(en.transport.back(30));
  await page.locator("input[name=scrubber]").focus();
  await page.keyboard.press("ArrowLeft");
  await expect.poll(() => segmentOf(page)).toBe(29);
  await page.locator("[data-action=now]").click();
  await expect.poll(() => segmentOf(page)).toBe(100);

  await page.locator(".loss .u-over").scrollIntoViewIfNeeded();
  const loss = await page.locator(".loss .u-over").boundingBox();
  if (loss === null) throw new Error("there is no loss chart");
  await page.mouse.click(loss.x + (loss.width * 49) / 99, loss.y + 40);
  await expect.poll(() => segmentOf(page)).toBe(50);
});

test("the pointer reads the values of all charts at once", async () => {
  const page = await open(addressOf({ steps: 20 }), { exact: true });
  await ended(page, 20);
  await page.locator("[data-sentence=radius]").waitFor();
  const last = runInNode({ steps: 20 }).frame().last;
  const over = await page.locator(".run-stage .u-over").boundingBox();
  if (over === null || last === null) throw new Error("there is nothing to point at");
  await page.mouse.move(over.x + (over.width * 75.01) / 80, over.y + 50); // step 6 of the last segment
  const values = page.locator(".run-stage .legend b");
  await expect.poll(() => values.count()).toBe(3);
  const expected = [last.input, last.target, last.prediction].map((curve) => formatValue(curve[5]));
  await expect.poll(() => values.allInnerTexts()).toEqual(expected);
  await expect.poll(() => textOf(page.locator(".loss .legend .place"))).toBe(en.loss.place(20));
  await expect.poll(() => page.locator(".heatmap .column").count()).toBe(1);
});

test("what to try next, once a run has ended", async () => {
  const page = await open(addressOf({ steps: 100 }));
  await ended(page, 100);
  await expect.poll(() => textOf(page.locator("[data-outcome]"))).toMatch(/^Learnt: loss 0\.\d+ /);
  await page.locator("[data-next=free]").click();
  await expect.poll(() => page.locator("input[name=freeRun]").isChecked()).toBe(true);
  await page.locator("[data-next=memory]").click();
  await expect.poll(() => hashOf(page).get("carry")).toBe("no");
  await ended(page, 100);
  await page.locator("[data-next=cell]").click();
  await expect.poll(() => hashOf(page).get("cell")).toBe("lstm");
  await ended(page, 100);
  await page.locator("[data-next=lesson]").click();
  await page.locator("[data-lesson=data]").waitFor();
});

test("a number counts while it is typed, a slider moves it, and a wrong one is told at once", async () => {
  const page = await open(addressOf({ steps: 20 }));
  await ended(page, 20);
  const field = page.locator("#field-timeStep");
  await field.fill("4");
  await expect.poll(() => hashOf(page).get("timeStep")).toBe("4");
  await field.fill("999");
  await expect
    .poll(() => textOf(page.locator(".field [role=alert]")))
    .toBe("Must be a whole number from 1 to 200.");
  expect(hashOf(page).get("timeStep")).toBe("4");
  await page.locator("input[name=lr-slider]").fill("5");
  await expect.poll(() => hashOf(page).get("lr")).toBe("0.005");
  await expect.poll(() => page.locator("#field-lr").inputValue()).toBe("0.005");
});

test("a test of memory has its own sentence and stage", async () => {
  const page = await open(addressOf({ steps: 30, timeStep: 5 }));
  await setField(page, "task", "echo");
  await trained(page, 30);
  await expect.poll(() => textOf(page.locator(".task"))).toBe(en.page.task("echo", 1));
  await expect
    .poll(() => textOf(page.locator(".run-stage small")))
    .toMatch(/^batch 30 · \d+% of 32 sequences right/);
});

test("?embed is the stage alone, from the tag that the page offers", async () => {
  const page = await open(addressOf({ steps: 15, cell: "gru" }));
  await ended(page, 15);
  await page.locator(".share summary").click();
  const tag = await page.locator("[data-share=frame]").inputValue();
  const [, address] = /^<iframe src="([^"]+)"/.exec(tag) ?? [];
  await page.goto((address ?? "").replaceAll("&amp;", "&"));
  await ended(page, 15);
  await expect.poll(() => page.locator("header, .controls, .panels, .loss").count()).toBe(0);
  await expect.poll(() => textOf(page.locator(".run-stage h2"))).toMatch(/^A · GRU/);
  const studio = new URL((await page.locator(".embedded a").getAttribute("href")) ?? "");
  expect(new URLSearchParams(studio.hash.slice(1)).get("cell")).toBe("gru");
  await page.reload();
  await ended(page, 15);
  await expect.poll(() => page.locator("header").count()).toBe(0);
});
