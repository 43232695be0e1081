/** @module Losses as modules. */
import {
  type BinaryCrossEntropyOptions,
  binaryCrossEntropyWithLogits,
} from "../functional/binaryCrossEntropy.ts";
import {
  type CrossEntropyOptions,
  crossEntropy,
  type NllOptions,
  nllLoss,
} from "../functional/crossEntropy.ts";
import {
  type GaussianNllOptions,
  gaussianNllLoss,
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

abstract class Loss extends Module {
  readonly reduction: Reduction;

  constructor({ reduction = "mean" }: LossOptions = {}) {
    super();
    this.reduction = reduction;
  }
}

/**
 * The squared error (x − y)²: its mean, its sum, or each value.
 *
 *     x, y (…)  →  a scalar, or (…) without reduction
 *
 * Different shapes are broadcast, with PyTorch's warning. Source: torch.nn.MSELoss.
 */
export class MSELoss extends Loss {
  static override readonly typeName: string = "MSELoss";

  forward(input: Tensor, target: Tensor): Tensor {
    return mseLoss(input, target, this);
  }
}

/**
 * The absolute error |x − y|: its mean, its sum, or each value.
 *
 *     x, y (…)  →  a scalar, or (…) without reduction
 *
 * Different shapes are broadcast, with PyTorch's warning. Source: torch.nn.L1Loss.
 */
export class L1Loss extends Loss {
  static override readonly typeName: string = "L1Loss";

  forward(input: Tensor, target: Tensor): Tensor {
    return l1Loss(input, target, this);
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
export class SmoothL1Loss extends Loss {
  static override readonly typeName: string = "SmoothL1Loss";
  readonly beta: number;

  constructor({ beta = 1, ...options }: SmoothL1Options = {}) {
    super(options);
    this.beta = beta;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return smoothL1Loss(input, target, this);
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
export class HuberLoss extends Loss {
  static override readonly typeName: string = "HuberLoss";
  readonly delta: number;

  constructor({ delta = 1, ...options }: HuberOptions = {}) {
    super(options);
    this.delta = delta;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return huberLoss(input, target, this);
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
export class GaussianNLLLoss extends Loss {
  static override readonly typeName: string = "GaussianNLLLoss";
  readonly full: boolean;
  readonly eps: number;

  constructor({ full = false, eps = 1e-6, ...options }: GaussianNllOptions = {}) {
    super(options);
    this.full = full;
    this.eps = eps;
  }

  forward(input: Tensor, target: Tensor, variance: Tensor): Tensor {
    return gaussianNllLoss(input, target, variance, this);
  }
}

/**
 * Binary cross entropy between σ(x) and a probability y: −w (p y log σ(x) + (1 − y) log(1 − σ(x))).
 *
 *     x, y (…)   weight w, posWeight p broadcast to them   →   a scalar, or (…) without reduction
 *
 * Does not overflow for large x. In nats. Throws ShapeError unless x and y have one shape.
 * Source: torch.nn.BCEWithLogitsLoss.
 */
export class BCEWithLogitsLoss extends Loss {
  static override readonly typeName: string = "BCEWithLogitsLoss";
  readonly weight: Tensor | null;
  readonly posWeight: Tensor | null;

  constructor({ weight = null, posWeight = null, ...options }: BinaryCrossEntropyOptions = {}) {
    super(options);
    this.weight = weight;
    this.registerBuffer("weight");
    this.posWeight = posWeight;
    this.registerBuffer("posWeight", "pos_weight");
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return binaryCrossEntropyWithLogits(input, target, this);
  }
}

abstract class ClassLoss extends Loss {
  readonly weight: Tensor | null;
  readonly ignoreIndex: number;

  constructor({ weight = null, ignoreIndex = -100, ...options }: NllOptions = {}) {
    super(options);
    this.weight = weight;
    this.registerBuffer("weight");
    this.ignoreIndex = ignoreIndex;
  }
}

/**
 * Cross entropy between softmax(x) and a class, −w_y log softmax(x)_y, or with probabilities of all C classes.
 *
 *     x (N, C), (C) or (N, C, d1, …)   y (N), () or (N, d1, …) integers; or shaped as x
 *     →   a scalar, or shaped as y without C
 *
 * The mean over classes divides by Σ w_y. In nats. Throws ShapeError for mismatched shapes, ValueError for a target
 * that is not a class or a `labelSmoothing` outside [0, 1]. Source: torch.nn.CrossEntropyLoss.
 */
export class CrossEntropyLoss extends ClassLoss {
  static override readonly typeName: string = "CrossEntropyLoss";
  readonly labelSmoothing: number;

  constructor({ labelSmoothing = 0, ...options }: CrossEntropyOptions = {}) {
    super(options);
    this.labelSmoothing = labelSmoothing;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return crossEntropy(input, target, this);
  }
}

/**
 * The negative log-likelihood of a class, −w_y x_y, where x holds log-probabilities, as `LogSoftmax` returns them.
 *
 *     x (N, C), (C) or (N, C, d1, …)   y (N), () or (N, d1, …) integers   →   a scalar, or shaped as y
 *
 * The mean divides by Σ w_y. In nats. Throws ShapeError for mismatched shapes, ValueError for a target that is not a
 * class. Source: torch.nn.NLLLoss.
 */
export class NLLLoss extends ClassLoss {
  static override readonly typeName: string = "NLLLoss";

  forward(input: Tensor, target: Tensor): Tensor {
    return nllLoss(input, target, this);
  }
}
