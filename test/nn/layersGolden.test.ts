/** @module The layers around the recurrent ones, against PyTorch: printed form, output, every gradient. */
import { manualSeed, nn, type Tensor, tensor } from "unrolled";
import { describe, expect, test } from "vitest";
import { expectClose, type GoldenArray, goldenTensor, readGolden } from "../golden.ts";

interface GoldenLayer {
  readonly name: keyof typeof kinds;
  readonly ctor: readonly never[];
  readonly seed: number | null;
  readonly repr: string;
  readonly x: GoldenArray;
  readonly y: GoldenArray;
  readonly cotangent: GoldenArray;
  readonly dx: GoldenArray | null;
  readonly params: Readonly<Record<string, GoldenArray>>;
  readonly dparams: Readonly<Record<string, GoldenArray>>;
}

const kinds = {
  ReLU: nn.ReLU,
  Tanh: nn.Tanh,
  Sigmoid: nn.Sigmoid,
  Identity: nn.Identity,
  GELU: nn.GELU,
  Softmax: nn.Softmax,
  LogSoftmax: nn.LogSoftmax,
  Flatten: nn.Flatten,
  LayerNorm: nn.LayerNorm,
  Embedding: nn.Embedding,
} as const;

/** A few roundings to float32 of values up to 10, on both sides. */
const TOLERANCE = { absolute: 1e-6, relative: 1e-6 };

/* y = layer(x); (y * cotangent).sum().backward() */
describe("golden", () => {
  const cases = readGolden<{ layers: GoldenLayer[] }>("around").layers;
  test("has every layer", () => {
    expect(new Set(cases.map(({ name }) => name))).toEqual(new Set(Object.keys(kinds)));
  });

  test.each(cases)("$repr on $x.shape", (golden) => {
    const Kind = kinds[golden.name] as new (...args: readonly never[]) => nn.Layer;
    if (golden.seed !== null) manualSeed(golden.seed);
    const layer = new Kind(...golden.ctor);
    expect(String(layer)).toBe(golden.repr);
    const named = layer.namedParameters();
    expect(named.map(([name]) => name)).toEqual(Object.keys(golden.params));
    for (const [name, parameter] of named) {
      // Embedding starts as PyTorch's does (randn within 2e-6); others take PyTorch's values.
      if (golden.seed !== null) expectClose(parameter, golden.params[name], { absolute: 2e-6, relative: 0 });
      parameter.data.set(golden.params[name].data);
    }
    const x = goldenTensor(golden.x, golden.dx !== null);
    const y = layer.forward(x);
    expectClose(y, golden.y, TOLERANCE, "y");
    y.backward({ gradient: goldenTensor(golden.cotangent) });
    if (golden.dx !== null) expectClose(x.grad, golden.dx, TOLERANCE, "dx");
    for (const [name, parameter] of named) expectClose(parameter.grad, golden.dparams[name], TOLERANCE, name);
  });
});

describe("Dropout", () => {
  test("drops while training only", () => {
    const layer = new nn.Dropout(0.5);
    const x = tensor(new Float32Array(64).fill(1));
    const dropped = (y: Tensor): number => [...y.data].filter((value) => value === 0).length;
    manualSeed(1);
    expect(dropped(layer.forward(x))).toBeGreaterThan(10);
    layer.eval();
    expect(layer.forward(x)).toBe(x);
  });

  test("refuses what is no probability", () => {
    for (const p of [1.5, -0.1, Number.NaN]) {
      expect(() => new nn.Dropout(p)).toThrow(`dropout probability has to be between 0 and 1, but got ${p}`);
    }
  });
});

test("Embedding refuses a padding that is no row", () => {
  expect(() => new nn.Embedding(3, 2, { paddingIdx: 3 })).toThrow(
    "Padding_idx must be within num_embeddings\n  it is 3 but must be from -3 to 2",
  );
});

test("LayerNorm starts at weight 1 and bias 0", () => {
  expect(new nn.LayerNorm([1, 2]).parameters().map((p) => p.tolist())).toEqual([[[1, 1]], [[0, 0]]]);
});

test("Flatten makes an axis of a scalar, and refuses axes that are not there", () => {
  expect(new nn.Flatten({ startDim: 0 }).forward(tensor(3)).tolist()).toEqual([3]);
  expect(() => new nn.Flatten().forward(tensor([3]))).toThrow(
    "Dimension out of range (expected to be in range of [-1, 0], but got 1)",
  );
  expect(() => new nn.Flatten({ startDim: 2, endDim: 1 }).forward(tensor([[[3]]]))).toThrow(
    "flatten() has invalid args: start_dim cannot come after end_dim",
  );
});

/* print(layer), in PyTorch */
describe("printed form", () => {
  test.each([
    [new nn.Dropout(), "Dropout(p=0.5, inplace=False)"],
    [new nn.Dropout({ p: 0.25 }), "Dropout(p=0.25, inplace=False)"],
    [new nn.Dropout(1e-5), "Dropout(p=1e-05, inplace=False)"],
    [new nn.Dropout(1), "Dropout(p=1, inplace=False)"],
    [new nn.LayerNorm(3, { eps: 1e-12 }), "LayerNorm((3,), eps=1e-12, elementwise_affine=True)"],
    [new nn.LayerNorm(3, { eps: 0 }), "LayerNorm((3,), eps=0, elementwise_affine=True)"],
    [new nn.LayerNorm(3, { eps: 1.5e20 }), "LayerNorm((3,), eps=1.5e+20, elementwise_affine=True)"],
    [new nn.LayerNorm(3, { eps: Number.NaN }), "LayerNorm((3,), eps=nan, elementwise_affine=True)"],
    [
      new nn.LayerNorm(3, { eps: Number.POSITIVE_INFINITY }),
      "LayerNorm((3,), eps=inf, elementwise_affine=True)",
    ],
    [
      new nn.LayerNorm(3, { eps: Number.NEGATIVE_INFINITY }),
      "LayerNorm((3,), eps=-inf, elementwise_affine=True)",
    ],
    [new nn.L1Loss(), "L1Loss()"],
    [new nn.SmoothL1Loss({ beta: 0.5 }), "SmoothL1Loss()"],
    [new nn.HuberLoss(), "HuberLoss()"],
    [new nn.BCEWithLogitsLoss(), "BCEWithLogitsLoss()"],
    [new nn.CrossEntropyLoss(), "CrossEntropyLoss()"],
    [new nn.NLLLoss(), "NLLLoss()"],
    [new nn.GaussianNLLLoss(), "GaussianNLLLoss()"],
  ])("%s", (module, text) => {
    expect(String(module)).toBe(text);
  });
});
