/** @module Losses as modules; equations, shapes, units and errors are those of the functions that they call. */
import { closed } from "../arguments.ts";
import {
  type BinaryCrossEntropyOptions,
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  type WeightedLossOptions,
} from "../functional/binaryCrossEntropy.ts";
import {
  type CrossEntropyOptions,
  crossEntropy,
  NLL,
  type NllOptions,
  nllLoss,
} from "../functional/crossEntropy.ts";
import { type CtcOptions, ctcLoss, type Lengths } from "../functional/ctcLoss.ts";
import { type KlDivOptions, klDiv } from "../functional/klDiv.ts";
import {
  type GaussianNllOptions,
  gaussianNllLoss,
  type HuberOptions,
  huberLoss,
  l1Loss,
  type SmoothL1Options,
  smoothL1Loss,
  squaredError,
} from "../functional/losses.ts";
import { LOSS, type LossOptions, type Reduction } from "../functional/reduction.ts";
import { checkTensors, type Tensor } from "../tensor/tensor.ts";
import { Module } from "./module.ts";

/** A loss with a reduction. */
export abstract class Loss extends Module {
  /** Mean by default; `none` leaves the losses as they are. */
  readonly reduction: Reduction;

  /** Throws ValueError for options outside their domain. */
  constructor({ reduction = "mean" }: LossOptions) {
    super();
    this.reduction = reduction;
  }
}

/** `mseLoss` as a module: the squared error (x − y)². Source: torch.nn.MSELoss. */
export class MSELoss extends Loss {
  /** The name in printed models. */
  static override readonly typeName: string = "MSELoss";

  /** Throws ValueError for options outside their domain. */
  constructor(options: LossOptions = {}) {
    super(closed("MSELoss", options, LOSS));
  }

  /** The loss: one value, unless `reduction` is `none`. */
  forward(input: Tensor, target: Tensor): Tensor {
    return squaredError(input, target, this.reduction);
  }
}

/** `l1Loss` as a module: the absolute error |x − y|. Source: torch.nn.L1Loss. */
export class L1Loss extends Loss {
  /** The name in printed models. */
  static override readonly typeName: string = "L1Loss";

  /** Throws ValueError for options outside their domain. */
  constructor(options: LossOptions = {}) {
    super(closed("L1Loss", options, LOSS));
  }

  /** The loss: one value, unless `reduction` is `none`. */
  forward(input: Tensor, target: Tensor): Tensor {
    return l1Loss(input, target, { reduction: this.reduction });
  }
}

/** `smoothL1Loss` as a module: the absolute error, smoothed where it is below β. Source: torch.nn.SmoothL1Loss. */
export class SmoothL1Loss extends Loss {
  /** The name in printed models. */
  static override readonly typeName: string = "SmoothL1Loss";
  /** Where the square becomes a line. */
  readonly beta: number;

  /** Throws ValueError for options outside their domain. */
  constructor(options: SmoothL1Options = {}) {
    super(closed("SmoothL1Loss", options, { ...LOSS, beta: 0 }));
    this.beta = options.beta ?? 1;
  }

  /** The loss: one value, unless `reduction` is `none`. */
  forward(input: Tensor, target: Tensor): Tensor {
    return smoothL1Loss(input, target, { reduction: this.reduction, beta: this.beta });
  }
}

/** `huberLoss` as a module: the squared error, with the gradient clipped to ±δ. Source: torch.nn.HuberLoss. */
export class HuberLoss extends Loss {
  /** The name in printed models. */
  static override readonly typeName: string = "HuberLoss";
  /** Where the square becomes a line. */
  readonly delta: number;

  /** Throws ValueError for options outside their domain. */
  constructor(options: HuberOptions = {}) {
    super(closed("HuberLoss", options, { ...LOSS, delta: 0 }));
    this.delta = options.delta ?? 1;
  }

