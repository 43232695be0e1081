/** @module Runs of forecasters that are killed and resumed end with the bits of those that are not. */
import { FormatError, manualSeed, ValueError } from "unrolled";
import { Forecaster, ForecasterRun } from "unrolled/forecast";
import { expect, test } from "vitest";
import { bareWaves } from "./given.ts";

const options = {
  model: "gru",
  season: null,
  modelOptions: { hidden: 4, layers: 2, dropout: 0.2 },
  lookback: 8,
  horizon: 4,
  lrDecay: 0.5,
  epochs: 2,
  split: { train: 100, validation: 40, test: 20 },
} as const;

function ended(run: ForecasterRun): Uint8Array {
  for (const _ of run.run());
  return Forecaster.from(run).toBytes();
}

test("resumed after every event: the same file, bit for bit", () => {
  const whole = ended(new ForecasterRun(bareWaves(), options));
  const run = new ForecasterRun(bareWaves(), options);
  const saved: Uint8Array[] = [];
  for (const _ of run.run()) {
    Forecaster.from(run); // a look at it changes nothing
    run.preview([100, 140]); // nor does this, although units are dropped in training
    saved.push(run.checkpoint());
  }
  expect(saved.length).toBeGreaterThan(8);
  for (const bytes of saved) {
    const resumed = new ForecasterRun(bareWaves(), options);
    manualSeed(77);
    resumed.restore(bytes);
    expect(ended(resumed)).toEqual(whole);
  }
});

test("resumed while it trains on all rows: the progress and the model are those that are scored", () => {
  const run = new ForecasterRun(bareWaves(), { ...options, refit: true });
  let checked = 0;
  for (const event of run.run()) {
    if (event.type !== "refit") continue;
    const resumed = new ForecasterRun(bareWaves(), { ...options, refit: true });
    resumed.restore(run.checkpoint());
    expect(resumed.progress?.history).toEqual(run.progress?.history);
    expect(resumed.progress?.history.every(({ valLoss }) => valLoss !== null)).toBe(true);
    expect(resumed.trained().network?.stateDict()).toEqual(run.trained().network?.stateDict());
    for (const last of resumed.interrupted()) expect(last.type).toBe("refit");
    checked += 1;
  }
  expect(checked).toBeGreaterThan(2);
});

test("a preview forecasts with the weights as they are now, each time from its own look-back", () => {
  const run = new ForecasterRun(bareWaves(), { ...options, modelOptions: { hidden: 4 } });
  const [untrained] = run.preview([156]);
  for (const _ of run.run());
  const [early, late] = run.preview([100, 156]);
  expect(late).not.toEqual(untrained);
  const series = bareWaves();
  const columns = series.columns.map((one) => ({ ...one, values: one.values.slice(0, 156) }));
  const time = series.time?.slice(0, 156) ?? null;
  const alone = Forecaster.from(run).forecast({ ...series, columns, time, length: 156 }).targets[0].point;
  alone.forEach((value, h) => {
    expect(late[2 * h]).toBeCloseTo(value, 4);
  });
  expect(early.length).toBe(8); // 4 steps of two targets
  expect(() => run.preview([100, 7])).toThrow("preview: a row is 7 but must be at least 8, the look-back");
});

test("epochs may change, other data and other options are refused", () => {
  const run = new ForecasterRun(bareWaves(), options);
  run.run().next();
  const bytes = run.checkpoint();
  new ForecasterRun(bareWaves(), { ...options, epochs: 9 }).restore(bytes);
  const must = ", but must be one of this series and these options";
  const other = bareWaves();
  other.columns[0]?.values.set([99]);
  expect(() => new ForecasterRun(other, options).restore(bytes)).toThrow(
    new FormatError(`forecaster: the checkpoint is one of other data${must}`),
  );
  expect(() => new ForecasterRun(bareWaves(), { ...options, lr: 0.5 }).restore(bytes)).toThrow(
    new FormatError(`forecaster: the checkpoint is one with lr 0.003 instead of 0.5${must}`),
  );
  expect(() => run.restore(bytes.slice(0, 50))).toThrow(FormatError);
});

test("a baseline has nothing to learn", () => {
  const run = new ForecasterRun(bareWaves(), { model: "naive" });
  expect([...run.run()]).toEqual([]);
  const message = "forecaster: naive is a baseline, which has nothing to learn, save or resume";
  expect(() => run.checkpoint()).toThrow(new ValueError(message));
  expect(Forecaster.from(run).forecast().targets).toHaveLength(2);
});
