/** @module Layers as modules: parameters of the right shapes, and options outside their domain. */
import { functional, nn, ShapeError, type Tensor, tensor, ValueError, zeros } from "unrolled";
import { describe, expect, test, vi } from "vitest";
import { goldenError } from "../golden.ts";

const shapes = (module: nn.Module): Record<string, readonly number[]> =>
  Object.fromEntries(module.namedParameters().map(([name, { shape }]) => [name, shape]));

describe("parameters", () => {
  test.each([
    ["RNN", 1],
    ["LSTM", 4],
    ["GRU", 3],
  ] as const)("of an %s have rows for each of its %d gates", (kind, gates) => {
    expect(shapes(new nn[kind](2, 5, { numLayers: 2 }))).toEqual({
      weight_ih_l0: [gates * 5, 2],
      weight_hh_l0: [gates * 5, 5],
      bias_ih_l0: [gates * 5],
      bias_hh_l0: [gates * 5],
      weight_ih_l1: [gates * 5, 5],
      weight_hh_l1: [gates * 5, 5],
      bias_ih_l1: [gates * 5],
      bias_hh_l1: [gates * 5],
    });
    expect(Object.keys(shapes(new nn[kind](2, 5, { bias: false })))).toEqual([
      "weight_ih_l0",
      "weight_hh_l0",
    ]);
  });

  test("start within ±1/√H, and those of Linear within ±1/√I", () => {
    const bound = (module: nn.Module): number =>
      Math.max(...module.parameters().flatMap((parameter) => [...parameter.data].map(Math.abs)));
    for (const [module, limit] of [
      [new nn.GRU(50, 16), 1 / 4],
      [new nn.Linear(25, 40), 1 / 5],
    ] as const) {
      expect(bound(module)).toBeLessThanOrEqual(limit);
      expect(bound(module)).toBeGreaterThan(0.9 * limit);
    }
  });

  test("are seen by name as fields", () => {
    const net = new nn.LSTM(1, 2);
    expect(net.weight_ih_l0).toBe(net.parameters()[0]);
    expect([net.inputSize, net.hiddenSize, net.numLayers, net.bias, net.batchFirst]).toEqual([
      1,
      2,
      1,
      true,
      false,
    ]);
  });
});

test("Linear is functional.linear with its parameters", () => {
  const net = new nn.Linear(3, 2);
  const x = tensor([[1, 2, 3]]);
  expect(net.forward(x).tolist()).toEqual(functional.linear(x, net.weight, net.bias).tolist());
  expect(new nn.Linear(3, 2, { bias: false }).bias).toBeNull();
});

test("MSELoss is functional.mseLoss with its reduction, and warns as it does", () => {
  const [input, target] = [tensor([1, 2]), tensor([3, 5])];
  expect(new nn.MSELoss().forward(input, target).item()).toBe(6.5);
  expect(new nn.MSELoss({ reduction: "sum" }).forward(input, target).item()).toBe(13);
  expect(new nn.MSELoss({ reduction: "none" }).forward(input, target).tolist()).toEqual([4, 9]);
  const said = vi.spyOn(console, "warn").mockImplementation(() => {});
  new nn.MSELoss().forward(zeros([4, 1]), zeros([4]));
  expect(said.mock.calls).toEqual([[`UserWarning: ${goldenError("MSELoss broadcast")}`]]);
  said.mockRestore();
});

test("a parameter's name that is taken", () => {
  class Twice extends nn.Module {
    w = new nn.Parameter([1]);
    constructor() {
      super();
      this.register("w", new nn.Parameter([2]));
    }
  }
  expect(() => new Twice()).toThrow(new ValueError("attribute 'w' already exists"));
});

test("an LSTM's state is a pair", () => {
  const lstm = new nn.LSTM(2, 3);
  const one = zeros([1, 1, 3]) as unknown as [Tensor, Tensor]; // as plain JavaScript may pass it
  expect(() => lstm.forward(zeros([1, 1, 2]), one)).toThrow(
    new ShapeError("LSTM: hx must be the pair [h, c]\n  both start from zero when it is left out"),
  );
});
