/** @module Adam against PyTorch's trajectories, groups of parameters, and refused options. */
import { optim, type Tensor, tensor, ValueError } from "unrolled";
import { describe, expect, test } from "vitest";
import { goldenError, readGolden } from "../golden.ts";
import * as twin from "../reference/adam.ts";
import { farthest, values } from "../reference/values.ts";

interface Trajectory {
  readonly name: string;
  readonly options: {
    readonly lr: number;
    readonly betas?: readonly [number, number];
    readonly eps?: number;
    readonly weight_decay?: number;
  };
  readonly p0: readonly number[];
  readonly t: readonly number[];
  readonly a: readonly number[];
  readonly trajectory: readonly {
    readonly step: number;
    readonly p: readonly number[];
    readonly loss: number;
  }[];
}

/*
 * optimizer = torch.optim.Adam([p], **options); 25 times:
 * loss = (a * (p - t) ** 2 + 0.3 * (3 * p).sin()).sum(); optimizer.zero_grad(); loss.backward(); optimizer.step()
 */
describe("golden: 25 steps on Σ a(p − t)² + 0.3 sin 3p", () => {
  const KNOWN = ["lr", "betas", "eps", "weight_decay"];
  const cases = readGolden<{ cases: Trajectory[] }>("optimizers").cases.filter(
    ({ name, options }) => name === "Adam" && Object.keys(options).every((option) => KNOWN.includes(option)),
  );

  test("has 2 cases with today's options", () => expect(cases).toHaveLength(2));

  test.each(cases)("$options", ({ options, p0, t, a, trajectory }) => {
    const { lr, betas = [0.9, 0.999], eps = 1e-8, weight_decay: weightDecay = 0 } = options;
    const p = tensor([...p0], { requiresGrad: true });
    const [target, scale] = [tensor([...t]), tensor([...a])];
    const optimizer = new optim.Adam([p], { lr, betas, eps, weightDecay });
    const reached: number[] = [];
    for (let step = 1; step <= 25; step++) {
      const loss = p.sub(target).pow(2).mul(scale).add(p.mul(3).sin().mul(0.3)).sum();
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
      const golden = trajectory.find((point) => point.step === step);
      if (golden === undefined) continue;
      reached.push(step);
      expect(Math.abs(loss.item() - golden.loss) / golden.loss).toBeLessThan(1e-5);
      // Steps of size lr are right to 1e-7 each; 25 of them, and their effect on the gradients, stay below 1e-5.
      expect(farthest(p.data, golden.p)).toBeLessThan(1e-5);
    }
    expect(reached).toEqual([1, 2, 3, 5, 10, 25]);
  });
});

/** Halves and quarters: the first step is the rate itself, with no rounding. */
const EXACT = { betas: [0.5, 0.75], eps: 0 } as const;

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
      { params: [p], lr: 0.25, ...EXACT, weightDecay: 0 },
      { params: [q], lr: 0.5, ...EXACT, weightDecay: 0 },
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
