/** @module The errors about the graph that learners meet, word for word: PyTorch's text, then the remedy. */
import { functional, GraphError, nn, tensor, zeros } from "unrolled";
import { describe, expect, test } from "vitest";
import { goldenError } from "../golden.ts";

const loss =
  "\n  backward() has already run on this loss: compute it again for each backward(), or pass { retainGraph: true } the first time";
const carried = (op: string): string =>
  `\n  the graph reaches into an earlier step through its ${op}: detach a carried state with h = h.detach() before the next step`;

describe("backward twice", () => {
  const text = goldenError("backward twice");

  test("of a mean squared error", () => {
    const y = functional.mseLoss(tensor([1, 2], { requiresGrad: true }), zeros([2]));
    y.backward();
    expect(() => y.backward()).toThrow(new GraphError(text + loss));
  });

  test("of a sum, which saves nothing itself", () => {
    const x = tensor([1, 2], { requiresGrad: true });
    const y = x.mul(x).sum();
    y.backward();
    expect(() => y.backward()).toThrow(new GraphError(text + loss));
  });
});

describe("a state carried into the next step without detach", () => {
  const text = goldenError("hidden state carried without detach");

  test.each([
    ["RNN", "rnn_tanh"],
    ["GRU", "gru"],
  ] as const)("of an %s", (kind, op) => {
    const cell = new nn[kind](1, 3);
    const x = zeros([2, 1, 1]);
    const [y, h] = cell.forward(x);
    y.sum().backward();
    const [next] = cell.forward(x, h);
    expect(() => next.sum().backward()).toThrow(new GraphError(text + carried(op)));
    const [cut] = cell.forward(x, h.detach());
    expect(() => cut.sum().backward()).not.toThrow();
  });

  test("of an LSTM", () => {
    const cell = new nn.LSTM(1, 3);
    const x = zeros([2, 1, 1]);
    const [y, [h, c]] = cell.forward(x);
    y.sum().backward();
    const [next] = cell.forward(x, [h.detach(), c]);
    expect(() => next.sum().backward()).toThrow(new GraphError(text + carried("lstm")));
  });

  test("leaves every gradient as it was", () => {
    const cell = new nn.RNN(1, 3);
    const x = zeros([2, 1, 1]);
    const [y, h] = cell.forward(x);
    y.sum().backward();
    const before = cell.parameters().map((parameter) => parameter.grad?.tolist());
    const [next] = cell.forward(x, h);
    expect(() => next.sum().backward()).toThrow(GraphError);
    expect(cell.parameters().map((parameter) => parameter.grad?.tolist())).toEqual(before);
  });
});

test("backward on several values", () => {
  const y = tensor([[1, 2]], { requiresGrad: true }).mul(2);
  expect(() => y.backward()).toThrow(
    new GraphError(
      `${goldenError("backward on a non-scalar")}\n  this one is (1, 2): reduce it with sum() or mean(), or pass backward({ gradient })`,
    ),
  );
});
