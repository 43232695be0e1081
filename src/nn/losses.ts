/** @module Losses as modules. */
import { mseLoss, type Reduction } from "../functional/losses.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { Module } from "./module.ts";

/** What losses take. */
export interface LossOptions {
  readonly reduction?: Reduction;
}

/** The squared error (x − y)²: its mean, its sum, or each by itself. */
export class MSELoss extends Module {
  static override readonly typeName: string = "MSELoss";
  readonly reduction: Reduction;

  constructor({ reduction = "mean" }: LossOptions = {}) {
    super();
    this.reduction = reduction;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return mseLoss(input, target, { reduction: this.reduction });
  }
}
