/** @module Dropout as a layer. */
import { closed } from "../arguments.ts";
import { ValueError } from "../errors.ts";
import { dropout } from "../functional/dropout.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { Module, printNumber } from "./module.ts";

/**
 * `dropout` in training, x (…) → y (…); the identity after `eval()`.
 *
 * p is passed as `new nn.Dropout(0.2)` or `new nn.Dropout({ p: 0.2 })`; 0.5 by default. Throws ValueError for a p
 * outside [0, 1]. Source: torch.nn.Dropout.
 */
export class Dropout extends Module {
  /** The name in printed models. */
  static override readonly typeName: string = "Dropout";
  /** The probability of a zero. */
  readonly p: number;

  /** With probability 0.5 by default. Throws ValueError outside [0, 1]. */
  constructor(options: number | { readonly p?: number } = {}) {
    super();
    const { p = 0.5 } = typeof options === "number" ? { p: options } : closed("Dropout", options, { p: 0 });
    if (!(p >= 0 && p <= 1))
      throw new ValueError(`dropout probability has to be between 0 and 1, but got ${p}`);
    this.p = p;
  }

  /** In training, zeroes values and scales the others; else returns x. */
  forward(x: Tensor): Tensor {
    return dropout(x, { p: this.p, training: this.training });
  }

  /** What PyTorch prints between the parentheses. */
  override extraRepr(): string {
    return `p=${printNumber(this.p)}, inplace=False`;
  }
}
