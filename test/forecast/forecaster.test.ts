/** @module Forecasters: defaults, forecasts in original units, every model, what is refused. */
import { manualSeed, rand, ValueError } from "unrolled";
import { seriesFromArrays } from "unrolled/data";
import {
  type Backtest,
  backtestOf,
  type Forecast,
  Forecaster,
  type ForecasterOptions,
  type ModelName,
} from "unrolled/forecast";
import type { TrainEvent } from "unrolled/train";
import { describe, expect, test } from "vitest";
import { bareWaves, co2, sunspots, waves } from "./given.ts";

/** Small enough to train in a moment. */
const small = { lookback: 16, horizon: 8, epochs: 2, split: { train: 100, validation: 40, test: 20 } };
const holiday = [1, 0, 0, 0, 0, 1, 0, 0];

describe("what is left out is derived", () => {
  test("from sunspots: a season of 11 years", async () => {
    const { plan } = await Forecaster.train(await sunspots(), { model: "naive" });
    expect(plan).toMatchObject({
      season: 11,
      horizon: 11,
      lookback: 22,
      scaler: "standard",
      levels: [0.8, 0.95],
    });
    expect(plan.split.train).toEqual({ part: "train", from: 0, until: 185 });
    expect(plan.columns).toEqual({ targets: ["SUNACTIVITY"], future: [], calendar: [], covariates: [] });
  });

  test("from CO₂: a season of a year of weeks", async () => {
    const { plan } = await Forecaster.train(await co2(), { model: "seasonal" });
    expect(plan).toMatchObject({ season: 52, horizon: 52, lookback: 104 });
  });

  test("from a short series without a season", async () => {
    const series = bareWaves(20);
    const { plan } = await Forecaster.train(series, { model: "drift", season: null });
    expect(plan).toMatchObject({ season: null, horizon: 2, lookback: 4 });
  });
});

test("baselines continue the series in its own units, at its own times", async () => {
  const series = await sunspots();
  const naive = (await Forecaster.train(series, { model: "naive", horizon: 3 })).forecast();
  expect(naive.time?.[0]).toBe(Date.UTC(2009, 0, 1));
  expect([...(naive.targets[0]?.point ?? [])]).toEqual([2.9, 2.9, 2.9]); // 2008 had 2.9
  const seasonal = (await Forecaster.train(series, { model: "seasonal", season: 11, horizon: 3 })).forecast();
  const values = series.columns[0]?.values ?? new Float64Array();
  expect([...(seasonal.targets[0]?.point ?? [])]).toEqual([...values.slice(298, 301)]);
});

/** 20 rows that a naive forecast errs by 1 2 5 0 1 … from row 11 on. */
const byHand = {
  ...bareWaves(20),
  columns: [
    {
      name: "x",
      role: "target" as const,
      values: Float64Array.from([...Array(10).fill(0), 0, 1, 1, 3, 3, 8, 8, 8, 8, 7]),
    },
  ],
};
const handOptions = {
  model: "naive",
  lookback: 1,
  horizon: 1,
  season: null,
  levels: [0.5, 0.95],
  split: { train: 10, validation: 7, test: 3 },
} as const;

test("intervals reach as far as errors did since the train part: by hand", async () => {
  const forecaster = await Forecaster.train(byHand, handOptions);
  const [{ point, intervals } = { point: [], intervals: [] }] = forecaster.forecast().targets;
  expect([...point]).toEqual([7]);
  // errors 0 1 0 2 0 5 0 0 0 1: of 10 the 6th smallest is 0, in place of which stands half the mean, 0.9 / 2,
  // and about that whole numbers, as the series has them;
  // 0.95 wants the 11th, and takes the greatest
  expect(intervals.map(({ lower, upper }) => [lower[0], upper[0]])).toEqual([
    [6, 8],
    [2, 12],
  ]);
});

