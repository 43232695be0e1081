/**
 * Matrix products C (M, N) = From + A (M, K) · B (K, N), where From is C itself, a row for all rows, or nothing.
 *
 * C is made tile by tile (tiles.generated.ts): ROWS rows by a panel of PANEL columns, as many as the registers hold.
 * B is packed into panels, [k][PANEL], zero past column N, so that the inner loop reads it in order whatever its
 * strides were, and in blocks of DEPTH rows, so that a panel stays in the first-level cache while the rows of A pass by.
 * A recurrent layer packs its weights once for all time steps. A is read in place.
 *
 * Every element is summed over k in order, block after block: its bits do not depend on how rows are grouped into tiles
 * or shared out among threads.
 */
import { load, store } from "./lanes";
import { madd } from "./math";
import { tile1x32, tilesx16, tilesx4, tilesx8 } from "./tiles.generated";

/** 256-bit vectors take twice the columns; without fused multiply-add registers go to products, and engines spill early. */
const PANEL: i32 = WIDE ? 16 : 8;
const ROWS: i32 = ASC_FEATURE_RELAXED_SIMD ? 6 : 5;
const DEPTH: i32 = 320;
const STRIPS: i32 = 192; // rows of A that are packed at once: with DEPTH, 240 KiB of the second-level cache

/** 64 bytes that nobody writes to: where sums start that start from nothing. */
const ZEROS: usize = memory.data(64, 16);

@inline
function padded(N: i32): i32 {
  return (N + PANEL - 1) & -PANEL;
}

/** K in blocks of equal depth: a last one of a few rows would cost nearly as much as a whole. */
@inline
function depthOf(K: i32): i32 {
  const blocks = max(1, (K + DEPTH - 1) / DEPTH);
  return (K + blocks - 1) / blocks;
}

/** Floats that a packed B (K, N) takes. */
export function packedSize(K: i32, N: i32): i32 {
  return K * padded(N);
}

/** Packs part `part` of `parts` of B (K, N), element (k, n) at b[k·rowStride + n·columnStride]. */
export function pack(
  packed: usize, b: usize, K: i32, N: i32, rowStride: i32, columnStride: i32, part: i32, parts: i32,
): void {
  packRange(packed, b, 0, K, K, N, rowStride, columnStride, part, parts);
}

/** As `pack`, of rows k0 … k1 of a B (K, N), which begin at b: B may be put together from several matrices. */
export function packRange(
  packed: usize, b: usize, k0: i32, k1: i32, K: i32, N: i32, rowStride: i32, columnStride: i32, part: i32, parts: i32,
): void {
  const panels = padded(N) / PANEL;
  const first = panels * part / parts;
  const end = panels * (part + 1) / parts;
  const most = depthOf(K);
  for (let k = k0; k < k1;) {
    const block = k / most * most;
    const depth = min(most, K - block);
    const rows = min(block + depth, k1) - k;
    for (let panel = first; panel < end; panel++) {
      const n = panel * PANEL;
      const to = packed + ((block * padded(N) + n * depth + (k - block) * PANEL) << 2);
      packPanel(to, b + (((k - k0) * rowStride + n * columnStride) << 2), rows, N - n, rowStride, columnStride);
    }
    k += rows;
  }
}

function packPanel(to: usize, from: usize, K: i32, left: i32, rowStride: i32, columnStride: i32): void {
  if (left < PANEL) packAny(to, from, K, left, rowStride, columnStride);
  else if (columnStride == 1) packRows(to, from, K, rowStride << 2);
  else if (rowStride == 1) packColumns(to, from, K, columnStride);
  else packAny(to, from, K, PANEL, rowStride, columnStride);
}

/** A panel of a B whose rows are contiguous, `row` bytes apart. */
function packRows(to: usize, from: usize, K: i32, row: i32): void {
  for (let k = 0; k < K; k++) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    if (WIDE) {
      v128.store(to, v128.load(from, 32), 32);
      v128.store(to, v128.load(from, 48), 48);
    }
    from += row;
    to += PANEL << 2;
  }
}

