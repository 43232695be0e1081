/** @module A tensor that a module learns. */
import { numelOf } from "../tensor/shape.ts";
import { Tensor } from "../tensor/tensor.ts";

/** A tensor that belongs to a module: found by `parameters()`, changed by an optimiser. */
export class Parameter extends Tensor {
  /** Values may be given; otherwise they are zero, for an initialiser to fill. */
  constructor(shape: readonly number[], values: Float32Array = new Float32Array(numelOf(shape))) {
    super(values, shape, true);
  }
}
