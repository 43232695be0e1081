/** @module What work in parts has in common. */

/** Rows of a part at least: a product of fewer takes another way through the kernels. */
export const FEWEST_ROWS = 8;

/** Parts of `rows` rows; the last one takes those that would be too few for one of their own. */
export function eachPart(count: number, rows: number, run: (from: number, until: number) => void): void {
  for (let from = 0; from < count; ) {
    const until = from + rows + FEWEST_ROWS > count ? count : from + rows;
    run(from, until);
    from = until;
  }
}

/** The identity matrix, row-major. */
export function identity(size: number): Float32Array {
  const values = new Float32Array(size * size);
  for (let i = 0; i < size; i++) values[i * size + i] = 1;
  return values;
}

/** One array after the other; b itself if a is empty. */
export function joined(a: Float32Array, b: Float32Array): Float32Array {
  if (a.length === 0) return b;
  const both = new Float32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
