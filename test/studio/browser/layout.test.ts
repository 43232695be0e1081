/** @module From a phone to a wide screen nothing sticks out; while it trains nothing jumps; and calm where it is wished. */
import { expect } from "vitest";
import { lessonIds, lessonSteps } from "../../../studio/note/lesson/steps.ts";
import { addressOf, ended, segmentOf, trained } from "./actions.ts";
import { open, test } from "./browser.ts";

const withFigure = lessonSteps.find(({ parts }) => parts[0] === "diagram")?.id ?? lessonIds[0];
const sizes = [
  { width: 320, height: 640 },
  { width: 390, height: 844 },
  { width: 768, height: 1024 },
  { width: 1920, height: 1080 },
];

test.for(["inside", "after", "code"])("nothing is wider than the window, panel %s", async (panel) => {
  const hash = addressOf(
    { steps: 30, layers: 2 },
    { panel, "b.cell": "lstm", "c.cell": "gru", nonsense: "1" },
  );
  const page = await open(hash, { viewport: sizes[0] });
  await ended(page, 30);
  await page.locator("#panel :is(h3, .sentence)").first().waitFor();
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const lang of ["en", "zh"]) {
      await page.locator("[data-lang]").click();
      const tooWide = (): Promise<string[]> =>
        page.evaluate(() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          const wide = [...document.querySelectorAll("body *")].filter(
            (element) => element.getBoundingClientRect().right > width + 1,
          );
          return wide.slice(0, 5).map((element) => `${element.localName}.${element.className}`);
        });
      await expect.poll(tooWide, { message: `${size.width} px, after ${lang}` }).toEqual([]);
    }
  }
});

/** The sum of all layout shifts that no input has caused, as web vitals count them. */
const watchShifts = (): void => {
  const seen = { sum: 0, sources: [] as string[] };
  Object.assign(globalThis, { shifts: seen });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const shift = entry as PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
        sources: readonly { node: Element | null }[];
      };
      if (shift.hadRecentInput) continue;
      seen.sum += shift.value;
      for (const { node } of shift.sources)
        seen.sources.push(
          `${shift.value.toFixed(4)} ${node?.localName} ${node?.className} ${Math.round(entry.startTime)}`,
        );
    }
  }).observe({ type: "layout-shift", buffered: true });
};

test.for([
  ["one run", {}, sizes[3]],
  ["three runs", { "b.cell": "lstm", "c.cell": "gru" }, { width: 1280, height: 900 }],
  ["on a phone", {}, sizes[1]],
  ["with the lesson", { lesson: withFigure }, { width: 1280, height: 900 }],
] as const)("nothing jumps while it trains: %s", async ([, more, viewport]) => {
  const page = await open(addressOf({ steps: 60 }, { pace: "60", ...more }), { viewport }, watchShifts);
  await ended(page, 60);
  const shifts = await page.evaluate("shifts");
  expect(shifts).toMatchObject({ sum: expect.any(Number) });
  const { sum, sources } = shifts as { sum: number; sources: string[] };
  expect(sum, sources.join("\n")).toBeLessThan(0.02);
});

test("who wants little motion gets two pictures a second, and the end at once", async () => {
  const page = await open(addressOf({ steps: 400 }, { pace: "100" }), { reducedMotion: "reduce" });
  await trained(page, 1);
  const times = await page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const seen: number[] = [];
        const place = document.querySelector("[data-number=segment]");
        if (place === null) return;
        new MutationObserver(() => {
          seen.push(performance.now());
          if (seen.length === 4) resolve(seen);
        }).observe(place, { characterData: true, childList: true, subtree: true });
      }),
  );
  // A busy machine makes the gaps longer, never shorter.
  for (const [k, time] of times.entries()) expect(time - (times[k - 1] ?? 0)).toBeGreaterThan(300);
  await expect.poll(() => segmentOf(page)).toBeLessThan(400);
  const moving = await page.evaluate(
    () => document.getAnimations().filter((animation) => animation.playState === "running").length,
  );
  expect(moving).toBe(0);
});
