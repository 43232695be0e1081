/** @module Future covariates from the rows after the last target. */
import { expect, test } from "vitest";
import {
  futureSteps,
  readCsv,
  type Series,
  type ToSeriesOptions,
  toSeries,
} from "../../../src/data/index.ts";

async function read(lines: readonly string[], options: Partial<ToSeriesOptions> = {}): Promise<Series> {
  const table = await readCsv(lines.join("\n"), { name: "a.csv" });
  return toSeries(table, { targets: ["y"], future: ["holiday"], ...options });
}

const header = "date,y,noise,holiday";
const past = ["2024-01-01,1,5,0", "2024-01-02,2,6,1", "2024-01-03,3,7,0"];
const after = ["2024-01-04,,,1", "2024-01-05,,,0"];

const futureOf = ({ future = {} }: Series): number[] => Array.from(future.holiday ?? []);

test("rows without a target at the end are the steps to forecast, whatever else they lack", async () => {
  const series = await read([header, ...past, ...after], { covariates: ["noise"] });
  expect(series.length).toBe(3);
  expect(series.columns.map(({ values }) => [...values])).toEqual([
    [1, 2, 3],
    [5, 6, 7],
    [0, 1, 0],
  ]);
  expect(futureOf(series)).toEqual([1, 0]);
  expect([futureSteps(series, ["holiday"]), futureSteps(series, ["other"]), futureSteps(series, [])]).toEqual(
    [2, 0, 0],
  );
});

test("by time, in whatever order the file has them", async () => {
  const series = await read([header, ...after.toReversed(), ...past.toReversed()], { unsorted: "sort" });
  expect([series.length, futureOf(series)]).toEqual([3, [1, 0]]);
  const table = [header, ...past, "2024-01-05,,,0", "2024-01-04,,,1"];
  expect(futureOf(await read(table, { unsorted: "sort" }))).toEqual([1, 0]);
});

test("without times, by their place in the file", async () => {
  const series = await read(["y,holiday", "1,0", "2,1", ",1", ",0", ",1"]);
  expect([series.length, futureOf(series)]).toEqual([2, [1, 0, 1]]);
});

test("dropped and filled rows shift nothing", async () => {
  const dropped = await read([header, past[0], "2024-01-02,,6,1", past[2], ...after], {
    missing: "drop",
    gaps: "ignore",
  });
  expect([dropped.length, futureOf(dropped)]).toEqual([2, [1, 0]]);
  const filled = await read(
    [header, past[0], past[1], "2024-01-04,4,4,1", "2024-01-06,,,0", "2024-01-05,,,1"],
    {
      gaps: "fill",
      missing: "forward",
      unsorted: "sort",
    },
  );
  expect([filled.length, futureOf(filled)]).toEqual([4, [1, 0]]);
  const gap = await read([header, ...past, "2024-01-06,,,1"], { gaps: "fill", missing: "forward" });
  expect(futureOf(gap)).toEqual([0, 0, 1]);
});

test("a value that is missing there is named", async () => {
  await expect(read([header, ...past, "2024-01-04,,,"])).rejects.toThrow(
    'a.csv, row 5, column "holiday": the value is missing',
  );
});

test("without future covariates they are missing values, as before", async () => {
  await expect(read([header, ...past, ...after], { future: [] })).rejects.toThrow(
    'row 5, column "y": the value is missing',
  );
  expect((await read([header, ...past])).future).toBe(undefined);
});
