/** @module Networks told from the names and shapes of their weights. */
import { describe, expect, test } from "vitest";
import { inferStack, type NamedArray } from "../../src/interop/index.ts";

const ones = (...shape: number[]): NamedArray => ({
  shape,
  data: new Float32Array(shape.reduce((product, size) => product * size, 1)),
});

const cell = (name: string, gates: number, inputs: number, hidden: number): Record<string, NamedArray> => ({
  [`${name}.weight_ih_l0`]: ones(gates * hidden, inputs),
  [`${name}.weight_hh_l0`]: ones(gates * hidden, hidden),
});

const kindsOf = (
  weights: Record<string, NamedArray>,
  options: Parameters<typeof inferStack>[1] = {},
): string[] => inferStack(weights, options).map(({ name, part }) => `${name} ${part.kind}`);

test("the blocks of rows tell the cell", () => {
  expect(kindsOf(cell("rnn", 1, 2, 3))).toEqual(["rnn rnn_tanh"]);
  expect(kindsOf(cell("rnn", 1, 2, 3), { nonlinearity: "relu" })).toEqual(["rnn rnn_relu"]);
  expect(kindsOf(cell("a.b", 3, 2, 3))).toEqual(["a.b gru"]);
  expect(kindsOf({ weight_ih_l0: ones(4, 2), weight_hh_l0: ones(4, 1) })).toEqual([" lstm"]);
});

test("layers stand in the order of their weights", () => {
  const weights = { ...cell("rnn", 4, 5, 3), "out.weight": ones(2, 3), "out.bias": ones(2) };
  expect(kindsOf(weights)).toEqual(["rnn lstm", "out linear"]);
  expect(kindsOf({ "a.weight": ones(5, 1), ...weights })).toEqual(["a linear", "rnn lstm", "out linear"]);
});

test("a given order is kept", () => {
  const weights = { ...cell("rnn", 3, 3, 3), "out.weight": ones(3, 3) };
  expect(kindsOf(weights, { order: ["out", "rnn"] })).toEqual(["out linear", "rnn gru"]);
  for (const order of [["rnn"], ["rnn", "rnn"], ["rnn", "out", "x"]]) {
    expect(() => inferStack(weights, { order })).toThrow(
      expect.objectContaining({
        name: "FormatError",
        message: `--layers must name each of rnn, out once (got ${order.join(", ")})`,
      }),
    );
  }
});

describe("weights that were sorted by name", () => {
  const sorted = (weights: Record<string, NamedArray>): Record<string, NamedArray> =>
    Object.fromEntries(Object.entries(weights).sort(([a], [b]) => (a < b ? -1 : 1)));

  test("are put in order where only one fits", () => {
    const weights = sorted({ ...cell("rnn", 1, 2, 3), "out.weight": ones(5, 3) });
    expect(Object.keys(weights)[0]).toBe("out.weight");
    expect(kindsOf(weights)).toEqual(["rnn rnn_tanh", "out linear"]);
  });

  test("are refused where two would", () => {
    const weights = sorted({ ...cell("rnn", 1, 1, 3), "out.weight": ones(1, 3) }); // 1 → 3 → 1, or 3 → 1 → 3
    expect(() => inferStack(weights)).toThrow(
      expect.objectContaining({
        name: "FormatError",
        message:
          "the weights are sorted by name, so the order of execution is unknown for out, rnn\n  name the layers in order with --layers",
      }),
    );
    expect(kindsOf(weights, { order: ["rnn", "out"] })).toEqual(["rnn rnn_tanh", "out linear"]);
  });
});

const refused: readonly (readonly [string, Record<string, NamedArray>, string, string])[] = [
  [
    "another layer",
    { "norm.weight": ones(3), "norm.bias": ones(3) },
    "FormatError",
    'the weights of "norm" are of no RNN, LSTM, GRU or Linear layer: weight (3), bias (3)',
  ],
  [
    "rows of no cell",
    { "rnn.weight_ih_l0": ones(6, 2), "rnn.weight_hh_l0": ones(6, 3) },
    "ShapeError",
    '"rnn" must have weight_hh_l0 of 1, 3 or 4 times as many rows as columns (got 6, 3)',
  ],
  [
    "no recurrent weights",
    { "rnn.weight_ih_l0": ones(6, 2) },
    "ShapeError",
    '"rnn" must have weight_hh_l0 of 1, 3 or 4 times as many rows as columns (got none, none)',
  ],
  [
    "a projection",
    { ...cell("rnn", 4, 2, 3), "rnn.weight_hr_l0": ones(2, 3) },
    "ValueError",
    "lstm: a projection (proj_size) cannot be exported",
  ],
];

test.each(refused)("%s is refused", (_, weights, name, message) => {
  expect(() => inferStack(weights)).toThrow(expect.objectContaining({ name, message }));
});
