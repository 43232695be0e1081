/** @module One step of Adam against its twin. */
import { expect, test } from "vitest";
import { type AdamArrays, adamStep } from "../../src/wasm/adam.ts";
import * as twin from "../reference/adam.ts";
import { farthest, values } from "../reference/values.ts";

/** One step rounds p of size 1 once, and the step of size lr a few times: 6e-8 + lr · 3e-7. */
const TOLERANCE = 1.5e-7;

/** weightDecay, amsgrad, decoupled, maximize. */
const VARIANTS = [
  [0, false, false, false],
  [0.1, false, false, false],
  [0.1, true, false, false],
  [0.1, false, true, false],
  [0.1, true, true, true],
] as const;

test.each([0, 1, 3, 4, 5, 17, 1000])("%d values over five steps, in every variant", (n) => {
  for (const [weightDecay, amsgrad, decoupled, maximize] of VARIANTS) {
    const settings = {
      lr: 0.02,
      betas: [0.9, 0.99],
      eps: 1e-6,
      weightDecay,
      amsgrad,
      decoupled,
      maximize,
    } as const;
    const [p, m, v] = [Float32Array.from(values(n, 1)), new Float32Array(n), new Float32Array(n)];
    const vMax = amsgrad ? new Float32Array(n) : null;
    for (let t = 1; t <= 5; t++) {
      const g = values(n, 10 + t, t === 2 ? 3 : 1); // a great gradient early: the greatest v is not the last
      const before = { p: [...p], m: [...m], v: [...v], vMax: [...(vMax ?? v)] };
      const expected = twin.adamStep(before, g, { ...settings, t });
      const [beta1, beta2] = settings.betas;
      adamStep([{ p, g: Float32Array.from(g), m, v, vMax }], {
        ...{ beta1, beta2, eps: settings.eps, maximize },
        weightDecay: decoupled ? 0 : weightDecay,
        keep: decoupled ? 1 - settings.lr * weightDecay : 1,
        stepSize: settings.lr / (1 - beta1 ** t),
        correction: Math.sqrt(1 - beta2 ** t),
      });
      expect(farthest(p, expected.p)).toBeLessThan(TOLERANCE);
      expect(farthest(m, expected.m)).toBeLessThan(TOLERANCE);
      expect(farthest(v, expected.v)).toBeLessThan(TOLERANCE);
      if (vMax !== null) expect(farthest(vMax, expected.vMax)).toBeLessThan(TOLERANCE);
    }
  }
});

test("many parameters at once: each the same bits as alone, whatever the lengths of the others", () => {
  const coefficients = {
    ...{ beta1: 0.9, beta2: 0.999, stepSize: 0.2, correction: 0.03, eps: 1e-8 },
    ...{ weightDecay: 0.1, keep: 0.9, maximize: true },
  };
  for (const amsgrad of [false, true]) {
    const parameters = (): AdamArrays[] =>
      [1, 3, 4, 0, 5, 17, 32].map((n) => {
        const [p, g, m, v] = [1, 2, 3, 4].map((seed) => Float32Array.from(values(n, seed)));
        return { p, g, m, v: v.map(Math.abs), vMax: amsgrad ? v.map((x) => x * x) : null };
      });
    const [together, alone] = [parameters(), parameters()];
    adamStep(together, coefficients);
    for (const arrays of alone) adamStep([arrays], coefficients);
    expect(together).toEqual(alone);
  }
});
