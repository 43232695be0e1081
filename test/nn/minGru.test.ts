/** @module The minimal GRU: by hand, PyTorch's numbers of the same equations, every layout and refusal. */
import {
  functional,
  manualSeed,
  nn,
  randn,
  ShapeError,
  type Tensor,
  tensor,
  ValueError,
  zeros,
} from "unrolled";
import { describe, expect, test } from "vitest";
import { expectBitEqual, expectClose, type GoldenArray, goldenTensor, readGolden } from "../golden.ts";

const { PackedSequence, packSequence, unpackSequence } = nn.utils.rnn;

interface Case {
  readonly seed: number;
  readonly sizes: readonly [number, number];
  readonly lengths: readonly number[];
  readonly options: {
    readonly num_layers?: number;
    readonly bias?: boolean;
    readonly batch_first?: boolean;
    readonly bidirectional?: boolean;
  };
  readonly weights: Readonly<Record<string, GoldenArray>>;
  readonly x: readonly GoldenArray[];
  readonly h0: GoldenArray;
  readonly y: readonly GoldenArray[];
  readonly hn: GoldenArray;
  readonly cotangents: readonly GoldenArray[];
  readonly dx: readonly GoldenArray[];
  readonly dh0: GoldenArray;
  readonly gradients: Readonly<Record<string, GoldenArray>>;
}

const TOLERANCE = { absolute: 2e-6, relative: 2e-6 };

test("by hand: z = ½, then the sum of halves", () => {
  const layer = new nn.MinGRU(1, 1);
  layer.weight_ih_l0.data.set([0, 2]); // z = σ(0), h̃ = 2x
  layer.bias_ih_l0.data.set([0, 1]);
  const x = tensor([[[1]], [[3]]], { requiresGrad: true });
  const [y, hn] = layer.forward(x, tensor([[[5]]]));
  expect(y.tolist()).toEqual([[[4]], [[5.5]]]); // ½·5 + ½·3, ½·4 + ½·7
  expect(hn.tolist()).toEqual([[[5.5]]]);
  y.sum().backward();
  expect(x.grad?.tolist()).toEqual([[[1.5]], [[1]]]); // 2 · ½ (1 + ½), 2 · ½
  expect(layer.weight_ih_l0.grad?.tolist()).toEqual([[1.5], [2.25]]); // ¼ (−2 · 1½ · 1 + 3 · 3), ½ (1½ · 1 + 3)
});

function layerOf({ sizes: [I, H], options }: Case): nn.MinGRU {
  const {
    num_layers: numLayers = 1,
    bias = true,
    batch_first: batchFirst = false,
    bidirectional = false,
  } = options;
  return new nn.MinGRU(I, H, { numLayers, bias, batchFirst, bidirectional });
}

/** Runs sequences as a batch if they are of one length, else packed. */
function run(layer: nn.MinGRU, xs: readonly Tensor[], h0: Tensor): { y: Tensor[]; hn: Tensor } {
  const T = xs[0].shape[0];
  if (xs.some(({ shape }) => shape[0] !== T)) {
    const [y, hn] = layer.forward(packSequence(xs), h0);
    return { y: unpackSequence(y), hn };
  }
  const axis = layer.batchFirst ? 0 : 1;
  const [y, hn] = layer.forward(functional.stack(xs, axis), h0);
  return { y: xs.map((_, b) => y.select(axis, b)), hn };
}

