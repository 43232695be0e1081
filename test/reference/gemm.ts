/** @module The matrix product as three loops. */

/** C (M, N) = A (M, K) · B (K, N). */
export function gemm(a: readonly number[], b: readonly number[], [M, N, K]: readonly number[]): number[] {
  const c = new Array<number>(M * N).fill(0);
  for (let m = 0; m < M; m++) {
    for (let n = 0; n < N; n++) {
      for (let k = 0; k < K; k++) c[m * N + n] += a[m * K + k] * b[k * N + n];
    }
  }
  return c;
}

/** A (rows, columns) as (columns, rows). */
export function transposed(a: readonly number[], rows: number, columns: number): number[] {
  return Array.from({ length: rows * columns }, (_, i) => a[(i % rows) * columns + Math.floor(i / rows)]);
}
