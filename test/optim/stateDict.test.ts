/** @module Saving and resuming: bit for bit, in PyTorch's layout, and what is refused. */
import { FormatError, optim, ShapeError, type Tensor, tensor, ValueError } from "unrolled";
import { describe, expect, test } from "vitest";
import { values } from "../reference/values.ts";
import { makeOptimizer, NAMES, type Name, parameter, stepAlong } from "./make.ts";

type Saved = optim.OptimizerStateDict;

const SHAPES = [[3, 4], [5], [1], []];

/** Options that make an optimiser remember all that it can. */
const OPTIONS: Readonly<Record<Name, object>> = {
  SGD: { lr: 0.05, momentum: 0.9, nesterov: true, weightDecay: 0.01 },
  Adam: { lr: 0.02, betas: [0.8, 0.95], amsgrad: true, weightDecay: 0.1 },
  AdamW: { lr: 0.02, amsgrad: true, maximize: true },
  RMSprop: { lr: 0.01, momentum: 0.5, centered: true },
  Adagrad: { lr: 0.1, lrDecay: 0.1, initialAccumulatorValue: 0.2 },
  NAdam: { lr: 0.02, momentumDecay: 0.05 },
  RAdam: { lr: 0.02, betas: [0.9, 0.9] },
  Adamax: { lr: 0.02, betas: [0.8, 0.95], weightDecay: 0.1 },
  Adadelta: { lr: 0.5, rho: 0.8, maximize: true },
};

function parameters(): Tensor[] {
  return SHAPES.map((shape, i) =>
    tensor(
      Float32Array.from(
        values(
          shape.reduce((n, size) => n * size, 1),
          i + 1,
        ),
      ),
      { shape, requiresGrad: true },
    ),
  );
}

/** Two groups of the same parameters in the same order. */
function make(name: Name, params: readonly Tensor[], options: object = OPTIONS[name]): optim.Optimizer {
  return makeOptimizer(
    name,
    [{ params: params.slice(0, 2) }, { params: params.slice(2), lr: 0.03 } as object & { params: Tensor[] }],
    options,
  );
}

/** Steps with a gradient missing here and zero there. */
function train(optimizer: optim.Optimizer, params: readonly Tensor[], from: number, to: number): void {
  for (let t = from; t < to; t++) {
    const gradients = params.map((p, i) => {
      if ((t + i) % 5 === 3) return null;
      return values(p.numel(), 100 * t + i, (t + i) % 4 === 0 ? 0 : 1);
    });
    if (t === 7 || t === 15) optimizer.paramGroups[1].lr *= 0.5;
    stepAlong(optimizer, params, gradients);
  }
}

const bits = (params: readonly Tensor[]): number[][] =>
  params.map(({ data }) => [...new Uint32Array(data.buffer, data.byteOffset, data.length)]);

describe("10 steps, a copy, 10 more in a fresh optimiser are 20 undisturbed steps, bit for bit", () => {
  const ways: Record<string, (saved: Saved) => Saved> = {
    JSON: (saved) => JSON.parse(JSON.stringify(saved)),
    structuredClone: (saved) => structuredClone(saved),
    itself: (saved) => saved,
  };
  test.each(NAMES.flatMap((name) => Object.keys(ways).map((way) => [name, way] as const)))(
    "%s by %s",
    (name, way) => {
      const undisturbed = parameters();
      train(make(name, undisturbed), undisturbed, 0, 20);

      const first = parameters();
      const optimizer = make(name, first);
      train(optimizer, first, 0, 10);
      const half = bits(first);
      const saved = ways[way](optimizer.stateDict());
      const second = first.map(({ data, shape }) => tensor(data.slice(), { shape, requiresGrad: true }));
      train(optimizer, first, 10, 14); // what is saved does not change with it

      const resumed = make(name, second, {});
      resumed.loadStateDict(saved);
      train(resumed, second, 10, 20);
      expect(bits(second)).toEqual(bits(undisturbed));
      expect(bits(second)).not.toEqual(half);
      expect(resumed.paramGroups.map(({ lr }) => lr)).toEqual([(OPTIONS[name] as { lr: number }).lr, 0.0075]);
    },
  );
});

