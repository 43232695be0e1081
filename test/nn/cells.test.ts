/** @module The cells: PyTorch's numbers, one step of the layers, and every refusal word for word. */
import {
  arange,
  manualSeed,
  nn,
  ones,
  randn,
  ShapeError,
  type Tensor,
  tensor,
  ValueError,
  zeros,
} from "unrolled";
import { describe, expect, test } from "vitest";
import { run, step } from "../functional/recurrentRun.ts";
import { expectBitEqual, expectClose, type GoldenArray, goldenTensor, readGolden } from "../golden.ts";

interface GoldenCell {
  readonly kind: "RNNCell" | "LSTMCell" | "GRUCell";
  readonly bias: boolean;
  readonly seed: number;
  readonly repr: string;
  readonly x: GoldenArray;
  readonly h: GoldenArray;
  readonly c: GoldenArray | null;
  readonly out: readonly GoldenArray[];
  readonly params: Readonly<Record<string, GoldenArray>>;
  readonly grads: Readonly<Record<string, GoldenArray>>;
}

/** As in recurrentGolden.test.ts: PyTorch sums in another order, with fused multiply-adds. */
const ROUNDED = { absolute: 1e-6, relative: 1e-6 };
const EXACT = { absolute: 0, relative: 0 };
const golden = (t: Tensor) => ({ shape: t.shape, data: [...t.data] });

/*
 * torch.manual_seed(seed); cell = nn.<kind>(3, 5, bias=bias); out = cell(x, h or (h, c))
 * sum((o * torch.arange(o.numel()).view_as(o)).sum() for o in out).backward()
 */
describe("golden", () => {
  /** The same for the cell, by seed: the golden file has them of the hidden state only. */
  const CELL_GRADIENTS: Readonly<Record<number, readonly number[]>> = {
    1041: [
      0.0, 0.82890409, 0.89786476, 2.2196755, 3.4137192, 3.0060098, 5.1732287, 6.0753164, 5.6784782,
      8.6646547,
    ],
    1042: [
      0.0, 0.5515554, 1.6095228, 1.3307519, 1.8122338, 2.2308857, 2.7997921, 3.7950933, 9.1336298, 5.0147257,
    ],
  };
  const cases = readGolden<GoldenCell[]>("cells");
  test("six cells: three kinds, with and without biases", () => {
    const kinds = cases.map(({ kind, bias }) => `${kind} ${bias}`);
    expect(kinds.sort()).toEqual(
      ["GRUCell", "LSTMCell", "RNNCell"].flatMap((kind) => [`${kind} false`, `${kind} true`]),
    );
  });

  test.each(cases)("$repr", ({ kind, bias, seed, repr, x, h, c, out, params, grads }) => {
    manualSeed(seed);
    const cell = new nn[kind](3, 5, { bias });
    expect(String(cell)).toBe(repr);
    expect(cell.namedParameters().map(([name]) => name)).toEqual(Object.keys(params));
    for (const [name, parameter] of cell.namedParameters()) expectBitEqual(parameter, params[name], name);

    const input = goldenTensor(x, true);
    const states = [h, c].filter((state) => state !== null).map((state) => goldenTensor(state, true));
    const results = step(cell, input, states);
    expect(results).toHaveLength(out.length);
    results.forEach((result, s) => {
      expectClose(result, out[s], ROUNDED, `out[${s}]`);
    });
    const losses = results.map((result) => result.mul(arange(10).view(2, 5)).sum());
    losses.reduce((sum, loss) => sum.add(loss)).backward();
    expectClose(input.grad, grads.x, ROUNDED, "dx");
    expectClose(states[0].grad, grads.h, ROUNDED, "dh");
    if (c) expectClose(states[1].grad, { shape: [2, 5], data: CELL_GRADIENTS[seed] }, ROUNDED, "dc");
    for (const [name, parameter] of cell.namedParameters())
      expectClose(parameter.grad, grads[name], ROUNDED, name);
    expect(Object.keys(grads).sort()).toEqual([...Object.keys(params), "h", "x"].sort());
  });
});

