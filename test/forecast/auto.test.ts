/** @module The model that is chosen, and the mean of several. */
import { manualSeed } from "unrolled";
import type { Series } from "unrolled/data";
import { backtestOf, Forecaster, ForecasterRun } from "unrolled/forecast";
import { expect, test } from "vitest";
import { values } from "../reference/values.ts";
import { waves } from "./given.ts";

function seriesOf(list: ArrayLike<number>): Series {
  const columns = [{ name: "y", role: "target", values: Float64Array.from(list) }] as const;
  return { name: "y", timeName: null, time: null, timeKind: null, step: null, columns, length: list.length };
}

/** Growing waves of period 12, positive. */
function growing(length = 160): Series {
  const noise = values(length, 5, 0.15);
  return seriesOf(noise.map((e, t) => Math.exp(3 + t / 80 + 0.3 * Math.sin((Math.PI * t) / 6) + e)));
}

/** x_t = x_{t − m} + e_t: nothing is better than the last season, or the last value where m = 1. */
function walk(seed: number, period: number, length = 240): Series {
  const list = Float64Array.from(values(length, seed, 1));
  for (let t = period; t < length; t++) list[t] += list[t - period];
  return seriesOf(list);
}

function ended(run: ForecasterRun): Forecaster {
  for (const _ of run.run());
  return Forecaster.from(run);
}

const quick = { model: "auto", budget: 1e-6, horizon: 6 } as const; // no time for networks

test("naive on a random walk, seasonal naive on one of seasons", () => {
  const models = [1, 2, 3, 4, 5].map(
    (seed) => ended(new ForecasterRun(walk(seed, 1), { ...quick, season: null })).plan.model,
  );
  expect(models.filter((model) => model === "naive").length).toBeGreaterThanOrEqual(4);
  const seasonal = [1, 2, 3].map(
    (seed) => ended(new ForecasterRun(walk(seed, 12), { ...quick, season: 12 })).plan.model,
  );
  expect(seasonal).toEqual(["seasonal", "seasonal", "seasonal"]);
});

test("an ensemble forecasts the mean of its members, each trained as it would be alone", async () => {
  const options = { ...quick, season: 12 } as const;
  const chosen = ended(new ForecasterRun(growing(), options));
  const { members = [], model, lookback, choice } = chosen.plan;
  expect(model).toBe("ensemble");
  expect(lookback).toBe(Math.max(...members.map((member) => member.lookback)));
  const alone = await Promise.all(
    members.map(({ windowsPerEpoch: _, ...member }) =>
      Forecaster.train(growing(), { ...member, model: "ridge", horizon: 6 }),
    ),
  );
  const points = alone.map((one) => one.forecast().targets[0].point);
  chosen.forecast().targets[0].point.forEach((value, h) => {
    expect(value).toBe(points.reduce((sum, point) => sum + point[h], 0) / points.length);
  });
  const best = choice?.candidates.find(({ isChosen }) => isChosen);
  expect(best?.members).toEqual(members);
  expect(
    choice?.candidates.filter(({ score }) => score === null).map(({ members: [one] }) => one.model),
  ).toEqual(["gru", "segrnn"]);
  const again = Forecaster.fromBytes(chosen.toBytes());
  expect(again.toBytes()).toEqual(chosen.toBytes());
  expect(again.forecast()).toEqual(chosen.forecast());
  expect(backtestOf(again, growing()).model).toEqual(backtestOf(chosen, growing()).model);
});

test("scores are MASE of rolling origins on the validation set", () => {
  const { choice } = ended(new ForecasterRun(growing(), { ...quick, season: 12 })).plan;
  const y = growing().columns[0].values;
  let [errors, scale] = [0, 0];
  for (let t = 96; t + 6 <= 128; t++)
    for (let h = 0; h < 6; h++) errors += Math.abs(y[t + h] - y[t - 12 + h]) / (27 * 6);
  for (let t = 12; t < 96; t++) scale += Math.abs(y[t] - y[t - 12]) / 84;
  const seasonal = choice?.candidates.find(({ members: [{ model }] }) => model === "seasonal");
  expect(choice?.windows).toBe(27);
  expect(seasonal?.score).toBeCloseTo(errors / scale, 9);
});

test("killed anywhere, it chooses and trains to the same bits", () => {
  const options = {
    model: "auto",
    season: 8,
    lookback: 8,
    horizon: 4,
    epochs: 2,
    modelOptions: { hidden: 4, width: 4 },
    budget: 1000,
  } as const;
  const run = new ForecasterRun(waves(), options);
  const saved: [string, Uint8Array][] = [];
  for (const { type } of run.run()) saved.push([type, run.checkpoint()]);
  const whole = Forecaster.from(run).toBytes();
  const some = saved.filter(([type], i) => type !== "batch" || i % 5 === 0).map(([, bytes]) => bytes);
  for (const bytes of some.filter((_, i) => i % 3 === 0)) {
    const resumed = new ForecasterRun(waves(), options);
    manualSeed(77);
    resumed.restore(bytes);
    expect(ended(resumed).toBytes()).toEqual(whole);
  }
});
