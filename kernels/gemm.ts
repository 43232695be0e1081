/**
 * Matrix product C (M, N) = A (M, K) · B (K, N), or C += A · B.
 *
 * B is packed into panels of 8 columns, panel[k][8], zero past column N, so that the inner loop reads it in
 * order whatever its strides were, and a recurrent layer packs its weights once for all time steps.
 * A is read in place through its two strides (in floats). The inner tile is 4 × 8: eight accumulators,
 * two loads and four splats for eight multiply-adds.
 */
import { load, store } from "./lanes";
import { madd } from "./math";

const PANEL: i32 = 8; // columns of B in a panel
const DEPTH: i32 = 256; // rows of B packed at once by gemm: 256 × N floats stay in the second-level cache

/** Floats that a packed B (K, N) takes. */
export function packedSize(K: i32, N: i32): i32 {
  return K * ((N + PANEL - 1) & -PANEL);
}

/** Packs B (K, N), element (k, n) at b[k·rowStride + n·columnStride]. */
export function pack(packed: usize, b: usize, K: i32, N: i32, rowStride: i32, columnStride: i32): void {
  let to = packed;
  for (let n = 0; n < N; n += PANEL) {
    const width = min(PANEL, N - n);
    const from = b + ((n * columnStride) << 2);
    if (width == PANEL && columnStride == 1) packRows(to, from, K, rowStride);
    else if (width == PANEL && rowStride == 1) packColumns(to, from, K, columnStride);
    else packAny(to, from, K, width, rowStride, columnStride);
    to += (K * PANEL) << 2;
  }
}

/** A panel of a B whose rows are contiguous. */
function packRows(to: usize, from: usize, K: i32, rowStride: i32): void {
  for (let k = 0; k < K; k++) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    from += rowStride << 2;
    to += 32;
  }
}

/** A panel of a B whose columns are contiguous: transposed, four by four. */
function packColumns(to: usize, from: usize, K: i32, columnStride: i32): void {
  const column = columnStride << 2;
  let k = 0;
  for (; k + 4 <= K; k += 4) {
    transposeBlock(to, from + (k << 2), column);
    transposeBlock(to + 16, from + (k << 2) + 4 * column, column);
    to += 128;
  }
  packAny(to, from + (k << 2), K - k, PANEL, 1, columnStride);
}

/** Four columns of four, `column` bytes apart, become four rows of a panel. */
@inline
function transposeBlock(to: usize, from: usize, column: i32): void {
  const c0 = v128.load(from);
  const c1 = v128.load(from + column);
  const c2 = v128.load(from + 2 * column);
  const c3 = v128.load(from + 3 * column);
  const low01 = i32x4.shuffle(c0, c1, 0, 4, 1, 5);
  const low23 = i32x4.shuffle(c2, c3, 0, 4, 1, 5);
  const high01 = i32x4.shuffle(c0, c1, 2, 6, 3, 7);
  const high23 = i32x4.shuffle(c2, c3, 2, 6, 3, 7);
  v128.store(to, i64x2.shuffle(low01, low23, 0, 2));
  v128.store(to, i64x2.shuffle(low01, low23, 1, 3), 32);
  v128.store(to, i64x2.shuffle(high01, high23, 0, 2), 64);
  v128.store(to, i64x2.shuffle(high01, high23, 1, 3), 96);
}

/** A panel of any strides and width. */
function packAny(to: usize, from: usize, K: i32, width: i32, rowStride: i32, columnStride: i32): void {
  for (let k = 0; k < K; k++) {
    for (let j = 0; j < PANEL; j++) {
      f32.store(to + (j << 2), j < width ? f32.load(from + ((k * rowStride + j * columnStride) << 2)) : 0);
    }
    to += PANEL << 2;
  }
}

/** C += A · B, or C = A · B, with B packed. C has row stride ldc. */
export function multiplyPacked(
  c: usize, ldc: i32,
  a: usize, rowStride: i32, columnStride: i32,
  packed: usize, M: i32, N: i32, K: i32, accumulate: bool,
): void {
  const row = rowStride << 2;
  const column = columnStride << 2;
  let m = 0;
  for (; m + 4 <= M; m += 4) {
    for (let n = 0; n < N; n += PANEL) {
      tile4(c + ((m * ldc + n) << 2), ldc << 2, a + m * row, row, column, packed + ((n * K) << 2), N - n, K, accumulate);
    }
  }
  for (; m < M; m++) {
    for (let n = 0; n < N; n += PANEL) {
      tile1(c + ((m * ldc + n) << 2), a + m * row, column, packed + ((n * K) << 2), N - n, K, accumulate);
    }
  }
}

/** Four rows by eight columns of C. */
function tile4(
  c: usize, ldc: i32, a: usize, row: i32, column: i32, panel: usize, left: i32, K: i32, accumulate: bool,
): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0), c31 = f32x4.splat(0);
  for (let k = 0; k < K; k++) {
    const b0 = v128.load(panel);
    const b1 = v128.load(panel, 16);
    const a0 = v128.load32_splat(a);
    const a1 = v128.load32_splat(a + row);
    c00 = madd(a0, b0, c00);
    c01 = madd(a0, b1, c01);
    c10 = madd(a1, b0, c10);
    c11 = madd(a1, b1, c11);
    const a2 = v128.load32_splat(a + 2 * row);
    const a3 = v128.load32_splat(a + 3 * row);
    c20 = madd(a2, b0, c20);
    c21 = madd(a2, b1, c21);
    c30 = madd(a3, b0, c30);
    c31 = madd(a3, b1, c31);
    a += column;
    panel += 32;
  }
  storeRow(c, c00, c01, left, accumulate);
  storeRow(c + ldc, c10, c11, left, accumulate);
  storeRow(c + 2 * ldc, c20, c21, left, accumulate);
  storeRow(c + 3 * ldc, c30, c31, left, accumulate);
}

