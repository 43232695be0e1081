/** @module Flatten as a layer. */
import { closed } from "../arguments.ts";
import { flatten } from "../tensor/rearrange.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { Module } from "./module.ts";

/** Options of `Flatten`. Negative axes count from the end. */
export interface FlattenOptions {
  /** The first axis; 1 by default. */
  readonly startDim?: number;
  /** The last axis; the last one by default. */
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
  /** The name in printed models. */
  static override readonly typeName: string = "Flatten";
  /** The first axis to join. */
  readonly startDim: number;
  /** The last axis to join. */
  readonly endDim: number;

  /** All axes but the first by default. */
  constructor(options: FlattenOptions = {}) {
    super();
    const { startDim = 1, endDim = -1 } = closed("Flatten", options, { startDim: 0, endDim: 0 });
    this.startDim = startDim;
    this.endDim = endDim;
  }

  /** Joins the axes. */
  forward(x: Tensor): Tensor {
    return flatten(x, this.startDim, this.endDim);
  }

  /** What PyTorch prints between the parentheses. */
  override extraRepr(): string {
    return `start_dim=${this.startDim}, end_dim=${this.endDim}`;
  }
}
