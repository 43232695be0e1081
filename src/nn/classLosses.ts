/** @module Classification losses as modules. */
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
import type { Reduction } from "../functional/reduction.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { Module } from "./module.ts";

/**
 * Binary cross entropy between σ(x) and a probability y: −w (p y log σ(x) + (1 − y) log(1 − σ(x))).
 *
 *     x, y (…)   weight w, posWeight p broadcast to them   →   a scalar, or (…) without reduction
 *
 * Does not overflow for large x. In nats. Throws ShapeError unless x and y have one shape.
 * Source: torch.nn.BCEWithLogitsLoss.
 */
export class BCEWithLogitsLoss extends Module {
  static override readonly typeName: string = "BCEWithLogitsLoss";
  readonly weight: Tensor | null;
  readonly posWeight: Tensor | null;
  readonly reduction: Reduction;

  constructor({ weight = null, posWeight = null, reduction = "mean" }: BinaryCrossEntropyOptions = {}) {
    super();
    this.weight = weight;
    this.registerBuffer("weight");
    this.posWeight = posWeight;
    this.registerBuffer("posWeight", "pos_weight");
    this.reduction = reduction;
  }

  /** The loss of logits against the target. */
  forward(input: Tensor, target: Tensor): Tensor {
    return binaryCrossEntropyWithLogits(input, target, this);
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
export class CrossEntropyLoss extends Module {
  static override readonly typeName: string = "CrossEntropyLoss";
  readonly weight: Tensor | null;
  readonly ignoreIndex: number;
  readonly labelSmoothing: number;
  readonly reduction: Reduction;

  constructor({
    weight = null,
    ignoreIndex = -100,
    labelSmoothing = 0,
    reduction = "mean",
  }: CrossEntropyOptions = {}) {
    super();
    this.weight = weight;
    this.registerBuffer("weight");
    this.ignoreIndex = ignoreIndex;
    this.labelSmoothing = labelSmoothing;
    this.reduction = reduction;
  }

  /** The loss of logits against the target. */
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
export class NLLLoss extends Module {
  static override readonly typeName: string = "NLLLoss";
  readonly weight: Tensor | null;
  readonly ignoreIndex: number;
  readonly reduction: Reduction;

  constructor({ weight = null, ignoreIndex = -100, reduction = "mean" }: NllOptions = {}) {
    super();
    this.weight = weight;
    this.registerBuffer("weight");
    this.ignoreIndex = ignoreIndex;
    this.reduction = reduction;
  }

  /** The loss of log-probabilities against the target. */
  forward(input: Tensor, target: Tensor): Tensor {
    return nllLoss(input, target, this);
  }
}
