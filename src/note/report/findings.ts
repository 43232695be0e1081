/** @module What a comparison shows, as a list of findings: each has a kind and numbers, and no words. */
import type { Comparison, Ending } from "../comparison.ts";
import type { ForgetReach } from "../forgetGate.ts";
import { type Cell, cellNames } from "../settings.ts";
import type { Quartiles } from "../statistics.ts";

/** A gradient has vanished below this ratio to that at the last step. */
export const vanished = 0.01;

/** A gradient has exploded above this ratio to that at the last step. */
export const exploded = 10;

/** The number of steps beyond which the note warns of vanishing and exploding gradients. */
export const safeSteps = 10;

export type When = "before" | "after";

interface FinalLoss extends Pick<Quartiles, "q1" | "median" | "q3"> {
  readonly cell: Cell;
}

type Length = Readonly<Record<"timeStep" | "segments", number>>;

interface Lowest {
  readonly cell: Cell;
  readonly median: number;
  readonly timeStep: number;
  readonly lr: number;
}

export interface FindingNumbers {
  /** The cell with the lowest median, and the cells above its quartile range, or overlapping it. */
  readonly lowestApart: Lowest & { readonly apart: readonly Cell[] };
  readonly lowestOverlaps: Lowest & { readonly overlapping: readonly Cell[] };
  readonly lowestMixed: FindingNumbers["lowestApart"] & FindingNumbers["lowestOverlaps"];
  /** The note's pair, RNN and LSTM: whether their quartile ranges are disjoint. */
  readonly pairApart: { readonly lower: Cell; readonly higher: Cell };
  readonly pairOverlaps: null;
  /** Lowest loss first. */
  readonly oneSeed: Length & { readonly seed: number; readonly losses: readonly FinalLoss[] };
  readonly noMedian: Length;
  readonly diverged: { readonly cell: Cell; readonly diverged: number; readonly runs: number };
  /** There is no sequence of more than 10 steps to test the note's claim on. */
  readonly claimUntested: null;
  /** Where the gradient vanishes before training; `timeStep` is null if that is the same at every length. */
  readonly vanishingBefore: Omit<Vanishing, "timeStep"> & { readonly timeStep: number | null };
  /** The same after training, at each length. */
  readonly vanishingAfter: readonly Vanishing[];
  readonly noExplosion: null;
  readonly explosion: readonly {
    readonly cell: Cell;
    readonly timeStep: number;
    readonly when: When;
    readonly ratio: number;
  }[];
  /** At the longest length: the cells that do not learn at the learning rate, and the larger of the rates at which they do. */
  readonly rateTooLarge: {
    readonly timeStep: number;
    readonly lr: number;
    readonly failing: readonly MedianLoss[];
    readonly smaller: number;
    readonly learning: readonly MedianLoss[];
  };
  /** No learning rate makes them learn. */
  readonly nothingLearnt: {
    readonly timeStep: number;
    readonly rates: readonly number[];
    readonly failing: readonly MedianLoss[];
  };
  readonly allLearn: {
    readonly timeStep: number;
    readonly lr: number;
    /** Whether every cell's gradient vanishes before training. */
    readonly vanishing: boolean;
  };
  /** What the larger rate does to an RNN that does not learn, beside the smaller one. */
  readonly ending: {
    readonly lr: number;
    readonly smaller: number;
    readonly large: Ending;
    readonly small: Ending;
  };
  /** The RNN ends lower on the longer segments. */
  readonly longerIsBetter: {
    readonly lr: number;
    /** Whether a segment's last sample is also the next one's first: that alone costs the shorter ones more. */
    readonly endpoint: boolean;
    readonly short: { readonly timeStep: number; readonly median: number };
    readonly long: { readonly timeStep: number; readonly median: number };
  };
  /** What an LSTM's cell state carries, by the bias of its forget gate. */
  readonly memory: ForgetReach;
}

export interface MedianLoss {
  readonly cell: Cell;
  readonly median: number;
}

export interface Vanishing {
  readonly timeStep: number;
  readonly cells: readonly VanishingLag[];
}

/** The first lag at which a cell's gradient has vanished: null if it never does, NaN if it is not a number. */
export interface VanishingLag {
  readonly cell: Cell;
  readonly lag: number | null;
}

export type FindingKind = keyof FindingNumbers;

export type Finding<Kind extends FindingKind = FindingKind> = {
  readonly [K in Kind]: { readonly kind: K; readonly numbers: FindingNumbers[K] };
}[Kind];

export function lossFindings({ timeStep, lr, seeds, losses }: Comparison): Finding[] {
  const length = { timeStep, segments: losses.rnn.curve.length };
  const isRanked = ({ q1, median, q3 }: FinalLoss): boolean => [q1, median, q3].every(Number.isFinite);
  const all = cellNames.map((cell): FinalLoss => ({ cell, ...losses[cell].final }));
  const ranked = all.filter(isRanked).sort((a, b) => a.median - b.median);
  return [...rankFindings(ranked, seeds.length, { timeStep, lr }), ...unranked(), ...diverged()];

  function unranked(): Finding[] {
    if (ranked.length === 0) return [{ kind: "noMedian", numbers: length }];
    return seeds.length === 1
      ? [{ kind: "oneSeed", numbers: { ...length, seed: seeds[0], losses: ranked } }]
      : [];
  }

  function diverged(): Finding[] {
    return [...ranked, ...all.filter((loss) => !isRanked(loss))].flatMap(({ cell }): Finding[] => {
      const { finals } = losses[cell];
      const count = finals.filter((loss) => !Number.isFinite(loss)).length;
      return count === 0
        ? []
        : [{ kind: "diverged", numbers: { cell, diverged: count, runs: finals.length } }];
    });
  }
}

/** How the cells rank, the lowest first: a ranking needs two cells and more than one seed. */
function rankFindings(
  [best, ...others]: readonly FinalLoss[],
  seeds: number,
  at: Pick<Comparison, "timeStep" | "lr">,
): Finding[] {
  if (others.length === 0 || seeds === 1) return [];
  const { cell, median } = best;
  const numbers = { cell, median, ...at };
  const cellsWhere = (overlap: boolean): Cell[] =>
    others.filter((other) => overlaps(best, other) === overlap).map((other) => other.cell);
  const [apart, overlapping] = [cellsWhere(false), cellsWhere(true)];
  const lowest: Finding =
    overlapping.length === 0
      ? { kind: "lowestApart", numbers: { ...numbers, apart } }
      : apart.length === 0
        ? { kind: "lowestOverlaps", numbers: { ...numbers, overlapping } }
        : { kind: "lowestMixed", numbers: { ...numbers, apart, overlapping } };
  if (cell !== "gru" || others.length < 2) return [lowest]; // RNN and LSTM are compared already
  const [lower, higher] = others;
  return [
    lowest,
    overlaps(lower, higher)
      ? { kind: "pairOverlaps", numbers: null }
      : { kind: "pairApart", numbers: { lower: lower.cell, higher: higher.cell } },
  ];
}

function overlaps(a: FinalLoss, b: FinalLoss): boolean {
  return a.q1 <= b.q3 && b.q1 <= a.q3;
}
