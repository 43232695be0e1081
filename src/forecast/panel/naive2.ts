/** @module The reference of the M4 competition: the naive forecast of a series without its season, with the season put back. */

/** A value for each step ahead, from 0, and its standard deviation. */
export interface StepForecast {
  readonly point: (h: number) => number;
  readonly deviation: (h: number) => number;
}

/** The 90 % bound of the competition's test of a season. */
const CRITICAL = 1.645;

/**
 * Naive 2 of the M4 competition: if the autocorrelation at lag m passes a 90 % test, the values are divided by the factors of
 * a multiplicative decomposition with a moving average; the last one is repeated, and multiplied by the factors of the
 * last season. A series with values of 0 or less, or of less than three seasons, is forecast by its last value.
 *
 * Source: Makridakis, Spiliotis & Assimakopoulos, "The M4 Competition", 2020; Benchmarks and Evaluation.R of M4-methods.
 */
export function naive2(x: Float64Array, m: number): StepForecast {
  const factors = m > 1 && isSeasonal(x, m) ? seasonalFactors(x, m) : null;
  const at = (t: number): number => (factors === null ? 1 : factors[t % m]);
  const n = x.length;
  const last = x[n - 1] / at(n - 1);
  let sum = 0;
  for (let t = 1; t < n; t++) sum += (x[t] / at(t) - x[t - 1] / at(t - 1)) ** 2;
  const sigma = Math.sqrt(sum / Math.max(1, n - 2));
  return {
    point: (h) => last * at(n + h),
    deviation: (h) => sigma * Math.sqrt(h + 1) * at(n + h),
  };
}

/** |r_m| > 1.645 √((1 + 2 Σ_{k<m} r_k²) / n), for positive values of three seasons or more. */
function isSeasonal(x: Float64Array, m: number): boolean {
  const n = x.length;
  if (n < 3 * m || x.some((value) => value <= 0)) return false;
  const mean = x.reduce((sum, value) => sum + value, 0) / n;
  const r = (k: number): number => {
    let sum = 0;
    for (let t = k; t < n; t++) sum += (x[t] - mean) * (x[t - k] - mean);
    return sum;
  };
  const variance = r(0);
  let squares = 1;
  for (let k = 1; k < m; k++) squares += 2 * (r(k) / variance) ** 2;
  return Math.abs(r(m) / variance) > CRITICAL * Math.sqrt(squares / n);
}

/** The factor of each phase (m), of mean 1: means over the seasons of values by their centred moving average. */
function seasonalFactors(x: Float64Array, m: number): Float64Array {
  const [sums, counts] = [new Float64Array(m), new Float64Array(m)];
  const half = Math.floor(m / 2);
  for (let t = half; t < x.length - half; t++) {
    let sum = 0;
    for (let k = -half; k <= half; k++) sum += m % 2 === 0 && Math.abs(k) === half ? x[t + k] / 2 : x[t + k];
    sums[t % m] += (x[t] * m) / sum;
    counts[t % m] += 1;
  }
  const means = sums.map((sum, phase) => sum / counts[phase]);
  const mean = means.reduce((sum, value) => sum + value, 0) / m;
  return means.map((value) => value / mean);
}