test("never negative: forecasts, intervals and baselines end at zero, and the file keeps it", async () => {
  const falling = {
    ...bareWaves(20),
    columns: [
      { name: "x", role: "target" as const, values: Float64Array.from({ length: 20 }, (_, t) => 20 - t) },
    ],
  };
  const options = { model: "drift", horizon: 3, lookback: 2, season: null } as const;
  const plain = (await Forecaster.train(falling, options)).forecast().targets[0];
  expect([...plain.point]).toEqual([0, -1, -2]);
  const forecaster = await Forecaster.train(falling, { ...options, nonNegative: true });
  const [target] = forecaster.forecast().targets;
  expect([...target.point]).toEqual([0, 0, 0]);
  expect(target.intervals.map(({ lower }) => [...lower])).toEqual([
    [0, 0, 0],
    [0, 0, 0],
  ]);
  expect(Forecaster.fromBytes(forecaster.toBytes()).forecast()).toEqual(forecaster.forecast());

  const network = { ...small, model: "gru", nonNegative: true, modelOptions: { hidden: 4 } } as const;
  const counts = await sunspots();
  const { split: _, ...sizes } = network;
  const trained = await Forecaster.train(counts, sizes);
  const free = await Forecaster.train(counts, { ...sizes, nonNegative: false });
  const [own, other] = [trained, free].map((one) => one.forecast().targets[0]);
  expect([...own.point]).toEqual(Array.from(other.point, (value) => Math.max(0, value))); // the same weights
  expect(Math.min(...other.intervals[1].lower)).toBeLessThan(0);
  expect(Math.min(...own.intervals[1].lower)).toBe(0);
  const { model, baselines } = backtestOf(trained, counts);
  const drift = (one: Pick<Backtest, "baselines">) =>
    one.baselines.find(({ name }) => name === "drift")?.mae.overall ?? 0;
  expect(model.intervals[1].coverage.overall).toBeGreaterThan(0.8);
  expect(drift({ baselines })).toBeLessThan(drift(backtestOf(free, counts)));
});

test("intervals learn from rows that come later when told to", async () => {
  const earlier = await Forecaster.train(
    {
      ...byHand,
      columns: byHand.columns.map((one) => ({ ...one, values: one.values.slice(0, 15) })),
      length: 15,
    },
    { ...handOptions, split: { train: 10, validation: 3, test: 2 } },
  );
  const reachOf = (one: Forecaster) => one.forecast(byHand).targets[0]?.intervals[1]?.upper[0];
  expect(reachOf(earlier)).toBe(7 + 2);
  const later = earlier.recalibrate(byHand);
  expect(reachOf(later)).toBe(7 + 5);
  expect(later.forecast()).toEqual(later.forecast(byHand)); // it stands at the end of the longer series
  expect(reachOf(Forecaster.fromBytes(later.toBytes()))).toBe(12);
  expect(() => earlier.recalibrate({ ...byHand, length: 14 })).toThrow(
    new ValueError("recalibrate: waves has 14 rows but must have at least 15, as in training"),
  );
});

