/** @module Matrix products and the affine map over plain arrays. N any rows, I inputs, O outputs. */
import { arenaFor } from "./engine.ts";
import { type GradientTarget, put } from "./gradientTarget.ts";
import { backwardInParts, forwardInParts } from "./linearParts.ts";

/** C (M, N) = A (M, K) · B (K, N), where either may be given transposed, as (K, M) or (N, K). */
export function matrixProduct(
  a: Float32Array,
  b: Float32Array,
  [M, N, K]: readonly [number, number, number],
  { transposeA = false, transposeB = false }: { transposeA?: boolean; transposeB?: boolean } = {},
): Float32Array {
  const arena = arenaFor(0);
  const { kernels } = arena;
  const work = arena.room(kernels.gemmWork(N, K));
  const c = arena.room(M * N);
  const [aRow, aColumn] = transposeA ? [1, M] : [K, 1];
  const [bRow, bColumn] = transposeB ? [1, K] : [N, 1];
  kernels.gemm(c, arena.copyIn(a), aRow, aColumn, arena.copyIn(b), bRow, bColumn, M, N, K, work);
  return arena.copyOut(c, M * N);
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
  const arena = arenaFor(N * I * O);
  if (arena.shared) return forwardInParts(arena, x, weight, bias, N, I, O);
  const { kernels } = arena;
  const y = arena.room(N * O);
  const work = arena.room(kernels.packedSize(I, O));
  kernels.linearForward(y, arena.copyIn(x), arena.copyIn(weight), arena.copyIn(bias), N, I, O, work);
  return arena.copyOut(y, N * O);
}

export type { GradientTarget } from "./gradientTarget.ts";

/** dx = dy W, dW = dyᵀ x, db = Σₙ dyₙ, each put where it belongs; null for those that are not wanted. */
export function linearBackward(
  dx: GradientTarget | null,
  dweight: GradientTarget | null,
  dbias: GradientTarget | null,
  dy: Float32Array,
  x: Float32Array,
  weight: Float32Array,
  N: number,
  I: number,
  O: number,
): void {
  if (N * I * O <= SMALL) {
    smallBackward(cleared(dx), cleared(dweight), cleared(dbias), dy, x, weight, N, I, O);
    return;
  }
  const arena = arenaFor(N * I * O);
  if (arena.shared) {
    backwardInParts(arena, [dx, dweight, dbias], dy, x, weight, N, I, O);
    return;
  }
  const { kernels } = arena;
  const work = arena.room(Math.max(kernels.packedSize(O, I), kernels.outerWork(I)));
  const dyIn = arena.copyIn(dy);
  if (dx) {
    const out = arena.room(N * I);
    kernels.linearBackwardInput(out, dyIn, arena.copyIn(weight), N, I, O, work);
    put(arena, dx, out);
  }
  if (dweight) {
    const out = arena.room(O * I);
    kernels.linearBackwardWeight(out, dyIn, arena.copyIn(x), N, I, O, work);
    put(arena, dweight, out);
  }
  if (dbias) {
    const out = arena.room(O);
    kernels.columnSum(out, dyIn, N, O, 0, O);
    put(arena, dbias, out);
  }
}

/** The array, ready to be added to. */
function cleared(target: GradientTarget | null): Float32Array | null {
  if (target === null) return null;
  return target.adds ? target.values : target.values.fill(0);
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
  for (let n = 0, at = 0; n < N; n++) {
    for (let o = 0; o < O; o++, at++) {
      let sum = bias === null ? 0 : bias[o];
      for (let i = 0, xAt = n * I, wAt = o * I; i < I; i++, xAt++, wAt++) sum += x[xAt] * weight[wAt];
      y[at] = sum;
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
  for (let n = 0, at = 0; n < N; n++) {
    for (let o = 0; o < O; o++, at++) {
      const d = dy[at];
      if (dbias) dbias[o] += d;
      if (dx) addScaled(dx, n * I, d, weight, o * I, I);
      if (dweight) addScaled(dweight, o * I, d, x, n * I, I);
    }
  }
}

/** So many values of y, from a place on, += d times those of x from another place on. */
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
