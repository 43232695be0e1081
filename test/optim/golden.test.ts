/** @module All optimisers against PyTorch's trajectories and states. */
import { type Tensor, tensor } from "unrolled";
import { describe, expect, test } from "vitest";
import { type GoldenArray, goldenTensor, readGolden } from "../golden.ts";
import { farthest } from "../reference/values.ts";
import { camelOptions, makeOptimizer, NAMES, type Name, stepAlong } from "./make.ts";

interface Trajectory {
  readonly name: Name;
  readonly options: object;
  readonly p0: readonly number[];
  readonly t: readonly number[];
  readonly a: readonly number[];
  readonly trajectory: readonly {
    readonly step: number;
    readonly p: readonly number[];
    readonly loss: number;
  }[];
}

interface Resumed {
  readonly name: Name;
  readonly options: object;
  readonly over: object;
  readonly p0: readonly GoldenArray[];
  readonly gradients: readonly (readonly (readonly number[] | null)[])[];
  readonly saved: {
    readonly state: Record<string, Record<string, GoldenArray | number>>;
    readonly param_groups: { readonly params: readonly number[]; readonly [option: string]: unknown }[];
  };
  readonly p4: readonly (readonly number[])[];
  readonly p8: readonly (readonly number[])[];
}

const { cases, resumed } = readGolden<{ cases: Trajectory[]; resumed: Resumed[] }>("optimizers");

/*
 * optimizer = getattr(torch.optim, name)([p], **options); 25 times:
 * loss = (a * (p - t) ** 2 + 0.3 * (3 * p).sin()).sum(); optimizer.zero_grad(); loss.backward(); optimizer.step()
 */
describe("golden: 25 steps on Σ a(p − t)² + 0.3 sin 3p", () => {
  test("has settings of every optimiser", () => {
    expect(cases.length).toBeGreaterThanOrEqual(14);
    expect(new Set(cases.map(({ name }) => name))).toEqual(new Set(NAMES));
  });

  test.each(cases)("$name $options", ({ name, options, p0, t, a, trajectory }) => {
    const p = tensor([...p0], { requiresGrad: true });
    const [target, scale] = [tensor([...t]), tensor([...a])];
    const optimizer = makeOptimizer(name, [p], camelOptions(options));
    const reached: number[] = [];
    for (let step = 1; step <= 25; step++) {
      const loss = p.sub(target).pow(2).mul(scale).add(p.mul(3).sin().mul(0.3)).sum();
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
      const golden = trajectory.find((point) => point.step === step);
      if (golden === undefined) continue;
      reached.push(step);
      // Losses are sums of seven terms that may cancel, or grow where they are maximised.
      expect(Math.abs(loss.item() - golden.loss)).toBeLessThan(1e-5 * (1 + Math.abs(golden.loss)));
      // Steps of size lr are right to 1e-7 each; 25 of them, and their effect on the gradients, stay below 1e-5.
      const size = Math.max(1, ...golden.p.map(Math.abs));
      expect(farthest(p.data, golden.p) / size).toBeLessThan(1e-5);
    }
    expect(reached).toEqual([1, 2, 3, 5, 10, 25]);
  });
});

/*
 * optimizer = getattr(torch.optim, name)([{"params": ps[:2]}, {"params": ps[2:], **over}], **options); 8 times:
 * p.grad = given (None and zeros among them); optimizer.step(). After 4 of them: optimizer.state_dict().
 */
describe("golden: PyTorch's state after 4 of 8 steps, two groups of three parameters", () => {
  test("has one of every optimiser", () => expect(resumed.map(({ name }) => name)).toEqual([...NAMES]));

  const make = ({ name, options, over }: Resumed, params: readonly Tensor[]) =>
    makeOptimizer(
      name,
      [{ params: params.slice(0, 2) }, { params: params.slice(2), ...camelOptions(over) }],
      camelOptions(options),
    );

  test.each(resumed)("$name reaches it", (golden) => {
    const params = golden.p0.map((values) => goldenTensor(values, true));
    const optimizer = make(golden, params);
    for (const gradients of golden.gradients.slice(0, 4)) stepAlong(optimizer, params, gradients);
    params.forEach((p, i) => {
      expect(farthest(p.data, golden.p4[i])).toBeLessThan(1e-6);
    });
    const { state, param_groups } = optimizer.stateDict();
    expect(Object.keys(state)).toEqual(["0", "1", "2"]);
    for (const [i, values] of Object.entries(golden.saved.state)) {
      expect(Object.keys(state[i]).sort()).toEqual(Object.keys(values).sort());
      for (const [name, value] of Object.entries(values)) {
        const { shape, data } = typeof value === "number" ? { shape: [], data: [value] } : value;
        expect(state[i][name]?.shape).toEqual(shape);
        expect(farthest(state[i][name]?.data ?? [], data)).toBeLessThan(2e-6);
      }
    }
    // PyTorch has further options that change how it computes, not what.
    param_groups.forEach((group, i) => {
      expect(golden.saved.param_groups[i]).toMatchObject(group);
    });
  });

  test.each(resumed)("$name goes on from it", (golden) => {
    const params = golden.p4.map((data, i) => goldenTensor({ shape: golden.p0[i].shape, data }, true));
    const optimizer = make({ ...golden, options: {}, over: {} }, params); // options come with the state
    optimizer.loadStateDict(golden.saved);
    for (const gradients of golden.gradients.slice(4)) stepAlong(optimizer, params, gradients);
    params.forEach((p, i) => {
      expect(farthest(p.data, golden.p8[i])).toBeLessThan(1e-6);
    });
    expect(optimizer.stateDict().param_groups).toEqual(golden.saved.param_groups);
  });
});
