import { expect, test } from "vitest";
import { ValueError } from "../../src/errors.ts";
import {
  cosNearZero,
  evenOctant,
  logOfFraction,
  remainder,
  rotated,
  sinNearZero,
} from "../../src/random/cephes.ts";
import { fillUniform } from "../../src/random/distributions.ts";
import { Generator } from "../../src/random/generator.ts";
import { fillNormal } from "../../src/random/normal.ts";

test("logOfFraction: relative error below 9e-8, and exact at one", () => {
  expect(logOfFraction(2 ** 24)).toBe(0);
  let worst = 0;
  for (let k = 1; k < 2 ** 24; k += 997) {
    const exact = Math.log(k * 2 ** -24);
    worst = Math.max(worst, Math.abs((logOfFraction(k) - exact) / exact));
  }
  expect(worst).toBeGreaterThan(0);
  expect(worst).toBeLessThan(9e-8);
});

test("rotated: sine and cosine, error below 8e-8 over a full turn", () => {
  let worst = 0;
  for (let i = 0; i < 20000; i++) {
    const theta = Math.fround((2 * Math.PI * i) / 20000);
    const octant = evenOctant(theta);
    const x = remainder(theta, octant);
    const [sine, cosine] = [sinNearZero(x), cosNearZero(x)];
    worst = Math.max(worst, Math.abs(rotated(sine, cosine, octant) - Math.sin(theta)));
    worst = Math.max(worst, Math.abs(rotated(sine, cosine, octant + 2) - Math.cos(theta)));
  }
  expect(worst).toBeGreaterThan(0);
  expect(worst).toBeLessThan(8e-8);
});

test("fillNormal below 16: pairs of double Box–Muller, the second waiting for the next call", () => {
  const uniforms = new Generator(4);
  const theta = 2 * Math.PI * uniforms.random53();
  const radius = Math.sqrt(-2 * Math.log(1 - uniforms.random53()));

  const generator = new Generator(4);
  const first = fillNormal(new Float32Array(1), 0, 1, generator)[0];
  expect(first).toBe(Math.fround(radius * Math.cos(theta)));
  expect(generator.random32()).toBe(uniforms.random32());

  const second = fillNormal(new Float32Array(1), 10, 3, generator)[0];
  expect(second).toBe(Math.fround(10 + 3 * radius * Math.sin(theta)));
  expect(generator.random32()).toBe(uniforms.random32());
});

test("fillNormal from 16 on: leaves the waiting value alone; reseeding drops it", () => {
  const generator = new Generator(4);
  fillNormal(new Float32Array(1), 0, 1, generator);
  const waiting = generator.nextNormal;
  expect(waiting).not.toBeNull();
  fillNormal(new Float32Array(16), 0, 1, generator);
  expect(generator.nextNormal).toBe(waiting);
  expect(generator.manualSeed(4).nextNormal).toBeNull();
});

test("fillNormal at 18: against the formula in double, the last 16 drawn anew over the first", () => {
  const generator = new Generator(11);
  const u = fillUniform(new Float32Array(18), 0, 1, generator);
  const anew = fillUniform(new Float32Array(16), 0, 1, generator);
  const expected = [...boxMuller(u).slice(0, 2), ...boxMuller(anew)];

  const got = fillNormal(new Float32Array(18), 0, 1, new Generator(11));
  // Float32 logarithm, root, sine and product, each half a unit in the last place of values up to 6.
  for (let i = 0; i < 18; i++) expect(Math.abs(got[i] - expected[i])).toBeLessThan(1.5e-6);
});

test("fillNormal: a standard deviation of 0 is the mean, below 0 or NaN an error that draws nothing", () => {
  expect(new Set(fillNormal(new Float32Array(20), 5, 0))).toEqual(new Set([5]));
  const generator = new Generator(5489);
  for (const std of [-1, Number.NaN]) {
    const message = `normal expects std >= 0.0, but found std ${std}`;
    expect(() => fillNormal(new Float32Array(2), 0, std, generator)).toThrow(new ValueError(message));
  }
  expect(generator.random32()).toBe(3499211612);
});

/** The first block of 16 by the textbook. */
function boxMuller(u: Float32Array): number[] {
  const pair = (j: number, wave: (x: number) => number) =>
    Math.sqrt(-2 * Math.log(1 - u[j])) * wave(2 * Math.PI * u[j + 8]);
  const block = Array.from({ length: 8 }, (_, j) => j);
  return [...block.map((j) => pair(j, Math.cos)), ...block.map((j) => pair(j, Math.sin))];
}