describe("networks", () => {
  const models: [ModelName, ForecasterOptions][] = [
    ["rnn", { loss: "mae" }],
    ["lstm", { loss: "huber", scaler: "robust" }],
    ["gru", { loss: "quantile", calendar: ["weekday"] }],
    ["gru", { modelOptions: { mode: "recursive", hidden: 8, layers: 2, dropout: 0.1 }, covariates: false }],
    ["segrnn", { modelOptions: { width: 16 }, scaler: "minmax" }],
    ["nlinear", { clip: null }],
    ["dlinear", { modelOptions: { kernel: 5 } }],
  ];

  test.each(models)("%s %j: forecasts, and the same bits from a file", async (model, options) => {
    const takes = model === "rnn" || model === "lstm" || model === "gru";
    const series = takes ? waves() : bareWaves();
    const forecaster = await Forecaster.train(series, { ...small, ...options, model });
    const known = takes ? { future: { holiday } } : {};
    const said = forecaster.forecast(undefined, known);
    expect(said.targets.map(({ name, point }) => [name, point.length])).toEqual([
      ["a", 8],
      ["b", 8],
    ]);
    const [a, b] = said.targets;
    for (const value of a?.point ?? []) expect(Math.abs(value - 11)).toBeLessThan(6); // 9 to 14 in the series
    for (const value of b?.point ?? []) expect(Math.abs(value - 100)).toBeLessThan(15); // 94 to 106
    for (const { lower, upper } of a?.intervals ?? [])
      expect(lower.every((low, h) => low <= (upper[h] ?? NaN))).toBe(true);
    expect(forecaster.forecast(series, known)).toEqual(said);
    manualSeed(5);
    const again = Forecaster.fromBytes(forecaster.toBytes());
    const drawn = rand([3]).tolist();
    manualSeed(5);
    expect(rand([3]).tolist()).toEqual(drawn); // loading draws nothing
    expect(again.forecast(undefined, known)).toEqual(said);
    expect(again.forecast(series, known)).toEqual(said);
    expect(again.toBytes()).toEqual(forecaster.toBytes());
  });

  test("learns what is known ahead: a holiday adds 3", async () => {
    const options = { ...small, epochs: 60, lr: 0.02, modelOptions: { hidden: 16 } };
    const forecaster = await Forecaster.train(waves(), options);
    const point = (ahead: readonly number[]) =>
      forecaster.forecast(undefined, { future: { holiday: ahead } }).targets[0]?.point ?? [];
    const [without, with5] = [point(new Array(8).fill(0)), point([1, 0, 0, 0, 0, 0, 0, 0])];
    expect((with5[0] ?? NaN) - (without[0] ?? NaN)).toBeGreaterThan(0.5);
  });

  test("the same seed gives the same bits, events are told, and a signal stops", async () => {
    const events: TrainEvent[] = [];
    const options = { ...small, model: "nlinear" } as const;
    const one = await Forecaster.train(bareWaves(), options, { onEvent: (event) => void events.push(event) });
    const other = await Forecaster.train(bareWaves(), options);
    expect(other.toBytes()).toEqual(one.toBytes());
    expect(events.filter(({ type }) => type === "epoch")).toHaveLength(2);
    expect(events.at(-1)?.type).toBe("end");
    const stopped = await Forecaster.train(bareWaves(), options, { signal: AbortSignal.abort() });
    expect(stopped.toBytes()).not.toEqual(one.toBytes());
    expect(stopped.forecast().targets[0]?.point.every(Number.isFinite)).toBe(true);
  });

  test("two at the same time come out as one after the other", async () => {
    const train = () => Forecaster.train(bareWaves(), { ...small, model: "nlinear" }, { yieldEvery: 0 });
    const alone = await train();
    for (const one of await Promise.all([train(), train()])) expect(one.toBytes()).toEqual(alone.toBytes());
  });

  test("what comes after the validation part changes neither weights nor scaler", async () => {
    const later = bareWaves();
    for (const { values } of later.columns) values.fill(1e3, 140);
    const options = { ...small, model: "nlinear", season: 8, refit: false } as const;
    const [one, other] = [
      await Forecaster.train(bareWaves(), options),
      await Forecaster.train(later, options),
    ];
    const points = ({ targets }: Forecast) => targets.map(({ point }) => point);
    expect(points(other.forecast(bareWaves()))).toEqual(points(one.forecast(bareWaves())));
  });

  test("early stopping ends a run before its epochs", async () => {
    let epochs = 0;
    const onEvent = ({ type }: TrainEvent) => {
      if (type === "epoch") epochs += 1;
    };
    await Forecaster.train(
      bareWaves(),
      { ...small, model: "dlinear", lr: 0.3, epochs: 200, patience: 2 },
      { onEvent },
    );
    expect(epochs).toBeLessThan(200);
  });
});

