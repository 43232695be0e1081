/**
 * @module Extremes, norms and appending for lists of any length.
 *
 * Spreading a list into the arguments of `Math.max` or `push` puts every item on the stack, and ends with a RangeError
 * from about 120,000 items on.
 */

/** The greatest of the values, at least `floor`; −∞ without values. NaN if any value is. */
export function maxOf(values: Iterable<number>, floor: number = Number.NEGATIVE_INFINITY): number {
  let most = floor;
  for (const value of values) most = Math.max(most, value);
  return most;
}

/** The least of the values, at most `ceiling`; ∞ without values. NaN if any value is. */
export function minOf(values: Iterable<number>, ceiling: number = Number.POSITIVE_INFINITY): number {
  let fewest = ceiling;
  for (const value of values) fewest = Math.min(fewest, value);
  return fewest;
}

/** The Euclidean norm √Σ v². */
export function euclideanNorm(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum = Math.hypot(sum, value);
  return sum;
}

/** Adds every item to the end of a list. */
export function append<Item>(list: Item[], items: Iterable<Item>): void {
  for (const item of items) list.push(item);
}
