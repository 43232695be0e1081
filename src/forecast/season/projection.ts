/** @module Least squares, column by column: what is left of values after each. */

/**
 * The residual of a least-squares fit, to which columns are added one after the other.
 *
 * Each is made orthogonal to those before it, twice where it loses much, which is accurate to rounding; one that depends on
 * them is left out.
 */
export class Projection {
  /** What is left of the values. */
  readonly values: Float64Array;
  readonly #basis: Float64Array[] = [];

  /** The array is overwritten by the residual. */
  constructor(values: Float64Array) {
    this.values = values;
  }

  /** How many independent columns were added. */
  get count(): number {
    return this.#basis.length;
  }

  /** The sum of the squares of what is left. */
  squares(): number {
    return dot(this.values, this.values);
  }

  /** `column` is overwritten. Returns whether it is independent of those before it. */
  add(column: Float64Array): boolean {
    const size = Math.sqrt(dot(column, column));
    let left = this.#orthogonalize(column);
    if (left < size / 2) left = this.#orthogonalize(column);
    if (!(left > 1e-7 * size)) return false;
    for (let t = 0; t < column.length; t++) column[t] /= left;
    this.#basis.push(column);
    subtract(this.values, column, dot(this.values, column));
    return true;
  }

  /** Returns the length of what is left. */
  #orthogonalize(column: Float64Array): number {
    for (const direction of this.#basis) subtract(column, direction, dot(column, direction));
    return Math.sqrt(dot(column, column));
  }
}

function subtract(x: Float64Array, direction: Float64Array, share: number): void {
  for (let t = 0; t < x.length; t++) x[t] -= share * direction[t];
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < a.length; t++) sum += a[t] * b[t];
  return sum;
}
