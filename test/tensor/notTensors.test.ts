/** @module What is no tensor is refused by name where a tensor is wanted; clipping reads any iterable. */
import { cat, functional as F, nn, optim, stack, tensor, ValueError, zeros } from "unrolled";
import { describe, expect, test } from "vitest";

const x = zeros(2, 3);
const lstm = new nn.LSTM(3, 4);
const parameter = new nn.Parameter([2]);
const make = "\n  tensor(…) makes one of numbers";

test.each<[string, () => unknown, string]>([
  [
    "mseLoss of a list",
    () => F.mseLoss(x, [1, 2] as never),
    `mseLoss: target must be a Tensor (got [1,2])${make}`,
  ],
  [
    "MSELoss of nothing",
    () => new nn.MSELoss().forward(undefined as never, x),
    `mseLoss: input must be a Tensor (got undefined)${make}`,
  ],
  [
    "crossEntropy of classes",
    () => F.crossEntropy(x, [0, 1] as never),
    `crossEntropy: target must be a Tensor (got [0,1])${make}`,
  ],
  [
    "GRU of lists",
    () => new nn.GRU(3, 4).forward([[1]] as never),
    `GRU: x must be a Tensor (got [[1]])${make}`,
  ],
  [
    "LSTM of states of null",
    () => lstm.forward(zeros(5, 2, 3), [null, null] as never),
    `LSTM: hx[0] must be a Tensor (got null)${make}`,
  ],
  [
    "LSTM of one state",
    () => lstm.forward(zeros(5, 2, 3), [zeros(1, 2, 4), 0] as never),
    `LSTM: hx[1] must be a Tensor (got 0)${make}`,
  ],
  [
    "RNN with its own output for hx",
    () => new nn.RNN(3, 4).forward(zeros(5, 2, 3), [x, x] as never),
    `RNN: hx must be a Tensor (got [{"data":Float32Array of 24 bytes,"shape":[2,3],"requires…)${make}`,
  ],
  [
    "LSTMCell",
    () => new nn.LSTMCell(3, 4).forward(new Float32Array(3) as never),
    `LSTMCell: x must be a Tensor (got a Float32Array of 3)${make}`,
  ],
  [
    "Linear",
    () => new nn.Linear(3, 4).forward([1, 2, 3] as never),
    `linear: x must be a Tensor (got [1,2,3])${make}`,
  ],
  [
    "Sequential",
    () => new nn.Sequential(new nn.ReLU()).forward("x" as never),
    `relu: x must be a Tensor (got "x")${make}`,
  ],
  [
    "Embedding",
    () => new nn.Embedding(3, 2).forward([0] as never),
    `embedding: x must be a Tensor (got [0])${make}`,
  ],
  [
    "LayerNorm",
    () => new nn.LayerNorm(3).forward(3 as never),
    `layerNorm: x must be a Tensor (got 3)${make}`,
  ],
  ["Softmax", () => new nn.Softmax(0).forward([1] as never), `softmax: x must be a Tensor (got [1])${make}`],
  ["dropout", () => F.dropout([1] as never), `dropout: x must be a Tensor (got [1])${make}`],
  ["add", () => x.add([1, 2] as never), `add: other must be a Tensor (got [1,2])${make}`],
  ["mul of a text", () => x.mul("2" as never), `mul: other must be a Tensor (got "2")${make}`],
  ["div by a bigint", () => x.div(2n as never), `div: other must be a Tensor (got 2n)${make}`],
  [
    "matmul",
    () => x.matmul(new Float64Array(200_000) as never),
    `matmul: other must be a Tensor (got a Float64Array of 200000)${make}`,
  ],
  ["stack", () => stack([x, [1]] as never), `stack: expected Tensor as element 1, but got [1]${make}`],
  ["cat of a tensor", () => cat(x as never), "cat: tensors must be an array of Tensors (got a Tensor)"],
  [
    "a gradient",
    () => Object.assign(parameter, { grad: new Float32Array(2) }),
    "assigned grad expected to be a Tensor or None but got a Float32Array of 2",
  ],
  [
    "a gradient of numbers",
    () => Object.assign(parameter, { grad: [1, 2] }),
    "assigned grad expected to be a Tensor or None but got [1,2]",
  ],
  [
    "padSequence",
    () => nn.utils.rnn.padSequence([[1]] as never),
    `padSequence: expected Tensor as element 0, but got [1]${make}`,
  ],
  [
    "padPackedSequence",
    () => nn.utils.rnn.padPackedSequence(x as never),
    "padPackedSequence: sequence must be a PackedSequence (got a Tensor)",
  ],
])("%s", (_, call, message) => {
  expect(call).toThrow(new ValueError(message));
  expect(message.length).toBeLessThan(500);
});

describe("clipping reads", () => {
  const forms: [string, (params: nn.Parameter[]) => Iterable<nn.Parameter>][] = [
    ["an array", (params) => params],
    ["an iterator", (params) => params.values()],
    [
      "a generator",
      function* (params) {
        yield* params;
      },
    ],
    ["a set", (params) => new Set(params)],
    ["the values of a Map", (params) => new Map(params.map((p, i) => [i, p])).values()],
  ];
  const withGradients = (): nn.Parameter[] => {
    const params = [new nn.Parameter([1]), new nn.Parameter([1])];
    params.forEach((p, i) => {
      p.grad = tensor([i === 0 ? 30 : 40]);
    });
    return params;
  };

  test.each(forms)("%s", (_, form) => {
    const params = withGradients();
    expect(nn.utils.clipGradNorm(form(params), 5).item()).toBe(50);
    expect(params.map((p) => p.grad?.item())).toEqual([expect.closeTo(3, 5), expect.closeTo(4, 5)]);
    nn.utils.clipGradValue(form(params), 2);
    expect(params.map((p) => p.grad?.item())).toEqual([2, 2]);
    const optimizer = new optim.SGD(form(params), { lr: 1 });
    optimizer.addParamGroup({ params: form(withGradients()) as never });
    optimizer.step();
    expect(params.map((p) => p.item())).toEqual([-2, -2]);
  });

  test.each([
    [undefined, "undefined"],
    [3, "3"],
    [[x, 3], "3"],
    [{ weight: x }, '{"weight":{"data":Float32Array of 24 bytes,"shape":[2,3],…'],
  ])("but not %#", (params, got) => {
    expect(() => nn.utils.clipGradNorm(params as never, 1)).toThrow(
      new ValueError(
        `clipGradNorm: parameters must be a Tensor or an iterable of Tensors, such as module.parameters() (got ${got})`,
      ),
    );
  });
});
