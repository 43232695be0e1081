/** @module The optimisers' equations: by hand, against float64 twins, and for gradients that stand still. */
import { optim, tensor } from "unrolled";
import { describe, expect, test } from "vitest";
import * as twins from "../reference/optimizers.ts";
import { farthest, values } from "../reference/values.ts";
import { makeOptimizer, type Name, parameter, stepAlong } from "./make.ts";

describe("by hand, in halves and quarters", () => {
  const path = (optimizer: optim.Optimizer, gradients: readonly number[]): number[] => {
    const [p] = optimizer.paramGroups[0].params;
    return gradients.map((g) => {
      stepAlong(optimizer, [p], [[g]]);
      return p.item();
    });
  };

  test("SGD", () => {
    const at = (options: object) =>
      path(makeOptimizer("SGD", [parameter(1)], { lr: 0.5, ...options }), [1, 2]);
    expect(at({})).toEqual([0.5, -0.5]);
    expect(at({ maximize: true })).toEqual([1.5, 2.5]);
    expect(at({ weightDecay: 0.5 })).toEqual([0.25, -0.8125]); // g = 1.5, then 2.125
    expect(at({ momentum: 0.5 })).toEqual([0.5, -0.75]); // b = 1, then 0.5 + 2
    expect(at({ momentum: 0.5, dampening: 0.5 })).toEqual([0.5, -0.25]); // b = 1 whole, then 0.5 + 1
    expect(at({ momentum: 0.5, nesterov: true })).toEqual([0.25, -1.375]); // 1.5, then 2 + 0.5 · 2.5
  });

  test("AdamW shrinks the parameter and leaves the means alone", () => {
    const optimizer = new optim.AdamW([parameter(4)], {
      lr: 0.5,
      betas: [0.5, 0.75],
      eps: 0,
      weightDecay: 0.5,
    });
    expect(path(optimizer, [8])).toEqual([2.5]); // 4 · 0.75 − 0.5
    expect(optimizer.stateDict().state[0].exp_avg?.item()).toBe(4);
    expect(path(new optim.AdamW([parameter(1)]), [0])).toEqual([Math.fround(1 - 1e-5)]); // weightDecay 0.01
  });

  test("amsgrad remembers the greatest square", () => {
    const options = { lr: 1, betas: [0, 0.5], eps: 0, amsgrad: true } as const;
    const optimizer = new optim.Adam([parameter(0)], options);
    stepAlong(optimizer, optimizer.paramGroups[0].params, [[4]]); // v = 8
    stepAlong(optimizer, optimizer.paramGroups[0].params, [[0]]); // v = 4
    const { exp_avg_sq, max_exp_avg_sq } = optimizer.stateDict().state[0];
    expect([exp_avg_sq?.item(), max_exp_avg_sq?.item()]).toEqual([4, 8]);
  });

  test("RMSprop", () => {
    const at = (options: object) =>
      path(makeOptimizer("RMSprop", [parameter(1)], { lr: 0.5, alpha: 0.75, eps: 0, ...options }), [4, 0]);
    expect(at({})).toEqual([0, 0]); // 4 / √(16 / 4) = 2
    expect(at({ momentum: 0.5 })).toEqual([0, -0.5]);
    expect(at({ eps: 2 })).toEqual([0.5, 0.5]);
    const root = Math.sqrt(3); // of v − a² = 4 − 1
    expect(at({ centered: true })[0]).toBeCloseTo(1 - 2 / root, 6);
  });

  test("Adagrad", () => {
    const at = (options: object) =>
      path(makeOptimizer("Adagrad", [parameter(1)], { lr: 0.5, eps: 0, ...options }), [3, 4]);
    expect(at({})).toEqual([0.5, 0.09999999403953552]); // 3/3, then 4/5, rounded as by PyTorch
    expect(at({ lrDecay: 1 })[1]).toBeCloseTo(0.3, 7);
    expect(at({ initialAccumulatorValue: 16 })[0]).toBeCloseTo(0.7, 7); // 3/5
  });

  test("NAdam: without momentum it is Adam's first step", () => {
    const optimizer = new optim.NAdam([parameter(1)], { lr: 0.5, betas: [0, 0.75], eps: 0 });
    expect(path(optimizer, [8])).toEqual([0.5]);
  });

  test("RAdam: plain momentum while ρ ≤ 5, then Adam with a part of its rate", () => {
    const gradient = 2;
    const reached = path(new optim.RAdam([parameter(0)], { lr: 0.5 }), Array(6).fill(gradient));
    reached.slice(0, 5).forEach((value, i) => {
      expect(value).toBeCloseTo(-(i + 1), 5); // lr · m̂ = 1 each; ρ₅ = 4.996 for β₂ = 0.999
    });
    const part = -(reached[5] - reached[4]) / 0.5;
    expect(part).toBeGreaterThan(0);
    expect(part).toBeLessThan(0.1); // of Adam's step along an even gradient, which is lr whole
  });
});

