/** @module Eigenvalues and principal components, against matrices whose own are known. */
import { describe, expect, test } from "vitest";
import { spectralRadius } from "../../../src/note/spectralRadius.ts";
import { Generator } from "../../../src/random/generator.ts";
import { fillNormal } from "../../../src/random/normal.ts";
import { eigenvalues, greatest } from "../../../studio/note/lab/eigenvalues.ts";
import { principalPlane, projected } from "../../../studio/note/lab/principal.ts";

/** Pairs [re, im], sorted. */
function pairs(values: readonly number[], n: number): [number, number][] {
  const { re, im } = eigenvalues(values, n);
  return Array.from(re, (real, i): [number, number] => [real, im[i]]).sort(
    (a, b) => a[0] - b[0] || a[1] - b[1],
  );
}

const half = Math.sqrt(3) / 2;

describe("eigenvalues", () => {
  test.each<[string, number[], [number, number][]]>([
    ["one number", [-0.25], [[-0.25, 0]]],
    ["a diagonal", [3, 0, 0, -5], [[-5, 0], [3, 0]]], // biome-ignore format: a row a matrix
    ["a turn by 90°, doubled", [0, -2, 2, 0], [[0, -2], [0, 2]]], // biome-ignore format: a row a matrix
    ["a Jordan block", [0.5, 1, 0, 0.5], [[0.5, 0], [0.5, 0]]], // biome-ignore format: a row a matrix
    ["nothing but a shift", [0, 1, 0, 0], [[0, 0], [0, 0]]], // biome-ignore format: a row a matrix
    ["x³ − 6x² + 11x − 6", [6, -11, 6, 1, 0, 0, 0, 1, 0], [[1, 0], [2, 0], [3, 0]]], // biome-ignore format: a row a matrix
    ["a cycle of three: the roots of 1", [0, 1, 0, 0, 0, 1, 1, 0, 0], [[-0.5, -half], [-0.5, half], [1, 0]]], // biome-ignore format: a row a matrix
    ["x⁴ + 1", [0, 0, 0, -1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0],
      [-1, 1].flatMap((re) => [-1, 1].map((im): [number, number] => [re * Math.SQRT1_2, im * Math.SQRT1_2]))], // biome-ignore format: a row a matrix
  ])("of %s", (_, values, expected) => {
    const found = pairs(values, Math.sqrt(values.length));
    expect(found).toHaveLength(expected.length);
    found.forEach(([re, im], i) => {
      expect(re).toBeCloseTo(expected[i][0], 12);
      expect(im).toBeCloseTo(expected[i][1], 12);
    });
  });

  test.each([5, 32, 100])("of %i × %i normal numbers have the traces of W and W², and its radius", (n) => {
    const values = [...fillNormal(new Float32Array(n * n), 0, 1 / Math.sqrt(n), new Generator(7))];
    const found = eigenvalues(values, n);
    let [trace, ofSquare] = [0, 0];
    for (let i = 0; i < n; i++) {
      trace += values[i * n + i];
      for (let j = 0; j < n; j++) ofSquare += values[i * n + j] * values[j * n + i];
    }
    const { re, im } = found;
    expect(re.reduce((a, b) => a + b)).toBeCloseTo(trace, 11);
    expect(im.reduce((a, b) => a + b)).toBeCloseTo(0, 11);
    expect(re.reduce((sum, real, i) => sum + real ** 2 - im[i] ** 2, 0)).toBeCloseTo(ofSquare, 10);
    // Gelfand's formula in float32 is good to some 1e-6.
    expect(Math.abs(greatest(found) / spectralRadius(values, n) - 1)).toBeLessThan(3e-6);
  });

  test("NaN stays NaN", () => expect(eigenvalues([1, Number.NaN, 0, 1], 2).re[0]).toBeNaN());
});

describe("principal components", () => {
  test("of points on an ellipse are its axes", () => {
    const angles = Array.from({ length: 12 }, (_, i) => (i * Math.PI) / 6);
    // The greater axis along (3, 4)/5, 2 long; the smaller along (−4, 3)/5, 1 long; a third number that never changes.
    const places = angles.flatMap((angle) => {
      const [a, b] = [2 * Math.cos(angle), Math.sin(angle)];
      return [(3 * a - 4 * b) / 5, (4 * a + 3 * b) / 5 + 1, 7];
    });
    const states = Float32Array.from(places);
    const plane = principalPlane(states, 3);
    expect(plane.shares[0]).toBeCloseTo(0.8, 6);
    expect(plane.shares[1]).toBeCloseTo(0.2, 6);
    expect(plane.center[1]).toBeCloseTo(1, 6);
    expect(Math.abs(plane.axes[0][0])).toBeCloseTo(0.6, 6);
    expect(Math.abs(plane.axes[0][1])).toBeCloseTo(0.8, 6);
    const shown = projected(states, plane);
    angles.forEach((angle, i) => {
      expect(Math.abs(shown[2 * i])).toBeCloseTo(Math.abs(2 * Math.cos(angle)), 6);
      expect(Math.abs(shown[2 * i + 1])).toBeCloseTo(Math.abs(Math.sin(angle)), 6);
    });
  });

  test("of one unit leave nothing for a second", () => {
    const { shares } = principalPlane(Float32Array.of(1, 2, 4), 1);
    expect(shares[0]).toBeCloseTo(1, 12);
    expect(shares[1]).toBeCloseTo(0, 12);
  });
});
