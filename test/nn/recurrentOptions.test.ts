/** @module The options of recurrent layers: printed, warned of, and refused, in PyTorch's words. */
import { nn, ones, ValueError, zeros } from "unrolled";
import { afterEach, describe, expect, test, vi } from "vitest";
import { goldenError } from "../golden.ts";

const KINDS = ["RNN", "LSTM", "GRU"] as const;

describe.each(KINDS)("%s refuses", (kind) => {
  const gates = { RNN: 1, LSTM: 4, GRU: 3 }[kind];
  const range = goldenError("LSTM dropout=1.5");

  test.each<[string, number, number, object, string]>([
    ["no hidden units", 3, 0, {}, "hidden_size must be greater than zero\n  got 0"],
    ["less than none", 3, -4, {}, "hidden_size must be greater than zero\n  got -4"],
    ["a part of a unit", 3, 2.5, {}, "hidden_size should be of type int, got: float\n  it is 2.5"],
    ["infinitely many", 3, Infinity, {}, "hidden_size should be of type int, got: float\n  it is Infinity"],
    ["a part of an input", 1.5, 4, {}, "input_size should be of type int, got: float\n  it is 1.5"],
    [
      "negative inputs",
      -1,
      4,
      {},
      `Trying to create tensor with negative dimension -1: [${4 * gates}, -1]\n  input_size must be zero or more`,
    ],
    ["no layers", 3, 4, { numLayers: 0 }, "num_layers must be greater than zero\n  got 0"],
    ["fewer layers", 3, 4, { numLayers: -1 }, "num_layers must be greater than zero\n  got -1"],
    [
      "a part of a layer",
      3,
      4,
      { numLayers: 1.5 },
      "num_layers should be of type int, got: float\n  it is 1.5",
    ],
    [
      "words for layers",
      3,
      4,
      { numLayers: "2" },
      "num_layers should be of type int, got: string\n  it is 2",
    ],
    ["a probability above one", 3, 4, { dropout: 1.5 }, range],
    ["a probability below zero", 3, 4, { dropout: -0.1, numLayers: 2 }, range],
    ["no probability", 3, 4, { dropout: Number.NaN }, range],
    ["a truth for a probability", 3, 4, { dropout: true }, range],
  ])("%s", (_, inputSize, hiddenSize, options, message) => {
    expect(() => new nn[kind](inputSize, hiddenSize, options)).toThrow(new ValueError(message));
  });
});

test.each<[string, () => unknown, string]>([
  ["GRU", () => new nn.GRU(3, 4, { projSize: 2 } as object), goldenError("GRU(3,4,proj_size=2)")],
  ["RNN", () => new nn.RNN(3, 4, { projSize: 0 } as object), goldenError("GRU(3,4,proj_size=2)")],
  ["LSTM as wide", () => new nn.LSTM(3, 4, { projSize: 4 }), goldenError("LSTM(3,4,proj_size=4)")],
  ["LSTM wider", () => new nn.LSTM(3, 4, { projSize: 5 }), goldenError("LSTM(3,4,proj_size=4)")],
  [
    "LSTM negative",
    () => new nn.LSTM(3, 4, { projSize: -1 }),
    "proj_size should be a positive integer or zero to disable projections",
  ],
  [
    "LSTM in parts",
    () => new nn.LSTM(3, 4, { projSize: 1.5 }),
    "proj_size should be a positive integer or zero to disable projections",
  ],
])("a projection is refused: %s", (_, act, message) => {
  expect(act).toThrow(new ValueError(message));
});

test("the layer says no hidden_size where PyTorch 1.13 speaks of a projection that nobody asked for", () => {
  expect(goldenError("RNN(3,0)")).toBe("proj_size has to be smaller than hidden_size"); // the slip; 2.x as here
  expect(() => new nn.RNN(3, 0)).toThrow(new ValueError("hidden_size must be greater than zero\n  got 0"));
});

