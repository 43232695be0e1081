/** @module Where a gradient goes. */

/** An array that a gradient is added to, or that it overwrites. */
export interface GradientTarget {
  readonly values: Float32Array;
  readonly adds: boolean;
}
