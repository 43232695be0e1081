/** @module The studio in a browser: how soon it trains, how smoothly it draws, and what the page costs the training. */
import { fileURLToPath } from "node:url";
import { run } from "./child.ts";
import type { StudioResult } from "./studioPage.ts";
import { aligned } from "./table.ts";

/** Opens the page a few times in a Chromium of its own; `segments` is how many the memory is watched over. */
export function benchStudio(segments: number): StudioResult {
  const child = fileURLToPath(new URL("./studioPage.js", import.meta.url));
  const { stdout } = run({ command: process.execPath, args: [child, String(segments)], timeout: 900 });
  return JSON.parse(stdout);
}

/** What is wrong with these words; null when nothing is. */
export function studioFault(words: readonly string[]): string | null {
  return words.length < 2 && words.every((word) => /^\d+$/.test(word))
    ? null
    : `it takes a number of segments to watch the memory over, and was given ${words.join(" ")}`;
}

export function studioText({ runs, memory }: StudioResult): string {
  const rows = runs.map((each) => [
    each.name,
    `${each.firstFrame.toFixed(0)} ms`,
    `${each.framesPerSecond.toFixed(0)}`,
    `${each.longestTask.toFixed(0)} ms`,
    `${(each.rateAlone / 1000).toFixed(1)}k`,
    `${(each.rate / 1000).toFixed(1)}k`,
    `${((100 * each.rate) / each.rateAlone).toFixed(0)} %`,
  ]);
  return [
    aligned([
      ["", "first trained frame", "frames/s", "longest task", "segments/s, no page", "with it", "share"],
      ...rows,
    ]),
    "",
    "A task of 50 ms or less is counted as 0. Medians over the rounds.",
    ...memory.map(
      ({ segments, page, worker }) =>
        `after ${segments.toLocaleString("en")} segments: page ${page.toFixed(1)} MB, worker ${worker.toFixed(1)} MB`,
    ),
  ].join("\n");
}
