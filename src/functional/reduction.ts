/** @module How the losses of single values become one result. */
import { ValueError } from "../errors.ts";
import { mean, sum } from "../tensor/reduce.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** How the losses of the single values become one result. */
export type Reduction = "mean" | "sum" | "none";

/** What every loss takes. */
export interface LossOptions {
  /** Their mean by default, or their sum, or each loss by itself. */
  readonly reduction?: Reduction;
}

/** The mean of the losses, their sum, or they themselves. */
export function reduced(losses: Tensor, reduction: Reduction): Tensor {
  checkReduction(reduction);
  if (reduction === "none") return losses;
  return reduction === "mean" ? mean(losses) : sum(losses);
}

/** Throws ValueError, in PyTorch's words, for what is no reduction. */
export function checkReduction(reduction: Reduction): void {
  if (reduction === "mean" || reduction === "sum" || reduction === "none") return;
  throw new ValueError(
    `${String(reduction)} is not a valid value for reduction\n  it must be "mean", "sum" or "none"`,
  );
}
