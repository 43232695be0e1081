/** @module A moving average whose ends are padded with the first and the last value, with its derivative. */
import { ValueError } from "../../errors.ts";
import { gradOf, recordShape } from "../../tensor/tape.ts";
import { Tensor } from "../../tensor/tensor.ts";

/**
 * The mean of K neighbours along the last axis, of which the value itself is the middle one.
 *
 *     x (…, L)   →   y (…, L)        y_t = Σ_{|j| ≤ (K−1)/2} x_clamp(t + j) / K
 *
 * Given dy: each dx is the sum of dy / K over all means that its value is in, as often as it is in it. Sums run in double
 * precision. Throws ValueError unless K is odd. Source: the `moving_avg` of cure-lab/LTSF-Linear, DLinear.py.
 */
export function movingAverage(x: Tensor, kernel: number): Tensor {
  if (!(Number.isInteger(kernel) && kernel >= 1 && kernel % 2 === 1))
    throw new ValueError(`movingAverage: the kernel is ${kernel} but must be an odd whole number from 1`);
  const L = x.shape[x.shape.length - 1];
  const reach = (kernel - 1) / 2;
  const y = new Float32Array(x.data.length);
  for (let start = 0; start < y.length; start += L) average(x.data, y, start, L, reach);

  return recordShape("moving_average", new Tensor(y, x.shape), [x], (dy) => {
    const dx = gradOf(x);
    for (let start = 0; start < dy.length; start += L) spread(dy, dx, start, L, reach);
  });
}

/** One line: each sum is the one before with a value more and a value less. */
function average(x: Float32Array, y: Float32Array, start: number, L: number, reach: number): void {
  let sum = 0;
  for (let j = -reach; j <= reach; j++) sum += x[start + clamp(j, L)];
  for (let t = 0; t < L; t++) {
    y[start + t] = sum / (2 * reach + 1);
    sum += x[start + clamp(t + reach + 1, L)] - x[start + clamp(t - reach, L)];
  }
}

function spread(dy: Float32Array, dx: Float32Array, start: number, L: number, reach: number): void {
  const sums = new Float64Array(L);
  for (let t = 0; t < L; t++)
    for (let j = -reach; j <= reach; j++) sums[clamp(t + j, L)] += dy[start + t] / (2 * reach + 1);
  for (let t = 0; t < L; t++) dx[start + t] += sums[t];
}

function clamp(t: number, L: number): number {
  return Math.min(L - 1, Math.max(0, t));
}