describe("the layout is PyTorch's", () => {
  test("Adam", () => {
    const params = [parameter(1, 2), parameter(3)];
    const optimizer = new optim.Adam([{ params: [params[0]] }, { params: [params[1]], lr: 0.5 }], {
      betas: [0.5, 0.75],
    });
    stepAlong(optimizer, params, [[4, 8], null]);
    const saved = optimizer.stateDict();
    expect(saved.param_groups).toEqual([
      {
        lr: 0.001,
        betas: [0.5, 0.75],
        eps: 1e-8,
        weight_decay: 0,
        amsgrad: false,
        maximize: false,
        params: [0],
      },
      {
        lr: 0.5,
        betas: [0.5, 0.75],
        eps: 1e-8,
        weight_decay: 0,
        amsgrad: false,
        maximize: false,
        params: [1],
      },
    ]);
    expect(Object.keys(saved.state)).toEqual(["0"]);
    const { step, exp_avg, exp_avg_sq, ...others } = saved.state[0];
    expect(others).toEqual({});
    expect([step?.shape, step?.item()]).toEqual([[], 1]);
    expect([exp_avg?.tolist(), exp_avg_sq?.tolist()]).toEqual([
      [2, 4],
      [4, 16],
    ]);
  });

  test("SGD has no buffer before it has momentum; Adagrad has its sums at once", () => {
    const p = parameter(1);
    const plain = new optim.SGD([p]);
    stepAlong(plain, [p], [[1]]);
    expect(plain.stateDict().state).toEqual({ 0: { momentum_buffer: null } });
    const fresh = new optim.Adagrad([p], { initialAccumulatorValue: 0.5 });
    fresh.addParamGroup({ params: parameter(1, 2) });
    const { state } = fresh.stateDict();
    expect([state[0].step?.item(), state[0].sum?.tolist(), state[1].sum?.tolist()]).toEqual([
      0,
      [0.5],
      [0.5, 0.5],
    ]);
  });

  test("a state without one yet begins from nothing, and replaces what there was", () => {
    const p = parameter(1);
    const optimizer = new optim.Adam([p], { lr: 0.5, betas: [0.5, 0.75], eps: 0 });
    const untouched = optimizer.stateDict();
    stepAlong(optimizer, [p], [[3]]);
    optimizer.loadStateDict(untouched);
    stepAlong(optimizer, [p], [[3]]);
    expect([p.item(), optimizer.stateDict().state[0].step?.item()]).toEqual([0, 1]);
  });

  test("numbers of parameters may be any, and options of PyTorch's without effect here are kept", () => {
    const p = parameter(1);
    const optimizer = new optim.SGD([p], { momentum: 0.5 });
    optimizer.loadStateDict({
      state: { 7: { momentum_buffer: { shape: [1], data: [8] } } },
      param_groups: [{ lr: 0.25, momentum: 0.5, foreach: null, capturable: true, params: [7] }],
    });
    stepAlong(optimizer, [p], [[4]]);
    expect(p.item()).toBe(-1); // 0.25 · (4 + 4)
    expect(optimizer.stateDict().param_groups[0]).toMatchObject({
      foreach: null,
      capturable: true,
      params: [0],
    });
  });
});

