/** @module Runs in trouble: the page says what is wrong, why, and mends it at a click. */
import { expect } from "vitest";
import { en } from "../../../studio/note/words/en.ts";
import { addressOf, ended, hashOf, runInNode, setField, textOf, trained } from "./actions.ts";
import { open, test } from "./browser.ts";

test("without detach: PyTorch's own error, and its remedy", async () => {
  const page = await open(addressOf());
  await ended(page, 100);
  await setField(page, "detach", "no");
  const notice = page.locator("[data-notice=graphFreed]");
  await notice.waitFor();
  const { ending } = runInNode({ detach: false });
  expect(ending?.kind === "graphError" && ending.message).toMatch(
    /^Trying to backward through the graph a second time/,
  );
  await expect
    .poll(() => textOf(notice.locator("pre")))
    .toBe(ending?.kind === "graphError" && ending.message);
  await expect.poll(() => notice.getAttribute("role")).toBe("alert");
  await expect.poll(() => textOf(page.locator(".run-stage small"))).toBe("stopped at segment 1");
  await notice.getByRole("button", { name: en.notices.fix(en.fields.detach.label, "on") }).click();
  await ended(page, 100);
  await expect.poll(() => notice.count()).toBe(0);
  expect(hashOf(page).get("detach")).toBe("yes");
  await expect.poll(() => page.locator("#field-detach").isChecked()).toBe(true);
});

test("without detach, with the graph retained", async () => {
  const page = await open(addressOf({ detach: false, retainGraph: true, steps: 25 }));
  const notice = page.locator("[data-notice=graphChanged]");
  await notice.waitFor();
  await expect.poll(() => textOf(notice.locator("pre"))).toContain("modified by an inplace operation");
  await expect.poll(() => textOf(page.locator(".run-stage small"))).toBe("stopped at segment 1");
  await notice.getByRole("button", { name: en.notices.fix(en.fields.detach.label, "on") }).click();
  await ended(page, 25);
});

test("a loss that is no longer a number", async () => {
  const settings = { optimizer: "sgd", lr: 100 } as const;
  const { ending, program } = runInNode(settings);
  expect(ending?.kind).toBe("diverged");
  const page = await open(addressOf(settings), { exact: true });
  const notice = page.locator("[data-notice=diverged]");
  await notice.waitFor();
  expect((await textOf(page.locator(".run-stage small"))).split(" · ")[0]).toBe(
    `stopped at segment ${program.trained}`,
  );
  await notice.getByRole("button").click();
  await expect.poll(() => hashOf(page).get("lr")).toBe("0.02");
});

test("a run that does not learn", async () => {
  const page = await open(addressOf({ lr: 1e-6 }));
  const notice = page.locator("[data-notice=tooSlow]");
  await notice.waitFor();
  await notice.getByRole("button", { name: en.notices.fix(en.fields.lr.label, "0.02") }).click();
  await expect.poll(() => hashOf(page).get("lr")).toBe("0.02");
});

test("a loss that has grown far beyond its best", async () => {
  const page = await open(addressOf({ cell: "lstm", lr: 3, steps: 100 }, { "b.cell": "rnn" }));
  await trained(page, 100);
  const notices = page.locator("[data-notice]");
  await expect.poll(() => notices.count()).toBeGreaterThan(0);
  for (const text of await notices.allInnerTexts()) expect(text).toMatch(/^[AB] · (LSTM|RNN)/);
});
