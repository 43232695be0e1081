/** @module Colour and dash of each run: those of its cell; of a cell that is there already, another dash. */
import type { Line } from "../../../../src/figures/figure.ts";
import type { Cell } from "../../../../src/note/settings.ts";

/** How the lines of a run look. */
export interface Look {
  readonly color: Cell;
  readonly dash: NonNullable<Line["dash"]>;
}

const dashes = ["solid", "dashed", "dotted"] as const;

/** The looks of runs side by side. */
export function looksOf(runs: readonly { readonly cell: Cell }[]): readonly Look[] {
  return runs.map(({ cell }, i) => ({
    color: cell,
    dash: dashes[runs.slice(0, i).filter((other) => other.cell === cell).length],
  }));
}
