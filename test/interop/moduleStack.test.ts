/** @module Modules as stacks of layers: what is found in them, and what cannot be exported. */
import { manualSeed, nn, type Tensor, zeros } from "unrolled";
import { encodeOnnx } from "unrolled/interop";
import { describe, expect, test } from "vitest";
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

describe("what cannot be exported is named", () => {
  class Squash extends nn.Linear {
    override forward(x: Tensor): Tensor {
      return super.forward(x).tanh();
    }
  }
  class Chain extends nn.Sequential {
    override forward(x: Tensor): Tensor {
      return super.forward(x).add(x);
    }
  }
  class Scale extends nn.Module {
    forward(x: Tensor): Tensor {
      return x.mul(2);
    }
  }
  class Gained extends nn.Module {
    gain = new nn.Parameter([3]);
    rnn = new nn.GRU(2, 3);
    out = new nn.Linear(3, 1);
  }
  class Inner extends nn.Module {
    part = new Gained();
  }
  class Buffered extends nn.Module {
    mean = zeros([2]);
    out = new nn.Linear(2, 1);
    constructor() {
      super();
      this.registerBuffer("mean");
    }
  }
  class Wide extends nn.Linear {
    more = new nn.Linear(1, 1);
  }
  class Extra extends nn.Linear {
    gain = new nn.Parameter([1]);
  }
  const replaced = new nn.Linear(1, 1);
  replaced.forward = (x) => x;
  const cases: readonly (readonly [string, nn.Module, string])[] = [
    [
      "a layer of another kind",
      new nn.Sequential(new nn.Linear(1, 2), new nn.Flatten()),
      "1: a Flatten cannot be exported\n  it must be a stack of RNN, LSTM, GRU, Linear, Embedding, LayerNorm, ReLU, Tanh, Sigmoid, GELU, Softmax, LogSoftmax, Dropout, Identity",
    ],
    ["a cell", new nn.LSTMCell(1, 2), "an LSTMCell cannot be exported\n  it must be"],
    ["a module of one's own", new nn.Sequential(new Scale()), "0: a Scale cannot be exported\n  it must be"],
    [
      "another forward",
      new nn.Sequential(new Squash(1, 2)),
      "0: a Squash cannot be exported: it is a Linear with another forward, which cannot be inspected",
    ],
    [
      "another forward of an object",
      replaced,
      "a Linear cannot be exported: it is a Linear with another forward",
    ],
    [
      "another forward of a sequence",
      new Chain(new nn.Linear(1, 1)),
      "a Chain cannot be exported: it is a Sequential with",
    ],
    [
      "a layer with a layer in it",
      new Wide(1, 1),
      "a Linear with a module of its own (more) cannot be exported",
    ],
    [
      "a normalised weight",
      new nn.Sequential(nn.utils.weightNorm(new nn.Linear(1, 2))),
      '0: a Linear with weightNorm cannot be exported\n  call nn.utils.removeWeightNorm(layer, "weight") before',
    ],
    ["a layer with another parameter", new Extra(1, 1), "linear: there are unknown weights: gain"],
    [
      "a parameter of no layer",
      new Gained(),
      'gain: belongs to no layer of the Gained, so it cannot be exported\n  an initial state can: { initialStates: { "rnn": ["gain"] } }',
    ],
    [
      "one deeper in it",
      new Inner(),
      "part.gain: belongs to no layer of the Inner, so it cannot be exported",
    ],
    [
      "a buffer",
      new Buffered(),
      "mean: belongs to no layer of the Buffered, so it cannot be exported\n  only layers can",
    ],
    [
      "a table in the middle",
      new nn.Sequential(new nn.Linear(1, 2), new nn.Embedding(2, 2)),
      "layer 1 (embedding) must be the first",
    ],
    [
      "a norm of several axes",
      new nn.LayerNorm([2, 3]),
      "a LayerNorm of more than the last axis cannot be exported",
    ],
    [
      "an axis that is not there",
      new nn.Sequential(new nn.Linear(1, 2), new nn.Softmax(3)),
      "a softmax along axis 3 cannot be exported",
    ],
  ];

  test.each(cases)("%s", (_, module, message) => {
    expect(() => encodeOnnx(module)).toThrow(message);
  });

  test("a subclass that computes the same is exported", () => {
    class Named extends nn.Linear {
      override extraRepr(): string {
        return "named";
      }
    }
    manualSeed(2);
    const named = encodeOnnx(new Named(1, 2));
    manualSeed(2);
    expect(named).toEqual(encodeOnnx(new nn.Linear(1, 2)));
  });

  test("initial states that do not fit", () => {
    const net = new Gained();
    const message = (initialStates: Record<string, string[]>, states?: "required"): string => {
      try {
        encodeOnnx(net, { initialStates, ...(states && { states }) });
      } catch (error) {
        return error instanceof Error ? error.message : "";
      }
      return "";
    };
    expect(message({ rn: ["gain"] })).toBe(
      'initialStates: there is no recurrent layer "rn"\n  did you mean rnn?',
    );
    expect(message({ rnn: ["gian"] })).toBe(
      'initialStates: there is no parameter or buffer "gian"\n  did you mean gain?',
    );
    expect(message({ rnn: ["gain", "gain"] })).toBe("gru: there must be 1 initial states (got 2)");
    expect(message({ rnn: ["gain"] }, "required")).toContain(
      "learnt initial states have no place in a model",
    );
    expect(message({ rnn: ["out.weight"] })).toContain("gain: belongs to no layer");
    net.gain = new nn.Parameter([4]);
    expect(message({ rnn: ["gain"] })).toBe("gru: an initial state is (4) but must be (1, 1, 3)");
  });

  test("recurrent layers of both orders", () => {
    const mixed = new nn.ModuleList([new nn.GRU(1, 2, { batchFirst: true }), new nn.GRU(2, 2)]);
    expect(() => stackOfModule(mixed)).toThrow(
      "recurrent layers must agree on batchFirst to be exported together",
    );
  });
});
