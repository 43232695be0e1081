/** @module The Mackey–Glass series: its first steps by hand, and the statistics of Lukoševičius' published file. */
import { expect, test } from "vitest";
import { mackeyGlass } from "../../../src/data/index.ts";

test("the first value is ten Euler steps from a past of 1.2", () => {
  let x = 1.2;
  for (let k = 0; k < 10; k++) x += 0.1 * ((0.2 * 1.2) / (1 + 1.2 ** 10) - 0.1 * x);
  const [first] = mackeyGlass({ length: 1, washout: 0 });
  expect(first).toBeCloseTo(x, 14); // the same sum in another order
});

/** Mean, deviation, and correlation with itself some steps later. */
function statistics(values: Float64Array): number[] {
  const n = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const centered = values.map((value) => value - mean);
  const product = (lag: number) =>
    centered.subarray(lag).reduce((sum, value, i) => sum + value * (centered[i] ?? 0), 0) / n;
  return [mean, Math.sqrt(product(0)), ...[6, 17, 50, 84].map((lag) => product(lag) / product(0))];
}

/* of the 10,000 values of MackeyGlass_t17.txt: mean, deviation, correlation after 6, 17, 50 and 84 steps */
const published = [-0.06577, 0.21591, 0.66432, -0.50553, 0.71932, -0.28674];

/*
 * From value to value the file follows our steps: with x = atanh(value) + 1, delayed values between its samples
 * interpolated, ten Euler steps of 0.1 meet the next sample to 4e-6 on average with τ = 17, and to 6e-4 with 16.9 or
 * 17.1. Its random past is not published, so a chaotic series from another one can agree in its statistics only. Over
 * 40 seeds mean and deviation came within 0.001 of the file's, correlations after 6 and 17 steps within 0.005, those
 * after 50 and 84, which take long to settle, within 0.06.
 */
const tolerances = [0.001, 0.001, 0.005, 0.005, 0.06, 0.06];

test.each([undefined, 1, 2])("with seed %s the statistics are the published ones", (seed) => {
  const made = statistics(mackeyGlass({ length: 10_000, squash: true, ...(seed !== undefined && { seed }) }));
  for (const [i, value] of made.entries())
    expect(Math.abs(value - (published[i] ?? 0))).toBeLessThan(tolerances[i] ?? 0);
});

test("a seed makes the series, squash and tau change it", () => {
  const [a, b, c] = [1, 1, 2].map((seed) => mackeyGlass({ length: 50, seed }));
  expect(a).toEqual(b);
  expect(a).not.toEqual(c);
  expect(a?.every((x) => x > 0.2 && x < 1.5)).toBe(true);
  expect(mackeyGlass({ length: 50, seed: 1, squash: true })).toEqual(a?.map((x) => Math.tanh(x - 1)));
  expect(mackeyGlass({ length: 50, seed: 1, tau: 30 })).not.toEqual(a);
});

test("options that make no sense", () => {
  expect(() => mackeyGlass({ length: -1 })).toThrow(
    "mackeyGlass: length -1 and washout 1000 must be whole numbers from 0, and tau 17 at least 0.1",
  );
});
