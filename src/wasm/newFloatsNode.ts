/** @module Memory for large arrays in Node, Deno and Bun, in the place of newFloats.ts: not cleared, from pages that were touched before. */

/**
 * From 128 KiB on, glibc maps each block to new pages and unmaps it when it is freed, and the first touch of a page of 4 KiB
 * takes up to 30 µs on virtual machines. It raises that limit to the size of the largest block that was ever freed, up to
 * 32 MiB, and returns memory to the system only beyond twice that. So one block of that size, allocated and freed without
 * being touched, lets arrays reuse pages from the first step on: LSTM (64, 50, 128, 8) takes 16.7 ms instead of 25.6.
 */
const LARGEST_KEPT = 2 ** 25 - 2 ** 16; // bytes
const MAPPED = 2 ** 15; // floats
let keepsPages = false;

/** An array that is not cleared. */
export function newFloats(length: number): Float32Array {
  if (length >= MAPPED && !keepsPages) {
    keepsPages = true;
    const { buffer } = Buffer.allocUnsafeSlow(LARGEST_KEPT);
    if ("transfer" in buffer && typeof buffer.transfer === "function") buffer.transfer(0); // else the collector frees it
  }
  const { buffer, byteOffset } = Buffer.allocUnsafeSlow(4 * length);
  return new Float32Array(buffer, byteOffset, length);
}
