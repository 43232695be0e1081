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

/** y (N, O) = x Wᵀ + b. */
export function linearForward(
  x: Float32Array,
  weight: Float32Array,
  bias: Float32Array | null,
  [N, I, O]: readonly [number, number, number],
): Float32Array {
  const k = kernels();
  begin();
  const y = room(N * O);
  k.linearForward(y, copyIn(x), copyIn(weight), copyIn(bias), 0, N, I, O, room(k.packedSize(I, O)));
  return copyOut(y, N * O);
}

/** The gradients to add to: null for those that are not wanted. */
export interface LinearGradients {
  readonly dx: Float32Array | null; // (N, I)
  readonly dweight: Float32Array | null; // (O, I)
  readonly dbias: Float32Array | null; // (O)
}

/** dx += dy W, dW += dyᵀ x, db += Σₙ dyₙ. */
export function linearBackward(
  { dx, dweight, dbias }: LinearGradients,
  dy: Float32Array,
  x: Float32Array,
  weight: Float32Array,
  [N, I, O]: readonly [number, number, number],
): void {
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
