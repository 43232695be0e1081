/** @module The spectral radius of a square matrix. */
import { Tensor } from "../tensor/tensor.ts";
import "../tensor/methods.ts";
import { noGrad } from "../tensor/tape.ts";

const squarings = 24;

/**
 * The greatest absolute eigenvalue of W (n × n, row-major), by Gelfand's formula ρ = lim ‖Wᵏ‖^(1/k).
 *
 * W is squared and scaled 24 times, so k = 2²⁴: for matrices far from normal the relative error is some 1e-6. Above 1 a
 * linear recurrence grows from step to step, below 1 it fades. Complex pairs, for which power iteration turns round and
 * round, are no special case. The products are the library's, in float32: what each rounds off counts for 1/k only.
 */
export function spectralRadius(values: ArrayLike<number>, n: number): number {
  let power = Float32Array.from({ length: n * n }, (_, i) => values[i]);
  let logRadius = 0;
  for (let k = 0; k <= squarings; k++) {
    const norm = frobenius(power);
    if (!(norm > 0)) return norm; // nilpotent: 0; or NaN
    logRadius += Math.log(norm) / 2 ** k;
    power = power.map((value) => value / norm);
    if (k < squarings) power = squared(power, n);
  }
  return Math.exp(logRadius);
}

function frobenius(a: Float32Array): number {
  return Math.sqrt(a.reduce((sum, value) => sum + value * value, 0));
}

function squared(a: Float32Array, n: number): Float32Array<ArrayBuffer> {
  const matrix = new Tensor(a, [n, n]);
  return Float32Array.from(noGrad(() => matrix.matmul(matrix)).data);
}
