/** @module L-BFGS against PyTorch's, and steps with a closure of every optimiser. */
import { functional, nn, noGrad, optim, randn, type Tensor, tensor, ValueError } from "unrolled";
import { decodeTorch, encodeTorch } from "unrolled/interop";
import { describe, expect, test } from "vitest";
import { type GoldenArray, goldenTensor, readGolden } from "../golden.ts";
import { farthest } from "../reference/values.ts";
import { camelOptions, makeOptimizer, NAMES, parameter } from "./make.ts";

type SavedValue = GoldenArray | number | readonly SavedValue[];

interface Golden {
  readonly problem: "quadratic" | "rosenbrock" | "waves";
  readonly options: object;
  readonly p0: readonly GoldenArray[];
  readonly steps: readonly {
    readonly loss: number;
    readonly calls: number;
    readonly p: readonly (readonly number[])[];
    readonly state: Readonly<Record<string, SavedValue>>;
  }[];
  readonly param_groups: readonly { readonly params: readonly number[] }[];
}

const golden = readGolden<Golden[]>("lbfgs");

const losses: Readonly<Record<Golden["problem"], (p: readonly Tensor[]) => Tensor>> = {
  quadratic([a, b]) {
    const first = a
      .sub(tensor([0.2, -0.4, 1]))
      .pow(2)
      .mul(tensor([1, 3, 0.5]))
      .sum();
    return first.add(
      b
        .sub(tensor([[0.6, 0.1]]))
        .pow(2)
        .mul(tensor([[2, 0.25]]))
        .sum(),
    );
  },
  rosenbrock([p]) {
    const [x, y] = [p.select(0, 0), p.select(0, 1)];
    return y.sub(x.pow(2)).pow(2).mul(100).add(x.neg().add(1).pow(2));
  },
  waves: ([p]) => p.pow(2).mul(0.5).add(p.mul(3).sin().mul(0.3)).sum(),
};

/** A closure that counts its calls. */
function closureOf(optimizer: optim.Optimizer, loss: () => Tensor): { calls: number; run: () => Tensor } {
  const counted = {
    calls: 0,
    run: () => {
      counted.calls += 1;
      optimizer.zeroGrad();
      const value = loss();
      value.backward();
      return value;
    },
  };
  return counted;
}

const close = (actual: ArrayLike<number>, expected: readonly number[], tolerance: number): void => {
  const size = Math.max(1, ...expected.map(Math.abs));
  expect(farthest(actual, expected) / size).toBeLessThan(tolerance);
};

/*
 * optimizer = torch.optim.LBFGS(ps, **options); several times:
 * def closure(): optimizer.zero_grad(); loss = f(); loss.backward(); return loss
 * loss = optimizer.step(closure); then the calls so far, ps and optimizer.state_dict()["state"][0] without its scratch "al".
 */
describe("golden: PyTorch's steps", () => {
  test("has every stopping rule, with and without the line search", () => expect(golden.length).toBe(9));

  test.each(golden)("$problem $options", ({ problem, options, p0, steps, param_groups }) => {
    const params = p0.map((values) => goldenTensor(values, true));
    const optimizer = new optim.LBFGS(params, camelOptions(options));
    const closure = closureOf(optimizer, () => losses[problem](params));
    for (const step of steps) {
      const loss = optimizer.step(closure.run);
      expect(closure.calls).toBe(step.calls);
      // Dot products are summed in float64 here and in float32 there; dozens of iterations amplify the difference of 1e-7.
      close([loss?.item() ?? Number.NaN], [step.loss], 5e-4);
      params.forEach((p, i) => {
        close(p.data, step.p[i], 5e-4);
      });
    }
    const { state, param_groups: groups } = optimizer.stateDict();
    const last = steps[steps.length - 1].state;
    expect(Object.keys(state)).toEqual(["0"]);
    expect(Object.keys(state[0]).sort()).toEqual(Object.keys(last).sort());
    expect(state[0]).toMatchObject({ n_iter: last.n_iter, func_evals: last.func_evals });
    expect(groups).toEqual(param_groups);
  });

  test.each(golden)("$problem $options goes on from PyTorch's state", (run) => {
    const { problem, options, p0, steps, param_groups } = run;
    steps.slice(0, -1).forEach(({ state, p, calls }, i) => {
      const params = p0.map(({ shape }, k) => goldenTensor({ shape, data: p[k] }, true));
      const optimizer = new optim.LBFGS(params); // options come with the state
      optimizer.loadStateDict({ state: { 0: state as Readonly<Record<string, number>> }, param_groups });
      expect(optimizer.paramGroups[0]).toMatchObject(camelOptions(options));
      const closure = closureOf(optimizer, () => losses[problem](params));
      optimizer.step(closure.run);
      const next = steps[i + 1];
      expect(closure.calls).toBe(next.calls - calls);
      params.forEach((each, k) => {
        close(each.data, next.p[k], 1e-4);
      });
    });
  });
});