/** A panel of a B whose columns are contiguous: transposed, four by four. */
function packColumns(to: usize, from: usize, K: i32, columnStride: i32): void {
  const column = columnStride << 2;
  let k = 0;
  for (; k + 4 <= K; k += 4) {
    for (let n = 0; n < PANEL; n += 4) transposeBlock(to + (n << 2), PANEL << 2, from + (k << 2) + n * column, column);
    to += PANEL << 4;
  }
  packAny(to, from + (k << 2), K - k, PANEL, 1, columnStride);
}

/** Four columns of four, `column` bytes apart, become four rows, `row` bytes apart. */
@inline
function transposeBlock(to: usize, row: i32, from: usize, column: i32): void {
  const c0 = v128.load(from);
  const c1 = v128.load(from + column);
  const c2 = v128.load(from + 2 * column);
  const c3 = v128.load(from + 3 * column);
  const low01 = i32x4.shuffle(c0, c1, 0, 4, 1, 5);
  const low23 = i32x4.shuffle(c2, c3, 0, 4, 1, 5);
  const high01 = i32x4.shuffle(c0, c1, 2, 6, 3, 7);
  const high23 = i32x4.shuffle(c2, c3, 2, 6, 3, 7);
  v128.store(to, i64x2.shuffle(low01, low23, 0, 2));
  v128.store(to + row, i64x2.shuffle(low01, low23, 1, 3));
  v128.store(to + 2 * row, i64x2.shuffle(high01, high23, 0, 2));
  v128.store(to + 3 * row, i64x2.shuffle(high01, high23, 1, 3));
}

