/** @module Flatten as a layer. */
import { closed } from "../arguments.ts";
import { ShapeError } from "../errors.ts";
import { normalizeDim, numelOf } from "../tensor/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { view } from "../tensor/views.ts";
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
    const [start, end] = [normalizeDim(this.startDim, x.dim()), normalizeDim(this.endDim, x.dim())];
    if (start > end) {
      throw new ShapeError("flatten() has invalid args: start_dim cannot come after end_dim");
    }
    const size = numelOf(x.shape, start, Math.min(end + 1, x.dim()));
    return view(x, [...x.shape.slice(0, start), size, ...x.shape.slice(end + 1)]);
  }

  override extraRepr(): string {
    return `start_dim=${this.startDim}, end_dim=${this.endDim}`;
  }
}
