/** @module Modules as stacks of layers: what is found in them, and what cannot be exported. */
import { manualSeed, nn, type Tensor } from "unrolled";
import { encodeOnnx } from "unrolled/interop";
import { expect, test } from "vitest";
import { stackOfModule } from "../../src/interop/onnx/moduleStack.ts";

class Net extends nn.Module {
  rnn = new nn.LSTM(2, 3, { numLayers: 2, bidirectional: true, batchFirst: true });
  drop = new nn.Dropout(0.5);
  head = new nn.Sequential(new nn.Linear(6, 4), new nn.ReLU(), new nn.Linear(4, 1));

  forward(x: Tensor): Tensor {
    return this.head.forward(this.rnn.forward(x)[0]);
  }
}

test("layers in the order of the fields, those that only train left out", () => {
  const { layers, batchFirst } = stackOfModule(new Net());
  expect(layers.map((part) => part.kind)).toEqual(["lstm", "linear", "relu", "linear"]);
  expect(batchFirst).toBe(true);
});

test("a recurrent layer alone, with its nonlinearity", () => {
  expect(stackOfModule(new nn.RNN(1, 2, { nonlinearity: "relu" }))).toMatchObject({
    layers: [{ kind: "rnn_relu" }],
    batchFirst: false,
  });
});

test("a module is exported as the stack that it is", () => {
  manualSeed(1);
  const net = new Net();
  expect(encodeOnnx(net)).toEqual(encodeOnnx(stackOfModule(net)));
});

test("what cannot be exported is named", () => {
  const net = new nn.Sequential(new nn.Linear(1, 2), new nn.LayerNorm(2));
  expect(() => stackOfModule(net)).toThrow(
    "1: a LayerNorm cannot be exported\n  it must be a stack of RNN, LSTM, GRU and Linear layers",
  );
  const mixed = new nn.ModuleList([new nn.GRU(1, 2, { batchFirst: true }), new nn.GRU(2, 2)]);
  expect(() => stackOfModule(mixed)).toThrow(
    "recurrent layers must agree on batchFirst to be exported together",
  );
});
