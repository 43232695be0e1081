/** @module Modules exported to ONNX compute in ONNX Runtime what they compute here. */
import { manualSeed, nn, noGrad, randn, type Tensor, tensor } from "unrolled";
import { encodeOnnx, type OnnxOptions } from "unrolled/interop";
import { describe, expect, test } from "vitest";
import { onnxRuntime } from "./onnxRuntime.ts";

type Layered = nn.Module & { forward(x: Tensor): Tensor };

/** The output of ONNX Runtime, which must be that of the module to within float32 sums in another order. */
async function compare(net: Layered, x: Tensor, options: OnnxOptions = {}, isWhole = false): Promise<void> {
  net.eval();
  const bytes = encodeOnnx(net, options);
  const session = await onnxRuntime.InferenceSession.create(bytes, { logSeverityLevel: 3 });
  expect(session.inputNames).toEqual(["x"]);
  const given = isWhole
    ? new onnxRuntime.Tensor(
        "int64",
        BigInt64Array.from(x.data, (value) => BigInt(value)),
        x.shape,
      )
    : new onnxRuntime.Tensor("float32", x.data, x.shape);
  const { output } = await session.run({ x: given });
  const wanted = noGrad(() => net.forward(x));
  expect(output.dims).toEqual(wanted.shape);
  const worst = wanted.data.reduce((most, value, i) => Math.max(most, Math.abs(value - output.data[i])), 0);
  expect(worst).toBeLessThan(1e-5);
}

class TextModel extends nn.Module {
  embedding = new nn.Embedding(7, 5, { paddingIdx: 0 });
  rnn: nn.LSTM;
  drop = new nn.Dropout(0.5);
  norm = new nn.LayerNorm(6);
  head = new nn.Linear(6, 7);
  softmax = new nn.LogSoftmax(-1);

  constructor(batchFirst: boolean) {
    super();
    this.rnn = new nn.LSTM(5, 3, { batchFirst, bidirectional: true });
  }

  forward(x: Tensor): Tensor {
    const [y] = this.rnn.forward(this.embedding.forward(x));
    return this.softmax.forward(this.head.forward(this.norm.forward(this.drop.forward(y))));
  }
}

class Learnt extends nn.Module {
  h0: nn.Parameter;
  c0: nn.Parameter;
  rnn: nn.LSTM;
  out = new nn.Linear(3, 1);

  constructor(numLayers: number, batchFirst: boolean) {
    super();
    this.rnn = new nn.LSTM(2, 3, { numLayers, batchFirst });
    this.h0 = new nn.Parameter([numLayers, 1, 3], randn([3 * numLayers]).data);
    this.c0 = new nn.Parameter([numLayers, 1, 3], randn([3 * numLayers]).data);
  }

  forward(x: Tensor): Tensor {
    const batch = x.shape[this.rnn.batchFirst ? 0 : 1];
    const [h, c] = [this.h0, this.c0].map((state) => state.add(randn([1, batch, 1]).mul(0)));
    return this.out.forward(this.rnn.forward(x, [h, c])[0]);
  }
}

describe("in ONNX Runtime", () => {
  manualSeed(3);
  const words = tensor([
    [1, 2, 6, 0],
    [3, 3, 5, 4],
    [6, 1, 0, 0],
  ]);

  test.each([true, false])("Embedding, LSTM, LayerNorm, Linear and LogSoftmax, batchFirst %s", (batchFirst) =>
    compare(new TextModel(batchFirst), words, { states: "none" }, true),
  );

  test("a table alone", () => compare(new nn.Sequential(new nn.Embedding(7, 2)), words, {}, true));

  test.each<[string, () => Layered]>([
    ["GELU", () => new nn.GELU()],
    ["GELU by tanh", () => new nn.GELU({ approximate: "tanh" })],
    ["Softmax of the last axis", () => new nn.Softmax(2)],
    ["Softmax of the first axis", () => new nn.Softmax(0)],
    ["LogSoftmax of the middle axis", () => new nn.LogSoftmax(-2)],
    ["LayerNorm", () => new nn.LayerNorm(4, { eps: 0.1 })],
    ["LayerNorm without weights", () => new nn.LayerNorm([4], { elementwiseAffine: false })],
    [
      "ReLU, Tanh, Sigmoid, Identity",
      () => new nn.Sequential(new nn.ReLU(), new nn.Tanh(), new nn.Sigmoid(), new nn.Identity()),
    ],
  ])("Linear and %s", (_, make) =>
    compare(new nn.Sequential(new nn.Linear(2, 4), make()), randn([3, 5, 2]).mul(3)),
  );

  test("a softmax along time after a recurrent layer of either order", async () => {
    for (const batchFirst of [true, false]) {
      class Attention extends nn.Module {
        rnn = new nn.GRU(2, 3, { batchFirst });
        softmax = new nn.Softmax(batchFirst ? 1 : 0);
        forward(x: Tensor): Tensor {
          return this.softmax.forward(this.rnn.forward(x)[0]);
        }
      }
      await compare(new Attention(), randn([4, 3, 2]), { states: "none" });
    }
  });

  test.each([
    [1, true],
    [2, false],
  ])("learnt initial states of %i layers, batchFirst %s", async (layers, batchFirst) => {
    const net = new Learnt(layers, batchFirst);
    const initialStates = { rnn: ["h0", "c0"] };
    await compare(net, randn([4, 3, 2]), { states: "none", initialStates });
    await compare(net, randn([4, 3, 2]), { states: "optional", initialStates });
  });
});
