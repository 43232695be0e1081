import { panelFromArrays } from "unrolled/data";
import { PanelErrors, panelBaseline, scorePanel } from "unrolled/forecast";
import { expect, test } from "vitest";

const quantiles = [0.1, 0.5, 0.9];

test("the scores of one series, worked by hand", () => {
  const errors = new PanelErrors({ series: 2, quantiles });
  const point = Float64Array.of(10, 12);
  const forecast = { point, quantiles: Float64Array.of(8, 10, 11, 9, 12, 15) };
  errors.add(0, [12, 10], forecast, { absolute: 4, squared: 20 });
  const { mase, smape, rmsse, wql, sql, coverage, mae } = errors.of(0);
  expect(mae).toBe(2);
  expect(mase).toBe(0.5);
  expect(smape).toBeCloseTo((200 * 2) / 22, 12);
  expect(rmsse).toBeCloseTo(Math.sqrt(4 / 20), 12);
  // 12: .1·4, .5·2, .9·1 (above the upper quantile); 10: .1·1, .5·2, .1·5
  const pinball = (2 * (0.4 + 1 + 0.9)) / 3 + (2 * (0.1 + 1 + 0.5)) / 3;
  expect(wql).toBeCloseTo(pinball / 22, 12);
  expect(sql).toBeCloseTo(pinball / 2 / 4, 12);
  expect(coverage).toBe(0.5);
  expect(errors.of(1).mase).toBeNaN();
});

test("a series without a scale has no MASE, and is left out of the mean; values that are not known are not scored", () => {
  const errors = new PanelErrors({ series: 3, quantiles: [0.5] });
  const forecast = { point: Float64Array.of(1, 1), quantiles: Float64Array.of(1, 1) };
  errors.add(0, [3, 3], forecast, { absolute: 1, squared: 1 });
  errors.add(1, [2, 2], forecast, { absolute: 0, squared: 0 });
  errors.add(2, [Number.NaN, 5], forecast, { absolute: 2, squared: 4 }, [0, 1]);
  expect(errors.of(1)).toMatchObject({ mase: Number.NaN, rmsse: Number.NaN, sql: Number.NaN, mae: 1 });
  expect(errors.unscaled).toBe(1);
  expect(errors.overall().mase).toBe(2);
  expect(errors.of(2).mae).toBeNaN();
  expect(errors.overall().wql).toBeCloseTo((2 + 2 + 1 + 1) / 10, 12);
});

test("baselines of each series, shorter ones included", () => {
  const panel = panelFromArrays({ a: [1, 2, 3, 4, 5, 6], b: [7, 9], c: [5] });
  const shape = { horizon: 3, season: 3, quantiles: [0.5] };
  const rows = [0, 1, 2].map((s) => ({ series: s, from: panel.offsets[s], until: panel.offsets[s + 1] }));
  const points = (name: Parameters<typeof panelBaseline>[0]) =>
    panelBaseline(name, shape)
      .forecast(panel, rows)
      .map(({ point }) => [...point]);
  expect(points("naive")).toEqual([
    [6, 6, 6],
    [9, 9, 9],
    [5, 5, 5],
  ]);
  expect(points("seasonal naive")).toEqual([
    [4, 5, 6],
    [9, 9, 9],
    [5, 5, 5],
  ]);
  expect(points("drift")).toEqual([
    [7, 8, 9],
    [11, 13, 15],
    [5, 5, 5],
  ]);
  expect(points("mean")).toEqual([
    [3.5, 3.5, 3.5],
    [8, 8, 8],
    [5, 5, 5],
  ]);
  expect(points("naive 2")).toEqual([
    [6, 6, 6],
    [9, 9, 9],
    [5, 5, 5],
  ]);
});

test("quantiles of the baselines are those of normal errors that grow with the steps ahead", () => {
  const panel = panelFromArrays({ a: [0, 2, 0, 2, 4, 2] });
  const shape = { horizon: 3, season: 2, quantiles: [0.1, 0.5, 0.9] };
  const rows = [{ series: 0, from: 0, until: 6 }];
  const [{ point, quantiles: q }] = panelBaseline("seasonal naive", shape).forecast(panel, rows);
  const sigma = Math.sqrt((0 + 0 + 16 + 0) / 4);
  expect([...point]).toEqual([4, 2, 4]);
  expect(q[0]).toBeCloseTo(4 - 1.2815515655446 * sigma, 10);
  expect(q[8]).toBeCloseTo(4 + 1.2815515655446 * sigma * Math.SQRT2, 10);
});

test("naive 2 takes a multiplicative season out and puts it back", () => {
  const factors = [0.5, 1, 1.5, 1];
  const x = Array.from({ length: 24 }, (_, t) => 10 * factors[t % 4]);
  const panel = panelFromArrays({ a: x });
  const shape = { horizon: 5, season: 4, quantiles: [0.5] };
  const [{ point }] = panelBaseline("naive 2", shape).forecast(panel, [{ series: 0, from: 0, until: 24 }]);
  expect([...point].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([5, 10, 15, 10, 5]);
});

test("methods on the last windows of each series, who wins where, and the worst", () => {
  const panel = panelFromArrays({
    season: [1, 5, 1, 5, 1, 6, 1, 5],
    level: [1, 2, 4, 3, 3, 3, 3, 3],
    short: [1, 2],
    flat: [2, 2, 2, 2, 2, 2],
  });
  const scores = scorePanel(panel, [], { horizon: 2, season: 2, windows: 2, stride: 1 });
  expect(scores).toMatchObject({ scored: 3, unscaled: 1, short: 1 });
  const by = Object.fromEntries(scores.methods.map((method) => [method.name, method]));
  // windows behind rows 5 (target 6, 1) and 6 (target 1, 5), scales 0 and 1/4
  expect(by["seasonal naive"].bySeries.mase[0]).toBeCloseTo((0 + 1 / 0.25) / 2, 12);
  expect(by["seasonal naive"].bySeries.mae[0]).toBeCloseTo((1 + 0 + 0 + 1) / 4, 12);
  expect(by.naive.bySeries.mae[1]).toBe(0);
  expect(scores.worst[0]).toMatchObject({ id: "season" });
  expect(scores.methods.reduce((sum, { wins }) => sum + wins, 0)).toBe(2);
});
