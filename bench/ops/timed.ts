/** @module What a child of `bench -- ops` prints for each case. */
import type { Case } from "./table.ts";

/** Microseconds of a call, the lower quartile of many. */
export interface Timed extends Case {
  /** Without recording a graph. */
  readonly forward: number;
  /** Forward and backward; null for what has no gradient. */
  readonly both: number | null;
  /** The sums of the magnitudes of the result and of the gradients: equal here and in PyTorch up to rounding. */
  readonly check: readonly number[];
}
