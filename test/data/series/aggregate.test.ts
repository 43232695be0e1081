/** @module Rows of one time, and rows of one interval, combined. */
import { expect, test } from "vitest";
import { readCsv, type Series, type ToSeriesOptions, toSeries } from "../../../src/data/index.ts";

async function seriesOf(lines: readonly string[], options: Partial<ToSeriesOptions>): Promise<Series> {
  const table = await readCsv(["t,y", ...lines].join("\n"), { name: "a.csv" });
  return toSeries(table, { targets: ["y"], time: "t", ...options });
}

const valuesOf = ({ columns }: Series): number[] => [...(columns[0]?.values ?? [])];
const timesOf = ({ time }: Series): string[] =>
  Array.from(time ?? [], (at) => new Date(at).toISOString().slice(0, 16));

test.each([
  ["first", [3, 4]],
  ["last", [5, 4]],
  ["mean", [3, 4]],
  ["sum", [9, 4]],
  ["count", [3, 1]],
  ["min", [1, 4]],
  ["max", [5, 4]],
] as const)("duplicates: %s", async (duplicates, values) => {
  const lines = ["2020-01-01,3", "2020-01-01,1", "2020-01-01,5", "2020-01-02,4"];
  expect(valuesOf(await seriesOf(lines, { duplicates }))).toEqual(values);
});

test("many rows for a time: sum, count or mean are suggested; for a few, first, last or mean", async () => {
  const lines = ["2020-01-01,3", "2020-01-01,1", "2020-01-01,1", "2020-01-02,5", "2020-01-02,4"];
  await expect(seriesOf(lines, {})).rejects.toThrow('Set duplicates: "sum", "count" or "mean"');
  const few = Array.from({ length: 20 }, (_, i) => `2020-01-${String(i + 1).padStart(2, "0")},1`);
  await expect(seriesOf([...few, "2020-01-20,2"], {})).rejects.toThrow(
    'Set duplicates: "first", "last" or "mean"',
  );
});

/** Hours from 2020-01-01 05:00 on, valued 0, 1, 2 … */
const hours = (count: number): string[] =>
  Array.from(
    { length: count },
    (_, i) => `${new Date(Date.UTC(2020, 0, 1, 5 + i)).toISOString().slice(0, 16)},${i}`,
  );

test("hours to days: those that are not covered are left out", async () => {
  const series = await seriesOf(hours(24 * 3), { resample: "day" });
  expect(timesOf(series)).toEqual(["2020-01-02T00:00", "2020-01-03T00:00"]);
  expect(valuesOf(series)).toEqual([19 + 11.5, 43 + 11.5]); // the first midnight is hour 19
  expect(series.resampled).toEqual({ every: "day", aggregate: "mean", leftOut: 2 });
  expect((await seriesOf(hours(43), { resample: "day", aggregate: "sum" })).length).toBe(1); // until 23:00
  expect(valuesOf(await seriesOf(hours(43), { resample: "day", aggregate: "max" }))).toEqual([42]);
});

test("hours to six hours", async () => {
  const series = await seriesOf(hours(20), { resample: "6hours", aggregate: "first" });
  expect([timesOf(series), valuesOf(series)]).toEqual([
    ["2020-01-01T06:00", "2020-01-01T12:00", "2020-01-01T18:00"],
    [1, 7, 13],
  ]);
});

const days = (count: number): string[] =>
  Array.from(
    { length: count },
    (_, i) => `${new Date(Date.UTC(2020, 0, 1 + i)).toISOString().slice(0, 10)},1`,
  );

test.each([
  ["week", ["2020-01-06", "2020-01-13", "2020-01-20"], [7, 7, 7]],
  ["month", ["2020-01-01", "2020-02-01"], [31, 29]],
  ["quarter", ["2020-01-01"], [91]],
])("days to a %s", async (resample, times, sums) => {
  const count = { week: 30, month: 70, quarter: 100 }[resample] ?? 0;
  const series = await seriesOf(days(count), { resample, aggregate: "sum" });
  expect([timesOf(series).map((time) => time.slice(0, 10)), valuesOf(series)]).toEqual([times, sums]);
});

test("a few rows over centuries are not counted by the minute", async () => {
  const rows = seriesOf(["1700-01-01 00:00,1", "1800-01-01 00:00,2", "1900-01-01 00:00,3"], {
    resample: "minute",
    aggregate: "count",
  });
  await expect(rows).rejects.toThrow("rows counted by minute are more than 200000 intervals");
});

test("events: whole days at the ends stay, days without any count 0", async () => {
  const lines = [
    "2020-01-01 08:13,5",
    "2020-01-01 17:40,7",
    "2020-01-03 09:00,1",
    "2020-01-03 09:07,2",
    "2020-01-04 20:00,1",
  ];
  const counted = await seriesOf(lines, { resample: "day", aggregate: "count" });
  expect(valuesOf(counted)).toEqual([2, 0, 2, 1]);
  expect(
    valuesOf(await seriesOf(lines, { resample: "day", aggregate: "sum", gaps: "fill", missing: "linear" })),
  ).toEqual([12, 7.5, 3, 1]);
});

test.each([
  ["15x", 'toSeries: resample is "15x" but must be minute, hour, day'],
  ["2days", 'toSeries: resample is "2days"'],
  ["7minutes", 'toSeries: resample is "7minutes"'],
])("%s is no interval", async (resample, message) => {
  await expect(seriesOf(hours(30), { resample })).rejects.toThrow(message);
});

test("rows without dates cannot be combined", async () => {
  const table = await readCsv("y\n1\n2\n", { name: "a.csv" });
  expect(() => toSeries(table, { targets: ["y"], resample: "day" })).toThrow(
    "a.csv: only rows with dates can be combined by day",
  );
});
