/** @module The recurrent layers: shapes, batches, states carried on, and every refusal word for word. */
import { nn, randn, ShapeError, type Tensor, zeros } from "unrolled";
import { describe, expect, test } from "vitest";
import { expectClose, goldenError } from "../golden.ts";

const golden = (t: Tensor) => ({ shape: t.shape, data: [...t.data] });
const EXACT = { absolute: 0, relative: 0 };
/** A batch of another size is summed in other tiles: a rounding or two of values of size 1. */
const ROUNDED = { absolute: 5e-7, relative: 0 };

describe.each(["RNN", "GRU"] as const)("%s", (kind) => {
  test("without a batch is a batch of one", () => {
    const net = new nn[kind](3, 5, { numLayers: 2 });
    const [x, h] = [randn([4, 3]), randn([2, 5])];
    const [y, hn] = net.forward(x, h);
    const [batched, states] = net.forward(x.view(4, 1, 3), h.view(2, 1, 5));
    expectClose(y, golden(batched.squeeze(1)), EXACT);
    expectClose(hn, golden(states.squeeze(1)), EXACT);
  });

  test("batchFirst changes the layout of x and output, not of the states", () => {
    const net = new nn[kind](3, 5);
    const first = new nn[kind](3, 5, { batchFirst: true });
    first.loadStateDict(net.stateDict());
    const [x, h] = [randn([4, 2, 3]), randn([1, 2, 5])];
    const [y, hn] = net.forward(x, h);
    const [yFirst, hnFirst] = first.forward(x.transpose(0, 1), h);
    expectClose(yFirst, golden(y.transpose(0, 1)), EXACT);
    expectClose(hnFirst, golden(hn), EXACT);
  });

  test("a sequence in two pieces, the state carried on, is the whole sequence", () => {
    const net = new nn[kind](2, 5, { numLayers: 2 });
    const x = randn([6, 3, 2]);
    const [y, hn] = net.forward(x);
    const [y1, h1] = net.forward(x.slice(0, 0, 4));
    const [y2, h2] = net.forward(x.slice(0, 4), h1);
    expectClose(y1, golden(y.slice(0, 0, 4)), EXACT);
    expectClose(y2, golden(y.slice(0, 4)), EXACT);
    expectClose(h2, golden(hn), EXACT);
  });

  test("sequences of one batch do not see each other", () => {
    const net = new nn[kind](2, 5);
    const x = randn([3, 7, 2]);
    const [y] = net.forward(x);
    for (let b = 0; b < 7; b++) {
      expectClose(net.forward(x.select(1, b))[0], golden(y.select(1, b)), ROUNDED);
    }
  });

  test("a batch of none gives none, as in PyTorch", () => {
    const [y, h] = new nn[kind](3, 4).forward(zeros([5, 0, 3]));
    expect([y.shape, h.shape]).toEqual([
      [5, 0, 4],
      [1, 0, 4],
    ]);
    y.sum().backward();
  });
});

test("the last output is the final state, and their gradients are one", () => {
  const net = new nn.RNN(2, 3);
  const x = randn([4, 1, 2]);
  const gradient = (result: (y: Tensor, hn: Tensor) => Tensor): Tensor | null => {
    const input = x.clone();
    input.requiresGrad = true;
    result(...net.forward(input))
      .sum()
      .backward();
    return input.grad;
  };
  expectClose(
    gradient((y) => y.select(0, 3)),
    golden(gradient((_, hn) => hn) ?? zeros([0])),
    EXACT,
  );
});

