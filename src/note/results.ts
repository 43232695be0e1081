/** @module Everything that a run of the note has found, for the terminal, the report and the files alike. */
import type { Comparison, ComparisonSettings } from "./comparison.ts";
import type { ParameterRow, Sharing } from "./parameters.ts";
import type { Segment, SegmentData } from "./program.ts";
import type { Settings } from "./settings.ts";

/** How a run ended: to the end, at a loss that is no finite number (`program` as people call it: "RNN"), or stopped from outside. */
export type Outcome =
  | { readonly kind: "done" }
  | { readonly kind: "diverged"; readonly program: string; readonly segment: number; readonly loss: number }
  | { readonly kind: "interrupted" };

/** One of the note's programs, trained as far as it came. */
export interface ProgramResult {
  readonly name: string; // the stem of its files: "rnn", "lstm" or "gru"
  readonly settings: Settings;
  /** The model as PyTorch prints it. */
  readonly repr: string;
  /** Parameters before training. */
  readonly parameters: readonly ParameterRow[];
  readonly sharing: Sharing;
  readonly segments: readonly Segment[];
  /** Seconds spent in training itself, without drawing and waiting. */
  readonly seconds: number;
}

/** A comparison, as far as it came. */
export interface ComparisonResult extends Comparison {
  readonly settings: ComparisonSettings;
}

/** All of it. */
export interface NoteResults {
  /** The data of the note's first plot: 100 points of sin and cos over [0, 2π]. */
  readonly data: SegmentData;
  readonly programs: readonly ProgramResult[];
  readonly comparison: ComparisonResult | null;
  readonly outcome: Outcome;
  /** Version of this package and of Node. */
  readonly versions: { readonly unrolled: string; readonly node: string };
}
