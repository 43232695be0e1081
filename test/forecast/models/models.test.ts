/** @module The models: against PyTorch, their shapes, and what they refuse. */
import { manualSeed, randn, ShapeError, type Tensor, ValueError, zeros } from "unrolled";
import { DLinear, type ForecastModel, NLinear, RecurrentForecaster, SegRNN } from "unrolled/forecast";
import { describe, expect, test } from "vitest";
import { expectClose, type GoldenArray, goldenTensor, readGolden } from "../../golden.ts";

interface GoldenModel {
  readonly name: keyof typeof kinds;
  readonly options: never;
  readonly seed: number;
  readonly params: Readonly<Record<string, GoldenArray>>;
  readonly x: GoldenArray;
  readonly future: GoldenArray | null;
  readonly y: GoldenArray;
  readonly cotangent: GoldenArray;
  readonly dx: GoldenArray;
  readonly dfuture: GoldenArray | null;
  readonly dparams: Readonly<Record<string, GoldenArray>>;
}

const kinds = { NLinear, DLinear, SegRNN, RecurrentForecaster } as const;

/**
 * Values up to 3 through sums of up to 30 terms and at most 5 steps of a cell, rounded to float32 on both sides: some
 * 1e-6. PyTorch sums the moving average in float32, we in float64.
 */
const TOLERANCE = { absolute: 3e-6, relative: 3e-6 };

/* Made by test/golden/forecast.py */
describe("golden", () => {
  const cases = readGolden<GoldenModel[]>("forecast");
  test("has every model", () => {
    expect(new Set(cases.map(({ name }) => name))).toEqual(new Set(Object.keys(kinds)));
  });

  test.each(cases)("$name, seed $seed", (golden) => {
    const Kind = kinds[golden.name] as new (options: never) => ForecastModel;
    manualSeed(golden.seed);
    const model = new Kind(golden.options);
    const named = model.namedParameters();
    expect(named.map(([name]) => name)).toEqual(Object.keys(golden.params));
    // randn, of which the embeddings are made, within 2e-6; uniform draws to the bit.
    for (const [name, parameter] of named)
      expectClose(
        parameter,
        golden.params[name],
        { absolute: name.includes("emb") ? 2e-6 : 0, relative: 0 },
        name,
      );

    const x = goldenTensor(golden.x, true);
    const future = golden.future === null ? null : goldenTensor(golden.future, true);
    manualSeed(golden.seed + 100);
    const y = model.forward(x, future);
    expectClose(y, golden.y, TOLERANCE, "y");
    y.backward({ gradient: goldenTensor(golden.cotangent) });
    expectClose(x.grad, golden.dx, TOLERANCE, "dx");
    if (golden.dfuture !== null) expectClose(future?.grad ?? null, golden.dfuture, TOLERANCE, "dfuture");
    for (const [name, parameter] of named) expectClose(parameter.grad, golden.dparams[name], TOLERANCE, name);
  });
});

describe("SegRNN", () => {
  test("is the published one by default", () => {
    const model = new SegRNN({ lookback: 96, horizon: 96, channels: 7 });
    const sizes = Object.fromEntries(model.namedParameters().map(([name, { shape }]) => [name, shape]));
    expect(sizes).toEqual({
      pos_emb: [4, 256],
      channel_emb: [7, 256],
      "valueEmbedding.0.weight": [512, 24],
      "valueEmbedding.0.bias": [512],
      "rnn.weight_ih_l0": [1536, 512],
      "rnn.weight_hh_l0": [1536, 512],
      "rnn.bias_ih_l0": [1536],
      "rnn.bias_hh_l0": [1536],
      "predict.1.weight": [24, 512],
      "predict.1.bias": [24],
    });
    expect(String(model)).toBe(
      [
        "SegRNN(",
        "  (valueEmbedding): Sequential(",
        "    (0): Linear(in_features=24, out_features=512, bias=True)",
        "    (1): ReLU()",
        "  )",
        "  (rnn): GRU(512, 512, batch_first=True)",
        "  (predict): Sequential(",
        "    (0): Dropout(p=0.5, inplace=False)",
        "    (1): Linear(in_features=512, out_features=24, bias=True)",
        "  )",
        ")",
      ].join("\n"),
    );
  });

  test("refuses sizes that do not divide", () => {
    expect(() => new SegRNN({ lookback: 96, horizon: 100, channels: 1 })).toThrow(
      new ValueError("SegRNN: look-back 96 and horizon 100 must be multiples of the segment, 24"),
    );
    expect(() => new SegRNN({ lookback: 24, horizon: 24, channels: 1, width: 5 })).toThrow(
      new ValueError("SegRNN: the width is 5 but must be even, half for each embedding"),
    );
  });
});

