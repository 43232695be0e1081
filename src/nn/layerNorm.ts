/** @module Layer normalisation as a layer. */
import { layerNorm } from "../functional/layerNorm.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { ones_ } from "./init.ts";
import { Module, Parameter, printNumber, printTuple } from "./module.ts";

/** What `LayerNorm` takes last. */
export interface LayerNormOptions {
  /** Is added to the variance, so that equal values do not divide by 0. */
  readonly eps?: number;
  /** Whether a weight and a bias for each place are learnt. */
  readonly elementwiseAffine?: boolean;
}

/**
 * Brings the last axes together to mean 0 and variance 1, row by row.
 *
 *     y = (x − mean) / √(variance + ε) · w + b
 *
 *     x (…, *S)  →  y (…, *S)        S = normalizedShape; a number stands for one axis
 *
 * w starts at 1, b at 0; without `elementwiseAffine` there are none. Throws ShapeError, in PyTorch's words, where x
 * does not end in S. Source: Ba, Kiros & Hinton, "Layer normalization", 2016; torch.nn.LayerNorm.
 */
export class LayerNorm extends Module {
  static override readonly typeName: string = "LayerNorm";
  readonly normalizedShape: readonly number[];
  readonly eps: number;
  readonly weight: Parameter | null; // (*S)
  readonly bias: Parameter | null; // (*S)

  constructor(
    normalizedShape: number | readonly number[],
    { eps = 1e-5, elementwiseAffine = true }: LayerNormOptions = {},
  ) {
    super();
    this.normalizedShape = typeof normalizedShape === "number" ? [normalizedShape] : [...normalizedShape];
    this.eps = eps;
    this.weight = elementwiseAffine ? new Parameter(this.normalizedShape) : null;
    this.bias = elementwiseAffine ? new Parameter(this.normalizedShape) : null;
    if (this.weight) ones_(this.weight);
  }

  /** The normalised x. */
  forward(x: Tensor): Tensor {
    const { weight, bias, eps } = this;
    return layerNorm(x, this.normalizedShape, { weight, bias, eps });
  }

  override extraRepr(): string {
    const affine = this.weight ? "True" : "False";
    return `${printTuple(this.normalizedShape)}, eps=${printNumber(this.eps)}, elementwise_affine=${affine}`;
  }
}