test.each(readGolden<{ cases: Case[] }>("minGru").cases)(
  "PyTorch's numbers: $lengths of $sizes, $options",
  (golden) => {
    manualSeed(golden.seed);
    const layer = layerOf(golden);
    expect(Object.keys(layer.stateDict())).toEqual(Object.keys(golden.weights));
    for (const [name, weight] of layer.namedParameters()) expectBitEqual(weight, golden.weights[name], name);
    const xs = golden.x.map((x) => goldenTensor(x, true));
    const h0 = goldenTensor(golden.h0, true);
    const { y, hn } = run(layer, xs, h0);
    for (const [b, one] of y.entries()) expectClose(one, golden.y[b], TOLERANCE, `y ${b}`);
    expectClose(hn, golden.hn, TOLERANCE, "hn");
    const parts = [...y, hn].map((one, i) => one.mul(goldenTensor(golden.cotangents[i])).sum());
    parts.reduce((a, b) => a.add(b)).backward();
    for (const [b, x] of xs.entries()) expectClose(x.grad, golden.dx[b], TOLERANCE, `dx ${b}`);
    expectClose(h0.grad, golden.dh0, TOLERANCE, "dh0");
    for (const [name, weight] of layer.namedParameters())
      expectClose(weight.grad, golden.gradients[name], { absolute: 1e-5, relative: 1e-5 }, name);
  },
);

describe("layouts", () => {
  test("without a batch, without a state, and the state carried on, as in one piece", () => {
    const layer = new nn.MinGRU(2, 3, { numLayers: 2 });
    const x = randn([6, 2]);
    const [whole, hn] = layer.forward(x);
    const [batch] = layer.forward(x.unsqueeze(1), zeros([2, 1, 3]));
    expect(whole.tolist()).toEqual(batch.squeeze(1).tolist());
    const [first, state] = layer.forward(x.slice(0, 0, 2));
    const [rest, last] = layer.forward(x.slice(0, 2), state);
    expect(functional.cat([first, rest], 0).tolist()).toEqual(whole.tolist());
    expect(last.tolist()).toEqual(hn.tolist());
  });

  test("a packed sequence in any order", () => {
    const layer = new nn.MinGRU(2, 3, { bidirectional: true });
    const xs = [2, 4, 1].map((T) => randn([T, 2]));
    const [y, hn] = layer.forward(packSequence(xs, { enforceSorted: false }));
    expect(y).toBeInstanceOf(PackedSequence);
    unpackSequence(y).forEach((one, b) => {
      const [alone, state] = layer.forward(xs[b]);
      expect(one.tolist()).toEqual(alone.tolist());
      expect(hn.select(1, b).tolist()).toEqual(state.tolist());
    });
  });

  test("dropout acts between layers while training, and prints", () => {
    const layer = new nn.MinGRU(2, 3, { numLayers: 2, dropout: 0.5, batchFirst: true });
    expect(String(layer)).toBe("MinGRU(2, 3, num_layers=2, batch_first=True, dropout=0.5)");
    const x = randn([4, 5, 2]);
    const [a] = layer.forward(x);
    const [b] = layer.forward(x);
    expect(a.tolist()).not.toEqual(b.tolist());
    layer.eval();
    expect(layer.forward(x)[0].tolist()).toEqual(layer.forward(x)[0].tolist());
  });
});

test("wrong shapes and options are refused", () => {
  const layer = new nn.MinGRU(3, 4, { batchFirst: true });
  const refusals: readonly (readonly [() => unknown, RegExp])[] = [
    [
      () => layer.forward(zeros([2, 5, 4])),
      /input.size\(-1\) must be equal to input_size. Expected 3, got 4/,
    ],
    [() => layer.forward(zeros([3])), /Expected input to be 2D or 3D, got 1D instead/],
    [() => layer.forward(zeros([2, 0, 3])), /Expected sequence length to be larger than 0/],
    [
      () => layer.forward(zeros([2, 5, 3]), zeros([1, 3, 4])),
      /Expected hidden size \(1, 2, 4\), got \[1, 3, 4\]/,
    ],
    [() => layer.forward(zeros([5, 3]), zeros([1, 1, 4])), /Expected hidden size \(1, 4\), got \[1, 1, 4\]/],
  ];
  for (const [call, message] of refusals) {
    expect(call).toThrow(ShapeError);
    expect(call).toThrow(message);
  }
  expect(() => new nn.MinGRU(3, 0)).toThrow(ValueError);
  expect(() => new nn.MinGRU(3, 4, { numLayers: 0 })).toThrow("num_layers must be greater than zero");
  const unknown: object = { num_layers: 2 };
  expect(() => new nn.MinGRU(3, 4, unknown)).toThrow("numLayers");
});
