/** @module The share of right answers of each run, by batch. */
import type { Panel } from "../../../src/figures/figure.ts";
import type { Series } from "../../note/lab/history.ts";
import type { Words } from "../../note/words/en.ts";
import type { Look } from "./looks.ts";
import { smoothed } from "./panels.ts";

/** Smoothed shares from 0 to 1, and a line at what a guess has. */
export function accuracyPanel(
  words: Words["charts"],
  runs: readonly { readonly name: string; readonly accuracies: Series; readonly look: Look }[],
  { chance, end }: { readonly chance: number; readonly end: number },
): Panel {
  return {
    x: { label: words.batch, min: 1, max: Math.max(2, end), tickUnit: "whole" },
    y: { label: words.accuracy, min: 0, max: 1.05 },
    marks: [
      ...runs.map(({ name, accuracies: { at, mean }, look }) => ({
        kind: "line" as const,
        name,
        x: at.map((index) => index + 1),
        y: smoothed(mean, 0.8),
        ...look,
      })),
      { kind: "rule", axis: "y", at: chance, label: words.chance },
    ],
  };
}
