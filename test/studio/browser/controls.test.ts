/** @module The settings: each changes the address and starts the runs anew; what cannot be is refused with a reason. */
import { expect } from "vitest";
import type { PresetName } from "../../../studio/note/state/experiment.ts";
import { type FieldName, fieldNames, fields } from "../../../studio/note/state/settingFields.ts";
import { addressOf, ended, hashOf, segmentOf, setField, stepTo, textOf, trained } from "./actions.ts";
import { open, test } from "./browser.ts";

const changed: Readonly<Record<FieldName, string>> = {
  task: "parity",
  cell: "gru",
  timeStep: "4",
  hidden: "8",
  layers: "2",
  lr: "0.005",
  optimizer: "adagrad",
  clip: "0.25",
  steps: "77",
  endpoint: "yes",
  seed: "4294967295",
  initialState: "random",
  carry: "no",
  detach: "no",
  retainGraph: "yes",
  forgetBias: "-1.5",
};

test("every setting stands in the address at once, and starts the run anew", async () => {
  const page = await open(addressOf({ steps: 50 }, { pace: "0.1" })); // a segment at once, then ten seconds nothing
  await trained(page, 1);
  for (const name of fieldNames) {
    await stepTo(page, 2);
    expect(hashOf(page).get(name), name).not.toBe(changed[name]);
    await setField(page, name, changed[name]);
    await expect.poll(() => segmentOf(page), { message: name }).toBe(1);
    expect(hashOf(page).get(name), name).toBe(changed[name]);
  }
  await expect.poll(() => page.locator("[role=alert]").count()).toBe(0);
});

const numbers = {
  timeStep: "Must be a whole number from 1 to 200.",
  hidden: "Must be a whole number from 1 to 256.",
  layers: "Must be a whole number from 1 to 4.",
  steps: "Must be a whole number from 1 to 100000000.",
  seed: "Must be a whole number from 0 to 4294967295.",
  lr: "Must be a number from 0.000001 to 100.",
  clip: "Must be a number from 0.0001 to 1000, or off.",
} as const;

test("a value that cannot be is refused, and the run goes on as it was", async () => {
  const page = await open(addressOf({}, { pace: "0.1" }));
  await trained(page, 1);
  await stepTo(page, 2);
  const before = hashOf(page).toString();
  for (const [name, text] of Object.entries(numbers) as [keyof typeof numbers, string][]) {
    const field = page.locator(`#field-${name}`);
    const value = await field.inputValue();
    const bads = ["", "-1", "1e99", "ten", "1,5", ...(fields[name].kind === "whole" ? ["1.5"] : [])];
    for (const bad of bads) {
      await setField(page, name, bad);
      await expect
        .poll(() => page.locator(".field [role=alert]").allInnerTexts(), { message: `${name} ${bad}` })
        .toEqual([text]);
      await expect.poll(() => field.getAttribute("aria-invalid")).toBe("true");
    }
    await setField(page, name, value);
    await expect.poll(() => page.locator(".field [role=alert]").count()).toBe(0);
  }
  expect(hashOf(page).toString()).toBe(before);
  await expect.poll(() => segmentOf(page)).toBe(2);
});

test("a run is added beside the others, up to three, and taken away", async () => {
  const page = await open(addressOf({ steps: 20 }));
  const tabs = page.locator("[data-run]");
  const add = page.locator("[data-action=add-run]");
  await ended(page, 20);
  await add.click();
  await expect.poll(() => tabs.allInnerTexts()).toEqual(["A · RNN", "B · LSTM"]);
  await expect.poll(() => tabs.nth(1).getAttribute("aria-pressed")).toBe("true");
  await setField(page, "timeStep", "5");
  await add.click();
  await expect
    .poll(() => tabs.allInnerTexts())
    .toEqual(["A · RNN, T = 10", "B · LSTM, T = 5", "C · GRU, T = 5"]);
  await expect.poll(() => add.count()).toBe(0);
  await ended(page, 20);
  await expect.poll(() => page.locator(".run-stage").count()).toBe(3);
  await expect.poll(() => textOf(page.locator("[data-number=loss]"))).toMatch(/^A \S+ · B \S+ · C \S+$/);

  await page.getByRole("button", { name: "Remove A · RNN" }).click();
  await expect.poll(() => tabs.allInnerTexts()).toEqual(["A · LSTM", "B · GRU"]);
  expect(Object.fromEntries(hashOf(page))).toMatchObject({ cell: "lstm", timeStep: "5", "b.cell": "gru" });
  await page.getByRole("button", { name: "Remove B" }).click();
  await expect.poll(() => tabs.allInnerTexts()).toEqual(["A · LSTM, T = 5"]);
  await expect.poll(() => page.getByRole("button", { name: "Remove" }).count()).toBe(0);
  await ended(page, 20);
});

const presets = {
  noteRnn: ["A · RNN, T = 10"],
  noteLstm: ["A · LSTM, T = 20"],
  rnnAgainstLstm: ["A · RNN", "B · LSTM"],
  threeCells: ["A · RNN", "B · LSTM", "C · GRU"],
  echo: ["A · RNN", "B · LSTM", "C · GRU"],
  adding: ["A · RNN", "B · LSTM", "C · GRU"],
} as const satisfies Record<PresetName, readonly string[]>;

test("the presets", async () => {
  const page = await open(addressOf({ steps: 5, hidden: 3, cell: "gru" }, { "b.cell": "rnn" }));
  await ended(page, 5);
  for (const [name, runs] of Object.entries(presets)) {
    await page.locator(`[data-preset=${name}]`).click();
    await expect.poll(() => page.locator("[data-run]").allInnerTexts(), { message: name }).toEqual(runs);
    if (name === "echo" || name === "adding") {
      await trained(page, 3);
      await expect.poll(() => page.locator(".task-run .sequence").count()).toBe(3);
      for (const idle of ["carry", "detach", "endpoint", "retainGraph"])
        expect(await page.locator(`.field.idle:has(#field-${idle})`).count(), idle).toBe(1);
      continue;
    }
    await ended(page, 100);
    const ends = (): Promise<string[]> => page.locator(".run-stage small").allInnerTexts();
    await expect.poll(ends, { message: name }).toEqual(runs.map(() => "100 segments trained"));
    await expect.poll(() => page.locator("#field-hidden").inputValue()).toBe("32");
  }
});

/** The next look inside begins 200 ms after the last and takes a while in so large a network: the change comes amid it. */
test("what was seen inside the run before is never taken for this run's", async () => {
  const page = await open(addressOf({ hidden: 160, steps: 1_000_000 }));
  await page.locator("[data-sentence=state]").waitFor();
  await page.waitForTimeout(220);
  await setField(page, "hidden", "2");
  await page.locator(".parameter:has-text('(2, 2)')").waitFor();
});
