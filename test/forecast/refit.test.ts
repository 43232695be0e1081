/** @module The model that forecasts is trained on all rows; the one that is scored never sees the test set. */
import { manualSeed } from "unrolled";
import { backtestOf, Forecaster, ForecasterRun } from "unrolled/forecast";
import { expect, test } from "vitest";
import { decodeSafetensors, encodeSafetensors } from "../../src/interop/safetensors.ts";
import { bareWaves } from "./given.ts";

const options = {
  model: "gru",
  season: 8,
  modelOptions: { hidden: 4, layers: 2, dropout: 0.2 },
  lookback: 8,
  horizon: 4,
  epochs: 6,
  patience: 2,
  lr: 0.02,
  split: { train: 96, validation: 32, test: 32 },
} as const;

function ended(run: ForecasterRun): Forecaster {
  for (const _ of run.run());
  return Forecaster.from(run);
}

const weightsOf = (forecaster: Forecaster) => forecaster.trained.network?.stateDict();

test("it has the weights of a training on all rows for the epochs that were best", () => {
  const run = new ForecasterRun(bareWaves(), options);
  const refit = ended(run);
  const epochs = run.progress?.bestEpoch ?? 0;
  expect(epochs).toBeGreaterThan(1);
  const byHand = ended(
    new ForecasterRun(bareWaves(), {
      ...options,
      split: { train: 160 },
      epochs,
      patience: epochs,
      levels: [],
    }),
  );
  expect(weightsOf(refit)).toEqual(weightsOf(byHand));
  expect(refit.trained.scaler.state()).toEqual(byHand.trained.scaler.state());
  expect(refit.forecast().targets[0].point).toEqual(byHand.forecast().targets[0].point);
  expect(refit.trained.refit?.rows).toBe(160);
});

test("what is scored, and the intervals, are those of a run without it", () => {
  const [refit, plain] = [true, false].map((wanted) =>
    ended(new ForecasterRun(bareWaves(), { ...options, refit: wanted })),
  );
  expect(plain.trained.refit).toBeNull();
  expect(refit.trained.refit?.scored.network?.stateDict()).toEqual(weightsOf(plain));
  expect(backtestOf(refit, bareWaves()).model).toEqual(backtestOf(plain, bareWaves()).model);
  expect(refit.trained.calibration).toEqual(plain.trained.calibration);
  expect(weightsOf(refit)).not.toEqual(weightsOf(plain));
});

test("other values in the test set change the model that forecasts, not the one that is scored", () => {
  const later = bareWaves();
  for (const { values } of later.columns) values.fill(50, 140);
  const [one, other] = [bareWaves(), later].map((series) => ended(new ForecasterRun(series, options)));
  const scored = (forecaster: Forecaster) => forecaster.trained.refit?.scored;
  expect(scored(one)?.network?.stateDict()).toEqual(scored(other)?.network?.stateDict());
  expect(scored(one)?.scaler.state()).toEqual(scored(other)?.scaler.state());
  expect(weightsOf(one)).not.toEqual(weightsOf(other));
});

test("killed after any event, in both trainings, it ends with the same bits", () => {
  const whole = ended(new ForecasterRun(bareWaves(), options)).toBytes();
  const run = new ForecasterRun(bareWaves(), options);
  const saved: Uint8Array[] = [];
  for (const _ of run.run()) saved.push(run.checkpoint());
  const some = saved.filter((_, i) => i % 7 === 0 || i > saved.length - 4);
  for (const bytes of some) {
    const resumed = new ForecasterRun(bareWaves(), options);
    manualSeed(77);
    resumed.restore(bytes);
    expect(ended(resumed).toBytes()).toEqual(whole);
  }
});

test("its file has both models, and reads to the same forecasts, scores and newer intervals", () => {
  const refit = ended(new ForecasterRun(bareWaves(), options));
  const bytes = refit.toBytes();
  const again = Forecaster.fromBytes(bytes);
  const names = Object.keys(decodeSafetensors(bytes).tensors);
  expect(names.filter((name) => name.startsWith("scored."))).toHaveLength(names.length / 2);
  expect(again.toBytes()).toEqual(bytes);
  expect(again.forecast()).toEqual(refit.forecast());
  expect(backtestOf(again, bareWaves()).model).toEqual(backtestOf(refit, bareWaves()).model);
  expect(again.recalibrate(bareWaves(170)).trained.calibration).toEqual(
    refit.recalibrate(bareWaves(170)).trained.calibration,
  );
  expect(again.recalibrate(bareWaves()).trained.calibration).toEqual(refit.trained.calibration);
});

test("a checkpoint of a larger network than it has weights of, or of countless models, is refused before any is built", () => {
  const run = new ForecasterRun(bareWaves(), options);
  for (const event of run.run()) if (event.type === "refit" && event.event.type === "epoch") break;
  const { tensors, metadata } = decodeSafetensors(run.checkpoint());
  const changed = (change: (work: Work) => void): (() => void) => {
    const work = JSON.parse(metadata.run);
    change(work);
    const bytes = encodeSafetensors(tensors, { ...metadata, run: JSON.stringify(work) }, { checksum: true });
    return () => new ForecasterRun(bareWaves(), options).restore(bytes);
  };
  const large = (sizes: object) => changed(({ current }) => Object.assign(current.plan.modelOptions, sizes));
  const { length } = Object.keys(tensors).filter((name) => name.startsWith("model."));
  expect(length).toBe(10);
  expect(large({ layers: 2 })).not.toThrow();
  for (const layers of [11, 65_536, 1e9])
    expect(large({ layers })).toThrow(
      `checkpoint.run.current: forecaster.plan is of 16 weights at least, in ${layers} layers, but the file holds`,
    );
  for (const hidden of [65_536, 1e12])
    expect(large({ hidden })).toThrow(/^checkpoint\.run\.current: .* weights/);
  const many = changed((work) => {
    work.finished = Array.from({ length: 101 }, () => work.finished[0]);
  });
  expect(many).toThrow("checkpoint.run.finished must have at most 100 models");
});

interface Work {
  readonly current: { readonly plan: { readonly modelOptions: object } };
  finished: unknown[];
}