  /** The loss: one value, unless `reduction` is `none`. */
  forward(input: Tensor, target: Tensor): Tensor {
    return huberLoss(input, target, { reduction: this.reduction, delta: this.delta });
  }
}

/**
 * `gaussianNllLoss` as a module: the negative log-likelihood of a target, for predictions with a variance.
 * Source: torch.nn.GaussianNLLLoss.
 */
export class GaussianNLLLoss extends Loss {
  /** The name in printed models. */
  static override readonly typeName: string = "GaussianNLLLoss";
  /** Whether the constant term is included. */
  readonly full: boolean;
  /** The least variance. */
  readonly eps: number;

  /** Throws ValueError for options outside their domain. */
  constructor(options: GaussianNllOptions = {}) {
    super(closed("GaussianNLLLoss", options, { full: 0, eps: 0, reduction: 0 }));
    const { full = false, eps = 1e-6 } = options;
    this.full = full;
    this.eps = eps;
  }

  /** The loss: one value, unless `reduction` is `none`. */
  forward(input: Tensor, target: Tensor, variance: Tensor): Tensor {
    const { full, eps, reduction } = this;
    return gaussianNllLoss(input, target, variance, { full, eps, reduction });
  }
}

/**
 * `binaryCrossEntropyWithLogits` as a module, with the weights in its state dict: between σ(x) and a probability.
 * Source: torch.nn.BCEWithLogitsLoss.
 */
export class BCEWithLogitsLoss extends Loss {
  /** The name in printed models. */
  static override readonly typeName: string = "BCEWithLogitsLoss";
  /** Factors of the losses; null for one. */
  readonly weight: Tensor | null;
  /** Factors of positive examples; null for one. */
  readonly posWeight: Tensor | null;

  /** Throws ValueError for options outside their domain. */
  constructor(options: BinaryCrossEntropyOptions = {}) {
    super(closed("BCEWithLogitsLoss", options, { weight: 0, reduction: 0, posWeight: 0 }));
    const { weight = null, posWeight = null } = options;
    checkWeights("BCEWithLogitsLoss", { weight, posWeight });
    this.weight = weight;
    this.registerBuffer("weight");
    this.posWeight = posWeight;
    this.registerBuffer("posWeight", "pos_weight");
  }

  /** The loss: one value, unless `reduction` is `none`. */
  forward(input: Tensor, target: Tensor): Tensor {
    const { weight, posWeight, reduction } = this;
    return binaryCrossEntropyWithLogits(input, target, { weight, posWeight, reduction });
  }
}

/**
 * `binaryCrossEntropy` as a module, with the weight in its state dict: between two probabilities. Source: torch.nn.BCELoss.
 */
export class BCELoss extends Loss {
  /** The name in printed models. */
  static override readonly typeName: string = "BCELoss";
  /** Factors of the losses; null for one. */
  readonly weight: Tensor | null;

  /** Throws ValueError for options outside their domain. */
  constructor(options: WeightedLossOptions = {}) {
    super(closed("BCELoss", options, { weight: 0, reduction: 0 }));
    const { weight = null } = options;
    checkWeights("BCELoss", { weight });
    this.weight = weight;
    this.registerBuffer("weight");
  }

  /** The loss: one value, unless `reduction` is `none`. */
  forward(input: Tensor, target: Tensor): Tensor {
    return binaryCrossEntropy(input, target, { weight: this.weight, reduction: this.reduction });
  }
}

/** `klDiv` as a module: the divergence of probabilities from predicted log-probabilities. Source: torch.nn.KLDivLoss. */
export class KLDivLoss extends Module {
  /** The name in printed models. */
  static override readonly typeName: string = "KLDivLoss";
  /** Mean by default; `batchmean` is the mathematical definition. */
  readonly reduction: Reduction | "batchmean";
  /** Whether targets are log-probabilities. */
  readonly logTarget: boolean;

