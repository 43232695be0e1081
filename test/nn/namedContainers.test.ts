/** @module ModuleDict, ParameterList, tables from pretrained rows, and weight normalisation. */
import { manualSeed, nn, optim, rand, ShapeError, Tensor, tensor, ValueError, zeros } from "unrolled";
import { describe, expect, test } from "vitest";
import { expectClose, type GoldenArray, goldenTensor, readGolden } from "../golden.ts";

describe("ModuleDict", () => {
  const make = () => new nn.ModuleDict({ mean: new nn.Linear(1, 2), act: new nn.ReLU() });

  test("finds its modules by name, typed, and their parameters", () => {
    const heads = make();
    expect(heads.get("mean").forward(zeros([1, 1])).shape).toEqual([1, 2]);
    expect(Object.keys(heads.stateDict())).toEqual(["mean.weight", "mean.bias"]);
    expect([heads.length, heads.has("act"), heads.has("length"), [...heads.keys()]]).toEqual([
      2,
      true,
      false,
      ["mean", "act"],
    ]);
    expect(String(heads)).toBe(
      "ModuleDict(\n  (mean): Linear(in_features=1, out_features=2, bias=True)\n  (act): ReLU()\n)",
    );
    expect([...heads.entries()].map(([name, module]) => module === heads.get(name as "act"))).toEqual([
      true,
      true,
    ]);
    expect([String(new nn.ModuleDict()), [...heads.values()].length]).toEqual(["ModuleDict()", 2]);
  });

  test("replaces, removes, and keeps the order of insertion, of numbers too", () => {
    const heads = new nn.ModuleDict([
      ["b", new nn.ReLU()],
      ["1", new nn.Tanh()],
      ["0", new nn.Linear(1, 1)],
    ]);
    const other = new nn.Linear(1, 3);
    expect([...heads.set("b", other).keys()]).toEqual(["b", "1", "0"]);
    expect(heads.pop("1")).toBeInstanceOf(nn.Tanh);
    heads.update({ c: new nn.GELU() });
    expect([...heads.keys()]).toEqual(["b", "0", "c"]);
    expect(heads.get("b")).toBe(other);
  });

  test.each<[string, () => unknown, string]>([
    ["an unknown name", () => make().get("q" as "act"), "KeyError: 'q'\n  there are mean, act"],
    [
      "a dot",
      () => make().update({ "a.b": new nn.ReLU() } as object),
      'module name can\'t contain ".", got: a.b',
    ],
    ["no module", () => make().set("act", 3 as never), "number is not a Module subclass"],
    ["no name", () => new nn.ModuleDict({ "": new nn.ReLU() }), 'module name can\'t be empty string ""'],
  ])("%s is refused", (_, call, text) => {
    expect(call).toThrow(new ValueError(text));
  });
});

describe("ParameterList", () => {
  test("registers tensors in order, under PyTorch's names and form", () => {
    const list = new nn.ParameterList([new nn.Parameter([2, 3])]).append(tensor([1, 2, 3]));
    expect(list.namedParameters().map(([name]) => name)).toEqual(["0", "1"]);
    expect([list.length, list.at(-1).tolist(), list.at(1).requiresGrad]).toEqual([2, [1, 2, 3], true]);
    expect(String(list)).toBe(
      "ParameterList(\n    (0): Parameter containing: [torch.float32 of size 2x3]\n    (1): Parameter containing: [torch.float32 of size 3]\n)",
    );
    const many = new nn.ParameterList(Array.from({ length: 12 }, (_, i) => tensor([i])));
    expect(Array.from(many, (p) => p.item())).toEqual([...Array(12).keys()]);
  });

  test("refuses what is no tensor, and indices out of range", () => {
    expect(() => new nn.ParameterList([3 as never])).toThrow(
      new ValueError("ParameterList: every value must be a Tensor (got 3)"),
    );
    expect(() => new nn.ParameterList().at(0)).toThrow(
      new ValueError("index 0 is out of range\n  there are 0 parameters"),
    );
  });
});

