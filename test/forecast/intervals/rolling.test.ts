/** @module Intervals from rolling scores, on generated series: coverage, widths beside the true ones, none of no width. */
import { seriesFromArrays } from "unrolled/data";
import { AdaptiveConformal, backtest, Forecaster, type ForecasterOptions } from "unrolled/forecast";
import { describe, expect, test } from "vitest";
import { values } from "../../reference/values.ts";

/** Independent draws of N(0, 1), by Box and Muller. */
function normals(count: number, seed: number): number[] {
  const [a, b] = [values(count, seed), values(count, seed + 7000)];
  return a.map((u, i) => Math.sqrt(-2 * Math.log((u + 1) / 2 + 1e-9)) * Math.cos(Math.PI * b[i]));
}

/** How far 80 and 95 % of N(0, 1) reach. */
const reaches = [1.2816, 1.96];
const wave = (t: number) => 50 + 10 * Math.sin((2 * Math.PI * t) / 24);
const seasonal: ForecasterOptions = { model: "seasonal", season: 24, horizon: 24, lookback: 48 };

interface Kind {
  readonly noise: (t: number, n: number, e: number, seed: number) => number;
  /** The standard deviation of the noise at the end. */
  readonly last: number;
  readonly lengths: readonly number[];
}

/** A seasonal naive forecast errs by the difference of two draws. */
const kinds: Readonly<Record<string, Kind>> = {
  seasonal: { noise: (_t, _n, e) => e, last: 1, lengths: [200, 700] },
  spiky: {
    noise: (t, _, e, seed) => e / 2 + ((t + 31 * seed) % 173 === 0 ? 300 : 0),
    last: 0.5,
    lengths: [700],
  },
  calming: { noise: (t, n, e) => (t < 0.65 * n ? 5 * e : e / 2), last: 0.5, lengths: [700] },
  growing: { noise: (t, n, e) => (1 + (4 * t) / n) * e, last: 5, lengths: [300, 700] },
};

const cases = Object.entries(kinds).flatMap(([name, { lengths }]) =>
  lengths.map((length) => [name, length] as const),
);

/** Forecasts of 0 of the seasonal naive forecast's errors, all known rows of which are learnt from the 60 % on. */
function followed(errors: readonly number[], level: number) {
  const horizon = 6;
  const intervals = new AdaptiveConformal({ horizon, level });
  let [held, count] = [0, 0];
  for (let t = Math.floor(0.6 * errors.length); t < errors.length; t++) {
    const { upper } = intervals.issue(new Float64Array(horizon));
    for (let h = 0; t >= 0.8 * errors.length && t + h < errors.length && h < horizon; h++) {
      held += Math.abs(errors[t + h]) <= upper[h] ? 1 : 0;
      count += 1;
    }
    intervals.observe([errors[t]]);
  }
  return { held: held / count, reaches: [...intervals.reach().above] };
}

describe("20 series of each kind", () => {
  test.each(cases)("%s, %d rows: coverage within 4 points, widths within 1.5 of the true ones", (name, n) => {
    const { noise, last } = kinds[name];
    for (const [k, level] of [0.8, 0.95].entries()) {
      const all = Array.from({ length: 20 }, (_, seed) => {
        const y = normals(n, 100 * seed + n).map((e, t) => noise(t, n, e, seed));
        return followed(
          y.map((value, t) => value - (y[t - 24] ?? 0)),
          level,
        );
      });
      const coverage = all.reduce((sum, { held }) => sum + held / 20, 0);
      expect(Math.abs(coverage - level)).toBeLessThan(0.04);
      const factors = all.flatMap(({ reaches: own }) => own.map((q) => q / (Math.SQRT2 * last * reaches[k])));
      factors.sort((a, b) => a - b);
      expect(factors[factors.length >> 1]).toBeGreaterThan(1 / 1.3);
      expect(factors[factors.length >> 1]).toBeLessThan(1.3);
      const far = factors.filter((factor) => factor < 1 / 1.5 || factor > 1.5).length;
      expect(far / factors.length).toBeLessThan(n < 400 ? 0.15 : 0.05); // of 40 rows at first
    }
  });
});

test("the same in a backtest, whose baselines have intervals of their own", async () => {
  const x = normals(400, 5).map((e, t) => wave(t) + e);
  const { model, baselines } = await backtest(seriesFromArrays({ x }), seasonal);
  for (const { intervals, crps } of [model, ...baselines]) {
    expect(crps?.overall).toBeGreaterThan(0);
    expect(intervals[1].width.overall).toBeGreaterThan(intervals[0].width.overall);
  }
  const [narrow, wide] = model.intervals;
  expect(Math.abs(narrow.width.overall / (2 * Math.SQRT2 * reaches[0]) - 1)).toBeLessThan(0.25);
  expect(Math.abs(wide.width.overall / (2 * Math.SQRT2 * reaches[1]) - 1)).toBeLessThan(0.25);
});

test.each([12, 132, 365])("errors of standard deviation 1, %d steps ahead: no wind-up", (horizon) => {
  const rows = 450 + horizon;
  let [held, count] = [0, 0];
  const e = normals(rows, horizon);
  const intervals = new AdaptiveConformal({ horizon, level: 0.8 });
  for (let t = 0; t < rows; t++) {
    const { upper } = intervals.issue(new Float64Array(horizon));
    for (const h of [0, horizon - 1])
      if (t >= horizon + 30 && t + h < rows) {
        held += Math.abs(e[t + h]) <= upper[h] ? 1 : 0;
        count += 1;
      }
    intervals.observe([e[t]]);
  }
  const reach = intervals.reach().above;
  expect(Math.abs(held / count - 0.8)).toBeLessThan(0.035);
  expect(Math.min(...reach)).toBeGreaterThan(1.05);
  expect(Math.max(...reach)).toBeLessThan(1.6); // 1.28 it is
  for (const [h, each] of reach.entries())
    if (h > 0) expect(Math.abs(each / reach[h - 1] - 1)).toBeLessThan(0.1);
});

test("a width where most errors are zero, but not all; 80 % inside 95 %", async () => {
  const x = Float64Array.from({ length: 200 }, (_, t) => (t % 11 === 0 ? 5.5 : 0.5));
  const [{ intervals }] = (
    await Forecaster.train(seriesFromArrays({ x }), { model: "naive", horizon: 6, season: null })
  ).forecast().targets;
  const [narrow, wide] = intervals;
  for (let h = 0; h < 6; h++) {
    expect(narrow.upper[h] - narrow.lower[h]).toBeGreaterThan(0.5);
    expect(wide.upper[h]).toBeGreaterThan(narrow.upper[h]);
    expect(wide.lower[h]).toBeLessThan(narrow.lower[h]);
  }
});

test("no error, no width", async () => {
  const x = new Float64Array(60).fill(3.5);
  const [{ intervals }] = (
    await Forecaster.train(seriesFromArrays({ x }), { model: "naive", horizon: 2, season: null })
  ).forecast().targets;
  for (const { lower, upper } of intervals) expect([...lower, ...upper]).toEqual([3.5, 3.5, 3.5, 3.5]);
});
