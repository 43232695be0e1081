/** @module The affine map y = x Wᵀ + b on few values, as loops that allocate nothing but the result. */

/** Up to this many multiplications, a loop here is faster than copying to the kernels and back (0.3 µs). */
const MOST = 256;

/** Whether the loops are faster than the kernels for N rows, I inputs and O outputs. */
export function isSmall(N: number, I: number, O: number): boolean {
  return N * I * O <= MOST;
}

/** y (N, O) from x (N, I), weight (O, I) and bias (O). */
export function smallForward(
  x: Float32Array,
  weight: Float32Array,
  bias: Float32Array | null,
  N: number,
  O: number,
): Float32Array {
  const I = weight.length / O;
  const y = new Float32Array(N * O);
  for (let n = 0, at = 0; n < N; n++) {
    for (let o = 0; o < O; o++, at++) {
      let sum = bias === null ? 0 : bias[o];
      for (let i = 0, xAt = n * I, wAt = o * I; i < I; i++, xAt++, wAt++) sum += x[xAt] * weight[wAt];
      y[at] = sum;
    }
  }
  return y;
}

/** Adds dy W to dx, dyᵀ x to dweight, and Σₙ dyₙ to dbias; null for a gradient that is not needed. */
export function smallBackward(
  dx: Float32Array | null,
  dweight: Float32Array | null,
  dbias: Float32Array | null,
  dy: Float32Array,
  x: Float32Array,
  weight: Float32Array,
  N: number,
  O: number,
): void {
  const I = weight.length / O;
  for (let n = 0, at = 0; n < N; n++) {
    for (let o = 0; o < O; o++, at++) {
      const d = dy[at];
      if (dbias) dbias[o] += d;
      if (dx) addScaled(dx, n * I, d, weight, o * I, I);
      if (dweight) addScaled(dweight, o * I, d, x, n * I, I);
    }
  }
}

/** y[yAt …] += d · x[xAt …], over `count` values. */
function addScaled(
  y: Float32Array,
  yAt: number,
  d: number,
  x: Float32Array,
  xAt: number,
  count: number,
): void {
  for (let end = xAt + count; xAt < end; xAt++, yAt++) y[yAt] += d * x[xAt];
}
