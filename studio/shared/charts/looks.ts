/** @module Colour and dash of each run: those of its cell, in every chart; of a cell that is there already, others. */
import type { Line } from "../../../src/figures/figure.ts";
import { type Color, lineDashes } from "../../../src/figures/palette.ts";
import type { Cell } from "../../../src/note/settings.ts";

/** How the lines of a run look. */
export interface Look {
  readonly color: Color;
  readonly dash: NonNullable<Line["dash"]>;
}

/** For the second and third run with a cell that another run has. */
const spare: readonly Look[] = [
  { color: "second", dash: "dashed" },
  { color: "third", dash: "dotted" },
];

/** The looks of runs side by side. */
export function looksOf(runs: readonly { readonly cell: Cell }[]): readonly Look[] {
  return runs.map(({ cell }, i) => {
    const isFirst = runs.findIndex((other) => other.cell === cell) === i;
    const repeats = runs
      .slice(0, i)
      .filter((other, k) => runs.findIndex((one) => one.cell === other.cell) !== k);
    return isFirst ? { color: cell, dash: lineDashes[cell] } : spare[repeats.length];
  });
}

/** The answers of runs: of a single run in blue, the colour of predictions; of several, each in its own. */
export function answerLooksOf(runs: readonly { readonly cell: Cell }[]): readonly Look[] {
  if (runs.length > 1) return looksOf(runs).map(({ color }) => ({ color, dash: "solid" }));
  return [{ color: "prediction", dash: lineDashes.prediction }];
}
