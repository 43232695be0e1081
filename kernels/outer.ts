/** Gradients of weights: products summed over all rows of a sequence, and column sums. */
import { place, product } from "./gemm";
import { load, store } from "./lanes";
import { DEPTH, depthOf, pack, padded, PANEL, tileRows, ZEROS } from "./pack";

const STRIPS: i32 = 192; // rows of A that are packed at once: with DEPTH, 240 KiB of the second-level cache

/**
 * Rows m0 … m1 of C (·, N) = Aᵀ · B = Σ_k a[k][m] b[k][n]: a gradient of weights, summed over all rows k of a sequence.
 * A (K, lda), B (K, ldb) and C (·, ldc) in floats. `work` has outerWork(N) floats.
 */
export function outerSum(
  c: usize, ldc: i32, a: usize, lda: i32, m0: i32, m1: i32, b: usize, ldb: i32, N: i32, K: i32, work: usize,
): void {
  const M = m1 - m0;
  if (M <= 0) return;
  c += (m0 * ldc) << 2;
  a += m0 << 2;
  if (N < 8 && M > tileRows()) outerNarrow(c, ldc, a, lda, M, b, ldb, N, K, work);
  else if (K <= 64 || M <= tileRows()) {
    product(c, ldc << 2, 0, 0, a, 4, lda << 2, b, ldb << 2, PANEL << 2, M, N, K);
  } else outerBlocks(c, ldc, a, lda, M, b, ldb, N, K, work);
}

/** Floats of work space that outerSum needs. */
export function outerWork(N: i32): i32 {
  return max(DEPTH * padded(N), 8 * 512) + DEPTH * STRIPS;
}

/** For few columns: Cᵀ = Bᵀ · A, with A unpacked, 512 columns of it at a time; then transposed. */
function outerNarrow(
  c: usize, ldc: i32, a: usize, lda: i32, M: i32, b: usize, ldb: i32, N: i32, K: i32, work: usize,
): void {
  for (let m = 0; m < M; m += 512) {
    const width = min(512, M - m);
    product(work, width << 2, 0, 0, b, 4, ldb << 2, a + (m << 2), lda << 2, PANEL << 2, N, width, K);
    for (let i = 0; i < width; i++) {
      const to = c + (((m + i) * ldc) << 2);
      for (let n = 0; n < N; n++) f32.store(to + (n << 2), f32.load(work + ((n * width + i) << 2)));
    }
  }
}

/** Packs both operands, block by block of K; a strip of A is [k][ROWS], ROWS being those of a tile. */
function outerBlocks(
  c: usize, ldc: i32, a: usize, lda: i32, M: i32, b: usize, ldb: i32, N: i32, K: i32, work: usize,
): void {
  const strips = work + ((DEPTH * padded(N)) << 2);
  const ROWS = tileRows();
  const most = STRIPS / ROWS * ROWS;
  const deepest = depthOf(K);
  for (let k = 0; k < K; k += deepest) {
    const depth = min(deepest, K - k);
    pack(work, b + ((k * ldb) << 2), depth, N, ldb, 1, 0, 1);
    for (let m = 0; m < M; m += most) {
      const rows = min(most, M - m);
      packStrips(strips, a + ((k * lda + m) << 2), lda << 2, rows, depth);
      stripProduct(c + ((m * ldc) << 2), ldc << 2, k > 0, strips, work, rows, N, depth);
    }
  }
}

function packStrips(to: usize, a: usize, lda: i32, M: i32, K: i32): void {
  const ROWS = tileRows();
  const strip = (K * ROWS) << 2;
  for (let k = 0; k < K; k++) {
    let at = to + ((k * ROWS) << 2);
    let m = 0;
    for (; m + 8 <= M; m += ROWS) { // loads eight, of which ROWS belong to the strip
      v128.store(at, v128.load(a + (m << 2)));
      if (ROWS == 6) v128.store64_lane(at + 16, v128.load64_zero(a + (m << 2), 16), 0);
      else f32.store(at + 16, f32.load(a + (m << 2), 16));
      at += strip;
    }
    for (; m < M; m += ROWS) {
      for (let i = 0; i < min(ROWS, M - m); i++) f32.store(at + (i << 2), f32.load(a + ((m + i) << 2)));
      at += strip;
    }
    a += lda;
  }
}