describe("is refused", () => {
  const refusal = async (options: object, series = bareWaves()): Promise<unknown> =>
    Forecaster.train(series, { ...small, ...options } as ForecasterOptions).catch((error) => error);

  test.each([
    [
      { model: "grru" },
      'forecaster: model is "grru" but must be one of auto, gru, lstm, rnn, segrnn, nlinear, dlinear, ridge, naive, seasonal, drift, mean',
    ],
    [{ lookbck: 3 }, 'forecaster: unknown option "lookbck", did you mean "lookback"?'],
    [{ modelOptions: { hiden: 3 } }, 'forecaster: unknown option "hiden", did you mean "hidden"?'],
    [{ modelOptions: { width: 3 } }, "forecaster: width is an option of segrnn, not of gru"],
    [{ levels: [95] }, "forecaster: levels is [95] but must be numbers between 0 and 1 (0.95 for 95%)"],
    [{ lrDecay: -1 }, "forecaster: lrDecay is -1 but must be a number above 0, or null"],
    [{ lr: 0 }, "forecaster: lr is 0 but must be a number above 0"],
    [
      { model: "nlinear", loss: "quantile" },
      'forecaster: nlinear cannot forecast quantiles, so the loss cannot be quantile\n  Set loss: "huber", "mse" or "mae"; or model: "rnn", "lstm" or "gru"',
    ],
    [
      { model: "nlinear", calendar: ["hour"] },
      'forecaster: nlinear reads the targets only: it takes no past covariates, future covariates or calendar features\n  Set model: "rnn", "lstm" or "gru"',
    ],
    [
      { model: "seasonal", season: null },
      "forecaster: no season was found in the series, so there is no seasonal forecast\n  Set season",
    ],
    [
      { lookback: 96 },
      "forecaster: the training set of waves has 100 rows but must have at least 104, for look-back 96 and horizon 8\n  Set horizon, lookback or split. A shorter horizon or look-back needs fewer rows; a larger fraction gives the training set more",
    ],
    [
      { horizon: 41 },
      "forecaster: the validation set of waves has 40 rows but must have at least 41, for look-back 16 and horizon 41\n  Set horizon, lookback or split. A shorter horizon or look-back needs fewer rows; a larger fraction gives the validation set more",
    ],
  ])("%j", async (options, message) => {
    expect(await refusal(options)).toEqual(new ValueError(message));
  });

  test("three rows: neither look-back nor horizon can be shorter than 1", async () => {
    expect(await refusal({ lookback: 1, horizon: 1, split: undefined }, bareWaves(3))).toEqual(
      new ValueError(
        "forecaster: the training set of waves has 1 rows but must have at least 2, for look-back 1 and horizon 1\n  Set split. Look-back and horizon cannot be shorter: a forecast needs more rows",
      ),
    );
  });

  test("a negative value of a series that is never negative", async () => {
    expect(
      await refusal(
        { nonNegative: true },
        seriesFromArrays({ "net sales": [3, 2, -1, ...Array(170).fill(4)] }),
      ),
    ).toEqual(
      new ValueError('forecaster: min is 0 but "net sales" is -1 in row 3 of series\n  Set min: null'),
    );
  });

  test("a series of another kind, and a future that is missing", async () => {
    const forecaster = await Forecaster.train(waves(), { ...small, modelOptions: { hidden: 2 } });
    expect(() => forecaster.forecast()).toThrow(
      new ValueError(
        'forecast: the future covariate "holiday" has no values but must have 8 finite values, one for each step to forecast\n  Set future. Or append a row without a target for each of these steps to the data',
      ),
    );
    expect(() => forecaster.forecast(bareWaves(), { future: { holiday } })).toThrow(
      new ValueError('forecaster: waves has no future covariate "holiday", which the model was trained with'),
    );
    expect(() => forecaster.forecast(waves(15), { future: { holiday } })).toThrow(
      new ValueError("forecast: waves has 15 rows but must have at least 16, the look-back"),
    );
  });
});
