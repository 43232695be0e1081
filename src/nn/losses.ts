/** @module Losses of numbers, as modules. */
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
 * The squared error (x − y)²: its mean, its sum, or each by itself.
 *
 *     x, y (…)  →  a scalar, or (…) without reduction
 *
 * Shapes that differ are broadcast, after PyTorch's warning. Source: torch.nn.MSELoss.
 */
export class MSELoss extends Module {
  static override readonly typeName: string = "MSELoss";
  readonly reduction: Reduction;

  constructor({ reduction = "mean" }: LossOptions = {}) {
    super();
    this.reduction = reduction;
  }

  /** How far the input is from the target. */
  forward(input: Tensor, target: Tensor): Tensor {
    return mseLoss(input, target, { reduction: this.reduction });
  }
}

/**
 * The absolute error |x − y|: its mean, its sum, or each by itself.
 *
 *     x, y (…)  →  a scalar, or (…) without reduction
 *
 * Shapes that differ are broadcast, after PyTorch's warning. Source: torch.nn.L1Loss.
 */
export class L1Loss extends Module {
  static override readonly typeName: string = "L1Loss";
  readonly reduction: Reduction;

  constructor({ reduction = "mean" }: LossOptions = {}) {
    super();
    this.reduction = reduction;
  }

  /** How far the input is from the target. */
  forward(input: Tensor, target: Tensor): Tensor {
    return l1Loss(input, target, { reduction: this.reduction });
  }
}

/**
 * The absolute error with its corner rounded off, d = x − y: ½ d² / β where |d| < β, |d| − ½ β elsewhere.
 *
 *     x, y (…)  →  a scalar, or (…) without reduction
 *
 * Shapes that differ are broadcast, after PyTorch's warning. Throws ValueError for a negative β.
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

  /** How far the input is from the target. */
  forward(input: Tensor, target: Tensor): Tensor {
    return smoothL1Loss(input, target, { beta: this.beta, reduction: this.reduction });
  }
}

/**
 * The squared error that outliers pull no harder than δ allows, d = x − y: ½ d² where |d| ≤ δ, δ (|d| − ½ δ) elsewhere.
 *
 *     x, y (…)  →  a scalar, or (…) without reduction
 *
 * Shapes that differ are broadcast, after PyTorch's warning. Throws ValueError unless δ > 0.
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

  /** How far the input is from the target. */
  forward(input: Tensor, target: Tensor): Tensor {
    return huberLoss(input, target, { delta: this.delta, reduction: this.reduction });
  }
}

/**
 * The negative log-likelihood of y under a normal distribution of mean x and variance v, for forecasts that state their
 * own uncertainty: ½ (log max(v, ε) + (x − y)² / max(v, ε)).
 *
 *     x, y (…)   v shaped as x, or with 1 for its last axis, or without it   →   a scalar, or (…) without reduction
 *
 * `full` adds ½ log 2π. Throws ShapeError where v does not fit, ValueError for a negative variance.
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

  /** How unlikely the target is. */
  forward(input: Tensor, target: Tensor, variance: Tensor): Tensor {
    const { full, eps, reduction } = this;
    return gaussianNllLoss(input, target, variance, { full, eps, reduction });
  }
}
