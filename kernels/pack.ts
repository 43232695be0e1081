/**
 * Packing of the right operand of a product: into panels of PANEL columns, [k][PANEL], zero past column N, so that the inner
 * loop reads it sequentially, and in blocks of at most DEPTH rows, so that a panel stays in the first-level cache for all
 * rows of A.
 */

/** Twice the columns for 256-bit vectors. */
export const PANEL: i32 = WIDE ? 16 : 8;

/** A variable only so that scripts/wasmPair.js finds its initial value: 5 in the strict binary, where products need registers, too. */
export let rows: i32 = 6;

/** The rows of a tile. */
@inline
export function tileRows(): i32 {
  return WIDE ? 6 : rows;
}

export const DEPTH: i32 = 320;

/** 64 zero bytes, the initial value of sums that start from zero. */
export const ZEROS: usize = memory.data(64, 16);

@inline
export function padded(N: i32): i32 {
  return (N + PANEL - 1) & -PANEL;
}

/** The depth of equal blocks of K; a last block of a few rows would cost nearly as much as a full one. */
@inline
export function depthOf(K: i32): i32 {
  const blocks = max(1, (K + DEPTH - 1) / DEPTH);
  return (K + blocks - 1) / blocks;
}

/** The floats of a packed B (K, N). */
export function packedSize(K: i32, N: i32): i32 {
  return K * padded(N);
}

/** Packs part `part` of `parts` of B (K, N), element (k, n) at b[k·rowStride + n·columnStride]. */
export function pack(
  packed: usize, b: usize, K: i32, N: i32, rowStride: i32, columnStride: i32, part: i32, parts: i32,
): void {
  packRange(packed, b, 0, K, K, N, rowStride, columnStride, part, parts);
}

/** As `pack`, for rows k0 … k1 of a B (K, N), which start at b; so B may be assembled from several matrices. */
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
    const deep = min(block + depth, k1) - k;
    for (let panel = first; panel < end; panel++) {
      const n = panel * PANEL;
      const to = packed + ((block * padded(N) + n * depth + (k - block) * PANEL) << 2);
      packPanel(to, b + (((k - k0) * rowStride + n * columnStride) << 2), deep, N - n, rowStride, columnStride);
    }
    k += deep;
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

/** A panel of a B whose columns are contiguous, transposed in blocks of 4 × 4. */
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
