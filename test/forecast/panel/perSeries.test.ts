import { panelFromArrays } from "unrolled/data";
import { PanelForecaster, PanelRun, scorePanel } from "unrolled/forecast";
import { expect, test } from "vitest";
import { panelPlanOf } from "../../../src/forecast/panel/panelPlan.ts";
import { seriesRidge } from "../../../src/forecast/panel/seriesRidge.ts";

const rowsOf = (count: number) => [{ series: 0, from: 0, until: count }];

test("one lag and one step ahead, worked by hand", () => {
  const x = [0, 2, 3, 7, 8];
  const panel = panelFromArrays({ a: x });
  const plan = { ...panelPlanOf(panel, { horizon: 1, lookback: 4, season: null }), lookback: 1 };
  const [{ point, quantiles }] = seriesRidge(plan, { base: 1, penalty: 0 }).forecast(panel, rowsOf(5));
  // relative to the last value the only lag is 0: nothing to learn, the naive forecast
  expect([...point]).toEqual([8]);
  // mean |x_t − x_{t−1}| = (2 + 1 + 4 + 1) / 4, by √(π/2), with half a lag of four windows taken away
  const sigma = Math.sqrt(Math.PI / 2) * 2 * (4 / 3.5);
  expect(quantiles[8] - point[0]).toBeCloseTo(1.2815515655446 * sigma, 10);
});

test("a recurrence is found: x_t = 2 cos ω x_{t−1} − x_{t−2}", () => {
  const x = Array.from({ length: 120 }, (_, t) => 5 * Math.sin(0.7 * t) + 3 * Math.cos(0.31 * t));
  const panel = panelFromArrays({ wave: x.slice(0, 100) });
  const plan = panelPlanOf(panel, { horizon: 20, lookback: 16, season: null });
  const [{ point }] = seriesRidge(plan, { base: 1, penalty: 1e-9 }).forecast(panel, rowsOf(100));
  point.forEach((value, h) => {
    expect(value).toBeCloseTo(x[100 + h], 3);
  });
});

test("a large penalty, and a short series, lead to the naive forecast", () => {
  const panel = panelFromArrays({ a: [1, 5, 2, 6, 1, 5, 3, 6, 1, 4, 2, 7, 1, 5, 2, 6] });
  const plan = panelPlanOf(panel, { horizon: 2, lookback: 4, season: 4 });
  const near = seriesRidge(plan, { base: 4, penalty: 1e12 }).forecast(panel, rowsOf(16))[0].point;
  expect(near[0]).toBeCloseTo(1, 6);
  expect(near[1]).toBeCloseTo(5, 6);
  expect([...seriesRidge(plan, { base: 4, penalty: 1 }).forecast(panel, rowsOf(3))[0].point]).toEqual([2, 2]);
  expect([...seriesRidge(plan, { base: 4, penalty: 1 }).forecast(panel, rowsOf(1))[0].point]).toEqual([1, 1]);
});

test("perSeries trains a model for each series, and a file of it forecasts the same", () => {
  const wave = (s: number) => Array.from({ length: 80 }, (_, t) => 10 + s * Math.sin((0.3 + 0.1 * s) * t));
  const panel = panelFromArrays({ a: wave(1), b: wave(2), c: wave(3), flat: new Array(80).fill(4) });
  const run = new PanelRun(panel, { perSeries: true, horizon: 6, lookback: 12, season: null });
  expect(run.trainer).toBeNull();
  expect([...run.run()].map(({ type }) => type)).toEqual(["blended"]);
  const forecaster = PanelForecaster.from(run);
  const { methods } = scorePanel(panel, [forecaster.scoredMethod], { horizon: 6 });
  expect(methods[0]).toMatchObject({ name: "ridge by series", wins: 3 });
  expect(methods[0].overall.mase).toBeLessThan(0.3);
  const read = PanelForecaster.fromBytes(forecaster.toBytes());
  expect([...read.forecasts(panel)]).toEqual([...forecaster.forecasts(panel)]);
  const [, , , flat] = [...forecaster.forecasts(panel)];
  expect([...flat.point]).toEqual(new Array(6).fill(4));
});
