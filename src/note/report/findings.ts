/** @module What a comparison shows, as facts without words: which cell is lowest, where gradients vanish or explode. */
import type { CellLosses, Comparison, FlowShares } from "../comparison.ts";
import { lagBelow } from "../gradientFlow.ts";
import { type Cell, cellNames } from "../settings.ts";

/** A gradient has vanished below this share of that at the last step. */
export const vanished = 0.01;

/** A gradient has exploded above this share of that at the last step. */
export const exploded = 10;

/** The length up to which the note expects no harm. */
export const safeSteps = 10;

/** The final losses of a cell. */
export interface FinalLoss {
  readonly cell: Cell;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly runs: number;
  /** How many of the runs ended at a finite loss. */
  readonly finite: number;
}

/** Final losses at the compared length, the lowest median first; cells without a finite median are in `lost`. */
export interface LossFindings {
  readonly timeStep: number;
  readonly segments: number;
  readonly seeds: readonly number[];
  readonly ranked: readonly FinalLoss[];
  readonly lost: readonly FinalLoss[];
}

/** Ranks the cells by the median of their final loss. */
export function lossFindings({ timeStep, seeds, losses }: Comparison): LossFindings {
  const all = cellNames.map((cell) => finalLoss(cell, losses[cell]));
  const isRanked = ({ q1, median, q3 }: FinalLoss): boolean => [q1, median, q3].every(Number.isFinite);
  const ranked = all.filter(isRanked).sort((a, b) => a.median - b.median);
  const lost = all.filter((loss) => !isRanked(loss));
  return { timeStep, segments: losses.rnn.curve.length, seeds, ranked, lost };
}

function finalLoss(cell: Cell, { final: { q1, median, q3 }, finals }: CellLosses): FinalLoss {
  return { cell, q1, median, q3, runs: finals.length, finite: finals.filter(Number.isFinite).length };
}

/** Whether the ranges between the quartiles have a value in common. */
export function overlap(a: FinalLoss, b: FinalLoss): boolean {
  return a.q1 <= b.q3 && b.q1 <= a.q3;
}

/** How far the gradient of the last loss comes in one cell. */
export interface Reach {
  readonly cell: Cell;
  /** The first lag below the share that counts as vanished; null when there is none. */
  readonly lag: number | null;
  /** The share that still reaches the first state. */
  readonly first: number;
  /** The greatest share at any lag. */
  readonly greatest: number;
  readonly isNumber: boolean;
}

/** The reach of every cell at one length. */
interface Reaches {
  readonly timeStep: number;
  readonly before: readonly Reach[];
  readonly after: readonly Reach[];
}

/** How a claim fares: true of every cell and length, of some, of none, or without a number to tell by. */
export type Extent = "all" | "some" | "none" | "unknown";

/** What the note says of more than 10 steps, put to the test. */
export interface FlowFindings {
  /** Whether any length is above the note's 10; if not, what follows is about those there are. */
  readonly isTested: boolean;
  /** Whether gradients vanish or explode at the lengths in question. */
  readonly before: Extent;
  readonly after: Extent;
  /** The lengths in question, shortest first. */
  readonly lengths: readonly Reaches[];
  /** Whether the untrained gradient vanishes at the same lag at every length that has so many steps. */
  readonly isLengthless: boolean;
  readonly explosions: readonly {
    readonly timeStep: number;
    readonly when: "before" | "after";
    readonly reach: Reach;
  }[];
}

/** Gathers where gradients vanish or explode. */
export function flowFindings({ gradients }: Comparison): FlowFindings {
  const all = gradients.map(({ timeStep, cells }): Reaches => {
    const of = (when: "before" | "after"): Reach[] =>
      cellNames.map((cell) => reachOf(cell, cells[cell][when]));
    return { timeStep, before: of("before"), after: of("after") };
  });
  const long = all.filter(({ timeStep }) => timeStep > safeSteps);
  const lengths = long.length > 0 ? long : all;
  return {
    isTested: long.length > 0,
    before: extentOf(lengths.flatMap(({ before }) => before)),
    after: extentOf(lengths.flatMap(({ after }) => after)),
    lengths,
    isLengthless: isLengthless(all),
    explosions: all.flatMap(explosionsOf),
  };
}

function reachOf(cell: Cell, { hidden }: FlowShares): Reach {
  const isNumber = !hidden.some(Number.isNaN);
  const greatest = Math.max(...hidden);
  return { cell, lag: lagBelow(hidden, vanished), first: hidden[hidden.length - 1], greatest, isNumber };
}

function extentOf(reaches: readonly Reach[]): Extent {
  const known = reaches.filter((reach) => reach.isNumber);
  const bad = known.filter(({ lag, greatest }) => lag !== null || greatest > exploded);
  if (known.length === 0) return "unknown";
  if (bad.length === 0) return "none";
  return bad.length === known.length ? "all" : "some";
}

function isLengthless(all: readonly Reaches[]): boolean {
  const longest = all.at(-1);
  if (longest === undefined || all.length < 2) return false;
  return all.every(({ timeStep, before }) =>
    before.every(({ lag }, i) => {
      const expected = longest.before[i].lag;
      return lag === (expected !== null && expected < timeStep ? expected : null);
    }),
  );
}

function explosionsOf({ timeStep, before, after }: Reaches): FlowFindings["explosions"][number][] {
  const over = (when: "before" | "after", reaches: readonly Reach[]): FlowFindings["explosions"][number][] =>
    reaches.filter(({ greatest }) => greatest > exploded).map((reach) => ({ timeStep, when, reach }));
  return [...over("before", before), ...over("after", after)];
}

/** How the gradients of an LSTM's h and c fade over the longest segment: the last as a share of that one step back. */
export interface CellFading {
  readonly timeStep: number;
  readonly hidden: number;
  readonly cell: number;
}

/** The fading of an LSTM after training; null where there are too few steps, or no number. */
export function cellFading({ gradients }: Comparison): CellFading | null {
  const longest = gradients.at(-1);
  const flow = longest?.cells.lstm.after;
  if (longest === undefined || !flow?.cell || longest.timeStep < 3) return null;
  const [hidden, cell] = [flow.hidden, flow.cell].map((shares) => shares[shares.length - 1] / shares[1]);
  return Number.isFinite(hidden) && Number.isFinite(cell)
    ? { timeStep: longest.timeStep, hidden, cell }
    : null;
}
