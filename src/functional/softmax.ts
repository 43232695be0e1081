/** @module Softmax along one axis, and its logarithm. */
import { normalizeDim, numelOf } from "../tensor/shape.ts";
import { gradOf, record } from "../tensor/tape.ts";
import { checkTensor, Tensor } from "../tensor/tensor.ts";

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
  const y = new Tensor(new Float32Array(x.data.length), x.shape);
  eachLine(x, dim, (line) => {
    const scale = logSumExp(x.data, line);
    for (let i = line.first; i < line.end; i += line.step) y.data[i] = Math.exp(x.data[i] - scale);
  });

  const backward = (dy: Float32Array): void => {
    const dx = gradOf(x);
    eachLine(x, dim, ({ first, end, step }) => {
      let total = 0;
      for (let i = first; i < end; i += step) total += dy[i] * y.data[i];
      for (let i = first; i < end; i += step) dx[i] += y.data[i] * (dy[i] - total);
    });
  };
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
  const y = new Tensor(new Float32Array(x.data.length), x.shape);
  eachLine(x, dim, (line) => {
    const scale = logSumExp(x.data, line);
    for (let i = line.first; i < line.end; i += line.step) y.data[i] = x.data[i] - scale;
  });

  const backward = (dy: Float32Array): void => {
    const dx = gradOf(x);
    eachLine(x, dim, ({ first, end, step }) => {
      let total = 0;
      for (let i = first; i < end; i += step) total += dy[i];
      for (let i = first; i < end; i += step) dx[i] += dy[i] - Math.exp(y.data[i]) * total;
    });
  };
  return record("log_softmax", y, [x], backward, [y]);
}

/** The values of one line along the axis: first, first + step, … below end. */
interface Line {
  readonly first: number;
  readonly end: number;
  readonly step: number;
}

function eachLine({ shape }: Tensor, dim: number, visit: (line: Line) => void): void {
  const axis = normalizeDim(dim, shape.length);
  const [outer, inner] = [numelOf(shape, 0, axis), numelOf(shape, axis + 1)];
  const length = (shape[axis] ?? 1) * inner;
  for (let o = 0; o < outer; o++) {
    const start = o * length;
    for (let i = 0; i < inner; i++) visit({ first: start + i, end: start + length, step: inner });
  }
}

/** log Σ eˣ; subtracts the largest x to avoid overflow. */
function logSumExp(x: Float32Array, { first, end, step }: Line): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = first; i < end; i += step) largest = Math.max(largest, x[i]);
  let total = 0;
  for (let i = first; i < end; i += step) total += Math.exp(x[i] - largest);
  return largest + Math.log(total);
}