describe("Embedding.fromPretrained", () => {
  test("shares the rows, frozen unless trained, and draws nothing", () => {
    const rows = tensor([
      [1, 2],
      [3, 4],
    ]);
    manualSeed(1);
    const table = nn.Embedding.fromPretrained(rows, { paddingIdx: -1 });
    const drawn = rand(1).item();
    manualSeed(1);
    expect(drawn).toBe(rand(1).item());
    expect([table.weight.data === rows.data, table.weight.requiresGrad, table.paddingIdx]).toEqual([
      true,
      false,
      1,
    ]);
    expect(table.forward(tensor([1, 0])).tolist()).toEqual([
      [3, 4],
      [1, 2],
    ]);
    expect(String(table)).toBe("Embedding(2, 2, padding_idx=1)");
    expect(nn.Embedding.fromPretrained(rows, { freeze: false }).weight.requiresGrad).toBe(true);
    expect(() => nn.Embedding.fromPretrained(zeros([3]))).toThrow(
      new ShapeError("Embeddings parameter is expected to be 2-dimensional\n  it is (3)"),
    );
  });
});

interface Normalised {
  readonly name: string;
  readonly dim: number | null;
  readonly x: GoldenArray;
  readonly params: Readonly<Record<string, GoldenArray>>;
  readonly y: GoldenArray;
  readonly cotangent: GoldenArray;
  readonly grads: Readonly<Record<string, GoldenArray>>;
  readonly weight: GoldenArray;
  readonly keys: readonly string[];
}

describe("weightNorm", () => {
  const golden = readGolden<{ readonly weightNorm: Readonly<Record<string, Normalised>> }>("operations");
  const TOLERANCE = { absolute: 1e-6, relative: 1e-6 };

  test.each(Object.entries(golden.weightNorm))("%s is PyTorch's, before and after", (kind, one) => {
    const layer = kind === "gru" ? new nn.GRU(3, 2) : new nn.Linear(3, 2);
    const { name, dim } = one;
    expect(nn.utils.weightNorm(layer, { name, dim })).toBe(layer);
    expect(layer.namedParameters().map(([key]) => key)).toEqual(Object.keys(one.params));
    layer.loadStateDict(one.params);
    const result = layer.forward(goldenTensor(one.x));
    const y = result instanceof Tensor ? result : result[0];
    if (!(y instanceof Tensor)) throw new Error("not a tensor");
    expectClose(y, one.y, TOLERANCE, kind);
    y.mul(goldenTensor(one.cotangent)).sum().backward();
    for (const [key, parameter] of layer.namedParameters())
      expectClose(parameter.grad, one.grads[key], TOLERANCE, key);
    nn.utils.removeWeightNorm(layer, name);
    expect(Object.keys(layer.stateDict())).toEqual(one.keys);
    const restored = layer.namedParameters().find(([key]) => key === name)?.[1];
    expectClose(restored ?? null, one.weight, TOLERANCE, name);
  });

  test("starts with the same weight, trains, and is removed only once", () => {
    const layer = new nn.Linear(2, 2);
    const before = layer.weight.tolist();
    nn.utils.weightNorm(layer);
    const after = layer.weight;
    expect(after.sub(tensor(before)).abs().max().item()).toBeLessThan(1e-7);
    const sgd = new optim.SGD(layer.parameters(), { lr: 0.1 });
    layer
      .forward(tensor([[1, 2]]))
      .sum()
      .backward();
    sgd.step();
    expect(layer.weight.sub(after).abs().max().item()).toBeGreaterThan(0.01);
    expect(() => nn.utils.weightNorm(layer)).toThrow(
      new ValueError("Cannot register two weight_norm hooks on the same parameter weight"),
    );
    nn.utils.removeWeightNorm(layer);
    expect(() => nn.utils.removeWeightNorm(layer)).toThrow(
      new ValueError("weight_norm of 'weight' not found in Linear(in_features=2, out_features=2, bias=True)"),
    );
    expect(() => nn.utils.weightNorm(layer, { name: "foo" })).toThrow(
      new ValueError("'Linear' object has no attribute 'foo'"),
    );
    expect(nn.utils.weightNorm(new nn.Linear(2, 3), { name: "bias" }).stateDict().bias_g?.shape).toEqual([3]);
  });
});
