/** @module The affine map in parts of rows: the bits of one call. */
import { afterEach, expect, test } from "vitest";
import { setDeterministic } from "../../src/index.ts";
import { linearBackwardInParts, linearForwardInParts } from "../../src/wasm/linearParts.ts";
import { bitsOf } from "./bits.ts";

afterEach(() => setDeterministic(false));

function values(count: number, scale: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => Math.sin(scale * (i + 1)));
}

/** Hashes of y, dx, dW and db, added to and overwritten. */
function bitsIn(N: number, I: number, O: number, rows: number): string[] {
  const inputs = { x: values(N * I, 1.7), weight: values(O * I, 0.9), bias: values(O, 3) };
  const sizes = { N, I, O };
  const dy = values(N * O, 2.3);
  const passes = [true, false].flatMap((adds) => {
    const of = (count: number) => ({ values: values(count, 0.4), adds });
    const gradients = { dx: of(N * I), dweight: of(O * I), dbias: of(O) };
    linearBackwardInParts(gradients, dy, inputs, sizes, rows);
    return [gradients.dx.values, gradients.dweight.values, gradients.dbias.values];
  });
  return bitsOf([linearForwardInParts(inputs, sizes, rows), ...passes]);
}

test.each([
  [100, 3, 5],
  [333, 17, 9],
  [257, 1, 33],
  [1000, 40, 1],
  [640, 8, 64],
])("%d rows, %d inputs, %d outputs", (N, I, O) => {
  for (const deterministic of [true, false]) {
    setDeterministic(deterministic);
    expect(bitsIn(N, I, O, 16)).toEqual(bitsIn(N, I, O, N));
    expect(bitsIn(N, I, O, 61)).toEqual(bitsIn(N, I, O, N));
  }
});
