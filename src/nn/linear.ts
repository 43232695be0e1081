/** @module The affine layer. */
import { closed } from "../arguments.ts";
import { linear } from "../functional/linear.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { kaimingUniform_, uniform_ } from "./init.ts";
import { Module, Parameter } from "./module.ts";

/** Options of `Linear`. */
export interface LinearOptions {
  /** Whether there are biases; true by default. */
  readonly bias?: boolean;
}

/**
 * Affine map of the last axis, y = x Wᵀ + b.
 *
 *     x (…, I)  →  y (…, O)        I = inFeatures, O = outFeatures
 *
 * Both parameters start uniform in ±1/√I, with the values that PyTorch draws.
 */
export class Linear extends Module {
  /** The name in printed models. */
  static override readonly typeName: string = "Linear";
  /** (O, I). */
  weight: Parameter; // (O, I)
  /** (O); null without. */
  bias: Parameter | null; // (O)

  /** Draws the parameters as PyTorch does. */
  constructor(inFeatures: number, outFeatures: number, options: LinearOptions = {}) {
    super();
    const { bias = true } = closed("Linear", options, { bias: 0 });
    this.weight = new Parameter([outFeatures, inFeatures]);
    this.bias = bias ? new Parameter([outFeatures]) : null;
    kaimingUniform_(this.weight, { a: Math.sqrt(5) });
    const bound = 1 / Math.sqrt(inFeatures);
    if (this.bias) uniform_(this.bias, -bound, bound);
  }

  /** x (…, I) → (…, O). */
  forward(x: Tensor): Tensor {
    return linear(x, this.weight, this.bias);
  }

  /** What PyTorch prints between the parentheses. */
  override extraRepr(): string {
    const [outFeatures, inFeatures] = this.weight.shape;
    return `in_features=${inFeatures}, out_features=${outFeatures}, bias=${this.bias ? "True" : "False"}`;
  }
}