/** to (K, N) = from (N, K) transposed. */
export function transpose(to: usize, from: usize, N: i32, K: i32): void {
  const whole = K & -4;
  let n = 0;
  for (; n + 4 <= N; n += 4) {
    const at = from + ((n * K) << 2);
    for (let k = 0; k < whole; k += 4) transposeBlock(to + ((k * N + n) << 2), N << 2, at + (k << 2), K << 2);
    for (let k = whole; k < K; k++) for (let i = 0; i < 4; i++) f32.store(to + ((k * N + n + i) << 2), f32.load(at + ((i * K + k) << 2)));
  }
  for (; n < N; n++) for (let k = 0; k < K; k++) f32.store(to + ((k * N + n) << 2), f32.load(from + ((n * K + k) << 2)));
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

/**
 * C = From + A · B, with B packed. Strides are in floats. `from` may be 0 (nothing); with fromRow 0 it is a row that
 * all rows of C start from.
 */
export function multiply(
  c: usize, ldc: i32, from: usize, fromRow: i32,
  a: usize, aRow: i32, aColumn: i32, packed: usize, M: i32, N: i32, K: i32,
): void {
  const most = depthOf(K);
  let k = 0;
  do {
    const depth = min(most, K - k);
    const b = packed + ((k * padded(N)) << 2);
    const row = PANEL << 2;
    product(
      c, ldc << 2, from, fromRow << 2, a + ((k * aColumn) << 2), aRow << 2, aColumn << 2, b, row, depth * row, M, N, depth,
    );
    from = c;
    fromRow = ldc;
    k += most;
  } while (k < K);
}

/**
 * C = From + A · B for one block of K. Strides are in bytes; the panels of B, `panel` bytes apart, have rows `row` bytes
 * apart. The rows of A are dealt out to tiles of nearly equal height: two of one and one of six are slower than three of four.
 */
function product(
  c: usize, ldc: i32, from: usize, fromRow: i32,
  a: usize, aRow: i32, aColumn: i32, b: usize, row: i32, panel: i32, M: i32, N: i32, K: i32,
): void {
  if (M == 0) return;
  const tiles = (M + ROWS - 1) / ROWS;
  const height = M / tiles;
  const taller = M - height * tiles; // so many tiles have a row more
  const step = from == 0 ? 0 : PANEL << 2;
  if (from == 0) {
    from = ZEROS;
    fromRow = 0;
  }
  const tall = height + 1;
  for (let n = 0; n < N; n += PANEL) {
    const left = N - n;
    if (taller > 0) place(tall, taller, c, ldc, from, fromRow, a, aRow, aColumn, tall * aRow, b, row, K, left);
    const done = taller * tall;
    place(
      height, tiles - taller, c + done * ldc, ldc, from + done * fromRow, fromRow,
      a + done * aRow, aRow, aColumn, height * aRow, b, row, K, left,
    );
    c += PANEL << 2;
    from += step;
    b += panel;
  }
}

/** Some tiles of one height, of a whole panel or of the `left` columns that there are. */
@inline
function place(
  rows: i32, count: i32, c: usize, ldc: i32, from: usize, fromRow: i32,
  a: usize, aRow: i32, aColumn: i32, aNext: i32, b: usize, row: i32, K: i32, left: i32,
): void {
  if (left < PANEL) placeEdge(rows, count, c, ldc, from, fromRow, a, aRow, aColumn, aNext, b, row, K, left);
  else if (WIDE) tilesx16(rows, count, aNext, c, ldc, from, fromRow, a, aRow, aColumn, b, row, K);
  else tilesx8(rows, count, aNext, c, ldc, from, fromRow, a, aRow, aColumn, b, row, K);
}

function placeEdge(
  rows: i32, count: i32, c: usize, ldc: i32, from: usize, fromRow: i32,
  a: usize, aRow: i32, aColumn: i32, aNext: i32, b: usize, row: i32, K: i32, left: i32,
): void {
  let n = 0;
  if (WIDE && left >= 8) {
    tilesx8(rows, count, aNext, c, ldc, from, fromRow, a, aRow, aColumn, b, row, K);
    n = 8;
  }
  for (; n < left; n += 4) {
    const at = n << 2;
    tilesx4(rows, count, aNext, c + at, ldc, from + at, fromRow, a, aRow, aColumn, b + at, row, K, left - n);
  }
}

/** c (N) = from + a (K) · B (K, N), B as it lies, its rows contiguous: one row, where packing would not pay. */
export function rowTimes(c: usize, from: usize, a: usize, b: usize, N: i32, K: i32): void {
  const row = N << 2;
  let n = 0;
  for (; n + 32 <= N; n += 32) {
    const at = n << 2;
    tile1x32(c + at, 0, from == 0 ? ZEROS : from + at, 0, a, 0, 4, b + at, row, K);
  }
  const at = n << 2;
  product(c + at, 0, from == 0 ? 0 : from + at, 0, a, 0, 4, b + at, row, PANEL << 2, 1, N - n, K);
}

/**
 * c[n·cStep] = from[n·fromStep] + W (N, K) row n · a (K): rows of W as they lie, eight at a time. `from` may be 0.
 * Four partial sums run side by side for each row.
 */
export function dots(
  c: usize, cStep: i32, from: usize, fromStep: i32, w: usize, a: usize, N: i32, K: i32,
): void {
  const row = K << 2;
  let n = 0;
  for (; n + 8 <= N; n += 8) {
    const start: usize = from == 0 ? 0 : from + ((n * fromStep) << 2);
    dots4(c + ((n * cStep) << 2), cStep, start, fromStep, w + n * row, a, row, K);
  }
  for (; n < N; n++) {
    const start: f32 = from == 0 ? 0 : f32.load(from + ((n * fromStep) << 2));
    let sum = f32x4.splat(0);
    for (let k = 0; k < K; k += 4) sum = madd(load(w + n * row + (k << 2), K - k), load(a + (k << 2), K - k), sum);
    f32.store(c + ((n * cStep) << 2), start + total(sum));
  }
}

/** Eight rows: two vectors of four results. */
function dots4(
  c: usize, cStep: i32, from: usize, fromStep: i32, w: usize, a: usize, row: i32, K: i32,
): void {
  let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
  let s4 = f32x4.splat(0), s5 = f32x4.splat(0), s6 = f32x4.splat(0), s7 = f32x4.splat(0);
  const w4 = w + 4 * row;
  let k = 0;
  for (; k + 4 <= K; k += 4) {
    const at = k << 2;
    const x = v128.load(a + at);
    s0 = madd(v128.load(w + at), x, s0);
    s1 = madd(v128.load(w + at + row), x, s1);
    s2 = madd(v128.load(w + at + 2 * row), x, s2);
    s3 = madd(v128.load(w + at + 3 * row), x, s3);
    s4 = madd(v128.load(w4 + at), x, s4);
    s5 = madd(v128.load(w4 + at + row), x, s5);
    s6 = madd(v128.load(w4 + at + 2 * row), x, s6);
    s7 = madd(v128.load(w4 + at + 3 * row), x, s7);
  }
  if (k < K) {
    const at = k << 2;
    const left = K - k;
    const x = load(a + at, left);
    s0 = madd(load(w + at, left), x, s0);
    s1 = madd(load(w + at + row, left), x, s1);
    s2 = madd(load(w + at + 2 * row, left), x, s2);
    s3 = madd(load(w + at + 3 * row, left), x, s3);
    s4 = madd(load(w4 + at, left), x, s4);
    s5 = madd(load(w4 + at + row, left), x, s5);
    s6 = madd(load(w4 + at + 2 * row, left), x, s6);
    s7 = madd(load(w4 + at + 3 * row, left), x, s7);
  }
  scatter(c, cStep, from, fromStep, totals(s0, s1, s2, s3));
  scatter(c + ((4 * cStep) << 2), cStep, from == 0 ? 0 : from + ((4 * fromStep) << 2), fromStep, totals(s4, s5, s6, s7));
}

/** The sums of the lanes of four vectors. */
@inline
function totals(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(i32x4.shuffle(a, b, 0, 4, 1, 5), i32x4.shuffle(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(i32x4.shuffle(c, d, 0, 4, 1, 5), i32x4.shuffle(c, d, 2, 6, 3, 7));
  return f32x4.add(i64x2.shuffle(ab, cd, 0, 2), i64x2.shuffle(ab, cd, 1, 3));
}

/** As `totals`, of one vector, in the same order. */
@inline
function total(a: v128): f32 {
  return f32x4.extract_lane(totals(a, a, a, a), 0);
}

/** Four results and what they start from, side by side or apart. */
function scatter(c: usize, cStep: i32, from: usize, fromStep: i32, x: v128): void {
  if (from != 0) {
    let start = v128.load32_splat(from);
    if (fromStep == 1) start = v128.load(from);
    else if (fromStep != 0) start = gathered(from, fromStep << 2);
    x = f32x4.add(start, x);
  }
  if (cStep == 1) {
    v128.store(c, x);
    return;
  }
  v128.store32_lane(c, x, 0);
  v128.store32_lane(c + (cStep << 2), x, 1);
  v128.store32_lane(c + (cStep << 3), x, 2);
  v128.store32_lane(c + cStep * 12, x, 3);
}

function gathered(p: usize, step: i32): v128 {
  let x = v128.load32_zero(p);
  x = v128.load32_lane(p + step, x, 1);
  x = v128.load32_lane(p + 2 * step, x, 2);
  return v128.load32_lane(p + 3 * step, x, 3);
}

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
  if (N < 8 && M > ROWS) outerNarrow(c, ldc, a, lda, M, b, ldb, N, K, work);
  else if (K <= 64 || M <= ROWS) {
    product(c, ldc << 2, 0, 0, a, 4, lda << 2, b, ldb << 2, PANEL << 2, M, N, K);
  } else outerBlocks(c, ldc, a, lda, M, b, ldb, N, K, work);
}

/** Floats of work space that outerSum asks for. */
export function outerWork(N: i32): i32 {
  return max(DEPTH * padded(N), 8 * 512) + DEPTH * STRIPS;
}

/** Few columns: Cᵀ = Bᵀ · A, with A as it lies, 512 columns of it at a time; then turned. */
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

/** Both operands packed, block by block of K; a strip of A is [k][ROWS]. */
function outerBlocks(
  c: usize, ldc: i32, a: usize, lda: i32, M: i32, b: usize, ldb: i32, N: i32, K: i32, work: usize,
): void {
  const strips = work + ((DEPTH * padded(N)) << 2);
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
  const strip = (K * ROWS) << 2;
  for (let k = 0; k < K; k++) {
    let at = to + ((k * ROWS) << 2);
    let m = 0;
    for (; m + 8 <= M; m += ROWS) { // eight are read, of which ROWS are the strip's
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

/** C (M, N) = A · B for any strides (in floats). `work` has gemmWork(N, K) floats. */
export function gemm(
  c: usize, a: usize, aRow: i32, aColumn: i32, b: usize, bRow: i32, bColumn: i32,
  M: i32, N: i32, K: i32, work: usize,
): void {
  pack(work, b, K, N, bRow, bColumn, 0, 1);
  multiply(c, N, 0, 0, a, aRow, aColumn, work, M, N, K);
}

/** Floats of work space that gemm asks for. */
export function gemmWork(N: i32, K: i32): i32 {
  return packedSize(K, N);
}
