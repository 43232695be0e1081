/** @module What a server says of a run: its line in the list, and all of it. */
import { describe, expect, test } from "vitest";
import type { Plan } from "../../src/forecast/plan.ts";
import type { MetricsLine } from "../../src/runs/files.ts";
import { readBacktest } from "../../src/runs/read.ts";
import {
  type Comparable,
  type Differences,
  differencesOf,
  type FoundRun,
  replyOf,
  summaryOf,
} from "../../src/runs/summary.ts";
import type { TrainEvent } from "../../src/train/events.ts";
import { backtestOf, configOf, epochEventOf, lineOf, statusOf } from "./folder.ts";

const updated = "2026-03-01T10:01:00.000Z";
const line = (epoch: number, loss: number, valLoss: number | null): MetricsLine => ({
  ...lineOf(epoch),
  loss,
  valLoss,
});

function recordOf(some: Partial<FoundRun> = {}, event: TrainEvent | null = null): FoundRun {
  return {
    name: "one",
    stamp: "1",
    config: configOf({ epochs: 9 }),
    status: statusOf({ state: "training", updated }, event),
    metrics: [],
    backtest: null,
    files: { report: false, forecast: false, model: false },
    ...some,
  };
}

describe("the line in the list", () => {
  test("before anything has been trained", () => {
    expect(summaryOf(recordOf({ status: null }), "unknown")).toEqual({
      ...{ name: "one", stamp: "1", problem: null, state: "unknown" },
      ...{ created: "2026-03-01T10:00:00.000Z", updated: "2026-03-01T10:00:00.000Z" },
      ...{ file: "../../datasets/sunspots.csv", targets: ["sunspots"], model: "gru", horizon: 12 },
      ...{ epoch: 0, epochs: 9, best: null, mae: null, mase: null },
    });
  });

  test("the best epoch is that of the validation, the first of equal ones", () => {
    const metrics = [line(1, 0.1, 0.9), line(2, 0.3, 0.4), line(3, 0.2, 0.4), line(4, 0.1, Number.NaN)];
    expect(summaryOf(recordOf({ metrics }), "training")).toMatchObject({
      updated,
      epoch: 4,
      best: { epoch: 2, loss: 0.4 },
    });
  });

  test("without validation, that of the loss; a loss that is no number is none", () => {
    const metrics = [line(1, 0.3, null), line(2, 0.2, null), line(3, Number.NaN, null)];
    expect(summaryOf(recordOf({ metrics }), "diverged").best).toEqual({ epoch: 2, loss: 0.2 });
    expect(summaryOf(recordOf({ metrics: metrics.slice(2) }), "diverged").best).toBeNull();
  });

  test("the model's MAE beside that of the best baseline", () => {
    const backtest = readBacktest(JSON.stringify(backtestOf("gru", 25)));
    expect(summaryOf(recordOf({ backtest }), "done").mae).toEqual({
      model: 25,
      best: { name: "naive", error: 24.2 },
      beatsAll: false,
      isUnsure: false,
    });
  });
});

