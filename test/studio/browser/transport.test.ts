/** @module Play, pause, step, reset, seed, pace and the way back in time; and what the loss chart offers. */

import { afterEach, beforeEach, expect } from "vitest";
import { setDeterministic } from "../../../src/index.ts";
import { decodeSafetensors } from "../../../src/interop/index.ts";
import { lagBelow } from "../../../src/note/gradientFlow.ts";
import { rnnProgram } from "../../../src/note/settings.ts";
import { formatPercent, formatValue } from "../../../src/text/format.ts";
import { meanFactor } from "../../../studio/note/views/inside/insidePanels.ts";
import { en } from "../../../studio/note/words/en.ts";
import { runName } from "../../../studio/note/words/words.ts";
import {
  addressOf,
  download,
  ended,
  expectLosses,
  hashOf,
  runInNode,
  segmentOf,
  stepTo,
  textOf,
  trained,
} from "./actions.ts";
import { open, test } from "./browser.ts";

beforeEach(() => setDeterministic(true));
afterEach(() => setDeterministic(false));

test("play and pause", async () => {
  const page = await open(addressOf({ steps: 100_000 }, { pace: "20" }));
  const play = page.locator("[data-action=play]");
  await trained(page, 1);
  await play.click();
  await expect.poll(() => textOf(play)).toMatch(/Play$/);
  const at = await segmentOf(page);
  await play.click();
  await trained(page, at + 2);
  await expect.poll(() => textOf(play)).toMatch(/Pause$/);
});

test("a step is one segment, and pauses", async () => {
  const page = await open(addressOf({ steps: 4 }, { pace: "0.1" }));
  await trained(page, 1);
  await stepTo(page, 2);
  await expect.poll(() => segmentOf(page)).toBe(2);
  await expect.poll(() => textOf(page.locator("[data-action=play]"))).toMatch(/Play$/);
  await stepTo(page, 4);
  await page.locator("[data-action=step]").click(); // there is none left
  await ended(page, 4);
  await expect.poll(() => textOf(page.locator(".run-stage small"))).toBe("4 segments trained");
});

test("a reset trains the same again, and so does play after the end", async () => {
  const page = await open(addressOf({ steps: 30 }), { exact: true });
  await ended(page, 30);
  const losses = runInNode({ steps: 30 }).frame().losses.mean;
  for (const action of ["reset", "play"]) {
    await page.locator("[data-action=step]").focus();
    await page.locator(`[data-action=${action}]`).click();
    await page.locator(".legend >> text=before the last change").waitFor();
    await ended(page, 30);
    await expectLosses(page, losses);
  }
});

test("a new seed gives other numbers, those of that seed", async () => {
  const page = await open(addressOf({ steps: 12, seed: 2 ** 32 - 1 }), { exact: true });
  await ended(page, 12);
  await page.locator("[data-action=new-seed]").click();
  await expect.poll(() => hashOf(page).get("seed")).toBe("0");
  await expectLosses(page, runInNode({ steps: 12, seed: 0 }).frame().losses.mean);
});

test("the pace can be changed while it trains", async () => {
  const page = await open(addressOf({ steps: 300 }, { pace: "0.1" }));
  await trained(page, 1);
  await page.locator("select[name=pace]").selectOption("Infinity");
  await ended(page, 300);
  expect(hashOf(page).get("pace")).toBe("max");
});

test("back in time, everything is as it was then, to the last bit", async () => {
  const settings = { ...rnnProgram, steps: 60, cell: "lstm", optimizer: "radam" } as const;
  const page = await open(addressOf(settings), { exact: true });
  await ended(page, 60);
  const run = runInNode(settings);
  for (const at of [10, 43, 1]) {
    const { now, before } = run.gradient(at);
    const state = run.hiddenState({ layer: 0, step: null, walks: [], spectra: true }, at);
    if (now === null || state.spectra === null) throw new Error("there is nothing to look at");
    await page.locator("#tab-inside").click();
    await page.locator("input[name=scrubber]").fill(String(at));
    const told = en.gradient.sentence(lagBelow(now.hidden, 0.01), now, meanFactor(now.hidden));
    await expect
      .poll(() => textOf(page.locator("[data-sentence=gradient]")))
      .toBe(en.gradient.run(runName(0, settings), false, told, lagBelow(before.hidden, 0.01)));
    await expect
      .poll(() => textOf(page.locator("[data-sentence=radius]")))
      .toBe(en.hiddenState.spectrumMeans({ ...state, spectra: state.spectra, curveDegrees: 18 }));
    await expect
      .poll(() => textOf(page.locator("[data-sentence=state]")))
      .toContain(`(${state.shares.map((share) => formatPercent(share, 0)).join(" and ")})`);
    await expect.poll(() => textOf(page.locator(".moment span"))).toBe(en.transport.back(at));
    await expect.poll(() => segmentOf(page), { message: "the readouts follow" }).toBe(at);
    await expect
      .poll(() => textOf(page.locator("[data-number=loss]")))
      .toBe(formatValue(run.frame().losses.mean[at - 1]));
    await page.locator("#tab-code").click();
    const { tensors } = decodeSafetensors((await download(page, "safetensors")).bytes);
    for (const [name, { data }] of run.parameters(at)) expect(tensors[name]?.data, name).toEqual(data);
  }
  await page.locator("input[name=scrubber]").fill("60");
  await expect.poll(() => textOf(page.locator(".moment span"))).toBe(en.transport.now);
  await expect.poll(() => segmentOf(page)).toBe(60);
});

test("the difference from the start", async () => {
  const settings = { steps: 25, hidden: 6 };
  const page = await open(addressOf(settings), { exact: true });
  await ended(page, 25);
  const parameters = runInNode(settings).insight(null)?.inside?.parameters ?? [];
  // The end of each colour key; the bias of the output is one number, and printed.
  const readouts = page.locator(".parameter :is(.color-scale span:last-child, .value:not(:empty))");
  const most = (values: Float32Array): string =>
    formatValue(values.length === 1 ? values[0] : Math.max(...values.map(Math.abs)));
  await expect.poll(() => readouts.allInnerTexts()).toEqual(parameters.map(({ values }) => most(values)));
  await page.locator("input[name=difference]").check();
  const differences = parameters.map(({ values, start }) => most(values.map((value, i) => value - start[i])));
  await expect.poll(() => readouts.allInnerTexts()).toEqual(differences);
});

test("smoothing, the runs before, and the tables below all charts", async () => {
  const page = await open(addressOf({ steps: 30 }));
  await ended(page, 30);
  await page.locator("input[name=smoothing]").fill("0.9");
  await expect.poll(() => hashOf(page).get("smoothing")).toBe("0.9");
  await page.locator("[data-action=reset]").click();
  const ghost = page.locator(".legend >> text=before the last change");
  await ghost.waitFor();
  await page.locator("input[name=ghost]").uncheck();
  await ghost.waitFor({ state: "detached" });
  await ended(page, 30);

  const charts = page.locator("figure.chart");
  await expect.poll(() => charts.count()).toBe(4);
  for (const chart of await charts.all()) {
    await chart.locator("summary").click();
    await expect.poll(() => chart.locator("tbody tr").count()).toBeGreaterThan(5);
    expect((await textOf(chart.locator("table").first())).includes("NaN")).toBe(false);
    await chart.locator("summary").click();
    await expect.poll(() => chart.locator("table").count()).toBe(0);
  }
});
