/** @module The matrix product and the affine map against their twins. */
import { describe, expect, test } from "vitest";
import type { GradientTarget } from "../../src/wasm/gradientTarget.ts";
import { linearBackward, linearForward, matrixProduct } from "../../src/wasm/linear.ts";
import { gemm, transposed } from "../reference/gemm.ts";
import * as twin from "../reference/linear.ts";
import { farthest, values } from "../reference/values.ts";

/**
 * Products of numbers in ±1 summed in float32: K terms err by about √K · 6e-8 · √(K/3) ≤ K · 4e-8, when every
 * partial sum of size √(K/3) is rounded once. Twice that leaves room for bad luck, and a wrong or missing term,
 * which is of size 0.1 and more, still shows.
 */
const tolerance = (K: number): number => 8e-8 * (K + 2);

const SIZES = [1, 3, 4, 5, 17];
const cross = SIZES.flatMap((M) =>
  SIZES.flatMap((N) => SIZES.map((K): [number, number, number] => [M, N, K])),
);
const f32 = (numbers: readonly number[]): Float32Array => Float32Array.from(numbers);

/** How the operands may lie. */
const layouts = [
  { transposeA: false, transposeB: false },
  { transposeA: true, transposeB: false },
  { transposeA: false, transposeB: true },
  { transposeA: true, transposeB: true },
];

describe.each(layouts)("matrix product, A transposed $transposeA, B transposed $transposeB", (layout) => {
  const error = ([M, N, K]: [number, number, number]): number => {
    const [a, b] = [values(M * K, M + 1), values(K * N, N + 2)];
    const aGiven = f32(layout.transposeA ? transposed(a, M, K) : a);
    const bGiven = f32(layout.transposeB ? transposed(b, K, N) : b);
    return farthest(matrixProduct(aGiven, bGiven, [M, N, K], layout), gemm(a, b, [M, N, K]));
  };

  test("at 125 small sizes", () => {
    for (const sizes of cross) expect(error(sizes), String(sizes)).toBeLessThan(tolerance(sizes[2]));
  });

  // 256 values of K are packed at a time; 8 columns of B make a panel; 4 rows of A a tile.
  test.each([
    [9, 33, 40],
    [2, 9, 256],
    [5, 17, 257],
    [8, 16, 513],
    [33, 7, 600],
  ])("at M %d, N %d, K %d", (M, N, K) => {
    expect(error([M, N, K])).toBeLessThan(tolerance(K));
  });

  test.each([
    [0, 3, 4],
    [3, 0, 4],
    [3, 4, 0],
    [0, 0, 0],
  ])("at M %d, N %d, K %d there is nothing, or zeros", (M, N, K) => {
    const y = matrixProduct(new Float32Array(M * K), new Float32Array(K * N), [M, N, K], layout);
    expect([...y]).toEqual(new Array(M * N).fill(0));
  });
});

test("matrix product: integers are exact", () => {
  const a = f32([1, 2, 3, 4, 5, 6]);
  expect([...matrixProduct(a, f32([1, 0, 0, 1, 2, 2]), [2, 2, 3])]).toEqual([7, 8, 16, 17]);
});

describe("affine map", () => {
  test.each([true, false])("at 125 small sizes, bias %s", (hasBias) => {
    for (const [N, I, O] of [...cross, [9, 33, 40] as const, [300, 5, 6] as const]) {
      const [x, w, dy] = [values(N * I, 1), values(O * I, 2), values(N * O, 4)];
      const bias = hasBias ? values(O, 3) : null;
      const where = `N ${N}, I ${I}, O ${O}`;
      const inputs = { x: f32(x), weight: f32(w), bias: bias && f32(bias) };
      const y = linearForward(inputs, { N, I, O });
      expect(farthest(y, twin.linearForward(x, w, bias, [N, I, O])), where).toBeLessThan(tolerance(I));

      const wanted = {
        dx: new Float32Array(N * I),
        dweight: new Float32Array(O * I),
        dbias: new Float32Array(O),
      };
      const fill = (values: Float32Array): GradientTarget => ({ values: values.fill(9), adds: false });
      const targets = { dx: fill(wanted.dx), dweight: fill(wanted.dweight), dbias: fill(wanted.dbias) };
      linearBackward(targets, f32(dy), inputs, { N, I, O });
      const expected = twin.linearBackward(dy, x, w, [N, I, O]);
      expect(farthest(wanted.dx, expected.dx), where).toBeLessThan(tolerance(O));
      expect(farthest(wanted.dweight, expected.dweight), where).toBeLessThan(tolerance(N));
      expect(farthest(wanted.dbias, expected.dbias), where).toBeLessThan(tolerance(N));
    }
  });

  test("backward adds to what is there, and leaves out what is not wanted", () => {
    const [dy, sizes] = [f32([10]), { N: 1, I: 2, O: 1 }];
    const inputs = { x: f32([1, 2]), weight: f32([3, 4]), bias: null };
    const add = (values: Float32Array): GradientTarget => ({ values, adds: true });
    const dx = f32([100, 200]);
    linearBackward({ dx: add(dx), dweight: null, dbias: null }, dy, inputs, sizes);
    expect([...dx]).toEqual([130, 240]);
    const dweight = f32([1, 1]);
    const dbias = f32([5]);
    linearBackward({ dx: null, dweight: add(dweight), dbias: add(dbias) }, dy, inputs, sizes);
    expect([...dweight, ...dbias]).toEqual([11, 21, 15]);
  });

  test("of no rows is nothing, and gives no gradient", () => {
    const none = new Float32Array(0);
    const [inputs, sizes] = [
      { x: none, weight: f32([1, 2]), bias: f32([3]) },
      { N: 0, I: 2, O: 1 },
    ];
    expect(linearForward(inputs, sizes)).toHaveLength(0);
    const dweight = f32([7, 8]);
    const target = { values: dweight, adds: true };
    linearBackward({ dx: null, dweight: target, dbias: null }, none, inputs, sizes);
    expect([...dweight]).toEqual([7, 8]);
  });

  test("of no columns is the bias", () => {
    const none = new Float32Array(0);
    const inputs = { x: none, weight: none, bias: f32([3, 4]) };
    expect([...linearForward(inputs, { N: 2, I: 0, O: 2 })]).toEqual([3, 4, 3, 4]);
  });
});