function stripProduct(
  c: usize, ldc: i32, accumulate: bool, strips: usize, packed: usize, M: i32, N: i32, K: i32,
): void {
  const row = PANEL << 2;
  const ROWS = tileRows();
  const whole = M / ROWS;
  const strip = (ROWS * K) << 2;
  for (let n = 0; n < N; n += PANEL) {
    const b = packed + ((n * K) << 2);
    const to = c + (n << 2);
    const from = accumulate ? to : ZEROS;
    const fromRow = accumulate ? ldc : 0;
    const last = whole * ROWS;
    if (whole > 0) place(ROWS, whole, to, ldc, from, fromRow, strips, 4, ROWS << 2, strip, b, row, K, N - n);
    if (last < M) {
      const at = last * ldc;
      const below = from + last * fromRow;
      place(M - last, 1, to + at, ldc, below, fromRow, strips + whole * strip, 4, ROWS << 2, 0, b, row, K, N - n);
    }
  }
}

/** out = column sums of columns n0 … n1 of a (M, lda). */
export function columnSum(out: usize, a: usize, M: i32, lda: i32, n0: i32, n1: i32): void {
  let n = n0;
  for (; n + 16 <= n1; n += 16) {
    let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
    let at = a + (n << 2);
    for (let m = 0; m < M; m++) {
      s0 = f32x4.add(s0, v128.load(at));
      s1 = f32x4.add(s1, v128.load(at, 16));
      s2 = f32x4.add(s2, v128.load(at, 32));
      s3 = f32x4.add(s3, v128.load(at, 48));
      at += lda << 2;
    }
    const to = out + (n << 2);
    v128.store(to, s0);
    v128.store(to, s1, 16);
    v128.store(to, s2, 32);
    v128.store(to, s3, 48);
  }
  for (; n < n1; n += 4) {
    const left = n1 - n;
    let sum = f32x4.splat(0);
    for (let m = 0; m < M; m++) sum = f32x4.add(sum, load(a + ((m * lda + n) << 2), left));
    store(out + (n << 2), sum, left);
  }
}

/** As `columnSum`, in double precision, rounded once. */
export function columnSumDouble(out: usize, a: usize, M: i32, lda: i32, n0: i32, n1: i32): void {
  let n = n0;
  for (; n + 8 <= n1; n += 8) {
    let s0 = f64x2.splat(0), s1 = f64x2.splat(0), s2 = f64x2.splat(0), s3 = f64x2.splat(0);
    let at = a + (n << 2);
    for (let m = 0; m < M; m++) {
      s0 = f64x2.add(s0, f64x2.promote_low_f32x4(v128.load64_zero(at)));
      s1 = f64x2.add(s1, f64x2.promote_low_f32x4(v128.load64_zero(at, 8)));
      s2 = f64x2.add(s2, f64x2.promote_low_f32x4(v128.load64_zero(at, 16)));
      s3 = f64x2.add(s3, f64x2.promote_low_f32x4(v128.load64_zero(at, 24)));
      at += lda << 2;
    }
    const to = out + (n << 2);
    v128.store64_lane(to, f32x4.demote_f64x2_zero(s0), 0);
    v128.store64_lane(to, f32x4.demote_f64x2_zero(s1), 0, 8);
    v128.store64_lane(to, f32x4.demote_f64x2_zero(s2), 0, 16);
    v128.store64_lane(to, f32x4.demote_f64x2_zero(s3), 0, 24);
  }
  for (; n < n1; n++) {
    let sum: f64 = 0;
    for (let m = 0; m < M; m++) sum += f64(f32.load(a + ((m * lda + n) << 2)));
    f32.store(out + (n << 2), f32(sum));
  }
}
