/** @module The Gaussian negative log-likelihood: the loss of a prediction with a variance. */
import { ShapeError, ValueError } from "../errors.ts";
import { add, div, mul, pow, sub } from "../tensor/arithmetic.ts";
import { applyMap } from "../tensor/maps.ts";
import { sameShape } from "../tensor/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { unsqueeze } from "../tensor/views.ts";
import { type LossOptions, reduced } from "./reduction.ts";

/** Options of `gaussianNllLoss`. */
export interface GaussianNllOptions extends LossOptions {
  /** Whether to add the constant ½ log 2π. */
  readonly full?: boolean;
  /** The lower bound that the variance is clamped to. */
  readonly eps?: number;
}

/**
 * The negative log-likelihood of y under a normal distribution of mean x and variance v:
 *
 *     L = ½ (log max(v, ε) + (x − y)² / max(v, ε))   [+ ½ log 2π when full]
 *
 *     x, y (…)   v shaped as x, or with 1 for its last axis, or without it   →   a scalar, or (…) without reduction
 *
 * In nats. As in PyTorch, the gradient of v is that at max(v, ε), even where v is clamped.
 * Throws ShapeError for a v of another shape, ValueError for a negative variance.
 * Source: Nix & Weigend, "Estimating the mean and variance of the target probability distribution", 1994;
 * torch.nn.functional.gaussian_nll_loss.
 */
export function gaussianNllLoss(
  input: Tensor,
  target: Tensor,
  variance: Tensor,
  { full = false, eps = 1e-6, reduction = "mean" }: GaussianNllOptions = {},
): Tensor {
  const fits = fitted(variance, input);
  if (!["mean", "sum", "none"].includes(reduction)) {
    throw new ValueError(`${String(reduction)} is not valid\n  reduction must be "mean", "sum" or "none"`);
  }
  const v = clamped(fits, eps);
  const squares = div(pow(sub(input, target), 2), v);
  const losses = mul(add(applyMap("log", v), squares), 0.5);
  return reduced(full ? add(losses, 0.5 * Math.log(2 * Math.PI)) : losses, reduction);
}

/** The variance with as many axes as the input. */
function fitted(variance: Tensor, { shape }: Tensor): Tensor {
  if (sameShape(variance.shape, shape)) return variance;
  if (shape.length > 0 && sameShape(variance.shape, shape.slice(0, -1))) return unsqueeze(variance, -1);
  if (shape.length > 0 && sameShape(variance.shape, shape.with(-1, 1))) return variance;
  throw new ShapeError(
    `var is of incorrect size\n  it is (${variance.shape.join(", ")}) but must be (${shape.join(", ")}), or the same without the last axis or with 1 for it`,
  );
}

/** max(v, ε); gradients pass through it unchanged. */
function clamped(v: Tensor, eps: number): Tensor {
  const negative = v.data.find((value) => value < 0);
  if (negative !== undefined) {
    throw new ValueError(
      `var has negative entry/entries\n  one is ${negative}: let the network output the logarithm, and pass its exp()`,
    );
  }
  const copy = applyMap("clone", v);
  for (let i = 0; i < copy.data.length; i++) copy.data[i] = Math.max(copy.data[i], eps);
  return copy;
}
