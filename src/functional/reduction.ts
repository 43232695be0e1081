/** @module The reduction of a loss: mean, sum or none. */
import type { OptionNames } from "../arguments.ts";
import { ValueError } from "../errors.ts";
import { mean, sum } from "../tensor/reduce.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** How the losses of single values are combined. */
export type Reduction = "mean" | "sum" | "none";

/** Options of every loss. */
export interface LossOptions {
  /** `"mean"` by default; `"none"` returns each loss. */
  readonly reduction?: Reduction;
}

/** The names of these options. */
export const LOSS: OptionNames<LossOptions> = { reduction: 0 };

export function reduced(losses: Tensor, reduction: Reduction): Tensor {
  checkReduction(reduction);
  if (reduction === "none") return losses;
  return reduction === "mean" ? mean(losses) : sum(losses);
}

/** Throws ValueError unless it is a reduction. */
export function checkReduction(reduction: Reduction): void {
  if (reduction === "mean" || reduction === "sum" || reduction === "none") return;
  throw new ValueError(
    `${String(reduction)} is not a valid value for reduction\n  it must be "mean", "sum" or "none"`,
  );
}
