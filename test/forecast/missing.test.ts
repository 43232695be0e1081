/** @module Values that were filled in: never scored, never learnt from, whatever is computed here anew on what happened. */
import { readCsv, type Series, toSeries } from "unrolled/data";
import { type Backtest, backtest, Forecaster } from "unrolled/forecast";
import { describe, expect, test } from "vitest";
import { values } from "../reference/values.ts";

const HOUR = 3_600_000;
const [u, v] = [values(1440, 6), values(1440, 66)];
/** N(0, 3) about a wave of 24 hours; hours 8 to 17 are missing. */
const actual = Array.from(u, (a, t) => {
  const noise = Math.sqrt(-2 * Math.log((a + 1) / 2 + 1e-9)) * Math.cos(Math.PI * v[t]);
  return 50 + 20 * Math.sin((2 * Math.PI * (t % 24)) / 24) + 3 * noise;
});
const isThere = (t: number) => t % 24 < 8 || t % 24 > 17;

async function hours(missing: "forward" | "linear"): Promise<Series> {
  const rows = actual.flatMap((y, t) => (isThere(t) ? [`${new Date(t * HOUR).toISOString()},${y}`] : []));
  const table = await readCsv(`time,y\n${rows.join("\n")}\n`, { name: "hours.csv" });
  return toSeries(table, { targets: ["y"], gaps: "fill", missing });
}

/** Mean |e| of what happened, over all windows of the test set. */
function errorOf(
  known: ArrayLike<number>,
  forecast: (from: number, h: number) => number,
  from: number,
): number {
  let [sum, count] = [0, 0];
  for (let origin = from; origin + 24 <= known.length; origin++)
    for (let h = 0; h < 24; h++)
      if (isThere(origin + h)) {
        sum += Math.abs(actual[origin + h] - forecast(origin, h));
        count += 1;
      }
  return sum / count;
}

const maeOf = ({ model, baselines }: Backtest, name: string) =>
  [model, ...baselines].find((one) => one.name === name)?.mae.overall ?? Number.NaN;

describe("hours without a night shift the other way round", () => {
  test.each(["forward", "linear"] as const)("%s: scores and scale on what happened", async (missing) => {
    const series = await hours(missing);
    const [{ values: y, filled }] = series.columns;
    expect(series.length).toBe(1440);
    expect(series.completed).toEqual({ inserted: 600, values: 0, before: 0, after: 0 });
    expect(Array.from(filled ?? [], (mark) => mark === 0)).toEqual(actual.map((_, t) => isThere(t)));
    const result = await backtest(series, { model: "seasonal", season: 24, horizon: 24, lookback: 48 });
    const naive = errorOf(y, (from) => y[from - 1], 1152);
    const seasonal = errorOf(y, (from, h) => y[from - 24 + h], 1152);
    expect(maeOf(result, "naive")).toBeCloseTo(naive, 10);
    expect(maeOf(result, "seasonal naive")).toBeCloseTo(seasonal, 10);
    if (missing === "forward") expect(naive).toBeGreaterThan(16); // over all rows, made-up ones too, it would be 15
    expect(seasonal).toBeGreaterThan(3);
    let [scale, pairs] = [0, 0];
    for (let t = 24; t < 864; t++)
      if (isThere(t)) {
        scale += Math.abs(actual[t] - actual[t - 24]);
        pairs += 1;
      }
    expect(result.model.mase.overall).toBeCloseTo(seasonal / (scale / pairs), 9);
    // errors of what happened are N(0, 3√2), which 80 % of the intervals would not hold if zeros of made-up rows counted
    expect(Math.abs(result.model.intervals[0].coverage.overall - 0.8)).toBeLessThan(0.06);
    expect(result.model.intervals[0].width.overall).toBeGreaterThan((2 * 1.2816 * 3 * Math.SQRT2) / 1.25);
  });

  test("what stands in filled rows changes nothing but what a look-back reads", async () => {
    const series = await hours("linear");
    const [column] = series.columns;
    // Of the filled rows only the last is ever read by the naive forecast of a row that is not filled, or by none.
    const other = column.values.map((value, t) =>
      column.filled?.[t] === 1 && t % 24 !== 17 ? value + 1000 : value,
    );
    const options = { model: "naive", season: null, horizon: 1, lookback: 1 } as const;
    const [a, b] = [
      await backtest(series, options),
      await backtest({ ...series, columns: [{ ...column, values: other }] }, options),
    ];
    expect(b.model.mae).toEqual(a.model.mae);
    expect(b.model.intervals).toEqual(a.model.intervals);
  });
});

describe("training", () => {
  const options = {
    model: "nlinear",
    horizon: 24,
    lookback: 48,
    season: 24,
    epochs: 1,
    loss: "mse",
    calendar: [],
    seed: 3,
  } as const;

  test.each(["mse", "mae", "huber"] as const)(
    "%s: targets that were filled in have no gradient",
    async (loss) => {
      const series = await hours("linear");
      const [column] = series.columns;
      // Past the last look-back of training, filled rows are targets only.
      const split = { train: 72, validation: 400, test: 400 };
      const changed = column.values.map((value, t) =>
        t >= 48 && t < 72 && column.filled?.[t] === 1 ? value + 5 : value,
      );
      const both = [column.values, changed].map((x) =>
        Forecaster.train(
          { ...series, columns: [{ ...column, values: x }] },
          { ...options, loss, scaler: "minmax", split, levels: [], refit: false },
        ),
      );
      const [a, b] = (await Promise.all(both)).map(({ trained }) => trained.network?.stateDict() ?? {});
      for (const name of Object.keys(a)) expect(b[name].tolist()).toEqual(a[name].tolist());
    },
  );

  test("quantiles, too, and a network forecasts after all", async () => {
    const gru = { ...options, model: "gru", loss: "quantile", modelOptions: { hidden: 4 } } as const;
    const { model } = await backtest(await hours("linear"), { ...gru, batchSize: 256 });
    expect(model.mae.overall).toBeGreaterThan(0);
  });

  test("nothing but filled targets is refused", async () => {
    const series = await hours("linear");
    const columns = series.columns.map((one) => ({ ...one, filled: new Uint8Array(1440).fill(1) }));
    await expect(Forecaster.train({ ...series, columns }, options)).rejects.toThrow(
      "forecaster: all targets were filled in, so there is nothing to learn",
    );
  });
});
