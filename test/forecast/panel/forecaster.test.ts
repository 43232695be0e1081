import { panelFromArrays } from "unrolled/data";
import { PanelForecaster, PanelRun, panelBaseline, panelModelNames, scorePanel } from "unrolled/forecast";
import { decodeSafetensors, encodeSafetensors } from "unrolled/interop";
import { expect, test } from "vitest";

/** Ten series of two seasons, of unequal level, phase and length. */
function waves(rows = 60, series = 10): Record<string, number[]> {
  const entries = Array.from({ length: series }, (_, s) => {
    const wave = (t: number) => 10 * (s + 1) * (3 + Math.sin((2 * Math.PI * (t + s)) / 6) + 0.02 * t);
    return [`w${s}`, Array.from({ length: rows + 3 * s }, (_, t) => wave(t))] as const;
  });
  return Object.fromEntries(entries);
}

const small = {
  horizon: 6,
  season: 6,
  lookback: 12,
  segment: 3,
  hidden: 8,
  steps: 40,
  batchSize: 16,
  lr: 0.01,
};
const shape = { horizon: 6, season: 6 };
const points = (forecaster: PanelForecaster, panel: Parameters<PanelForecaster["forecasts"]>[0]) =>
  [...forecaster.forecasts(panel)].map(({ point }) => [...point]);

test("before training it is the seasonal naive forecast, with quantiles around it", () => {
  const panel = panelFromArrays(waves());
  const run = new PanelRun(panel, small);
  const [first] = PanelForecaster.from(run).forecasts(panel);
  const { quantiles } = run.plan;
  const [naive] = panelBaseline("seasonal naive", { ...shape, quantiles }).forecast(panel, [
    { series: 0, from: 0, until: panel.offsets[1] },
  ]);
  first.point.forEach((value, h) => {
    expect(value / naive.point[h]).toBeCloseTo(1, 6);
  });
  const steps = Array.from(first.quantiles, (q, i) => (i % 9 === 0 ? 1 : q - first.quantiles[i - 1]));
  expect(steps.every((step) => step > 0)).toBe(true);
});

test.each(panelModelNames)("%s learns what the seasonal naive forecast misses", (model) => {
  const panel = panelFromArrays(waves());
  const run = new PanelRun(panel, { ...small, model, steps: 150 });
  for (const _ of run.run());
  const forecaster = PanelForecaster.from(run);
  const { methods } = scorePanel(panel, [forecaster.scoredMethod, forecaster.method], shape);
  const naive = methods.find(({ name }) => name === "seasonal naive");
  expect(naive?.overall.mase).toBeCloseTo(1, 1); // the trend alone
  expect(methods[0].overall.mase).toBeLessThan(0.4);
  expect(methods[1].overall.mase).toBeLessThan(0.4);
  expect(forecaster.blend.weight).toBeGreaterThan(0.5);
  expect(points(PanelForecaster.fromBytes(forecaster.toBytes()), panel)).toEqual(points(forecaster, panel));
});

test("a run that is resumed at any event ends with the same bits", () => {
  const panel = panelFromArrays(waves());
  const options = { ...small, steps: 12, dropout: 0.2 };
  const whole = new PanelRun(panel, options);
  const checkpoints: Uint8Array[] = [];
  const types: string[] = [];
  for (const event of whole.run()) {
    types.push(event.type);
    checkpoints.push(whole.checkpoint());
  }
  expect(types.filter((type) => type === "blended")).toHaveLength(1);
  expect(types.filter((type) => type === "batch")).toHaveLength(12);
  expect(types.filter((type) => type === "refit").length).toBeGreaterThan(3);
  const wanted = PanelForecaster.from(whole).toBytes();
  for (const at of [0, 5, types.indexOf("blended"), types.indexOf("refit") + 2, types.length - 1]) {
    const resumed = new PanelRun(panel, options);
    resumed.restore(checkpoints[at]);
    for (const _ of resumed.run());
    expect(PanelForecaster.from(resumed).toBytes()).toEqual(wanted);
    expect(resumed.history).toEqual(whole.history);
  }
});

test("a checkpoint of another panel or other options is refused, and nothing changes", () => {
  const run = new PanelRun(panelFromArrays(waves()), { ...small, steps: 4 });
  const bytes = run.checkpoint();
  const other = new PanelRun(panelFromArrays(waves(61)), { ...small, steps: 4 });
  const own = other.checkpoint();
  expect(() => other.restore(bytes)).toThrow("the checkpoint is of another panel or other options");
  expect(() => new PanelRun(panelFromArrays(waves()), { ...small, steps: 5 }).restore(bytes)).toThrow(
    "of another panel",
  );
  expect(() => other.restore(own.slice(0, -9))).toThrow();
  expect(other.checkpoint()).toEqual(own);
});

