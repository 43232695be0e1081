/** @module The lines of a tensor along one axis, as rows one after the other. */

import { copyStrided } from "../tensor/runs.ts";
import { normalizeDim, numelOf } from "../tensor/shape.ts";
import { addGrad, targetOf } from "../tensor/tape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { GradientTarget } from "../wasm/gradientTarget.ts";
import { floatsOf } from "../wasm/pool.ts";

/** The lines of x (outer, K, inner) along the axis of K values. */
export interface Lines {
  readonly K: number;
  /** Values of the shape of x as rows (outer · inner, K); themselves if they are in that order already. */
  readonly toRows: (values: Float32Array) => Float32Array;
  /** Such rows in the shape of x. */
  readonly fromRows: (rows: Float32Array) => Float32Array;
  /** Adds a gradient of x that is computed as rows. */
  readonly addRows: (x: Tensor, compute: (target: GradientTarget) => void) => void;
}

/** The lines along an axis. Throws ShapeError for an axis that x does not have. */
export function linesAlong({ shape }: Tensor, dim: number): Lines {
  const axis = normalizeDim(dim, shape.length);
  const K = shape[axis] ?? 1;
  const [outer, inner] = [numelOf(shape, 0, axis), numelOf(shape, axis + 1)];
  if (inner === 1 || K === 1) {
    const same = (values: Float32Array): Float32Array => values;
    return { K, toRows: same, fromRows: same, addRows: (x, compute) => compute(targetOf(x)) };
  }
  const toRows = (values: Float32Array): Float32Array =>
    reordered(values, [outer, inner, K], [K * inner, 1, inner]);
  const fromRows = (rows: Float32Array): Float32Array =>
    reordered(rows, [outer, K, inner], [K * inner, 1, K]);
  const addRows = (x: Tensor, compute: (target: GradientTarget) => void): void => {
    const rows = floatsOf(x.data.length);
    compute({ values: rows, adds: false });
    addGrad(x, fromRows(rows));
  };
  return { K, toRows, fromRows, addRows };
}

function reordered(x: Float32Array, shape: readonly number[], strides: readonly number[]): Float32Array {
  const y = floatsOf(x.length);
  copyStrided(y, x, shape, strides);
  return y;
}
