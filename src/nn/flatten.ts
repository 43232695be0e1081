/** @module Flatten as a layer. */
import { closed } from "../arguments.ts";
import { flatten } from "../tensor/rearrange.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { Module } from "./module.ts";

/** Options of `Flatten`. Negative axes count from the end. */
export interface FlattenOptions {
  readonly startDim?: number;
  readonly endDim?: number;
}

/**
 * Merges the axes from `startDim` to `endDim` into one; by default all but the batch.
 *
 *     x (B, a, b, …)  →  y (B, a·b·…)
 *
 * Throws ShapeError if x has no such axes. Source: torch.nn.Flatten.
 */
export class Flatten extends Module {
  static override readonly typeName: string = "Flatten";
  readonly startDim: number;
  readonly endDim: number;

  constructor(options: FlattenOptions = {}) {
    super();
    const { startDim = 1, endDim = -1 } = closed("Flatten", options, { startDim: 0, endDim: 0 });
    this.startDim = startDim;
    this.endDim = endDim;
  }

  forward(x: Tensor): Tensor {
    return flatten(x, this.startDim, this.endDim);
  }

  override extraRepr(): string {
    return `start_dim=${this.startDim}, end_dim=${this.endDim}`;
  }
}