test("a file forecasts the same bits, and a damaged one is refused", () => {
  const panel = panelFromArrays(waves());
  const run = new PanelRun(panel, { ...small, steps: 8 });
  for (const _ of run.run());
  const forecaster = PanelForecaster.from(run);
  const read = PanelForecaster.fromBytes(forecaster.toBytes());
  expect(points(read, panel)).toEqual(points(forecaster, panel));
  expect(read.plan).toEqual(forecaster.plan);
  expect(read.blend).toEqual(forecaster.blend);
  expect(scorePanel(panel, [read.scoredMethod], shape).methods[0].overall).toEqual(
    scorePanel(panel, [forecaster.scoredMethod], shape).methods[0].overall,
  );
  expect(() => PanelForecaster.fromBytes(forecaster.toBytes().fill(0, 4000, 4008))).toThrow();
});

test("series never seen, shorter than the look-back, constant or of one row have a forecast", () => {
  const run = new PanelRun(panelFromArrays(waves()), { ...small, steps: 20 });
  for (const _ of run.run());
  const forecaster = PanelForecaster.from(run);
  const panel = panelFromArrays({
    one: [7],
    two: [3, 5],
    flat: [4, 4, 4, 4, 4, 4, 4, 4, 4],
    zeros: [0, 0, 0],
    long: waves().w3,
  });
  const all = points(forecaster, panel);
  expect(all[0]).toEqual(new Array(6).fill(7));
  expect(all[2]).toEqual(new Array(6).fill(4));
  expect(all[3]).toEqual(new Array(6).fill(0));
  expect(all.flat().every(Number.isFinite)).toBe(true);
  // a series is forecast alone as among others, but for rounding
  const [alone] = points(forecaster, panelFromArrays({ long: waves().w3 }));
  alone.forEach((value, h) => {
    expect(value / all[4][h]).toBeCloseTo(1, 6);
  });
});

test("a panel whose series are too short or constant is forecast by the best baseline", () => {
  const panel = panelFromArrays({ a: [1, 2, 4], b: [3, 3, 3, 3, 3, 3, 3, 3] });
  const run = new PanelRun(panel, { horizon: 3, season: null });
  const events = [...run.run()];
  expect(events).toEqual([
    { type: "blended", blend: { weight: 0, baseline: "naive", season: 1, mase: null } },
  ]);
  expect(run.isFinished).toBe(true);
  expect(points(PanelForecaster.from(run), panel)).toEqual([
    [4, 4, 4],
    [3, 3, 3],
  ]);
  expect(() => run.checkpoint()).toThrow("there is nothing to learn, save or resume");
});

test("where the network is no better than a baseline, the baseline forecasts", () => {
  let state = 1;
  const draw = (): number => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647 - 0.5;
  };
  const walk = (): number[] => {
    let x = 0;
    return Array.from({ length: 80 }, () => {
      x += draw();
      return x;
    });
  };
  const panel = panelFromArrays(Object.fromEntries(Array.from({ length: 12 }, (_, s) => [`s${s}`, walk()])));
  const run = new PanelRun(panel, { ...small, season: null, steps: 20 });
  for (const _ of run.run());
  const { blend, scoredMethod } = PanelForecaster.from(run);
  expect(blend).toMatchObject({ weight: 0, baseline: "naive" });
  const { methods } = scorePanel(panel, [scoredMethod], { horizon: 6 });
  expect(methods[0].overall.mase).toBe(methods[1].overall.mase);
});