describe("which numbers of runs are comparable", () => {
  const { plan } = configOf();
  const run = (changes: Partial<Plan> = {}, data = "sunspots.csv"): Comparable => ({
    data,
    plan: { ...plan, ...changes },
  });
  const { train, validation, test: testSet } = plan.split;
  const cases: readonly (readonly [string, Comparable, Differences])[] = [
    ["the same", run(), { scores: [], losses: [] }],
    [
      "another model, look-back or seed",
      run({ model: "lstm", lookback: 9, seed: 2 }),
      { scores: [], losses: [] },
    ],
    ["another file", run({}, "co2.csv"), { scores: ["data"], losses: ["data"] }],
    ["another horizon", run({ horizon: 1 }), { scores: ["horizon"], losses: ["horizon"] }],
    ["another loss", run({ loss: "huber" }), { scores: [], losses: ["loss"] }],
    ["another scaler", run({ scaler: "minmax" }), { scores: [], losses: ["scaler"] }],
    [
      "another test set",
      run({ split: { train, validation, test: { ...testSet, until: 3000 } } }),
      { scores: ["test"], losses: [] },
    ],
    [
      "another validation set",
      run({ split: { train, validation: { ...validation, from: 2400 }, test: testSet } }),
      { scores: [], losses: ["validation"] },
    ],
    [
      "other targets",
      run({ columns: { ...plan.columns, targets: ["area"] } }),
      { scores: ["targets"], losses: ["targets"] },
    ],
  ];
  test.each(cases)("%s", (_, other, differences) => {
    expect(differencesOf([run(), other])).toEqual(differences);
  });

  test("levels matter to the quantile loss only", () => {
    const levels = [0.5];
    expect(differencesOf([run(), run({ levels })]).losses).toEqual([]);
    expect(differencesOf([run({ loss: "quantile" }), run({ loss: "quantile", levels })]).losses).toEqual([
      "loss",
    ]);
  });
});

describe("all of a run", () => {
  const metrics = [1, 2, 3].map((epoch) => lineOf(epoch));

  test("the epochs after a given one", () => {
    const epochsAfter = (after: number): number[] =>
      replyOf(recordOf({ metrics }), "training", after).metrics.map(({ epoch }) => epoch);
    expect([epochsAfter(0), epochsAfter(2), epochsAfter(3), epochsAfter(99)]).toEqual([
      [1, 2, 3],
      [3],
      [],
      [],
    ]);
  });

  test("how far it is, after each kind of event", () => {
    const at = { epoch: 2, epochs: 9 };
    const numbers = {
      batch: null,
      batches: null,
      loss: null,
      valLoss: null,
      samplesPerSecond: null,
      eta: null,
    };
    const none = { ...numbers, epochs: 9, stage: null, reason: null };
    const progress = (event: TrainEvent) => replyOf(recordOf({}, event), "training", 0).progress;
    expect(progress({ type: "start", ...at, batch: 3, batches: 7, parameters: 1 })).toEqual({
      ...none,
      epoch: 2,
      batch: 3,
      batches: 7,
    });
    const batch = { type: "batch", ...at, batch: 4, batches: 7, loss: 9, meanLoss: Number.NaN } as const;
    const rest = { valLoss: 0.5, gradNorm: 1, lr: 0.1, samplesPerSecond: 100, eta: 3 };
    expect(progress({ ...batch, ...rest })).toEqual({
      ...{ epoch: 2, batch: 4, batches: 7, loss: null, valLoss: 0.5, samplesPerSecond: 100, eta: 3 },
      ...{ epochs: 9, stage: null, reason: null },
    });
    const stage = { phase: "refit", model: "gru", index: 1, count: 3 } as const;
    const before = { ...statusOf({ state: "training" }), stage };
    expect(replyOf({ ...recordOf({}), status: before }, "training", 0).progress).toEqual({
      ...none,
      epoch: 0,
      epochs: null,
      stage,
    });
    const { loss, valLoss } = lineOf(2);
    expect(progress(epochEventOf(lineOf(2), 9))).toEqual({
      ...none,
      epoch: 2,
      loss,
      valLoss,
      eta: 7 * 1.24,
    });
    expect(progress({ type: "improved", ...at, best: 1 })).toEqual({ ...none, epoch: 2 });
    const end = { type: "end", ...at, reason: "patience", best: 1, bestEpoch: 1, seconds: 1 } as const;
    expect(progress(end)).toEqual({ ...none, epoch: 2, reason: "patience" });
  });

  test("JSON holds all of it", () => {
    const reply = replyOf(recordOf({ metrics: [line(1, Number.NaN, null)] }), "diverged", 0);
    expect(JSON.parse(JSON.stringify(reply))).toEqual(reply);
  });
});
