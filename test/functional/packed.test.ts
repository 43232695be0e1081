/** @module Packed sequences through the recurrent layers: each as if it ran alone, and every refusal word for word. */
import { nn, randn, ShapeError, type Tensor, zeros } from "unrolled";
import { describe, expect, test } from "vitest";
import { expectClose } from "../golden.ts";
import { run } from "./recurrentRun.ts";

const { PackedSequence, packPaddedSequence, padPackedSequence } = nn.utils.rnn;

const golden = (t: Tensor) => ({ shape: t.shape, data: [...t.data] });
const EXACT = { absolute: 0, relative: 0 };

describe.each(["RNN", "LSTM", "GRU"] as const)("%s", (kind) => {
  test("sequences of one length are a batch", () => {
    const net = new nn[kind](3, 5, { numLayers: 2, bidirectional: true });
    const x = randn([4, 2, 3]);
    const { output, states } = run(net, x, null);
    const packed = run(net, packPaddedSequence(x, [4, 4]), null);
    expectClose(packed.output.data, golden(output.view(8, 10)), EXACT);
    packed.states.forEach((state, s) => {
      expectClose(state, golden(states[s]), EXACT);
    });
  });

  test("the output is packed as the input is", () => {
    const x = packPaddedSequence(randn([4, 3, 2]), [2, 4, 1], { enforceSorted: false });
    const { output } = run(new nn[kind](2, 5), x, null);
    expect(output).toBeInstanceOf(PackedSequence);
    expect(output).toMatchObject({
      ...{ batchSizes: [3, 2, 1, 1], sortedIndices: [1, 0, 2], unsortedIndices: [1, 0, 2] },
    });
    expect(output.data.shape).toEqual([7, 5]);
  });

  test("the final state is the last output of each sequence", () => {
    const lengths = [2, 4, 1];
    const x = packPaddedSequence(randn([4, 3, 2]), lengths, { enforceSorted: false });
    const { output, states } = run(new nn[kind](2, 5), x, null);
    const [y, found] = padPackedSequence(output, { batchFirst: true });
    expect(found).toEqual(lengths);
    lengths.forEach((length, b) => {
      expectClose(states[0].select(1, b).squeeze(0), golden(y.select(0, b).select(0, length - 1)), EXACT);
    });
  });

  test("batchFirst means nothing for packed data, as in PyTorch", () => {
    const net = new nn[kind](2, 5);
    const first = new nn[kind](2, 5, { batchFirst: true });
    first.loadStateDict(net.stateDict());
    const x = packPaddedSequence(randn([4, 3, 2]), [4, 2, 1]);
    expectClose(run(first, x, null).output.data, golden(run(net, x, null).output.data), EXACT);
  });
});

describe("refused, in PyTorch's words", () => {
  const x = packPaddedSequence(zeros([4, 3, 2]), [4, 3, 2]);
  const unsorted = packPaddedSequence(zeros([4, 3, 2]), [2, 4, 3], { enforceSorted: false });
  const pair = (h: number[], c: number[]): [Tensor, Tensor] => [zeros(h), zeros(c)];

  test.each<[string, () => unknown, string]>([
    [
      "a wrong input",
      () => new nn.RNN(5, 4).forward(x),
      "input.size(-1) must be equal to input_size. Expected 5, got 2",
    ],
    [
      "rows with more than one axis",
      () => new nn.LSTM(2, 4).forward(packPaddedSequence(zeros([4, 3, 2, 2]), [4, 3, 2])),
      "input must have 2 dimensions, got 3",
    ],
    [
      "rows without an axis",
      () => new nn.GRU(1, 4).forward(packPaddedSequence(zeros([4, 3]), [4, 3, 2])),
      "input must have 2 dimensions, got 1",
    ],
    [
      "states of a smaller batch",
      () => new nn.RNN(2, 4).forward(x, zeros([1, 2, 4])),
      "Expected hidden size (1, 3, 4), got [1, 2, 4]",
    ],
    [
      "states of a larger batch, to be sorted",
      () => new nn.RNN(2, 4).forward(unsorted, zeros([1, 4, 4])),
      "Expected hidden size (1, 3, 4), got [1, 4, 4]",
    ],
    [
      "states of a smaller batch, to be sorted",
      () => new nn.RNN(2, 4).forward(unsorted, zeros([1, 2, 4])),
      "Expected hidden size (1, 3, 4), got [1, 2, 4]",
    ],
    [
      "a state without a batch",
      () => new nn.GRU(2, 4).forward(x, zeros([1, 4])),
      "Expected hidden size (1, 3, 4), got [1, 4]",
    ],
    [
      "an LSTM's hidden state",
      () => new nn.LSTM(2, 4).forward(x, pair([1, 2, 4], [1, 2, 4])),
      "Expected hidden[0] size (1, 3, 4), got [1, 2, 4]",
    ],
    [
      "an LSTM's cell",
      () => new nn.LSTM(2, 4).forward(x, pair([1, 3, 4], [1, 2, 4])),
      "Expected hidden[1] size (1, 3, 4), got [1, 2, 4]",
    ],
    [
      "an LSTM's states without a batch",
      () => new nn.LSTM(2, 4).forward(x, pair([1, 4], [1, 4])),
      "Expected hidden[0] size (1, 3, 4), got [1, 4]",
    ],
  ])("%s", (_, act, message) => {
    expect(act).toThrow(new ShapeError(message));
  });
});
