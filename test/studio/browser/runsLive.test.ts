/** @module A run that trains, as the page follows it: with the server and without it, seen and unseen. */
import { expect } from "vitest";
import { GrowingRun } from "../../runs/folder.ts";
import { textOf } from "./actions.ts";
import { takeNoise, test } from "./browser.ts";
import { numberOf, rowOf, runsOfEveryKind, serveRuns } from "./runsPage.ts";

const { runs, openRuns } = runsOfEveryKind();

test("a run that trains is followed: new epochs only, to its end", async () => {
  const growing = new GrowingRun(runs, "live", { created: "2026-03-06T10:00:00.000Z" });
  growing.step();
  const page = await openRuns("run=live");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).search));
  await expect.poll(() => numberOf(page, "epoch")).toBe("1 / 40");
  await page.locator(".loss summary").click();
  const epochs = () => page.locator(".loss .data-table tbody th").allTextContents();
  growing.step();
  growing.step();
  growing.batch(36);
  await expect.poll(() => numberOf(page, "epoch"), { timeout: 30_000 }).toBe("4 / 40");
  await expect.poll(() => numberOf(page, "batch")).toBe("36 / 72");
  await expect.poll(() => numberOf(page, "speed")).toBe("1,843 samples/s");
  await expect.poll(() => numberOf(page, "left")).toBe("0:45"); // 0.7 s of this epoch, 36 of 1.24 s
  expect(await epochs()).toEqual(["1", "2", "3"]);
  // another run under the same name
  const again = new GrowingRun(runs, "live", { done: 2, created: "2026-03-06T11:00:00.000Z" });
  await expect.poll(epochs, { timeout: 30_000 }).toEqual(["1", "2"]);
  again.end();
  await page.locator(".run-head [data-state=done]").waitFor();
  await expect.poll(() => textOf(page.locator(".run-head"))).toContain("Stopped early");
  await page.locator(".scores table").waitFor();
  const whole = asked.filter((search) => search === "?after=0");
  expect(whole.length).toBeLessThanOrEqual(2); // when it was opened, and for the other run
  expect(asked.filter(Boolean).at(-1)).toBe("?after=2");
});

test("it asks for nothing while nobody sees it, and for everything at once when somebody does", async () => {
  const page = await openRuns("run=gru-1", {}, () => {
    Object.defineProperty(document, "hidden", { get: () => Object(globalThis).isAway === true });
  });
  await page.locator(".scores table").waitFor();
  const turn = (isAway: boolean): Promise<void> =>
    page.evaluate((away) => {
      Object.assign(globalThis, { isAway: away });
      document.dispatchEvent(new Event("visibilitychange"));
    }, isAway);
  await turn(true);
  let asked = 0;
  page.on("request", () => asked++);
  const growing = new GrowingRun(runs, "unseen");
  await page.waitForTimeout(1200);
  expect(asked).toBe(0);
  await turn(false);
  await rowOf(page, "unseen").waitFor();
  growing.end();
});

test("a server that goes: told, nothing is lost, and it goes on when it is back", async () => {
  const growing = new GrowingRun(runs, "lasting", { done: 2 });
  let own = await serveRuns(runs);
  const page = await openRuns("run=lasting", { at: `${own.url}runs.html` });
  await expect.poll(() => numberOf(page, "epoch")).toBe("2 / 40");
  await own.close();
  await page.locator("[data-notice=lost]").waitFor();
  await expect.poll(() => numberOf(page, "epoch")).toBe("2 / 40");
  takeNoise();
  growing.step();
  own = await serveRuns(runs, own.port);
  await expect.poll(() => numberOf(page, "epoch"), { timeout: 30_000 }).toBe("3 / 40");
  await expect.poll(() => page.locator("[data-notice=lost]").count()).toBe(0);
  takeNoise();
  growing.end();
  await own.close();
});
