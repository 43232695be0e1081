/**
 * @module max(x, 0) by bit masks: the sign of a value is unpredictable, and a branch that is mispredicted half the time
 * takes ten times as long.
 */
import { bitsOf } from "../bits.ts";

/** Up to this many values a plain loop is faster than creating views of the bits. */
const SMALL = 256;

const INFINITY_BITS = 0x7f800000;
const NEGATIVE_INFINITY_BITS = 0xff800000;

/** y = max(x, 0) between two indices; NaN stays NaN. */
export function reluForward(y: Float32Array, x: Float32Array, from: number, to: number): void {
  if (to - from <= SMALL) {
    for (let i = from; i < to; i++) y[i] = Math.max(x[i], 0);
    return;
  }
  const [xs, ys] = [bitsOf(x), bitsOf(y)];
  for (let i = from; i < to; i++) {
    const bits = xs[i];
    ys[i] = bits >>> 0 > NEGATIVE_INFINITY_BITS ? bits : bits & ~(bits >> 31);
  }
}

/** dx = dy where y > 0, and 0 elsewhere, between two indices. */
export function reluBackward(
  dx: Float32Array,
  dy: Float32Array,
  y: Float32Array,
  from: number,
  to: number,
): void {
  if (to - from <= SMALL) {
    for (let i = from; i < to; i++) dx[i] = y[i] > 0 ? dy[i] : 0;
    return;
  }
  const [ys, dys, dxs] = [bitsOf(y), bitsOf(dy), bitsOf(dx)];
  for (let i = from; i < to; i++) {
    const bits = ys[i];
    // The mask is all ones for a positive number: neither bits nor bits − 1 has the sign bit. NaN is handled by a (rare) branch.
    dxs[i] = bits > INFINITY_BITS ? 0 : dys[i] & ~((bits | (bits - 1)) >> 31);
  }
}
