/** @module On a long series intervals learn from the latest rows only. */
import type { Series } from "unrolled/data";
import { backtestOf, Forecaster } from "unrolled/forecast";
import { expect, test } from "vitest";
import { values } from "../../reference/values.ts";

const ROWS = 12_000;
const HORIZON = 3;
/** The validation set begins at row 7,200 and the test set at 9,600: 2,000 rows and a horizon before that the learning begins. */
const LEARNT = 9600 - HORIZON - 2000;

/** Noise, with other values in some rows. */
function noise(from = 0, until = 0): Series {
  const list = values(ROWS, 7, 1).map((value, t) => (t >= from && t < until ? 3 * value : value));
  const columns = [{ name: "y", role: "target", values: Float64Array.from(list) }] as const;
  return { name: "y", timeName: null, time: null, timeKind: null, step: null, columns, length: ROWS };
}

async function intervalsOf(series: Series) {
  const options = { model: "naive", horizon: HORIZON, lookback: 1, season: null } as const;
  const forecaster = await Forecaster.train(series, options);
  return { intervals: backtestOf(forecaster, series).model.intervals, ahead: forecaster.forecast() };
}

test("earlier errors do not count, later ones do", async () => {
  const plain = await intervalsOf(noise());
  expect(plain.intervals.length).toBe(2);
  expect(await intervalsOf(noise(7300, LEARNT - HORIZON))).toEqual(plain);
  const louder = await intervalsOf(noise(LEARNT + HORIZON, 9600));
  expect(louder.intervals[0].width.overall).toBeGreaterThan(plain.intervals[0].width.overall);
  expect(louder.ahead).toEqual(plain.ahead); // which learns from the last 2,000 rows of the series
});
