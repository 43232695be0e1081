/** @module The results of a run of the note, which the terminal, the report and the files present. */
import type { Comparison, ComparisonSettings } from "./comparison.ts";
import type { ForgetReach } from "./forgetGate.ts";
import type { ParameterRow, Sharing } from "./parameters.ts";
import type { Segment } from "./program.ts";
import type { Settings } from "./settings.ts";
import { mean } from "./statistics.ts";
import type { SegmentData } from "./tasks.ts";

/** How a run ended: finished, at a loss that is not finite (`program` is a name such as "RNN"), or interrupted. */
export type Outcome =
  | { readonly kind: "done" }
  | { readonly kind: "diverged"; readonly program: string; readonly segment: number; readonly loss: number }
  | { readonly kind: "interrupted" };

export interface ProgramResult {
  readonly name: string; // the stem of its files: "rnn", "lstm" or "gru"
  readonly settings: Settings;
  /** The model as PyTorch prints it. */
  readonly repr: string;
  /** Parameters before training. */
  readonly parameters: readonly ParameterRow[];
  readonly sharing: Sharing;
  readonly segments: readonly Segment[];
  /** Seconds of training, without drawing and waiting. */
  readonly seconds: number;
}

export interface ComparisonResult extends Comparison {
  readonly settings: ComparisonSettings;
  readonly reach: ForgetReach;
}

/** One of the trainings of the note's last figure. */
export type Training = Pick<ProgramResult, "settings" | "segments">;

export interface NoteResults {
  /** The data of the note's first plot: 100 points of sin and cos over [0, 2π]. */
  readonly data: SegmentData;
  readonly programs: readonly ProgramResult[];
  /** The note's last figure: RNN and LSTM at the same length, from the same seed; empty if they were not run. */
  readonly pair: readonly Training[];
  readonly comparison: ComparisonResult | null;
  readonly outcome: Outcome;
  readonly versions: { readonly unrolled: string; readonly node: string };
}

export type LossSummary = Readonly<Record<"first" | "last" | "lastTen", number>>;

/** Summarises the losses of at least one segment; `lastTen` is the mean of the last ten. */
export function summarizeLosses(segments: readonly Pick<Segment, "loss">[]): LossSummary {
  const losses = segments.map(({ loss }) => loss);
  return { first: losses[0], last: losses[losses.length - 1], lastTen: mean(losses.slice(-10)) };
}
