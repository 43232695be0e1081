/** @module The mean squared error. */

/** L = Σ (x − y)² / n. */
export function mseForward(x: readonly number[], y: readonly number[]): number {
  return x.reduce((total, value, i) => total + (value - y[i]) ** 2, 0) / x.length;
}

/** dL/dx = 2 (x − y) / n, and dL/dy = −dL/dx. */
export function mseBackward(x: readonly number[], y: readonly number[]): { dx: number[]; dy: number[] } {
  const dx = x.map((value, i) => (2 * (value - y[i])) / x.length);
  return { dx, dy: dx.map((d) => -d) };
}
