/**
 * Matrix products C (M, N) = From + A (M, K) · B (K, N), where From is C itself, a row that is broadcast, or zero.
 *
 * C is computed in tiles (tiles.generated.ts) of `tileRows` rows and a panel of PANEL columns, which fit into the registers.
 * B is packed first (pack.ts); a recurrent layer packs its weights once for all time steps. A is read in place.
 *
 * Every element is summed over k in order, block by block, so its bits do not depend on how rows are grouped into tiles
 * or distributed to threads.
 */
import { depthOf, pack, padded, PANEL, tileRows, ZEROS } from "./pack";
import { tile1x32, tile6x8, tilesx16, tilesx4, tilesx8 } from "./tiles.generated";

/**
 * C = From + A · B, with B packed. Strides are in floats. `from` may be 0 (zero); with fromRow 0 it is one row for all
 * rows of C.
 */
export function multiply(
  c: usize, ldc: i32, from: usize, fromRow: i32,
  a: usize, aRow: i32, aColumn: i32, packed: usize, M: i32, N: i32, K: i32,
): void {
  multiplyFrom(0, c, ldc, from, fromRow, a, aRow, aColumn, packed, M, N, K);
}

/** As `multiply`, summed from k0 on, for an A whose first k0 columns are zero. */
export function multiplyFrom(
  k0: i32, c: usize, ldc: i32, from: usize, fromRow: i32,
  a: usize, aRow: i32, aColumn: i32, packed: usize, M: i32, N: i32, K: i32,
): void {
  const most = depthOf(K);
  const row = PANEL << 2;
  let k = K == 0 ? 0 : k0 / most * most;
  do {
    const depth = min(most, K - k);
    const above = max(0, k0 - k); // rows of a block that are skipped
    const b = packed + ((k * padded(N)) << 2) + above * row;
    product(
      c, ldc << 2, from, fromRow << 2, a + (((k + above) * aColumn) << 2), aRow << 2, aColumn << 2, b, row, depth * row, M, N, depth - above,
    );
    from = c;
    fromRow = ldc;
    k += most;
  } while (k < K);
}

/**
 * C = From + A · B for one block of K. Strides are in bytes; the panels of B, `panel` bytes apart, have rows `row` bytes
 * apart. Tiles have nearly equal heights: two of one row and one of six are slower than three of four.
 */
export function product(
  c: usize, ldc: i32, from: usize, fromRow: i32,
  a: usize, aRow: i32, aColumn: i32, b: usize, row: i32, panel: i32, M: i32, N: i32, K: i32,
): void {
  if (M == 0) return;
  const most = tileRows();
  const tiles = M <= most ? 1 : (M + most - 1) / most;
  const height = M / tiles;
  const taller = M - height * tiles; // the number of tiles with one more row
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

/** Computes `count` tiles of one height, of a whole panel or of the `left` remaining columns. */
@inline
export function place(
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

/** c (N) = from + a (K) · B (K, N), with B unpacked and its rows contiguous: one row, where packing would not pay. */
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

/** C (M, N) = A · B for any strides (in floats). `work` has packedSize(K, N) floats. */
export function gemm(
  c: usize, a: usize, aRow: i32, aColumn: i32, b: usize, bRow: i32, bColumn: i32,
  M: i32, N: i32, K: i32, work: usize,
): void {
  pack(work, b, K, N, bRow, bColumn, 0, 1);
  multiply(c, N, 0, 0, a, aRow, aColumn, work, M, N, K);
}

/** One tile of the relaxed binary, 6 × 8, which wide vectors are measured against (src/wasm/wideRace.ts). */
export function tile(
  c: usize, ldc: i32, from: usize, fromRow: i32, a: usize, aRow: i32, aColumn: i32, b: usize, bRow: i32, K: i32,
): void {
  if (!WIDE) tile6x8(c, ldc, from, fromRow, a, aRow, aColumn, b, bRow, K);
}
