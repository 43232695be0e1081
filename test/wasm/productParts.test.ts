/** @module Matrix products in parts of rows: the bits of one call. */
import { afterEach, expect, test } from "vitest";
import { setDeterministic } from "../../src/index.ts";
import { productByRows, productOverRows } from "../../src/wasm/productParts.ts";
import { bitsOf } from "./bits.ts";

afterEach(() => setDeterministic(false));

function values(count: number, scale: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => Math.sin(scale * (i + 1)));
}

test.each([
  [100, 3, 5],
  [333, 17, 9],
  [257, 33, 1],
  [1000, 1, 40],
  [640, 64, 8],
])("%d rows, %d columns, %d between", (M, N, K) => {
  const [a, b, bT] = [values(M * K, 1.7), values(K * N, 0.9), values(N * K, 0.9)];
  const long = values(M * N, 2.3);
  const bitsIn = (rows: number): string[] =>
    bitsOf([
      productByRows(a, b, [M, N, K], false, rows),
      productByRows(a, bT, [M, N, K], true, rows),
      productOverRows(a, long, [K, N, M], rows),
    ]);
  for (const deterministic of [true, false]) {
    setDeterministic(deterministic);
    expect(bitsIn(16)).toEqual(bitsIn(M));
    expect(bitsIn(61)).toEqual(bitsIn(M));
  }
});
