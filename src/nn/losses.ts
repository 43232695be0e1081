/** @module Regression losses as modules. */
import { type GaussianNllOptions, gaussianNllLoss } from "../functional/gaussianNll.ts";
import {
  type HuberOptions,
  huberLoss,
  l1Loss,
  mseLoss,
  type SmoothL1Options,
  smoothL1Loss,
} from "../functional/losses.ts";
import type { LossOptions, Reduction } from "../functional/reduction.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { Module } from "./module.ts";

/**
 * The squared error (x − y)²: its mean, its sum, or each value.
 *
 *     x, y (…)  →  a scalar, or (…) without reduction
 *
 * Different shapes are broadcast, with PyTorch's warning. Source: torch.nn.MSELoss.
 */
export class MSELoss extends Module {
  static override readonly typeName: string = "MSELoss";
  readonly reduction: Reduction;

  constructor({ reduction = "mean" }: LossOptions = {}) {
    super();
    this.reduction = reduction;
  }

  /** The loss of the input against the target. */
  forward(input: Tensor, target: Tensor): Tensor {
    return mseLoss(input, target, { reduction: this.reduction });
  }
}

/**
 * The absolute error |x − y|: its mean, its sum, or each value.
 *
 *     x, y (…)  →  a scalar, or (…) without reduction
 *
 * Different shapes are broadcast, with PyTorch's warning. Source: torch.nn.L1Loss.
 */
export class L1Loss extends Module {
  static override readonly typeName: string = "L1Loss";
  readonly reduction: Reduction;

  constructor({ reduction = "mean" }: LossOptions = {}) {
    super();
    this.reduction = reduction;
  }

  /** The loss of the input against the target. */
  forward(input: Tensor, target: Tensor): Tensor {
    return l1Loss(input, target, { reduction: this.reduction });
  }
}

/**
 * The absolute error, smoothed near 0; d = x − y: ½ d² / β where |d| < β, |d| − ½ β elsewhere.
 *
 *     x, y (…)  →  a scalar, or (…) without reduction
 *
 * Different shapes are broadcast, with PyTorch's warning. Throws ValueError for a negative β.
 * Source: Girshick, "Fast R-CNN", 2015; torch.nn.SmoothL1Loss.
 */
export class SmoothL1Loss extends Module {
  static override readonly typeName: string = "SmoothL1Loss";
  readonly beta: number;
  readonly reduction: Reduction;

  constructor({ beta = 1, reduction = "mean" }: SmoothL1Options = {}) {
    super();
    this.beta = beta;
    this.reduction = reduction;
  }

  /** The loss of the input against the target. */
  forward(input: Tensor, target: Tensor): Tensor {
    return smoothL1Loss(input, target, { beta: this.beta, reduction: this.reduction });
  }
}

/**
 * The squared error with the gradient clipped to ±δ; d = x − y: ½ d² where |d| ≤ δ, δ (|d| − ½ δ) elsewhere.
 *
 *     x, y (…)  →  a scalar, or (…) without reduction
 *
 * Different shapes are broadcast, with PyTorch's warning. Throws ValueError unless δ > 0.
 * Source: Huber, "Robust estimation of a location parameter", 1964; torch.nn.HuberLoss.
 */
export class HuberLoss extends Module {
  static override readonly typeName: string = "HuberLoss";
  readonly delta: number;
  readonly reduction: Reduction;

  constructor({ delta = 1, reduction = "mean" }: HuberOptions = {}) {
    super();
    this.delta = delta;
    this.reduction = reduction;
  }

  /** The loss of the input against the target. */
  forward(input: Tensor, target: Tensor): Tensor {
    return huberLoss(input, target, { delta: this.delta, reduction: this.reduction });
  }
}

/**
 * The negative log-likelihood of y under a normal distribution of mean x and variance v, for predictions with a
 * variance: ½ (log max(v, ε) + (x − y)² / max(v, ε)).
 *
 *     x, y (…)   v shaped as x, or with 1 for its last axis, or without it   →   a scalar, or (…) without reduction
 *
 * `full` adds ½ log 2π. Throws ShapeError for a v of another shape, ValueError for a negative variance.
 * Source: Nix & Weigend, "Estimating the mean and variance of the target probability distribution", 1994;
 * torch.nn.GaussianNLLLoss.
 */
export class GaussianNLLLoss extends Module {
  static override readonly typeName: string = "GaussianNLLLoss";
  readonly full: boolean;
  readonly eps: number;
  readonly reduction: Reduction;

  constructor({ full = false, eps = 1e-6, reduction = "mean" }: GaussianNllOptions = {}) {
    super();
    this.full = full;
    this.eps = eps;
    this.reduction = reduction;
  }

  /** The loss of a mean and a variance against the target. */
  forward(input: Tensor, target: Tensor, variance: Tensor): Tensor {
    const { full, eps, reduction } = this;
    return gaussianNllLoss(input, target, variance, { full, eps, reduction });
  }
}