describe("against the float64 twins", () => {
  const common = { lr: 0.05, weightDecay: 0.1 };
  const plain = { momentum: 0, dampening: 0, nesterov: 0, maximize: 0 };
  const cases: readonly [Name, twins.Twin, Readonly<Record<string, number>>][] = [
    ["SGD", twins.sgd, { ...common, ...plain }],
    ["SGD", twins.sgd, { ...common, ...plain, momentum: 0.9, maximize: 1 }],
    ["SGD", twins.sgd, { ...common, ...plain, momentum: 0.8, dampening: 0.3 }],
    ["SGD", twins.sgd, { ...common, ...plain, momentum: 0.9, nesterov: 1 }],
    ["RMSprop", twins.rmsprop, { ...common, alpha: 0.9, eps: 1e-3, momentum: 0, centered: 0, maximize: 0 }],
    ["RMSprop", twins.rmsprop, { ...common, alpha: 0.8, eps: 1e-3, momentum: 0.5, centered: 1, maximize: 1 }],
    [
      "Adagrad",
      twins.adagrad,
      { ...common, lrDecay: 0.1, eps: 1e-6, initialAccumulatorValue: 0.5, maximize: 1 },
    ],
    ["NAdam", twins.nadam, { ...common, beta1: 0.8, beta2: 0.9, eps: 1e-3, momentumDecay: 0.1 }],
    ["RAdam", twins.radam, { ...common, beta1: 0.8, beta2: 0.9, eps: 1e-3 }],
  ];

  test.each(cases)("%s %#", (name, twin, numbers) => {
    const { beta1, beta2, ...others } = numbers;
    const flags = ["nesterov", "centered", "maximize"];
    const options = Object.fromEntries(
      Object.entries(others).map(([option, value]) => [option, flags.includes(option) ? value === 1 : value]),
    );
    for (const size of [1, 3, 4, 5, 17]) {
      const p = parameter(...values(size, size));
      const optimizer = makeOptimizer(
        name,
        [p],
        beta1 === undefined ? options : { ...options, betas: [beta1, beta2] },
      );
      const expected = [...p.data];
      const memories: twins.Memory[] = expected.map(() => ({ step: 0 }));
      for (let t = 1; t <= 12; t++) {
        const g = values(size, 100 * t + size);
        stepAlong(optimizer, [p], [g]);
        g.forEach((gradient, i) => {
          memories[i].step = t;
          expected[i] = twin(expected[i], gradient, memories[i], numbers);
        });
      }
      expect(farthest(p.data, expected)).toBeLessThan(2e-6); // twelve steps of about lr, each right to 1e-7
    }
  });
});

/* p = torch.full((9,), 0.5); torch.optim.RMSprop([p], lr=0.01, alpha=0.9, centered=True), 400 × p.grad = 0.3 */
test("RMSprop: what is left of the variance of an even gradient is PyTorch's rounding", () => {
  const p = tensor(new Float32Array(9).fill(0.5), { requiresGrad: true });
  const optimizer = new optim.RMSprop([p], { lr: 0.01, alpha: 0.9, centered: true });
  for (let t = 0; t < 400; t++) stepAlong(optimizer, [p], [Array(9).fill(0.3)]);
  // Rounded once instead, it would be −4306.7.
  expect(Math.abs(p.data[0] / -2737.863037109375 - 1)).toBeLessThan(1e-6);
});
