/** @module Losses as modules; equations, shapes, units and errors are those of the functions that they call. */
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

/** `mseLoss` as a module: the squared error (x − y)². Source: torch.nn.MSELoss. */
export class MSELoss extends Loss {
  static override readonly typeName: string = "MSELoss";

  forward(input: Tensor, target: Tensor): Tensor {
    return mseLoss(input, target, this);
  }
}

/** `l1Loss` as a module: the absolute error |x − y|. Source: torch.nn.L1Loss. */
export class L1Loss extends Loss {
  static override readonly typeName: string = "L1Loss";

  forward(input: Tensor, target: Tensor): Tensor {
    return l1Loss(input, target, this);
  }
}

/** `smoothL1Loss` as a module: the absolute error, smoothed where it is below β. Source: torch.nn.SmoothL1Loss. */
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

/** `huberLoss` as a module: the squared error, with the gradient clipped to ±δ. Source: torch.nn.HuberLoss. */
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
 * `gaussianNllLoss` as a module: the negative log-likelihood of a target, for predictions with a variance.
 * Source: torch.nn.GaussianNLLLoss.
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
 * `binaryCrossEntropyWithLogits` as a module, with the weights in its state dict: between σ(x) and a probability.
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
 * `crossEntropy` as a module, with the weights in its state dict: between softmax(x) and classes or probabilities.
 * Source: torch.nn.CrossEntropyLoss.
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
 * `nllLoss` as a module, with the weights in its state dict: of classes, from log-probabilities as of `LogSoftmax`.
 * Source: torch.nn.NLLLoss.
 */
export class NLLLoss extends ClassLoss {
  static override readonly typeName: string = "NLLLoss";

  forward(input: Tensor, target: Tensor): Tensor {
    return nllLoss(input, target, this);
  }
}