describe.each([
  ["RNNCell", "RNN"],
  ["LSTMCell", "LSTM"],
  ["GRUCell", "GRU"],
] as const)("%s", (kind, layerKind) => {
  const cell = new nn[kind](3, 4);
  const count = kind === "LSTMCell" ? 2 : 1;
  const states = (...shape: number[]): Tensor[] => Array.from({ length: count }, () => randn(shape));

  test("is a layer of one step", () => {
    const layer = new nn[layerKind](3, 4);
    for (const [name, parameter] of layer.namedParameters()) {
      const own = cell.namedParameters().find(([other]) => `${other}_l0` === name);
      parameter.data.set(own?.[1].data ?? []);
    }
    const x = randn([2, 3]);
    const { output } = run(layer, x.unsqueeze(0), null);
    expectClose(step(cell, x, null)[0], golden(output.squeeze(0)), EXACT);
  });

  test("without a batch is a batch of one; without states starts from zeros", () => {
    const [x, given] = [randn([3]), states(4)];
    const batched = step(
      cell,
      x.view(1, 3),
      given.map((state) => state.view(1, 4)),
    );
    step(cell, x, given).forEach((state, s) => {
      expectClose(state, golden(batched[s].view(4)), EXACT);
    });
    const fromZero = step(
      cell,
      x,
      given.map(() => zeros([4])),
    );
    step(cell, x, null).forEach((state, s) => {
      expectClose(state, golden(fromZero[s]), EXACT);
    });
    expect(fromZero).toHaveLength(count);
  });

  test("takes an empty batch, and inputs of no width, as PyTorch", () => {
    expect(step(cell, zeros([0, 3]), null).map(({ shape }) => shape)).toEqual(states(0, 4).map(() => [0, 4]));
    const blind = new nn[kind](0, 4);
    expect(String(blind)).toBe(`${kind}(0, 4)`);
    const before = step(blind, zeros([2, 0]), null)[0];
    expect(before.shape).toEqual([2, 4]);
    expect(before.select(0, 0).tolist()).toEqual(before.select(0, 1).tolist());
    expect([...before.data].every((value) => value !== 0)).toBe(true); // the biases alone
  });

  test.each<[string, () => unknown, string]>([
    [
      "a wrong input",
      () => step(cell, zeros([2, 5]), null),
      "input has inconsistent input_size: got 5 expected 3",
    ],
    [
      "a wrong input without a batch",
      () => step(cell, zeros([5]), null),
      "input has inconsistent input_size: got 5 expected 3",
    ],
    [
      "a sequence",
      () => step(cell, zeros([1, 2, 3]), null),
      `${kind}: Expected input to be 1-D or 2-D but received 3-D tensor`,
    ],
    [
      "a scalar",
      () => step(cell, tensor(1), null),
      `${kind}: Expected input to be 1-D or 2-D but received 0-D tensor`,
    ],
    [
      "a wrong batch",
      () => step(cell, zeros([2, 3]), states(3, 4)),
      "Input batch size 2 doesn't match hidden0 batch size 3",
    ],
    [
      "a wrong width",
      () => step(cell, zeros([2, 3]), states(2, 5)),
      "hidden0 has inconsistent hidden_size: got 5, expected 4",
    ],
    [
      "a wrong width without a batch",
      () => step(cell, zeros([3]), states(5)),
      "hidden0 has inconsistent hidden_size: got 5, expected 4",
    ],
    [
      "a batch of states for an x without",
      () => step(cell, zeros([3]), states(1, 4)),
      "hidden0 has inconsistent hidden_size: got 1, expected 4\n  h is (1, 1, 4) but must be (1, 4), for x of (1, 3)",
    ],
    [
      "a state without a batch",
      () => step(cell, zeros([1, 3]), states(4)),
      "Input batch size 1 doesn't match hidden0 batch size 4\n  h is (4) but must be (1, 4), for x of (1, 3)",
    ],
    [
      "a state without a batch, as wide as the batch",
      () => step(cell, zeros([4, 3]), states(4)),
      `${kind}: Expected hidden to be 2D, got 1D instead\n  h is (4) but must be (4, 4), for x of (4, 3)`,
    ],
    [
      "a state of a layer",
      () => step(cell, zeros([2, 3]), states(1, 2, 4)),
      "Input batch size 2 doesn't match hidden0 batch size 1\n  h is (1, 2, 4) but must be (2, 4), for x of (2, 3)",
    ],
    [
      "a state with an axis too many",
      () => step(cell, zeros([2, 3]), states(2, 4, 7)),
      `${kind}: Expected hidden to be 2D, got 3D instead\n  h is (2, 4, 7) but must be (2, 4), for x of (2, 3)`,
    ],
  ])("refuses %s", (_, act, message) => {
    expect(act).toThrow(new ShapeError(message));
  });

  test.each<[number, number, string]>([
    [3, 0, "hidden_size must be greater than zero\n  got 0"],
    [3, 2.5, "hidden_size should be of type int, got: float\n  it is 2.5"],
    [Number.NaN, 4, "input_size should be of type int, got: float\n  it is NaN"],
  ])("refuses sizes %d and %d", (I, H, message) => {
    expect(() => new nn[kind](I, H)).toThrow(new ValueError(message));
  });
});

test("LSTMCell names the cell where PyTorch calls it hidden0, too", () => {
  const cell = new nn.LSTMCell(3, 4);
  expect(() => cell.forward(zeros([2, 3]), [zeros([2, 4]), zeros([3, 4])])).toThrow(
    new ShapeError(
      "Input batch size 2 doesn't match hidden0 batch size 3\n  c is (3, 4) but must be (2, 4), for x of (2, 3)",
    ),
  );
  expect(() => cell.forward(zeros([2, 3]), [zeros([2, 4]), zeros([2, 5])])).toThrow(
    new ShapeError(
      "hidden0 has inconsistent hidden_size: got 5, expected 4\n  c is (2, 5) but must be (2, 4), for x of (2, 3)",
    ),
  );
});

test("a subclass is called by its parent's name, as in PyTorch", () => {
  class Renamed extends nn.GRUCell {}
  expect(() => new Renamed(3, 4).forward(tensor(1))).toThrow(
    new ShapeError("GRUCell: Expected input to be 1-D or 2-D but received 0-D tensor"),
  );
});

test("a negative input, in PyTorch's words", () => {
  expect(() => new nn.GRUCell(-3, 4)).toThrow(
    new ValueError(
      "Trying to create tensor with negative dimension -3: [12, -3]\n  input_size must be zero or more",
    ),
  );
});

describe("RNNCell's nonlinearity", () => {
  test("relu, and its printed form", () => {
    const cell = new nn.RNNCell(1, 2, { nonlinearity: "relu", bias: false });
    expect(String(cell)).toBe("RNNCell(1, 2, bias=False, nonlinearity=relu)");
    cell.weight_ih.data.set([1, -1]);
    cell.weight_hh.data.fill(0);
    expect(cell.forward(ones([1, 1])).tolist()).toEqual([[1, 0]]);
  });

  test("an unknown one", () => {
    const sigmoid = { nonlinearity: "sigmoid" } as unknown as nn.RNNCellOptions;
    expect(() => new nn.RNNCell(3, 4, sigmoid)).toThrow(
      new ValueError('Unknown nonlinearity: sigmoid\n  it must be "tanh" or "relu"'),
    );
  });
});