describe("refused, with PyTorch's words first", () => {
  const layout = "must be (T, B, I), or (T, I) without a batch";
  const state = (shape: number[]): [Tensor, Tensor] => [zeros(shape), zeros(shape)];
  const swap = "\n  a state is (num_layers * num_directions, B, hidden_size) also with batchFirst";

  test.each<[string, () => unknown, string]>([
    [
      "RNN(3,4) on a 4-D input",
      () => new nn.RNN(3, 4).forward(zeros([1, 5, 2, 3])),
      `RNN: Expected input to be 2D or 3D, got 4D tensor instead\n  x is (1, 5, 2, 3) but ${layout}`,
    ],
    [
      "LSTM(3,4) on a 1-D input",
      () => new nn.LSTM(3, 4).forward(zeros([3])),
      `LSTM: Expected input to be 2D or 3D, got 1D instead\n  x is (3) but ${layout}`,
    ],
    [
      "GRU(3,4) on a 4-D input",
      () => new nn.GRU(3, 4, { batchFirst: true }).forward(zeros([1, 5, 2, 3])),
      "GRU: Expected input to be 2D or 3D, got 4D instead\n  x is (1, 5, 2, 3) but must be (B, T, I), or (T, I) without a batch",
    ],
    [
      "RNN(3,4) on (5,2,7): wrong input_size",
      () => new nn.RNN(3, 4).forward(zeros([5, 2, 7])),
      `${goldenError("RNN(3,4) on (5,2,7): wrong input_size")}\n  RNN: x is (5, 2, 7), read as (T, B, I)`,
    ],
    [
      "an axis in the wrong place",
      () => new nn.LSTM(8, 4, { batchFirst: true }).forward(zeros([32, 8, 100])),
      "input.size(-1) must be equal to input_size. Expected 8, got 100\n  LSTM: x is (32, 8, 100), read as (B, T, I). Axis 1 is 8: did you mean x.transpose(1, 2)?",
    ],
    [
      "numbers without an axis for the input",
      () => new nn.RNN(1, 4).forward(zeros([5, 10])),
      "input.size(-1) must be equal to input_size. Expected 1, got 10\n  RNN: x is (5, 10), read as (T, I). For one number a step, did you mean x.unsqueeze(-1)?",
    ],
    [
      "RNN(3,4) on (5,2,3) with h0 (1,3,4): wrong batch",
      () => new nn.RNN(3, 4).forward(zeros([5, 2, 3]), zeros([1, 3, 4])),
      goldenError("RNN(3,4) on (5,2,3) with h0 (1,3,4): wrong batch"),
    ],
    [
      "GRU(3,4,num_layers=2) with h0 (1,2,4): wrong layers",
      () => new nn.GRU(3, 4, { numLayers: 2 }).forward(zeros([5, 2, 3]), zeros([1, 2, 4])),
      goldenError("GRU(3,4,num_layers=2) with h0 (1,2,4): wrong layers"),
    ],
    [
      "LSTM(3,4,batch_first) with h0 (1,5,4) for (2,5,3)",
      () => new nn.LSTM(3, 4, { batchFirst: true }).forward(zeros([2, 5, 3]), state([1, 5, 4])),
      goldenError("LSTM(3,4,batch_first) with h0 (1,5,4) for (2,5,3)") + swap,
    ],
    [
      "a wrong cell",
      () => new nn.LSTM(3, 4).forward(zeros([5, 2, 3]), [zeros([1, 2, 4]), zeros([1, 2, 5])]),
      "Expected hidden[1] size (1, 2, 4), got [1, 2, 5]",
    ],
    [
      "RNN unbatched input, 3-D h0",
      () => new nn.RNN(3, 4).forward(zeros([5, 3]), zeros([1, 1, 4])),
      goldenError("RNN unbatched input, 3-D h0"),
    ],
    [
      "RNN batched input, 2-D h0",
      () => new nn.RNN(3, 4).forward(zeros([5, 2, 3]), zeros([1, 4])),
      goldenError("RNN batched input, 2-D h0"),
    ],
    [
      "LSTM states of different kinds",
      () => new nn.LSTM(3, 4).forward(zeros([5, 3]), [zeros([1, 1, 4]), zeros([1, 4])]),
      "For unbatched 2-D input, hx and cx should also be 2-D but got (3-D, 2-D) tensors",
    ],
    [
      "LSTM batched input, 2-D states",
      () => new nn.LSTM(3, 4).forward(zeros([5, 2, 3]), state([1, 4])),
      "For batched 3-D input, hx and cx should also be 3-D but got (2-D, 2-D) tensors",
    ],
    [
      "a state for one direction of two",
      () => new nn.GRU(3, 4, { bidirectional: true }).forward(zeros([5, 2, 3]), zeros([1, 2, 4])),
      "Expected hidden size (2, 2, 4), got [1, 2, 4]",
    ],
    [
      "a hidden state as wide as without the projection",
      () => new nn.LSTM(3, 4, { projSize: 2 }).forward(zeros([5, 2, 3]), state([1, 2, 4])),
      "Expected hidden[0] size (1, 2, 2), got [1, 2, 4]",
    ],
    [
      "a cell as narrow as the projection",
      () => new nn.LSTM(3, 4, { projSize: 2 }).forward(zeros([5, 2, 3]), state([1, 2, 2])),
      "Expected hidden[1] size (1, 2, 4), got [1, 2, 2]",
    ],
    [
      "an unbatched state of the wrong width",
      () => new nn.RNN(3, 4).forward(zeros([5, 3]), zeros([1, 5])),
      "Expected hidden size (1, 1, 4), got [1, 1, 5]",
    ],
    [
      "no time steps",
      () => new nn.RNN(3, 4).forward(zeros([0, 2, 3])),
      "Expected sequence length to be larger than 0 in RNN\n  RNN: x is (0, 2, 3), read as (T, B, I)",
    ],
  ])("%s", (_, act, message) => {
    expect(act).toThrow(new ShapeError(message));
  });
});