  /** Throws ValueError for options outside their domain. */
  constructor(options: KlDivOptions = {}) {
    super();
    const known = { reduction: 0, logTarget: 0 };
    const { reduction = "mean", logTarget = false } = closed("KLDivLoss", options, known);
    this.reduction = reduction;
    this.logTarget = logTarget;
  }

  /** The loss: one value, unless `reduction` is `none`. */
  forward(input: Tensor, target: Tensor): Tensor {
    return klDiv(input, target, { reduction: this.reduction, logTarget: this.logTarget });
  }
}

/** `ctcLoss` as a module: of label sequences that are not aligned with the steps. Source: torch.nn.CTCLoss. */
export class CTCLoss extends Loss {
  /** The name in printed models. */
  static override readonly typeName: string = "CTCLoss";
  /** The index of the blank label. */
  readonly blank: number;
  /** Whether infinite losses, of targets that do not fit, become zero. */
  readonly zeroInfinity: boolean;

  /** Throws ValueError for options outside their domain. */
  constructor(options: CtcOptions = {}) {
    super(closed("CTCLoss", options, { blank: 0, reduction: 0, zeroInfinity: 0 }));
    const { blank = 0, zeroInfinity = false } = options;
    this.blank = blank;
    this.zeroInfinity = zeroInfinity;
  }

  /** The loss: one value, unless `reduction` is `none`. */
  forward(logProbs: Tensor, targets: Tensor, inputLengths: Lengths, targetLengths: Lengths): Tensor {
    const { blank, reduction, zeroInfinity } = this;
    return ctcLoss(logProbs, targets, inputLengths, targetLengths, { blank, reduction, zeroInfinity });
  }
}

/** A loss of classes. */
export abstract class ClassLoss extends Loss {
  /** A factor for each class; null for one. */
  readonly weight: Tensor | null;
  /** The class that does not count. */
  readonly ignoreIndex: number;

  /** Throws ValueError for options outside their domain. */
  constructor(owner: string, options: NllOptions) {
    super(options);
    const { weight = null, ignoreIndex = -100 } = options;
    checkWeights(owner, { weight });
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
  /** The name in printed models. */
  static override readonly typeName: string = "CrossEntropyLoss";
  /** The share of a target that all classes divide among them. */
  readonly labelSmoothing: number;

  /** Throws ValueError for options outside their domain. */
  constructor(options: CrossEntropyOptions = {}) {
    super("CrossEntropyLoss", closed("CrossEntropyLoss", options, { ...NLL, labelSmoothing: 0 }));
    this.labelSmoothing = options.labelSmoothing ?? 0;
  }

  /** The loss: one value, unless `reduction` is `none`. */
  forward(input: Tensor, target: Tensor): Tensor {
    const { weight, ignoreIndex, reduction, labelSmoothing } = this;
    return crossEntropy(input, target, { weight, ignoreIndex, reduction, labelSmoothing });
  }
}

/**
 * `nllLoss` as a module, with the weights in its state dict: of classes, from log-probabilities as of `LogSoftmax`.
 * Source: torch.nn.NLLLoss.
 */
export class NLLLoss extends ClassLoss {
  /** The name in printed models. */
  static override readonly typeName: string = "NLLLoss";

  /** Throws ValueError for options outside their domain. */
  constructor(options: NllOptions = {}) {
    super("NLLLoss", closed("NLLLoss", options, NLL));
  }

  /** The loss: one value, unless `reduction` is `none`. */
  forward(input: Tensor, target: Tensor): Tensor {
    const { weight, ignoreIndex, reduction } = this;
    return nllLoss(input, target, { weight, ignoreIndex, reduction });
  }
}

/** Throws ValueError for a weight that is neither null nor a tensor. */
function checkWeights(owner: string, weights: Readonly<Record<string, unknown>>): void {
  const given = Object.entries(weights).filter(([, weight]) => weight !== null);
  checkTensors(owner, Object.fromEntries(given));
}
