/**
 * @module Long arrays in blocks of values.
 *
 * A block stays in the processor's cache between one loop and the next. And a function that is called for every block is
 * compiled as a whole: V8 replaces the code of a long loop while it runs, gives it up again when the loop has ended, and
 * may do so at every call, which makes it ten times as slow.
 */

/** Values of a block. */
export const BLOCK: number = 2 ** 13;

/** Calls `visit` for each block. */
export function eachBlock(length: number, visit: (from: number, to: number) => void): void {
  for (let from = 0; from < length; from += BLOCK) visit(from, Math.min(length, from + BLOCK));
}
