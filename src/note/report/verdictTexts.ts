/** @module What the sentences of a verdict are about, and what both languages need to write them. */

import { formatLoss } from "../../text/format.ts";
import type { Cell } from "../settings.ts";
import type { CellFading, Extent, FinalLoss, FlowFindings, LossFindings, Reach } from "./findings.ts";

/** Sentences for each kind of finding. */
export interface VerdictTexts {
  /** The medians and their quartiles. */
  readonly medians: (findings: LossFindings) => readonly string[];
  /** Which cell is lowest, and whether the others' ranges overlap its own. */
  readonly lowest: (best: FinalLoss, near: readonly FinalLoss[], far: readonly FinalLoss[]) => string;
  /** RNN beside LSTM, the note's own pair, the lower one first. */
  readonly pair: (low: FinalLoss, high: FinalLoss) => string;
  readonly diverged: (loss: FinalLoss) => string;
  /** One sentence: the note's claim about more than 10 steps, put to the test. */
  readonly note: (findings: FlowFindings) => string;
  /** Whether an LSTM's c carries gradients further than its h. */
  readonly cell: (fading: CellFading) => string;
}

/** What the claim comes to, by how it fares before training and then after it. */
export type Claims = Readonly<Record<Extent, Readonly<Record<Extent, string>>>>;

/** A cell's name: RNN, LSTM, GRU. */
export function nameOf({ cell }: { readonly cell: Cell }): string {
  return cell.toUpperCase();
}

/** A loss, short enough for a sentence. */
export function shortLoss(value: number): string {
  return formatLoss(value, 2);
}

/** Reaches by kind: those that fall below the limit, those that do not, and those that are no number. */
export interface SortedReaches {
  readonly falling: readonly (Reach & { readonly lag: number })[];
  readonly staying: readonly Reach[];
  readonly lost: readonly Reach[];
}

/** Sorts reaches by kind. */
export function sortReaches(reaches: readonly Reach[]): SortedReaches {
  const known = reaches.filter(({ isNumber }) => isNumber);
  return {
    falling: known.flatMap((reach) => (reach.lag === null ? [] : [{ ...reach, lag: reach.lag }])),
    staying: known.filter(({ lag }) => lag === null),
    lost: reaches.filter(({ isNumber }) => !isNumber),
  };
}

/** Two gradients whose shares differ by less than this factor fade alike. */
export const alike = 3;
