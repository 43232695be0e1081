/** @module Memory for large arrays in pages. The bundles for Node have newFloatsNode.ts in the place of this module (scripts/build.js). */

/** An array that need not be cleared. */
export function newFloats(length: number): Float32Array {
  return new Float32Array(length);
}
