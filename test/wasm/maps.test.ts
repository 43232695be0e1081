/** @module tanh, sigmoid, exp and log over the whole of float32. */
import { describe, expect, test } from "vitest";
import { tensor } from "../../src/tensor/create.ts";
import { applyMap, sigmoidMap, tanhMap } from "../../src/tensor/maps.ts";
import { sigmoid } from "../reference/sigmoid.ts";

const maps = [
  { name: "tanh", map: tanhMap, exact: Math.tanh },
  { name: "sigmoid", map: sigmoidMap, exact: sigmoid },
] as const;

/** Promised in the docstrings of src/tensor/maps.ts. One unit in the last place just below 1 is 6e-8. */
const PROMISED = 2e-7;

/** Every 1021st float32 from +0 to +Infinity, by its bits: every exponent, denormals included. */
const positive = new Float32Array(
  Uint32Array.from({ length: Math.floor(0x7f800000 / 1021) }, (_, i) => i * 1021).buffer,
);

/** Where the two curves bend, and every step of the range reduction of exp: ±20 in steps of 2⁻¹⁵. */
const dense = Float32Array.from({ length: 40 * 2 ** 15 + 1 }, (_, i) => i / 2 ** 15 - 20);

/** `count` neighbouring float32 numbers on each side of x. */
function around(x: number, count = 1000): Float32Array {
  const bits = new Uint32Array(Float32Array.of(x).buffer)[0];
  return new Float32Array(Uint32Array.from({ length: 2 * count + 1 }, (_, i) => bits + i - count).buffer);
}

function worst(
  map: (x: Float32Array) => Float32Array,
  exact: (x: number) => number,
  x: Float32Array,
): number {
  const y = map(x);
  let error = 0;
  for (let i = 0; i < x.length; i++) error = Math.max(error, Math.abs(y[i] - exact(x[i]))); // max keeps NaN
  return error;
}

describe.each(maps)("$name", ({ map, exact }) => {
  test("is within 2e-7 of float64 over all of float32", () => {
    expect(worst(map, exact, positive)).toBeLessThan(PROMISED);
    expect(
      worst(
        map,
        exact,
        positive.map((x) => -x),
      ),
    ).toBeLessThan(PROMISED);
  });

  test("is within 2e-7 of float64 where it bends", () => {
    expect(worst(map, exact, dense)).toBeLessThan(PROMISED);
  });

  // 0.625 joins the two parts of tanh; ±8.5 … 9 is where it becomes 1; ±43.5 and ±87 are where exp is clamped.
  test.each([0.625, 8.3, 8.6, 9.01, 16.6, 43.5, 87, 88.7, 103, 1000])("has no jump around ±%d", (x) => {
    expect(worst(map, exact, around(x))).toBeLessThan(PROMISED);
    expect(worst(map, exact, around(-x))).toBeLessThan(PROMISED);
  });

  test("lets NaN through, in any lane, and nothing from the lanes beside it", () => {
    for (let lane = 0; lane < 4; lane++) {
      const y = map(Float32Array.from({ length: 4 }, (_, i) => (i === lane ? Number.NaN : 0)));
      expect([...y].map(Number.isNaN)).toEqual([0, 1, 2, 3].map((i) => i === lane));
    }
  });

  test.each([0, 1, 2, 3, 4, 5, 17])("maps an array of %d values", (length) => {
    const y = map(new Float32Array(length).fill(0.5));
    expect([...y]).toEqual(new Array(length).fill(map(Float32Array.of(0.5))[0]));
  });
});

test("tanh has its limits exactly, and keeps the sign of zero", () => {
  const y = tanhMap(Float32Array.of(Infinity, -Infinity, 1000, -1000, 0, -0));
  expect([...y]).toEqual([1, -1, 1, -1, 0, -0]);
});

test("sigmoid has its limits exactly or, below, smaller than any normal number's neighbour of zero", () => {
  const y = sigmoidMap(Float32Array.of(Infinity, 1000, 0, -0, -1000, -Infinity));
  expect([...y.subarray(0, 4)]).toEqual([1, 1, 0.5, 0.5]);
  for (const low of y.subarray(4)) {
    expect(low).toBeGreaterThanOrEqual(0);
    expect(low).toBeLessThan(2e-38); // e⁻⁸⁷ = 1.6e-38, as exp is clamped there
  }
});

/** Every exponent of float32, with 2000 mantissas each. */
const normal = new Float32Array(
  Uint32Array.from({ length: 254 * 2000 }, (_, i) => (1 + Math.floor(i / 2000)) * 2 ** 23 + (i % 2000) * 4194)
    .buffer,
);

function relative(y: Float32Array, exact: (x: number) => number, x: Float32Array): number {
  let error = 0;
  for (let i = 0; i < x.length; i++) error = Math.max(error, Math.abs(y[i] / exact(x[i]) - 1));
  return error;
}

test("exp is within 2e-7 of its size", () => {
  const x = Float32Array.from({ length: 175 * 2 ** 12 + 1 }, (_, i) => i / 2 ** 12 - 87);
  expect(relative(applyMap("exp", tensor(x)).data, Math.exp, x)).toBeLessThan(2e-7);
  const ends = applyMap("exp", tensor([0, -0, 88.8, Infinity, -104, -Infinity, Number.NaN]));
  expect(ends.tolist()).toEqual([1, 1, Infinity, Infinity, 0, 0, Number.NaN]);
});

test("log is within 2e-7 of its size", () => {
  const x = normal.filter((value) => Math.abs(value - 1) > 1e-3);
  expect(relative(applyMap("log", tensor(x)).data, Math.log, x)).toBeLessThan(2e-7);
  const near = around(1, 5000);
  expect(worst((values) => applyMap("log", tensor(values)).data, Math.log, near)).toBeLessThan(1e-10);
  const ends = applyMap("log", tensor([1, 0, -0, -1, Infinity, Number.NaN, 1e-45]));
  expect(ends.tolist()).toEqual([
    0,
    -Infinity,
    -Infinity,
    Number.NaN,
    Infinity,
    Number.NaN,
    Math.fround(Math.log(2 ** -149)),
  ]);
});

test("denormal numbers pass through tanh unchanged", () => {
  const tiny = Float32Array.of(1e-45, -1e-45, 1e-40, -1e-40, 1.1754944e-38);
  expect([...tanhMap(tiny)]).toEqual([...tiny]);
});
