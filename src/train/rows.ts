/** @module The samples of a batch. */
import { ShapeError } from "../errors.ts";
import { Tensor } from "../tensor/tensor.ts";

/**
 * The samples with these numbers, side by side: all (N, …) → (B, …). It is a copy, without gradient.
 *
 * Throws ShapeError for a number that is none of 0 to N − 1.
 */
export function rowsAt(all: Tensor, indices: ArrayLike<number>): Tensor {
  const [length, ...shape] = all.shape;
  if (length === undefined)
    throw new ShapeError("rowsAt: the tensor has no axis but must have one for its samples");
  const width = all.data.length / length;
  const rows = new Float32Array(indices.length * width);
  for (let i = 0; i < indices.length; i++) {
    const row = indices[i];
    if (!(Number.isInteger(row) && row >= 0 && row < length))
      throw new ShapeError(
        `rowsAt: indices[${i}] is ${row} but must be a whole number from 0 to ${length - 1}`,
      );
    rows.set(all.data.subarray(row * width, (row + 1) * width), i * width);
  }
  return new Tensor(rows, [indices.length, ...shape]);
}
