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

describe("20 series of each kind", { timeout: 30_000 }, () => {
  test.each(cases)(
    "%s, %d rows: coverage within 4 points, widths within 1.5 of the true ones",
    async (name, n) => {
      const { noise, last } = kinds[name];
      const coverage = [0, 0];
      const factors: number[][] = [[], []];
      for (let seed = 1; seed <= 20; seed++) {
        const x = normals(n, 100 * seed + n).map((e, t) => wave(t) + noise(t, n, e, seed));
        const series = seriesFromArrays({ x });
        const { model } = await backtest(series, seasonal);
        const [target] = (await Forecaster.train(series, seasonal)).forecast().targets;
        target.intervals.forEach(({ lower, upper }, k) => {
          coverage[k] += model.intervals[k].coverage.overall / 20;
          factors[k].push(...upper.map((end, h) => (end - lower[h]) / (2 * Math.SQRT2 * last * reaches[k])));
        });
      }
      for (const [k, level] of [0.8, 0.95].entries()) {
        expect(Math.abs(coverage[k] - level)).toBeLessThan(0.04 + (n < 400 ? 0.02 : 0)); // 60 rows are few
        const middle = [...factors[k]].sort((a, b) => a - b)[factors[k].length >> 1];
        expect(middle).toBeGreaterThan(1 / 1.3);
        expect(middle).toBeLessThan(1.3);
        const far = factors[k].filter((factor) => factor < 1 / 1.5 || factor > 1.5).length;
        expect(far / factors[k].length).toBeLessThan(n < 400 ? 0.15 : 0.05);
      }
    },
  );
});

test.each([12, 132, 365])("errors of standard deviation 1, %d steps ahead: no wind-up", (horizon) => {
  const rows = 700 + horizon;
  let [held, count] = [0, 0];
  const e = normals(rows, horizon);
  const intervals = new AdaptiveConformal({ horizon, level: 0.8 });
  for (let t = 0; t < rows; t++) {
    const { upper } = intervals.issue(new Float64Array(horizon));
    for (const h of [0, horizon - 1])
      if (t >= horizon + 100 && t + h < rows) {
        held += Math.abs(e[t + h]) <= upper[h] ? 1 : 0;
        count += 1;
      }
    intervals.observe([e[t]]);
  }
  const reach = intervals.reach().above;
  expect(Math.abs(held / count - 0.8)).toBeLessThan(0.035);
  expect(Math.min(...reach)).toBeGreaterThan(1.05);
  expect(Math.max(...reach)).toBeLessThan(1.6);
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
