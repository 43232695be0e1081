/** @module What tests do with a page of the studio, and what they read from it. */
import { buffer } from "node:stream/consumers";
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { rnnProgram, type Settings } from "../../../src/note/settings.ts";
import { Run } from "../../../studio/note/lab/run.ts";
import {
  type FieldName,
  fieldNames,
  fields,
  formatField,
  openFields,
} from "../../../studio/note/state/settingFields.ts";

/** The part of an address behind `#` for one run as fast as it goes, or as `more` says. */
export function addressOf(some: Partial<Settings> = {}, more: Readonly<Record<string, string>> = {}): string {
  const settings = { ...rnnProgram, ...some };
  const words = fieldNames.map((name) => [name, formatField(settings, name)]);
  return new URLSearchParams([...words, ...Object.entries({ pace: "max", ...more })]).toString();
}

/** What stands behind `#` now. */
export function hashOf(page: Page): URLSearchParams {
  return new URLSearchParams(new URL(page.url()).hash.slice(1));
}

/** How many segments the page says have been trained. */
export async function segmentOf(page: Page): Promise<number> {
  const text = await textOf(page.locator("[data-number=segment]"));
  return Number(text.replaceAll(",", "").split("/")[0]);
}

/** Waits until so many segments have been trained. */
export async function trained(page: Page, segments: number): Promise<void> {
  await expect.poll(() => segmentOf(page), { timeout: 30_000 }).toBeGreaterThanOrEqual(segments);
}

/** Waits until the page is as a fresh start leaves it after exactly so many segments: all of them, paused. */
export async function ended(page: Page, segments: number): Promise<void> {
  const text = segments.toLocaleString("en");
  await expect
    .poll(() => textOf(page.locator("[data-number=segment]")), { timeout: 30_000 })
    .toBe(`${text} / ${text}`);
}

/** The bytes of a file that the page is made to save, and its name. */
export async function download(page: Page, kind: string): Promise<{ bytes: Uint8Array; name: string }> {
  const saved = page.waitForEvent("download");
  const [file] = await Promise.all([saved, page.locator(`[data-download=${kind}]`).click()]);
  return { bytes: await buffer(await file.createReadStream()), name: file.suggestedFilename() };
}

/** A row of the metrics that the page saves. */
export interface Metric {
  readonly run: string;
  readonly segment: number;
  readonly loss: number;
}

/** The losses of all runs, with every digit. Opens the panel with the files. */
export async function metricsOf(page: Page): Promise<Metric[]> {
  await page.locator("#tab-code").click();
  const { bytes } = await download(page, "csv");
  const [head, ...rows] = new TextDecoder().decode(bytes).trim().split("\n");
  expect(head).toBe("run,segment,segments,loss_mean,loss_min,loss_max");
  return rows.map((row) => {
    const [run = "", segment, , loss] = row.split(",");
    return { run, segment: Number(segment), loss: Number(loss) };
  });
}

/** The losses of the first run. */
export async function lossesOf(page: Page): Promise<number[]> {
  return (await metricsOf(page)).filter(({ run }) => run === "A").map(({ loss }) => loss);
}

/** Waits until the losses of the first run are these: after a change, until then, the page still shows the run before. */
export async function expectLosses(page: Page, losses: Iterable<number>): Promise<void> {
  await expect.poll(() => lossesOf(page), { timeout: 30_000 }).toEqual([...losses]);
}

/** Opens what folds away the settings that a first experiment does not need. */
export async function openMore(page: Page): Promise<void> {
  const more = page.locator("details.more");
  if ((await more.getAttribute("open")) === null) await more.locator("summary").click();
}

/** Opens the tables below all charts, or closes them, also those that the page draws meanwhile. */
export async function foldTables(page: Page, to: "open" | "closed"): Promise<void> {
  const others = page.locator(`details.data-table${to === "open" ? ":not([open])" : "[open]"}`);
  await expect
    .poll(async () => {
      if ((await others.count()) > 0) await others.first().locator("summary").click();
      return others.count();
    })
    .toBe(0);
}

/** Sets one setting as a person does. */
export async function setField(page: Page, name: FieldName, value: string): Promise<void> {
  if (!openFields.includes(name)) await openMore(page);
  const field = page.locator(`#field-${name}`);
  const { kind } = fields[name];
  if (kind === "switch") await field.setChecked(value === "yes");
  else if (kind === "choice") await field.selectOption(value);
  else {
    await field.fill(value);
    await field.press("Enter");
  }
}

/** Trains segment by segment, which also pauses, until so many have been trained. */
export async function stepTo(page: Page, segments: number): Promise<void> {
  for (let at = await segmentOf(page); at < segments; at++) {
    await page.locator("[data-action=step]").click();
    await trained(page, at + 1);
  }
}

/** A run in Node as the lab has it, after so many segments; all of them, when it is not told. */
export function runInNode(some: Partial<Settings>, segments = Number.POSITIVE_INFINITY): Run {
  const run = new Run({ ...rnnProgram, ...some });
  while (run.ending === null && run.program.trained < segments) run.advance();
  return run;
}

/** What a person reads at a place, which `textContent` is not: that has what is hidden, too. */
export function textOf(place: Locator): Promise<string> {
  // biome-ignore lint/performance/useDomNodeTextContent: the rule is about slow pages
  return place.innerText();
}