describe("refused, before anything has changed", () => {
  const good = (): Saved => {
    const params = [parameter(1, 2), parameter(3)];
    const optimizer = new optim.Adam(params);
    stepAlong(optimizer, params, [[1, 1], [1]]);
    return JSON.parse(JSON.stringify(optimizer.stateDict()));
  };
  const change = (edit: (saved: Record<string, never>) => void): Saved => {
    const saved = good();
    edit(saved as unknown as Record<string, never>);
    return saved;
  };
  const withState = (state: object): Saved => ({ ...good(), state: { 0: { ...good().state[0], ...state } } });
  const withOption = (option: object): Saved => ({
    ...good(),
    param_groups: [{ ...good().param_groups[0], ...option }],
  });
  const keeps = "which this optimizer does not have; it has step, exp_avg, exp_avg_sq, max_exp_avg_sq";

  test.each<[string, Saved, Error]>([
    [
      "another number of groups",
      change((saved) =>
        Object.assign(saved, { param_groups: [...good().param_groups, ...good().param_groups] }),
      ),
      new ValueError("loaded state dict has a different number of parameter groups"),
    ],
    [
      "another size of group",
      withOption({ params: [0] }),
      new ValueError(
        "loaded state dict contains a parameter group that doesn't match the size of optimizer's group",
      ),
    ],
    [
      "what is no state",
      { exp_avg: [] } as unknown as Saved,
      new FormatError("an optimizer's state dict must be { state, param_groups }"),
    ],
    [
      "nothing",
      undefined as unknown as Saved,
      new FormatError("an optimizer's state dict must be { state, param_groups }"),
    ],
    [
      "a state of no parameter",
      { ...good(), state: { 5: good().state[0] } },
      new ValueError("loaded state dict has a state of parameter 5, which is in none of its groups"),
    ],
    [
      "a state of another kind",
      { ...good(), state: { 0: { momentum_buffer: null } } },
      new ValueError(`loaded state dict has 'momentum_buffer' of parameter 0, ${keeps}`),
    ],
    [
      "a state with a part missing",
      change((saved) => Reflect.deleteProperty((saved as unknown as Saved).state[1], "exp_avg")),
      new ValueError("loaded state dict lacks 'exp_avg' of parameter 1, which this optimizer needs"),
    ],
    [
      "another shape",
      withState({ exp_avg: { shape: [3], data: [1, 2, 3] } }),
      new ShapeError("'exp_avg' of parameter 0 has shape (3) but the parameter has (2)"),
    ],
    [
      "too few values",
      withState({ exp_avg: { shape: [2], data: [1] } }),
      new FormatError("'exp_avg' of parameter 0 has 1 values but its shape (2) requires 2"),
    ],
    [
      "a number for a tensor",
      withState({ exp_avg: 3 }),
      new FormatError("'exp_avg' of parameter 0 must be a tensor (got 3)"),
    ],
    [
      "a word for a tensor",
      withState({ exp_avg: "large" }),
      new FormatError("'exp_avg' of parameter 0 must be a tensor (got \"large\")"),
    ],
    [
      "a group without parameters",
      withOption({ params: undefined }),
      new FormatError("an optimizer's state dict must be { state, param_groups }"),
    ],
    [
      "NaN that JSON has turned into null",
      withState({ exp_avg: JSON.parse(JSON.stringify(tensor([1, Number.NaN]))) }),
      new FormatError(
        "'exp_avg' of parameter 0 contains a value that is not a number\n  JSON cannot represent NaN and Infinity; it turns them into null",
      ),
    ],
    [
      "an option of another type",
      withOption({ lr: "fast" }),
      new FormatError("'lr' of parameter group 0 must be a number (got fast)"),
    ],
    [
      "an option that would change the numbers",
      withOption({ decoupled_weight_decay: true }),
      new ValueError(
        "loaded state dict sets 'decoupled_weight_decay' in parameter group 0, which this optimizer does not have",
      ),
    ],
  ])("%s", (_, saved, error) => {
    const params = [parameter(1, 2), parameter(3)];
    const optimizer = new optim.Adam(params, { lr: 0.25 });
    stepAlong(optimizer, params, [[1, 1], [1]]);
    const before = JSON.stringify(optimizer.stateDict());
    expect(() => optimizer.loadStateDict(saved)).toThrow(error);
    expect(JSON.stringify(optimizer.stateDict())).toBe(before);
  });
});
