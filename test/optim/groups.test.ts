/** @module Groups of parameters, and options that are refused in PyTorch's words. */
import { optim, type Tensor, tensor, ValueError } from "unrolled";
import { describe, expect, test, vi } from "vitest";
import { makeOptimizer, type Name, parameter, stepAlong } from "./make.ts";

describe("addParamGroup", () => {
  test("makes further parameters learn, with options of their own", () => {
    const [p, q, r] = [parameter(1), parameter(1), parameter(1)];
    const optimizer = new optim.SGD([p], { lr: 0.5 });
    optimizer.addParamGroup({ params: q, lr: 0.25 });
    optimizer.addParamGroup({ params: [r] });
    stepAlong(optimizer, [p, q, r], [[1], [1], [1]]);
    expect([p.item(), q.item(), r.item()]).toEqual([0.5, 0.75, 0.5]);
    expect(optimizer.stateDict().param_groups.map(({ params }) => params)).toEqual([[0], [1], [2]]);
  });

  test("refuses without adding", () => {
    const p = parameter(1);
    const optimizer = new optim.SGD([p], { lr: 0.5 });
    const refused: [optim.ParamGroupOptions<optim.SGDOptions>, string][] = [
      [{ params: [p] }, "some parameters appear in more than one parameter group"],
      [{ params: p.mul(2) }, "can't optimize a non-leaf Tensor"],
      [{ params: parameter(1), lr: -1 }, "Invalid learning rate: -1"],
    ];
    for (const [group, message] of refused) {
      expect(() => optimizer.addParamGroup(group)).toThrow(new ValueError(message));
    }
    expect(optimizer.paramGroups).toHaveLength(1);
  });
});

test("a parameter twice in one group: PyTorch warns, and steps twice", () => {
  const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
  const p = parameter(1);
  const optimizer = new optim.SGD([p, p], { lr: 0.25 });
  expect(warned.mock.calls).toEqual([
    [
      "UserWarning: optimizer contains a parameter group with duplicate parameters; in future, this will cause an error",
    ],
  ]);
  warned.mockRestore();
  stepAlong(optimizer, [p], [[1]]);
  expect(p.item()).toBe(0.5);
});

test("options given as undefined are not given", () => {
  const given = { lr: undefined, momentum: 0.5 } as unknown as { lr: number };
  expect(new optim.SGD([parameter(1)], given).paramGroups[0]).toMatchObject({ lr: 1e-3, momentum: 0.5 });
});

describe("refused in PyTorch's words", () => {
  const nesterov = "Nesterov momentum requires a momentum and zero dampening";
  test.each<[Name, object, string]>([
    ["SGD", { lr: -1 }, "Invalid learning rate: -1"],
    ["SGD", { momentum: -0.5 }, "Invalid momentum value: -0.5"],
    ["SGD", { weightDecay: -1 }, "Invalid weight_decay value: -1"],
    ["SGD", { nesterov: true }, nesterov],
    ["SGD", { nesterov: true, momentum: 0.9, dampening: 0.1 }, nesterov],
    ["AdamW", { lr: -1 }, "Invalid learning rate: -1"],
    ["AdamW", { weightDecay: -0.5 }, "Invalid weight_decay value: -0.5"],
    ["AdamW", { betas: [0.9, 1] }, "Invalid beta parameter at index 1: 1"],
    ["RMSprop", { lr: -1 }, "Invalid learning rate: -1"],
    ["RMSprop", { eps: -1 }, "Invalid epsilon value: -1"],
    ["RMSprop", { momentum: -1 }, "Invalid momentum value: -1"],
    ["RMSprop", { weightDecay: -1 }, "Invalid weight_decay value: -1"],
    ["RMSprop", { alpha: -1 }, "Invalid alpha value: -1"],
    ["Adagrad", { lr: Number.NaN }, "Invalid learning rate: NaN"],
    ["Adagrad", { lrDecay: -1 }, "Invalid lr_decay value: -1"],
    ["Adagrad", { weightDecay: -1 }, "Invalid weight_decay value: -1"],
    ["Adagrad", { initialAccumulatorValue: -1 }, "Invalid initial_accumulator_value value: -1"],
    ["Adagrad", { eps: -1 }, "Invalid epsilon value: -1"],
    ["NAdam", { betas: [-0.1, 0.9] }, "Invalid beta parameter at index 0: -0.1"],
    ["NAdam", { momentumDecay: -1 }, "Invalid momentum_decay value: -1"],
    ["RAdam", { eps: -1 }, "Invalid epsilon value: -1"],
    ["RAdam", { weightDecay: -1 }, "Invalid weight_decay value: -1"],
  ])("%s %j", (name, options, message) => {
    expect(() => makeOptimizer(name, [parameter(1)], options)).toThrow(new ValueError(message));
    const group = { params: [parameter(1)], ...options };
    expect(() => makeOptimizer(name, [group], {})).toThrow(new ValueError(message));
  });

  const anything = (params: unknown): readonly Tensor[] => params as readonly Tensor[];
  const notIterable =
    "params argument given to the optimizer should be an iterable of Tensors or dicts, but got";
  const remedy = "\n  it must be an array: module.parameters(), [tensor] or [{ params, … }]";
  test.each<[string, unknown, string]>([
    ["one tensor", tensor([1]), `${notIterable} a Tensor${remedy}`],
    ["an object", { params: [] }, `${notIterable} object${remedy}`],
    ["nothing", [], "optimizer got an empty parameter list"],
    ["a group of nothing", [{}], "parameter group 0 has no params: it must be { params: [tensor, …], … }"],
    [
      "a word among tensors",
      [tensor([1]), "p"],
      "optimizer can only optimize Tensors, but one of the params is string",
    ],
  ])("%s", (_, params, message) => {
    expect(() => new optim.SGD(anything(params))).toThrow(new ValueError(message));
  });
});

describe("a misspelt option", () => {
  test("of a group is named, with the one that was meant", () => {
    const groups = [{ params: [parameter(1)] }, { params: [parameter(1)], weigthDecay: 0.1 }];
    expect(() => makeOptimizer("Adam", groups, {})).toThrow(
      new ValueError("parameter group 1 got an unknown option 'weigthDecay'\n  did you mean 'weightDecay'?"),
    );
  });

  test("in PyTorch's spelling too", () => {
    expect(() => makeOptimizer("Adam", [parameter(1)], { weight_decay: 0.1 })).toThrow(
      new ValueError("optimizer got an unknown option 'weight_decay'\n  did you mean 'weightDecay'?"),
    );
  });

  test("that is like none is answered with all", () => {
    expect(() => makeOptimizer("RAdam", [parameter(1)], { momentum: 0.9 })).toThrow(
      new ValueError(
        "optimizer got an unknown option 'momentum'\n  it must be one of lr, betas, eps, weightDecay",
      ),
    );
  });
});
