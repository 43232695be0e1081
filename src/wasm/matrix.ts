/** @module Matrix products and the affine map over plain arrays. N any rows, I inputs, O outputs. */
import { kernels } from "./instance.ts";
import { addTo, begin, copyIn, copyOut, room } from "./scratch.ts";

/** C (M, N) = A (M, K) · B (K, N), where either may be given transposed, as (K, M) or (N, K). */
export function matrixProduct(
  a: Float32Array,
  b: Float32Array,
  [M, N, K]: readonly [number, number, number],
  { transposeA = false, transposeB = false }: { transposeA?: boolean; transposeB?: boolean } = {},
): Float32Array {
  const k = kernels();
  begin();
  const work = room(k.gemmWork(N, K));
  const c = room(M * N);
  const [aRow, aColumn] = transposeA ? [1, M] : [K, 1];
  const [bRow, bColumn] = transposeB ? [1, K] : [N, 1];
  k.gemm(c, copyIn(a), aRow, aColumn, copyIn(b), bRow, bColumn, M, N, K, 0, work);
  return copyOut(c, M * N);
}

/** Up to so many multiplications a loop here is quicker than copying to the kernels and back (0.3 µs). */
const SMALL = 256;

/** y (N, O) = x Wᵀ + b. */
export function linearForward(
  x: Float32Array,
  weight: Float32Array,
  bias: Float32Array | null,
  N: number,
  I: number,
  O: number,
): Float32Array {
  if (N * I * O <= SMALL) return smallForward(x, weight, bias, N, I, O);
  const k = kernels();
  begin();
  const y = room(N * O);
  k.linearForward(y, copyIn(x), copyIn(weight), copyIn(bias), 0, N, I, O, room(k.packedSize(I, O)));
  return copyOut(y, N * O);
}

/** dx += dy W, dW += dyᵀ x, db += Σₙ dyₙ; null for those that are not wanted. */
export function linearBackward(
  dx: Float32Array | null,
  dweight: Float32Array | null,
  dbias: Float32Array | null,
  dy: Float32Array,
  x: Float32Array,
  weight: Float32Array,
  N: number,
  I: number,
  O: number,
): void {
  if (N * I * O <= SMALL) {
    smallBackward(dx, dweight, dbias, dy, x, weight, N, I, O);
    return;
  }
  const k = kernels();
  begin();
  const work = room(Math.max(k.gemmWork(I, O), k.gemmWork(I, N)));
  const dyIn = copyIn(dy);
  if (dx) {
    const out = room(N * I);
    k.linearBackwardInput(out, dyIn, copyIn(weight), N, I, O, 0, work);
    addTo(dx, out);
  }
  if (dweight) {
    const out = room(O * I);
    k.linearBackwardWeight(out, dyIn, copyIn(x), N, I, O, 0, work);
    addTo(dweight, out);
  }
  if (dbias) {
    const out = room(O);
    k.columnSum(out, dyIn, N, O, 0);
    addTo(dbias, out);
  }
}

function smallForward(
  x: Float32Array,
  weight: Float32Array,
  bias: Float32Array | null,
  N: number,
  I: number,
  O: number,
): Float32Array {
  const y = new Float32Array(N * O);
  for (let n = 0; n < N; n++) {
    for (let o = 0; o < O; o++) {
      let sum = bias === null ? 0 : bias[o];
      for (let i = 0; i < I; i++) sum += x[n * I + i] * weight[o * I + i];
      y[n * O + o] = sum;
    }
  }
  return y;
}

function smallBackward(
  dx: Float32Array | null,
  dweight: Float32Array | null,
  dbias: Float32Array | null,
  dy: Float32Array,
  x: Float32Array,
  weight: Float32Array,
  N: number,
  I: number,
  O: number,
): void {
  for (let n = 0; n < N; n++) {
    for (let o = 0; o < O; o++) {
      const d = dy[n * O + o];
      if (dx) for (let i = 0; i < I; i++) dx[n * I + i] += d * weight[o * I + i];
      if (dweight) for (let i = 0; i < I; i++) dweight[o * I + i] += d * x[n * I + i];
      if (dbias) dbias[o] += d;
    }
  }
}
