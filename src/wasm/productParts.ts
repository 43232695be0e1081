/** @module Matrix products that are too large for one call: in parts of rows, with the same bits. */
import { ROOM } from "./arena.ts";
import { matrixProduct } from "./linear.ts";
import { eachPart, FEWEST_ROWS, identity, joined } from "./parts.ts";

/** C (M, N) = A (M, K) · B (K, N), or B (N, K) if transposed, in parts of `rows` rows of A. */
export function productByRows(
  a: Float32Array,
  b: Float32Array,
  [M, N, K]: readonly [number, number, number],
  transposeB = false,
  rows: number = rowsPerPart(M, N, K),
): Float32Array {
  if (rows >= M) return matrixProduct(a, b, [M, N, K], { transposeB });
  const c = new Float32Array(M * N);
  eachPart(M, rows, (from, until) => {
    const part = a.subarray(from * K, until * K);
    c.set(matrixProduct(part, b, [until - from, N, K], { transposeB }), from * N);
  });
  return c;
}

/**
 * C (M, N) = Aᵀ B for A (K, M) and B (K, N), summed over `rows` rows of both at once.
 *
 * The kernels sum from the first row to the last, so the sum so far is carried into the next part as rows before it: the
 * identity in A with the sum in B, whose products are the sum itself, and zeros.
 */
export function productOverRows(
  a: Float32Array,
  b: Float32Array,
  [M, N, K]: readonly [number, number, number],
  rows: number = rowsPerPart(K, N, M),
): Float32Array {
  if (rows >= K) return matrixProduct(a, b, [M, N, K], { transposeA: true });
  let sum: Float32Array | null = null;
  eachPart(K, rows, (from, until) => {
    const [aPart, bPart] = [a.subarray(from * M, until * M), b.subarray(from * N, until * N)];
    const count = until - from;
    sum =
      sum === null
        ? matrixProduct(aPart, bPart, [M, N, count], { transposeA: true })
        : matrixProduct(joined(identity(M), aPart), joined(sum, bPart), [M, N, M + count], {
            transposeA: true,
          });
  });
  return sum ?? new Float32Array(M * N);
}

/** As many rows of `inner` values in and `outer` out as fit beside the rest of a call. */
function rowsPerPart(rows: number, outer: number, inner: number): number {
  const bytes = 4 * (inner + outer);
  return rows * bytes <= ROOM ? rows : Math.max(FEWEST_ROWS, 4 * inner, Math.floor(ROOM / bytes));
}