test("future covariates, past covariates and static columns are read", () => {
  const ids = Array.from({ length: 12 }, (_, s) => `s${s}`);
  const by = (of: (t: number, s: number) => number, rows: number) =>
    Object.fromEntries(ids.map((id, s) => [id, Array.from({ length: rows }, (_, t) => of(t, s))]));
  const offer = (t: number, s: number): number => ((t * 7 + s * 5) % 11 < 3 ? 1 : 0);
  const slope = (s: number): number => (s % 2 === 0 ? 4 : -4);
  const panel = panelFromArrays(
    by((t, s) => 20 + slope(s) * offer(t, s), 60),
    {
      future: { offer: by(offer, 66) },
      covariates: { visits: by((t, s) => offer(t + 1, s), 60) },
      statics: [
        {
          kind: "category",
          name: "kind",
          levels: ["up", "down"],
          codes: Int32Array.from(ids, (_, s) => s % 2),
        },
        {
          kind: "number",
          name: "area",
          values: Float64Array.from(ids, (_, s) => (s === 3 ? Number.NaN : s)),
        },
      ],
    },
  );
  const run = new PanelRun(panel, { ...small, season: null, hidden: 16, steps: 300 });
  expect(run.plan.inputs).toMatchObject({ future: [{ name: "offer" }], covariates: [{ name: "visits" }] });
  for (const _ of run.run());
  const forecaster = PanelForecaster.from(run);
  const { methods } = scorePanel(panel, [forecaster.scoredMethod], { horizon: 6 });
  expect(methods[0].overall.mase).toBeLessThan(0.35);
  const wanted = [0, 1].map((s) => Array.from({ length: 6 }, (_, h) => 20 + slope(s) * offer(60 + h, s)));
  points(forecaster, panel)
    .slice(0, 2)
    .forEach((own, s) => {
      own.forEach((value, h) => {
        expect(Math.abs(value - wanted[s][h])).toBeLessThan(2);
      });
    });
  const { aheadOffsets: _, ...without } = panel;
  expect(() => points(forecaster, without)).toThrow(
    'the future covariate "offer" has no value for step 1 of series "s0" but must have one for each step to forecast',
  );
  expect(() => points(forecaster, { ...panel, statics: [] })).toThrow(
    'panel has no static column "area", which the model was trained with',
  );
  const strange = panel.statics.map((one) =>
    one.kind === "category" ? { ...one, levels: ["sideways", "down"] } : one,
  );
  expect(
    points(forecaster, { ...panel, statics: strange })
      .flat()
      .every(Number.isFinite),
  ).toBe(true);
});

test("a file whose plan and weights do not belong together is refused before a network is made", () => {
  const panel = panelFromArrays(waves(30, 3));
  const bytes = PanelForecaster.from(new PanelRun(panel, small)).toBytes();
  const { tensors, metadata } = decodeSafetensors(bytes);
  const changed = (change: object): (() => PanelForecaster) => {
    const json = JSON.parse(metadata.forecaster);
    const text = JSON.stringify({ ...json, plan: { ...json.plan, ...change } });
    return () => PanelForecaster.fromBytes(encodeSafetensors(tensors, { forecaster: text }));
  };
  expect(changed({})().plan.lookback).toBe(12);
  expect(changed({ lookback: 3_000_000_000 })).toThrow("weights but must hold");
  expect(changed({ hidden: 4096 })).toThrow("weights but must hold");
  expect(changed({ lookback: 13 })).toThrow(
    "forecaster.plan.segment is 3 but must be a divisor of 13, the look-back",
  );
  expect(changed({ quantiles: [0.5, 0.1, 0.9] })).toThrow("must rise");
  expect(changed({ model: "mlp" })).toThrow("forecaster.plan.model");
  expect(changed({ inputs: null })).toThrow("forecaster.plan.inputs");
});

test("trainings of few steps work, and their refits", () => {
  const panel = panelFromArrays(waves(30, 3));
  for (const steps of [1, 2, 3, 4, 5, 8, 10, 40, 51, 99]) {
    const run = new PanelRun(panel, { ...small, steps, hidden: 2, batchSize: 2 });
    const batches = [...run.run()].filter(({ type }) => type === "batch");
    expect(batches.length).toBeGreaterThanOrEqual(steps);
    expect(run.isFinished).toBe(true);
  }
});

test("options outside their domain are refused", () => {
  const panel = panelFromArrays(waves());
  const refused = (options: object) => () => new PanelRun(panel, options);
  expect(refused({ quantiles: [0.1, 0.5] })).toThrow(
    "quantiles are 0.1, 0.5 but must rise, with 0.5 in the middle",
  );
  expect(refused({ quantiles: [0.9, 0.5, 0.1] })).toThrow("must rise");
  expect(refused({ horizont: 3 })).toThrow('unknown option "horizont"');
  expect(refused({ horizon: 0 })).toThrow("horizon is 0 but must be a whole number from 1");
  expect(refused({ model: "transformer" })).toThrow("must be one of gru, lstm, mingru, segrnn, linear");
  expect(() => new PanelRun(panelFromArrays({}))).toThrow("panel has no series");
});
