/**
 * @module max(x, 0) by bit masks: the sign of a value is unpredictable, and a branch that is mispredicted half the time
 * takes ten times as long.
 */

/** Up to this many values a plain loop is faster than creating views of the bits. */
const SMALL = 256;

const INFINITY_BITS = 0x7f800000;
const NEGATIVE_INFINITY_BITS = 0xff800000;

/** max(x, 0); NaN stays NaN. */
export function reluForward(x: Float32Array): Float32Array {
  const y = new Float32Array(x.length);
  if (x.length <= SMALL) {
    for (let i = 0; i < x.length; i++) y[i] = Math.max(x[i], 0);
    return y;
  }
  const [xs, ys] = [bitsOf(x), bitsOf(y)];
  for (let i = 0; i < xs.length; i++) {
    const bits = xs[i];
    ys[i] = bits >>> 0 > NEGATIVE_INFINITY_BITS ? bits : bits & ~(bits >> 31);
  }
  return y;
}

/** dx = dy where x > 0, and 0 elsewhere. */
export function reluBackward(dx: Float32Array, dy: Float32Array, y: Float32Array): void {
  if (y.length <= SMALL) {
    for (let i = 0; i < dx.length; i++) dx[i] = y[i] > 0 ? dy[i] : 0;
    return;
  }
  const [ys, dys, dxs] = [bitsOf(y), bitsOf(dy), bitsOf(dx)];
  for (let i = 0; i < dxs.length; i++) {
    const bits = ys[i];
    // The mask is all ones for a positive number: neither bits nor bits − 1 has the sign bit. NaN is handled by a (rare) branch.
    dxs[i] = bits > INFINITY_BITS ? 0 : dys[i] & ~((bits | (bits - 1)) >> 31);
  }
}

/** The bits of each value. */
export function bitsOf({ buffer, byteOffset, length }: Float32Array): Int32Array {
  return new Int32Array(buffer, byteOffset, length);
}
