/** @module Softmax along one axis, and its logarithm. */
import { record } from "../tensor/tape.ts";
import { checkTensor, Tensor } from "../tensor/tensor.ts";
import { softmaxRows, softmaxRowsBackward } from "../wasm/rows.ts";
import { linesAlong } from "./lines.ts";

/**
 * Softmax along an axis: y = eˣ / Σ eˣ, positive values with sum 1.
 *
 *     x (…)  →  y (…)
 *
 * Given dy:   dx = y ⊙ (dy − Σ dy ⊙ y)
 *
 * Does not overflow for large x. Throws ShapeError for an axis that x does not have.
 * Source: torch.nn.functional.softmax.
 */
export function softmax(x: Tensor, dim: number): Tensor {
  checkTensor("softmax", "x", x);
  const lines = linesAlong(x, dim);
  const rows = softmaxRows("softmax", lines.toRows(x.data), lines.K);
  const y = new Tensor(lines.fromRows(rows), x.shape);
  const backward = (dy: Float32Array): void =>
    lines.addRows(x, (dx) =>
      softmaxRowsBackward("softmaxBackward", dx, lines.toRows(dy), lines.toRows(y.data), lines.K),
    );
  return record("softmax", y, [x], backward, [y]);
}

/**
 * The logarithm of softmax: y = x − log Σ eˣ along an axis.
 *
 *     x (…)  →  y (…)
 *
 * Given dy:   dx = dy − eʸ Σ dy
 *
 * Accurate even where softmax rounds to 0. Throws ShapeError for an axis that x does not have.
 * Source: torch.nn.functional.log_softmax.
 */
export function logSoftmax(x: Tensor, dim: number): Tensor {
  checkTensor("logSoftmax", "x", x);
  const lines = linesAlong(x, dim);
  const rows = softmaxRows("logSoftmax", lines.toRows(x.data), lines.K);
  const y = new Tensor(lines.fromRows(rows), x.shape);
  const backward = (dy: Float32Array): void =>
    lines.addRows(x, (dx) =>
      softmaxRowsBackward("logSoftmaxBackward", dx, lines.toRows(dy), lines.toRows(y.data), lines.K),
    );
  return record("log_softmax", y, [x], backward, [y]);
}
