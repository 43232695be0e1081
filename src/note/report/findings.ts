/** @module What a comparison shows, as a list of findings: each has a kind and numbers, and no words. */
import type { Comparison, RelativeGradients } from "../comparison.ts";
import { lagBelow } from "../gradientFlow.ts";
import { type Cell, cellNames } from "../settings.ts";
import type { Quartiles } from "../statistics.ts";

/** A gradient has vanished below this ratio to that at the last step. */
export const vanished = 0.01;

/** A gradient has exploded above this ratio to that at the last step. */
export const exploded = 10;

/** The number of steps beyond which the note warns of vanishing and exploding gradients. */
export const safeSteps = 10;

/** Two gradients whose ratios differ by less than this factor decay alike. */
const alike = 3;

/** Ratios below this one are printed as less than it, and are not compared. */
const negligible = 1e-4;

type When = "before" | "after";

interface FinalLoss extends Pick<Quartiles, "q1" | "median" | "q3"> {
  readonly cell: Cell;
}

type Length = Readonly<Record<"timeStep" | "segments", number>>;

export interface FindingNumbers {
  /** The cell with the lowest median, and the cells above its quartile range, or overlapping it. */
  readonly lowestApart: { readonly cell: Cell; readonly apart: readonly Cell[] };
  readonly lowestOverlaps: { readonly cell: Cell; readonly overlapping: readonly Cell[] };
  readonly lowestMixed: FindingNumbers["lowestApart"] & FindingNumbers["lowestOverlaps"];
  /** The note's pair, RNN and LSTM: whether their quartile ranges are disjoint. */
  readonly pairApart: { readonly lower: Cell; readonly higher: Cell };
  readonly pairOverlaps: null;
  /** Lowest median first. */
  readonly medians: Length & { readonly seeds: number; readonly losses: readonly FinalLoss[] };
  readonly oneSeed: Length & { readonly seed: number; readonly losses: readonly FinalLoss[] };
  readonly noMedian: Length;
  readonly diverged: { readonly cell: Cell; readonly diverged: number; readonly runs: number };
  /** The note's claim: whether there are sequences of more than 10 steps to test it on. */
  readonly claim: null;
  readonly claimUntested: null;
  /** Which gradients vanish at a length; null if the lag is the same at every length that has as many steps. */
  readonly vanishing: {
    readonly when: When;
    readonly timeStep: number | null;
    readonly answer: "all" | "some" | "none" | "unknown";
    readonly cells: readonly VanishingLag[];
  };
  readonly noExplosion: null;
  readonly explosion: readonly {
    readonly cell: Cell;
    readonly timeStep: number;
    readonly when: When;
    readonly ratio: number;
  }[];
  /** What is left of an LSTM's gradients after training, at the first state relative to one step back. */
  readonly cellState: {
    readonly further: "c" | "h" | "neither";
    readonly timeStep: number;
    readonly hidden: number;
    readonly cell: number;
  };
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

export function lossFindings({ timeStep, seeds, losses }: Comparison): Finding[] {
  const length = { timeStep, segments: losses.rnn.curve.length };
  const isRanked = ({ q1, median, q3 }: FinalLoss): boolean => [q1, median, q3].every(Number.isFinite);
  const all = cellNames.map((cell): FinalLoss => ({ cell, ...losses[cell].final }));
  const ranked = all.filter(isRanked).sort((a, b) => a.median - b.median);
  return [...rankFindings(ranked, seeds.length), medianFinding(), ...diverged()];

  function medianFinding(): Finding {
    if (ranked.length === 0) return { kind: "noMedian", numbers: length };
    return seeds.length === 1
      ? { kind: "oneSeed", numbers: { ...length, seed: seeds[0], losses: ranked } }
      : { kind: "medians", numbers: { ...length, seeds: seeds.length, losses: ranked } };
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
function rankFindings([best, ...others]: readonly FinalLoss[], seeds: number): Finding[] {
  if (others.length === 0 || seeds === 1) return [];
  const { cell } = best;
  const cellsWhere = (overlap: boolean): Cell[] =>
    others.filter((other) => overlaps(best, other) === overlap).map((other) => other.cell);
  const [apart, overlapping] = [cellsWhere(false), cellsWhere(true)];
  const lowest: Finding =
    overlapping.length === 0
      ? { kind: "lowestApart", numbers: { cell, apart } }
      : apart.length === 0
        ? { kind: "lowestOverlaps", numbers: { cell, overlapping } }
        : { kind: "lowestMixed", numbers: { cell, apart, overlapping } };
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

/** Findings about vanishing and exploding gradients: at the lengths of more than 10 steps, or at all if there are none. */
export function gradientFindings({ gradients }: Comparison): Finding[] {
  const long = gradients.filter(({ timeStep }) => timeStep > safeSteps);
  const lengths = long.length > 0 ? long : gradients;
  const longest = lengths[lengths.length - 1];
  const beforeTraining = vanishing(longest, "before");
  return [
    { kind: long.length > 0 ? "claim" : "claimUntested", numbers: null },
    isSameAtAnyLength(gradients)
      ? { kind: "vanishing", numbers: { ...beforeTraining, timeStep: null } }
      : { kind: "vanishing", numbers: beforeTraining },
    ...lengths.map((length): Finding => ({ kind: "vanishing", numbers: vanishing(length, "after") })),
    explosionFinding(gradients),
  ];
}

type GradientsAtLength = Comparison["gradients"][number];

function vanishing(at: GradientsAtLength, when: When): FindingNumbers["vanishing"] {
  const cells = cellNames.map((cell) => ({ cell, lag: vanishingLag(at.cells[cell][when]) }));
  const known = cells.filter(({ lag }) => !Number.isNaN(lag));
  const count = known.filter(({ lag }) => lag !== null).length;
  const answer = count === 0 ? "none" : count === known.length ? "all" : "some";
  return { when, timeStep: at.timeStep, answer: known.length === 0 ? "unknown" : answer, cells };
}

function vanishingLag({ hidden }: RelativeGradients): number | null {
  return hidden.some(Number.isNaN) ? Number.NaN : lagBelow(hidden, vanished);
}

/** Whether each untrained gradient vanishes at the same lag at every length that has as many steps. */
function isSameAtAnyLength(gradients: readonly GradientsAtLength[]): boolean {
  const longest = gradients.at(-1);
  if (longest === undefined || gradients.length < 2) return false;
  return gradients.every(({ timeStep, cells }) =>
    cellNames.every((cell) => {
      const expected = lagBelow(longest.cells[cell].before.hidden, vanished);
      const lag = lagBelow(cells[cell].before.hidden, vanished);
      return lag === (expected !== null && expected < timeStep ? expected : null);
    }),
  );
}

function explosionFinding(gradients: readonly GradientsAtLength[]): Finding {
  const explosions = gradients.flatMap(({ timeStep, cells }) =>
    (["before", "after"] as const).flatMap((when) =>
      cellNames
        .map((cell) => ({ cell, timeStep, when, ratio: Math.max(...cells[cell][when].hidden) }))
        .filter(({ ratio }) => ratio > exploded),
    ),
  );
  return explosions.length === 0
    ? { kind: "noExplosion", numbers: null }
    : { kind: "explosion", numbers: explosions };
}

/** An LSTM's c compared with its h, at the greatest length at which anything is left of either gradient. */
export function cellStateFindings({ gradients }: Comparison): Finding[] {
  const found = gradients.flatMap(({ timeStep, cells }) => {
    const { hidden, cell } = cells.lstm.after;
    if (cell === null || timeStep < 3) return [];
    const [h, c] = [hidden, cell].map((norms) => norms[norms.length - 1] / norms[1]);
    return Number.isFinite(h) && Number.isFinite(c) && Math.max(h, c) >= negligible
      ? [{ timeStep, hidden: h, cell: c }]
      : [];
  });
  const last = found.at(-1);
  if (last === undefined) return [];
  const further = last.cell > alike * last.hidden ? "c" : last.hidden > alike * last.cell ? "h" : "neither";
  return [{ kind: "cellState", numbers: { ...last, further } }];
}
