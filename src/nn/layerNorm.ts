/** @module Layer normalisation as a layer. */
import { closed } from "../arguments.ts";
import { layerNorm } from "../functional/layerNorm.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { ones_ } from "./init.ts";
import { Module, Parameter, printNumber, printTuple } from "./module.ts";

/** Options of `LayerNorm`. */
export interface LayerNormOptions {
  /** Is added to the variance, to avoid division by zero. */
  readonly eps?: number;
  /** Whether there are a trained weight and bias for each value of a row. */
  readonly elementwiseAffine?: boolean;
}

/**
 * Normalises each row, the last axes together, to mean 0 and variance 1; equations and errors are those of `layerNorm`.
 *
 *     x (…, *S)  →  y (…, *S)        S = normalizedShape; a number stands for one axis
 *
 * The weight starts at 1, the bias at 0; without `elementwiseAffine` there are none. Source: torch.nn.LayerNorm.
 */
export class LayerNorm extends Module {
  /** The name in printed models. */
  static override readonly typeName: string = "LayerNorm";
  /** The sizes of the last axes, which are normalised together. */
  readonly normalizedShape: readonly number[];
  /** Added to the variance. */
  readonly eps: number;
  /** The factors (*S); null without. */
  weight: Parameter | null; // (*S)
  /** What is added (*S); null without. */
  bias: Parameter | null; // (*S)

  /** Starts as factors of one and a bias of zero. */
  constructor(normalizedShape: number | readonly number[], options: LayerNormOptions = {}) {
    super();
    const { eps = 1e-5, elementwiseAffine = true } = closed("LayerNorm", options, {
      eps: 0,
      elementwiseAffine: 0,
    });
    this.normalizedShape = typeof normalizedShape === "number" ? [normalizedShape] : [...normalizedShape];
    this.eps = eps;
    this.weight = elementwiseAffine ? new Parameter(this.normalizedShape) : null;
    this.bias = elementwiseAffine ? new Parameter(this.normalizedShape) : null;
    if (this.weight) ones_(this.weight);
  }

  /** x (…, *S) → the same shape. */
  forward(x: Tensor): Tensor {
    const { weight, bias, eps } = this;
    return layerNorm(x, this.normalizedShape, { weight, bias, eps });
  }

  /** What PyTorch prints between the parentheses. */
  override extraRepr(): string {
    const affine = this.weight ? "True" : "False";
    return `${printTuple(this.normalizedShape)}, eps=${printNumber(this.eps)}, elementwise_affine=${affine}`;
  }
}
