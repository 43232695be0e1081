/** @module Numbers to try things with: repeatable, exact in float32, and differences of functions of them. */

/** `count` numbers in ±scale, the same for the same seed, each a float32 so that kernel and twin read the same. */
export function values(count: number, seed: number, scale = 1): number[] {
  let state = seed * 2654435761;
  return Array.from({ length: count }, () => {
    // mulberry32, by Tommy Ettinger: public domain
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    const unit = ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    return Math.fround((2 * unit - 1) * scale);
  });
}

/** Σ aᵢ bᵢ. */
export function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((total, value, i) => total + value * b[i], 0);
}

/** df/dxᵢ for every value of the arrays. */
export function centralDifferences(f: () => number, arrays: readonly number[][], h = 1e-5): number[][] {
  return arrays.map((x) => x.map((_, i) => centralDifference(f, x, i, h)));
}

/** df/dxᵢ for one value, moved by ±h in place, in float64: right to about h². */
export function centralDifference(f: () => number, x: number[], i: number, h = 1e-5): number {
  const value = x[i];
  x[i] = value + h;
  const above = f();
  x[i] = value - h;
  const below = f();
  x[i] = value;
  return (above - below) / (2 * h);
}

/** The greatest |a − b|; NaN where one of the two is NaN or missing, so that no comparison passes by accident. */
export function farthest(actual: ArrayLike<number>, expected: readonly number[]): number {
  if (actual.length !== expected.length) return Number.NaN;
  return expected.reduce((worst, value, i) => {
    const apart = Math.abs(actual[i] - value);
    return apart >= worst || Number.isNaN(apart) ? apart : worst;
  }, 0);
}
