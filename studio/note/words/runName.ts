/** @module What a run is called: "A · LSTM, T = 20". */
import type { Settings } from "../../../src/note/settings.ts";

/** A letter, the cell and the time steps; the same in every language. */
export function runName(index: number, { cell, timeStep }: Settings): string {
  return `${"ABC"[index]} · ${cell.toUpperCase()}, T = ${timeStep}`;
}