/** One row by eight columns of C; even and odd k are summed apart, to halve the chain of additions. */
function tile1(c: usize, a: usize, column: i32, panel: usize, left: i32, K: i32, accumulate: bool): void {
  let even0 = f32x4.splat(0), even1 = f32x4.splat(0);
  let odd0 = f32x4.splat(0), odd1 = f32x4.splat(0);
  let k = 0;
  for (; k + 2 <= K; k += 2) {
    const a0 = v128.load32_splat(a);
    const a1 = v128.load32_splat(a + column);
    even0 = madd(a0, v128.load(panel), even0);
    even1 = madd(a0, v128.load(panel, 16), even1);
    odd0 = madd(a1, v128.load(panel, 32), odd0);
    odd1 = madd(a1, v128.load(panel, 48), odd1);
    a += 2 * column;
    panel += 64;
  }
  if (k < K) {
    const a0 = v128.load32_splat(a);
    even0 = madd(a0, v128.load(panel), even0);
    even1 = madd(a0, v128.load(panel, 16), even1);
  }
  storeRow(c, f32x4.add(even0, odd0), f32x4.add(even1, odd1), left, accumulate);
}

@inline
function storeRow(c: usize, x0: v128, x1: v128, left: i32, accumulate: bool): void {
  if (left >= PANEL) {
    v128.store(c, accumulate ? f32x4.add(v128.load(c), x0) : x0);
    v128.store(c, accumulate ? f32x4.add(v128.load(c, 16), x1) : x1, 16);
  } else {
    storePart(c, x0, x1, left, accumulate);
  }
}

function storePart(c: usize, x0: v128, x1: v128, left: i32, accumulate: bool): void {
  for (let j = 0; j < left; j++) {
    const x = j < 4 ? x0 : x1;
    let value = f32x4.extract_lane(x, 0);
    const lane = j & 3;
    if (lane == 1) value = f32x4.extract_lane(x, 1);
    else if (lane == 2) value = f32x4.extract_lane(x, 2);
    else if (lane == 3) value = f32x4.extract_lane(x, 3);
    const at = c + (j << 2);
    f32.store(at, accumulate ? f32.load(at) + value : value);
  }
}

/**
 * C (M, N) += or = A · B for any strides (in floats). `work` has packedSize(min(K, 256), N) floats, and
 * 4·256 more for a strip of A.
 */
export function gemm(
  c: usize, a: usize, aRow: i32, aColumn: i32, b: usize, bRow: i32, bColumn: i32,
  M: i32, N: i32, K: i32, accumulate: bool, work: usize,
): void {
  if (K == 0 && !accumulate) memory.fill(c, 0, (M * N) << 2);
  for (let k = 0; k < K; k += DEPTH) {
    const depth = min(DEPTH, K - k);
    pack(work, b + ((k * bRow) << 2), depth, N, bRow, bColumn);
    const from = a + ((k * aColumn) << 2);
    const add = accumulate || k > 0;
    if (aColumn == 1 || N <= PANEL) multiplyPacked(c, N, from, aRow, aColumn, work, M, N, depth, add);
    else multiplyStrips(c, from, aRow, aColumn, work, M, N, depth, add);
  }
}

/** As multiplyPacked, for an A whose columns lie apart: four rows at a time are copied side by side first. */
function multiplyStrips(
  c: usize, a: usize, aRow: i32, aColumn: i32, packed: usize, M: i32, N: i32, K: i32, accumulate: bool,
): void {
  const strip = packed + (packedSize(K, N) << 2);
  for (let m = 0; m < M; m += 4) {
    const rows = min(4, M - m);
    for (let k = 0; k < K; k++) {
      const from = a + ((m * aRow + k * aColumn) << 2);
      for (let i = 0; i < rows; i++) f32.store(strip + (((k << 2) + i) << 2), f32.load(from + ((i * aRow) << 2)));
    }
    multiplyPacked(c + ((m * N) << 2), N, strip, 1, 4, packed, rows, N, K, accumulate);
  }
}

/** Floats of work space that gemm asks for. */
export function gemmWork(N: i32, K: i32): i32 {
  const depth = min(DEPTH, K);
  return packedSize(depth, N) + 4 * depth;
}

/** out (N) += or = column sums of a (M, N). */
export function columnSum(out: usize, a: usize, M: i32, N: i32, accumulate: bool): void {
  for (let n = 0; n < N; n += 4) {
    const left = N - n;
    let sum = f32x4.splat(0);
    for (let m = 0; m < M; m++) sum = f32x4.add(sum, load(a + ((m * N + n) << 2), left));
    const at = out + (n << 2);
    store(at, accumulate ? f32x4.add(load(at, left), sum) : sum, left);
  }
}