test("an unknown nonlinearity", () => {
  const sigmoid = { nonlinearity: "sigmoid" } as unknown as nn.RNNOptions;
  expect(() => new nn.RNN(3, 4, sigmoid)).toThrow(
    new ValueError(`${goldenError("RNN(3,4,nonlinearity=sigmoid)")}\n  it must be "tanh" or "relu"`),
  );
});

describe("dropout", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test.each(KINDS)("%s of one layer warns of it, and of none or of two says nothing", (kind) => {
    const said = vi.spyOn(console, "warn").mockImplementation(() => {});
    new nn[kind](3, 4, { dropout: 0 });
    new nn[kind](3, 4, { dropout: 0.5, numLayers: 2 });
    expect(said).not.toHaveBeenCalled();
    new nn[kind](3, 4, { dropout: 0.5 });
    expect(said.mock.calls).toEqual([[`UserWarning: ${goldenError("LSTM(3,4,num_layers=1,dropout=.5)")}`]]);
  });
});

test("the printed form has what is no default, in PyTorch's order", () => {
  const all = { numLayers: 2, bias: false, batchFirst: true, dropout: 0.5, bidirectional: true };
  const text = "num_layers=2, bias=False, batch_first=True, dropout=0.5, bidirectional=True";
  expect(String(new nn.GRU(3, 4, all))).toBe(`GRU(3, 4, ${text})`);
  expect(String(new nn.LSTM(3, 4, { ...all, projSize: 2 }))).toBe(`LSTM(3, 4, proj_size=2, ${text})`);
  expect(String(new nn.RNN(3, 4, { numLayers: 2, nonlinearity: "relu" }))).toBe("RNN(3, 4, num_layers=2)");
  expect(String(new nn.RNN(3, 4, { numLayers: 2, dropout: 1 }))).toBe("RNN(3, 4, num_layers=2, dropout=1.0)");
  expect(String(new nn.RNN(3, 4, { numLayers: 2, dropout: 1e-5 }))).toBe(
    "RNN(3, 4, num_layers=2, dropout=1e-05)",
  );
});

test("options are seen as fields", () => {
  const net = new nn.LSTM(3, 4, { bidirectional: true, projSize: 2, numLayers: 2, dropout: 0.25 });
  expect(net).toMatchObject({
    ...{ inputSize: 3, hiddenSize: 4, projSize: 2, numLayers: 2, bias: true },
    ...{ batchFirst: false, dropout: 0.25, bidirectional: true },
  });
  expect(new nn.RNN(3, 4, { nonlinearity: "relu" }).nonlinearity).toBe("relu");
  expect(new nn.RNN(3, 4).nonlinearity).toBe("tanh");
});

test("inputs of no width leave the biases alone, as in PyTorch", () => {
  const net = new nn.RNN(0, 2, { nonlinearity: "relu" });
  for (const parameter of net.parameters()) parameter.data.set(ones(parameter.shape).data);
  const [y] = net.forward(zeros([2, 1, 0]));
  expect(y.tolist()).toEqual([[[2, 2]], [[6, 6]]]); // 1 + 1, then 2 + (2 + 2)
});

test("parameters, layer by layer, forward before reverse, the projection last", () => {
  const net = new nn.LSTM(3, 4, { bidirectional: true, projSize: 2, numLayers: 2 });
  const layer = (suffix: string, inputs: number): [string, number[]][] => [
    [`weight_ih_${suffix}`, [16, inputs]],
    [`weight_hh_${suffix}`, [16, 2]],
    [`bias_ih_${suffix}`, [16]],
    [`bias_hh_${suffix}`, [16]],
    [`weight_hr_${suffix}`, [2, 4]],
  ];
  expect(net.namedParameters().map(([name, { shape }]) => [name, shape])).toEqual([
    ...layer("l0", 3),
    ...layer("l0_reverse", 3),
    ...layer("l1", 4),
    ...layer("l1_reverse", 4),
  ]);
});