describe("its state", () => {
  const data = { x: randn([20, 4, 1]), y: randn([20, 1]) };
  const start = (): [nn.Module, optim.LBFGS, () => number] => {
    const [gru, out] = [new nn.GRU(1, 4, { batchFirst: true }), new nn.Linear(4, 1)];
    const net = new nn.ModuleList([gru, out]);
    const optimizer = new optim.LBFGS(net.parameters(), { lineSearchFn: "strong_wolfe", maxIter: 3 });
    const closure = closureOf(optimizer, () =>
      functional.mseLoss(out.forward(gru.forward(data.x)[0].select(1, 3)), data.y),
    );
    return [net, optimizer, () => optimizer.step(closure.run)?.item() ?? Number.NaN];
  };

  test.each<[string, (saved: optim.OptimizerStateDict) => optim.SavedOptimizer]>([
    ["JSON", (saved) => JSON.parse(JSON.stringify(saved))],
    ["structuredClone", (saved) => structuredClone(saved)],
    ["a .pt file", (saved) => Object(decodeTorch(encodeTorch({ saved } as never))).saved],
  ])("resumes bit for bit, by %s", (_, way) => {
    const [net, optimizer, step] = start();
    const first = step();
    for (let i = 0; i < 2; i++) expect(step()).toBeLessThan(first);
    const [second, fresh, stepSecond] = start();
    second.loadStateDict(net.stateDict());
    fresh.loadStateDict(way(optimizer.stateDict()));
    for (let i = 0; i < 3; i++) expect(stepSecond()).toBe(step());
  });

  test("is refused before anything changes", () => {
    const [, optimizer, step] = start();
    step();
    step();
    const saved = optimizer.stateDict();
    const before = JSON.stringify(saved);
    for (const [state, message] of [
      [{ 0: { ...saved.state[0], d: tensor([1, 2]) } }, "'d' of LBFGS must have 89 values (got 2)"],
      [{ 0: { ...saved.state[0], old_dirs: null } }, "'old_dirs' of LBFGS must be a list (got null)"],
      [
        { 0: { ...saved.state[0], ro: [] } },
        "'old_dirs', 'old_stps' and 'ro' of LBFGS must have the same length",
      ],
      [
        { ...saved.state, 1: saved.state[0] },
        "loaded state dict has a state of parameter 1; LBFGS has one of the first",
      ],
    ] as const) {
      expect(() => optimizer.loadStateDict({ ...saved, state } as optim.SavedOptimizer)).toThrow(message);
      expect(JSON.stringify(optimizer.stateDict())).toBe(before);
    }
  });
});

describe("refused", () => {
  test("several groups, another line search, a step without a closure", () => {
    const [a, b] = [parameter(1), parameter(2)];
    const grouped = "LBFGS doesn't support per-parameter options (parameter groups)";
    expect(() => new optim.LBFGS([{ params: [a] }, { params: [b] }])).toThrow(grouped);
    const optimizer = new optim.LBFGS([a]);
    expect(() => optimizer.addParamGroup({ params: [b] })).toThrow(grouped);
    expect(() => new optim.LBFGS([a], { lineSearchFn: "x" as "strong_wolfe" })).toThrow(
      "only 'strong_wolfe' is supported",
    );
    expect(() => optimizer.step()).toThrow("LBFGS.step() missing 1 required positional argument: 'closure'");
    expect(() => optimizer.step(() => "loss")).toThrow(
      'LBFGS: the closure must return the loss, a tensor or a number (got "loss")',
    );
    expect(() => new optim.LBFGS([a], { max_iter: 3 } as never)).toThrow("did you mean 'maxIter'?");
  });

  test("a graph of before a step cannot be walked after it", () => {
    const w = parameter(2, 3);
    const optimizer = new optim.LBFGS([w], { maxIter: 1 });
    const before = w.mul(w).sum();
    const closure = closureOf(optimizer, () => w.mul(w).sum());
    optimizer.step(closure.run);
    expect(() => before.backward()).toThrow("modified by an inplace operation");
  });
});

describe("step with a closure", () => {
  test.each(NAMES)("%s: calls it once, first, and returns its loss", (name) => {
    const [p, q] = [parameter(1, -2), parameter(1, -2)];
    const [optimizer, other] = [makeOptimizer(name, [p], {}), makeOptimizer(name, [q], {})];
    const [closure, same] = [
      closureOf(optimizer, () => p.pow(2).sum()),
      closureOf(other, () => q.pow(2).sum()),
    ];
    for (let i = 0; i < 3; i++) {
      const loss = noGrad(() => optimizer.step(closure.run)); // as in PyTorch, the closure records even then
      const expected = same.run();
      expect(other.step()).toBeNull();
      expect(loss?.item()).toBe(expected.item());
      expect(p.tolist()).toEqual(q.tolist());
    }
    expect(closure.calls).toBe(3);
  });

  test("returns what it returns, and refuses what is no synchronous function", () => {
    const optimizer = new optim.SGD([parameter(1)]);
    expect(optimizer.step(() => 0.5)).toBe(0.5);
    expect(() => optimizer.step(parameter(1) as never)).toThrow(
      new ValueError("step: closure must be a function that returns the loss (got a Tensor)"),
    );
    expect(() => optimizer.step(async () => 1)).toThrow("step: the closure is asynchronous");
  });
});