describe("RecurrentForecaster", () => {
  const sizes = { lookback: 4, horizon: 3 };
  const shapeOf = (model: ForecastModel, ...args: [Tensor, Tensor?]): readonly number[] =>
    model.forward(...args).shape;

  test("forecasts quantiles in both modes", () => {
    for (const mode of ["direct", "recursive"] as const) {
      for (const cell of ["rnn", "lstm", "gru"] as const) {
        const model = new RecurrentForecaster({
          ...sizes,
          channels: 2,
          quantiles: [0.1, 0.5, 0.9],
          mode,
          cell,
        });
        expect(shapeOf(model, zeros([5, 4, 2]))).toEqual([5, 3, 2, 3]);
      }
    }
  });

  test("relative: what is added to the targets is added to the forecast", () => {
    manualSeed(1);
    for (const mode of ["direct", "recursive"] as const) {
      const options = { ...sizes, channels: 3, targets: 2, covariates: 1, relative: true, mode } as const;
      const model = new RecurrentForecaster(options);
      const [x, future] = [randn([2, 4, 3]), randn([2, 3, 1])];
      const moved = x.clone();
      for (let i = 0; i < moved.data.length; i++) if (i % 3 < 2) moved.data[i] += 8;
      const [plain, above] = [model.forward(x, future), model.forward(moved, future)];
      // Numbers near 8 are rounded by 5e-7, and the cells see that.
      expectClose(above, { shape: [2, 3, 2], data: [...plain.add(8).data] }, { absolute: 5e-6, relative: 0 });
    }
  });

  test("refuses what does not fit", () => {
    expect(() => new RecurrentForecaster({ ...sizes, channels: 3, targets: 2, mode: "recursive" })).toThrow(
      new ValueError(
        "a recursive forecast feeds 2 targets and 0 covariates back, but x has 3 channels\n  let x hold the targets, and after them the covariates",
      ),
    );
    expect(() => new RecurrentForecaster({ ...sizes, channels: 1, targets: 2 })).toThrow(
      new ValueError("targets is 2 but there are 1 channels"),
    );
    expect(() => new RecurrentForecaster({ ...sizes, channels: 1, cell: "ltsm" as "lstm" })).toThrow(
      new ValueError('cell is "ltsm" but must be "rnn", "lstm" or "gru"'),
    );
    expect(() => new RecurrentForecaster({ ...sizes, channels: 1, mode: "both" as "direct" })).toThrow(
      new ValueError('mode is "both" but must be "direct" or "recursive"'),
    );
    expect(() => new RecurrentForecaster({ ...sizes, channels: 1, covariates: -1 })).toThrow(
      new ValueError("covariates is -1 but must be a whole number from 0"),
    );
    const model = new RecurrentForecaster({ ...sizes, channels: 1, covariates: 2 });
    expect(() => model.forward(zeros([2, 4, 1]))).toThrow(
      new ShapeError("RecurrentForecaster: future is missing but must be (2, 3, 2), read as (B, H, F)"),
    );
    const alone = new RecurrentForecaster({ ...sizes, channels: 1 });
    expect(() => alone.forward(zeros([2, 4, 1]), zeros([2, 3, 1]))).toThrow(
      new ShapeError(
        "RecurrentForecaster: future is (2, 3, 1) but must be left out, as there are no covariates",
      ),
    );
  });
});

test("all refuse another look-back, sizes that are none, and a future they have no use for", () => {
  expect(() => new NLinear({ lookback: 4, horizon: 2 }).forward(zeros([1, 5, 3]))).toThrow(
    new ShapeError("NLinear: x is (1, 5, 3) but must be (B, 4, C), read as (B, L, C)"),
  );
  expect(() =>
    new SegRNN({ lookback: 4, horizon: 2, segment: 2, channels: 3 }).forward(zeros([1, 4, 2])),
  ).toThrow(new ShapeError("SegRNN: x is (1, 4, 2) but must be (B, 4, 3), read as (B, L, C)"));
  expect(() => new DLinear({ lookback: 4, horizon: 0 })).toThrow(
    new ValueError("horizon is 0 but must be a whole number from 1"),
  );
  expect(() => new DLinear({ lookback: 4, horizon: 2 }).forward(zeros([1, 4, 1]), zeros([1, 2, 1]))).toThrow(
    new ShapeError("DLinear: future is (1, 2, 1) but this model takes none\n  RecurrentForecaster does"),
  );
});
