/** @module The affine map on threads: the twin's values, and the same bits for any number of threads. */
import { availableParallelism } from "node:os";
import { afterEach, expect, test } from "vitest";
import { setNumThreads } from "../../src/index.ts";
import { arenaFor } from "../../src/wasm/engine.ts";
import { backwardInParts, forwardInParts } from "../../src/wasm/linear.ts";
import * as twin from "../reference/linear.ts";
import { farthest, values } from "../reference/values.ts";
import { bitsOf } from "./bits.ts";

afterEach(() => setNumThreads(availableParallelism()));

const f32 = (numbers: readonly number[]): Float32Array => Float32Array.from(numbers);

type Sizes = readonly [number, number, number];

/** y, dx, dW and db of a layer of random numbers, on so many threads. */
function onThreads(count: number, [N, I, O]: Sizes): Float32Array[] {
  setNumThreads(Math.max(2, count)); // the shared memory
  const arena = arenaFor(1e9);
  setNumThreads(count);
  const [x, weight, bias, dy] = [values(N * I, 1), values(O * I, 2), values(O, 3), values(N * O, 4)].map(f32);
  const [inputs, sizes] = [
    { x, weight, bias },
    { N, I, O },
  ];
  const y = forwardInParts(arena, inputs, sizes);
  const gradients = [N * I, O * I, O].map((size) => new Float32Array(size).fill(9));
  const [dx, dweight, dbias] = gradients.map((array) => ({ values: array, adds: false }));
  arenaFor(1e9);
  backwardInParts(arena, { dx, dweight, dbias }, dy, inputs, sizes);
  return [y, ...gradients];
}

// Sizes around a vector and a tile; then rows for each of three threads, two blocks of K, few outputs, few inputs.
const small = [1, 3, 4, 5, 17].map((size): Sizes => [size + 16, size, size]);
const large: readonly Sizes[] = [
  [100, 330, 24],
  [29, 40, 1],
  [700, 3, 50],
  [28, 65, 400],
];

test.each([...small, ...large])("N %d, I %d, O %d", (...sizes) => {
  const two = onThreads(2, sizes);
  expect(bitsOf(onThreads(1, sizes))).toEqual(bitsOf(two));
  expect(bitsOf(onThreads(3, sizes))).toEqual(bitsOf(two));

  const [N, I, O] = sizes;
  const [x, w, b, dy] = [values(N * I, 1), values(O * I, 2), values(O, 3), values(N * O, 4)];
  const { dx, dweight, dbias } = twin.linearBackward(dy, x, w, sizes);
  const wanted = [twin.linearForward(x, w, b, sizes), dx, dweight, dbias];
  const terms = [I, O, N, N]; // of each sum; see linear.test.ts for what they may err by
  for (const [i, result] of two.entries())
    expect(farthest(result, wanted[i])).toBeLessThan(8e-8 * (terms[i] + 2));
});

test("gradients that are not wanted are left out, and others added to", () => {
  setNumThreads(2);
  const dbias = f32([1, 2]);
  const arena = arenaFor(1e9);
  const ones = new Float32Array(32).fill(1);
  backwardInParts(
    arena,
    { dx: null, dweight: null, dbias: { values: dbias, adds: true } },
    ones,
    { x: ones, weight: f32([1, 1, 1, 1]), bias: null },
    { N: 16, I: 2, O: 2 },
  );
  expect([...dbias]).toEqual([17, 18]);
});
