/** @module The spectral radius of a square matrix. */

const squarings = 24;

/**
 * The greatest absolute eigenvalue of W (n × n, row-major), by Gelfand's formula ρ = lim ‖Wᵏ‖^(1/k).
 *
 * W is squared and scaled 24 times, so k = 2²⁴: for matrices far from normal the relative error is some 1e-6. Above 1 a
 * linear recurrence grows from step to step, below 1 it fades. Complex pairs, for which power iteration turns round and
 * round, are no special case.
 */
export function spectralRadius(values: ArrayLike<number>, n: number): number {
  let power = Float64Array.from({ length: n * n }, (_, i) => values[i]);
  let logRadius = 0;
  for (let k = 0; k <= squarings; k++) {
    const norm = Math.hypot(...rowNorms(power, n));
    if (!(norm > 0)) return norm; // nilpotent: 0; or NaN
    logRadius += Math.log(norm) / 2 ** k;
    power = power.map((value) => value / norm);
    if (k < squarings) power = squared(power, n);
  }
  return Math.exp(logRadius);
}

function rowNorms(a: Float64Array, n: number): number[] {
  return Array.from({ length: n }, (_, i) => Math.hypot(...a.subarray(i * n, (i + 1) * n)));
}

function squared(a: Float64Array, n: number): Float64Array<ArrayBuffer> {
  const product = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const row = product.subarray(i * n, (i + 1) * n);
    for (let k = 0; k < n; k++) {
      const scale = a[i * n + k];
      for (let j = 0; j < n; j++) row[j] += scale * a[k * n + j];
    }
  }
  return product;
}
