/** @module The words of the page by language, and the name of a run, which is the same in all of them. */
import { cellLabels, type Settings } from "../../../src/note/settings.ts";
import type { Translated } from "../../../src/text/lang.ts";
import { en, type Words } from "./en.ts";
import { zh } from "./zh.ts";

/** The words, by language. */
export const words: Translated<Words> = { en, zh };

/** A letter, the cell and the time steps: "A · LSTM, T = 20". */
export function runName(index: number, { cell, timeStep }: Settings): string {
  return `${"ABC"[index]} · ${cellLabels[cell]}, T = ${timeStep}`;
}
