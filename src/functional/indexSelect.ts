/** @module Selection of entries along one axis, with its derivative. */
import { ShapeError } from "../errors.ts";
import { normalizeDim, numelOf } from "../tensor/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { gather } from "../tensor/views.ts";

/**
 * The entries of one axis at `indices`, in that order; indices may repeat.
 *
 * Given dy: each entry of dx is the sum of dy over the positions that it was copied to.
 */
export function indexSelect(x: Tensor, dim: number, indices: readonly number[]): Tensor {
  const axis = normalizeDim(dim, x.shape.length);
  const size = x.shape[axis];
  const wrong = indices.find((index) => !Number.isInteger(index) || index < 0 || index >= size);
  if (wrong !== undefined) {
    throw new ShapeError(
      `index out of range in self\n  index ${wrong} of an axis of ${size}, of x (${x.shape.join(", ")})`,
    );
  }
  const inner = numelOf(x.shape, axis + 1);
  const outer = numelOf(x.shape, 0, axis);
  const offsets = new Int32Array(outer * indices.length * inner);
  let at = 0;
  for (let o = 0; o < outer; o++) {
    for (const index of indices) {
      const from = (o * size + index) * inner;
      for (let i = 0; i < inner; i++) offsets[at++] = from + i;
    }
  }
  return gather("index_select", x, x.shape.with(axis, indices.length), offsets);
}
