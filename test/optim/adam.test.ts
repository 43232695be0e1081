/** @module Adam against its twin, groups of parameters, and refused options. */
import { optim, type Tensor, tensor, ValueError } from "unrolled";
import { describe, expect, test } from "vitest";
import { goldenError } from "../golden.ts";
import * as twin from "../reference/adam.ts";
import { farthest, values } from "../reference/values.ts";

/** Halves and quarters: the first step is the rate itself, with no rounding. */
const EXACT = { betas: [0.5, 0.75], eps: 0 } as const;

const REST = { weightDecay: 0, amsgrad: false, maximize: false };

/** A step along a gradient that is given rather than computed. */
function stepAlong(p: Tensor, g: readonly number[], optimizer: optim.Adam): void {
  p.grad = tensor(g);
  optimizer.step();
}

test("keeps a state of its own for each parameter, as its twin does", () => {
  const settings = { lr: 0.1, betas: [0.8, 0.9], eps: 1e-3, weightDecay: 0.05 } as const;
  const parameters = [3, 5].map((n) => tensor(values(n, n), { requiresGrad: true }));
  const twins = parameters.map(({ data }) => ({ p: [...data], m: [...data].fill(0), v: [...data].fill(0) }));
  const optimizer = new optim.Adam(parameters, settings);
  for (let t = 1; t <= 4; t++) {
    parameters.forEach((p, i) => {
      const g = values(p.numel(), 10 * t + i);
      p.grad = tensor(g);
      twins[i] = twin.adamStep(twins[i], g, { ...settings, t });
    });
    optimizer.step();
  }
  parameters.forEach((p, i) => {
    expect(farthest(p.data, twins[i].p)).toBeLessThan(1e-6); // four steps of 0.1, each right to 1e-7
  });
});

test("leaves a parameter without gradient as it is, and does not count the step", () => {
  const [p, late] = [tensor([1], { requiresGrad: true }), tensor([1], { requiresGrad: true })];
  const optimizer = new optim.Adam([p, late], { lr: 0.5, ...EXACT });
  stepAlong(p, [1], optimizer);
  expect([p.item(), late.item()]).toEqual([0.5, 1]);
  stepAlong(late, [1], optimizer);
  expect(late.item()).toBe(0.5); // its own first step: lr whole
});

test("zeroGrad forgets the gradients of all groups", () => {
  const [p, q] = [tensor([1], { requiresGrad: true }), tensor([1], { requiresGrad: true })];
  const optimizer = new optim.Adam([{ params: [p] }, { params: [q] }]);
  p.mul(q).backward();
  expect([p.grad?.item(), q.grad?.item()]).toEqual([1, 1]);
  optimizer.zeroGrad();
  expect([p.grad, q.grad]).toEqual([null, null]);
});

describe("groups", () => {
  test("have options of their own, and the optimiser's for the rest", () => {
    const [p, q] = [tensor([1], { requiresGrad: true }), tensor([1], { requiresGrad: true })];
    const optimizer = new optim.Adam([{ params: [p], lr: 0.25 }, { params: [q] }], { lr: 0.5, ...EXACT });
    expect(optimizer.paramGroups).toEqual([
      { params: [p], lr: 0.25, ...EXACT, ...REST },
      { params: [q], lr: 0.5, ...EXACT, ...REST },
    ]);
    p.grad = tensor([1]);
    q.grad = tensor([1]);
    optimizer.step();
    expect([p.item(), q.item()]).toEqual([0.75, 0.5]);
  });

  test("can be changed on the way, as a schedule changes the rate", () => {
    const p = tensor([1], { requiresGrad: true });
    const optimizer = new optim.Adam([p], { lr: 0.5, ...EXACT });
    optimizer.paramGroups[0].lr = 0.125;
    stepAlong(p, [-3], optimizer);
    expect(p.item()).toBe(1.125);
  });
});

describe("refused in PyTorch's words", () => {
  const p = tensor([1], { requiresGrad: true });
  test.each<[string, () => unknown, string]>([
    ["a negative rate", () => new optim.Adam([p], { lr: -1 }), goldenError("Adam lr=-1")],
    ["a rate that is no number", () => new optim.Adam([p], { lr: Number.NaN }), "Invalid learning rate: NaN"],
    ["no parameters", () => new optim.Adam([]), goldenError("Adam no params")],
    ["beta 1", () => new optim.Adam([p], { betas: [1.5, 0.9] }), "Invalid beta parameter at index 0: 1.5"],
    ["beta 2", () => new optim.Adam([p], { betas: [0.5, 1] }), "Invalid beta parameter at index 1: 1"],
    ["epsilon", () => new optim.Adam([p], { eps: -1 }), "Invalid epsilon value: -1"],
    ["weight decay", () => new optim.Adam([p], { weightDecay: -0.5 }), "Invalid weight_decay value: -0.5"],
    ["an option of a group", () => new optim.Adam([{ params: [p], lr: -2 }]), "Invalid learning rate: -2"],
    [
      "one parameter in two groups",
      () => new optim.Adam([{ params: [p] }, { params: [p] }]),
      "some parameters appear in more than one parameter group",
    ],
    ["a result", () => new optim.Adam([p.mul(2)]), "can't optimize a non-leaf Tensor"],
  ])("%s", (_, make, message) => {
    expect(make).toThrow(new ValueError(message));
  });
});
