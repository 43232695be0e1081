/** @module Tables to series: the time column, roles, and each policy. */
import { expect, test } from "vitest";
import { nextTimes, readCsv, type Series, type ToSeriesOptions, toSeries } from "../../../src/data/index.ts";
import { styleWriter } from "../../../src/data/series/timeStyle.ts";

const none = Number.NaN;
const read = async (text: string, options: Partial<ToSeriesOptions> = {}): Promise<Series> =>
  toSeries(await readCsv(text, { name: "a.csv" }), { targets: ["y"], ...options });
const valuesOf = (series: Series): number[][] => series.columns.map(({ values }) => [...values]);
const daysOf = (series: Series): string[] =>
  Array.from(series.time ?? [], (time) => new Date(time).toISOString().slice(0, 10));

test("columns get their roles, targets first, and share the table's numbers", async () => {
  const table = await readCsv("date,x,y,h\n2020-01-01,1,2,3\n2020-01-02,4,5,6\n", { name: "a.csv" });
  const series = toSeries(table, { targets: ["y"], covariates: ["x"], future: ["h"] });
  expect(series).toMatchObject({ name: "a.csv", timeName: "date", timeKind: "date", length: 2 });
  expect(series.step).toEqual({ unit: "millisecond", count: 86_400_000 });
  expect(series.columns.map(({ name, role }) => [name, role])).toEqual([
    ["y", "target"],
    ["x", "covariate"],
    ["h", "future"],
  ]);
  expect(valuesOf(series)).toEqual([
    [2, 5],
    [1, 4],
    [3, 6],
  ]);
  expect(table.columns[2]).toMatchObject({ values: series.columns[0]?.values });
});

test.each<[string, string, Partial<ToSeriesOptions>, string | null, "date" | "number" | null]>([
  ["by its name, wherever it stands", "y,when,Date\n1,5,2020-01-01\n2,6,2020-01-02\n", {}, "Date", "date"],
  ["by a Chinese name", "日期,y\n2020年1月1日,1\n2020年1月2日,2\n", {}, "日期", "date"],
  ["by what it holds", "x,y,when\na,1,2020-01-01\nb,2,2020-01-02\n", {}, "when", "date"],
  ["a year", "YEAR,y\n1700,1\n1701,2\n", {}, "YEAR", "date"],
  ["years under any name, when they advance", "jaar,y\n1700,1\n1701,2\n", {}, "jaar", "date"],
  ["not what is a target", "y,z\n1700,1\n1701,2\n", {}, null, null],
  ["not what does not advance", "x,y\n1701,1\n1700,2\n", {}, null, null],
  ["plain numbers", "time,y\n0,1\n0.5,2\n", {}, "time", "number"],
  ["seconds", "timestamp,y\n1580000000,1\n1580000060,2\n", {}, "timestamp", "date"],
  ["milliseconds", "timestamp,y\n1580000000000,1\n1580000060000,2\n", {}, "timestamp", "date"],
  ["years that are none", "timestamp,y\n2001,1\n2002,2\n", {}, "timestamp", "number"],
  ["YYYYMM when told", "m,y\n202012,1\n202101,2\n", { time: "m", timeFormat: "YYYYMM" }, "m", "date"],
  ["years under a name that is told", "z,jaar,y\n5,1700,1\n5,1701,2\n", { time: "jaar" }, "jaar", "date"],
  ["none when told", "date,y\n2020-01-01,1\n2020-01-01,2\n", { time: null }, null, null],
])("the time column is found: %s", async (_, text, options, name, kind) => {
  expect(await read(text, options)).toMatchObject({ timeName: name, timeKind: kind });
});

test("weeks as numbers, where one is no month or the name says so", async () => {
  const weeks = await read("t,y\n202052,1\n202053,2\n202101,3\n202102,4\n");
  expect(daysOf(weeks)).toEqual(["2020-12-21", "2020-12-28", "2021-01-04", "2021-01-11"]);
  expect(daysOf(await read("week,y\n202001,1\n202002,2\n"))).toEqual(["2019-12-30", "2020-01-06"]);
  expect(daysOf(await read("t,y\n202001,1\n202002,2\n"))).toEqual(["2020-01-01", "2020-02-01"]);
  const next = Array.from(nextTimes(weeks, 2), (time) => new Date(time).toISOString().slice(0, 10));
  expect(next).toEqual(["2021-01-18", "2021-01-25"]);
  const write = styleWriter(weeks.timeStyle ?? { pattern: "" });
  expect(Array.from(weeks.time ?? [], write)).toEqual(["202052", "202053", "202101", "202102"]);
});

test("days before months, as some cell shows, or the caller says", async () => {
  expect(daysOf(await read("date,y\n12/01/2020,1\n13/01/2020,2\n"))).toEqual(["2020-01-12", "2020-01-13"]);
  expect(daysOf(await read("date,y\n01/12/2020,1\n01/13/2020,2\n"))).toEqual(["2020-01-12", "2020-01-13"]);
  const doubtful = "date,y\n03/04/2020,1\n03/05/2020,2\n";
  expect(daysOf(await read(doubtful, { timeFormat: "day-first" }))).toEqual(["2020-04-03", "2020-05-03"]);
  expect(daysOf(await read(doubtful, { timeFormat: "month-first" }))).toEqual(["2020-03-04", "2020-03-05"]);
});

const gappy = "date,y\n2020-01-01,1\n2020-01-02,2\n2020-01-04,4\n2020-01-05,8\n";

test("gaps: filled by a line or by what was before, or ignored", async () => {
  const filled = await read(gappy, { gaps: "fill", missing: "linear" });
  expect(valuesOf(filled)).toEqual([[1, 2, 3, 4, 8]]);
  expect(daysOf(filled)[2]).toBe("2020-01-03");
  expect(valuesOf(await read(gappy, { gaps: "fill", missing: "forward" }))).toEqual([[1, 2, 2, 4, 8]]);
  const ignored = await read(gappy, { gaps: "ignore" });
  expect(valuesOf(ignored)).toEqual([[1, 2, 4, 8]]);
  expect(ignored.step).toEqual({ unit: "millisecond", count: 86_400_000 });
});

test("a month that was left out is put in where the calendar has it", async () => {
  const text = "date,y\n2020-01-31,1\n2020-03-31,3\n2020-04-30,4\n2020-05-31,5\n";
  expect(daysOf(await read(text, { gaps: "fill", missing: "forward" }))[1]).toBe("2020-02-29");
});

test("missing values: by a line, by what was before, or without the row", async () => {
  const text = "t,y\n0,1\n1,\n2,NA\n3,7\n";
  expect(valuesOf(await read(text, { missing: "linear" }))).toEqual([[1, 3, 5, 7]]);
  expect(valuesOf(await read(text, { missing: "forward" }))).toEqual([[1, 1, 1, 7]]);
  expect(valuesOf(await read(text, { missing: "drop" }))).toEqual([[1, 7]]);
  const uneven = "date,y\n2020-01-01,0\n2020-01-02,\n2020-01-05,4\n"; // a line in time, not in rows
  expect(valuesOf(await read(uneven, { missing: "linear", gaps: "ignore" }))).toEqual([[0, 1, 4]]);
});

test("rows before the first value and after the last target are left out, and counted", async () => {
  for (const missing of ["forward", "linear"] as const) {
    const series = await read('y\nNA\nNA\n1\n""\n3\nNA\n', { missing });
    expect(valuesOf(series)).toEqual([[1, missing === "forward" ? 1 : 2, 3]]);
    expect([...(series.columns[0]?.filled ?? [])]).toEqual([0, 1, 0]);
    expect(series.completed).toEqual({ inserted: 0, values: 1, before: 2, after: 1 });
  }
  const gap = await read("date,y\n2020-01-01,\n2020-01-02,5\n2020-01-05,8\n", {
    missing: "linear",
    gaps: "fill",
  });
  expect(valuesOf(gap)).toEqual([[5, 6, 7, 8]]);
  expect(gap.completed).toEqual({ inserted: 2, values: 0, before: 1, after: 0 });
});

test("missing values of other columns do not matter", async () => {
  expect(valuesOf(await read("x,y\n,1\n5,2\n"))).toEqual([[1, 2]]);
});

const repeated = "date,y\n2020-01-01,1\n2020-01-02,2\n2020-01-02,4\n2020-01-02,\n2020-01-03,5\n";

test("repeated times: the first, the last, or the mean of what is there", async () => {
  expect(valuesOf(await read(repeated, { duplicates: "first" }))).toEqual([[1, 2, 5]]);
  expect(valuesOf(await read(repeated, { duplicates: "mean" }))).toEqual([[1, 3, 5]]);
  expect(valuesOf(await read(repeated, { duplicates: "last", missing: "forward" }))).toEqual([[1, 1, 5]]);
});

test("rows out of order are sorted, equal times staying as they stand", async () => {
  const text = "date,y\n2020-01-03,3\n2020-01-01,1\n2020-01-03,4\n2020-01-02,2\n";
  const sorted = await read(text, { unsorted: "sort", duplicates: "last" });
  expect(valuesOf(sorted)).toEqual([[1, 2, 4]]);
  expect(daysOf(sorted)).toEqual(["2020-01-01", "2020-01-02", "2020-01-03"]);
});

test.each<[string, string, Partial<ToSeriesOptions>, string]>([
  [
    "a text among numbers",
    `y\n${"1\n".repeat(50)}abc\n`,
    {},
    `a.csv, row 52, column "y": "abc" is not a number (1 of 51 cells)
  Set missingValues: ["abc"]. If it does not stand for a missing value, correct it`,
  ],
  [
    "a column of texts",
    "x,y\n1,low\n2,high\n",
    {},
    `a.csv, row 2, column "y": "low" is not a number (2 of 2 cells)
  Choose another column`,
  ],
  [
    "commas in a number",
    'x,y\n1.5,"2,500,1"\n',
    {},
    `a.csv, row 2, column "y": "2,500,1" is not a number (1 of 1 cells)
  Choose another column`,
  ],
  [
    "a slip",
    "SUNACTIVITY,x\n1,2\n",
    { targets: ["SUNACTIVTY"] },
    'a.csv: there is no column "SUNACTIVTY"\n  Did you mean "SUNACTIVITY"?',
  ],
  [
    "no such column",
    "a,b\n1,2\n",
    { targets: ["price"] },
    'a.csv: there is no column "price"\n  The columns are "a", "b"',
  ],
  ["no such time", "y\n1\n", { time: "when" }, 'a.csv: there is no column "when"\n  The columns are "y"'],
  [
    "a missing value",
    "date,y\n2020-01-01,1\n2020-01-02,\n",
    {},
    'a.csv, row 3, column "y": the value is missing\n  Set missing: "forward", "linear" or "drop"',
  ],
  [
    "a missing value without times",
    "x,y\n1,NA\n",
    {},
    'a.csv, row 2, column "y": the value is missing\n  Set missing: "forward", "linear" or "drop"',
  ],
  ["no value at all", "x,y\n1,\n1,\n", { missing: "forward" }, 'a.csv, column "y": every value is missing'],
  [
    "a filled gap without a value",
    gappy,
    { gaps: "fill" },
    'a.csv, column "y": the row at 2020-01-03 is missing, so it has no value\n  Set missing: "forward" or "linear"',
  ],
  [
    "a gap",
    gappy,
    {},
    'a.csv, row 4, column "date": 2020-01-04 follows 2020-01-02, but the step is 1 day\n  Set gaps: "fill" or "ignore". This inserts the missing rows, or treats the rows as consecutive',
  ],
  [
    "a time between",
    "date,y\n2020-01-01,1\n2020-01-02,2\n2020-01-03,2\n2020-01-03 05:00,4\n",
    { gaps: "fill" },
    'a.csv, row 5, column "date": 2020-01-03 05:00:00 follows 2020-01-03, but the step is 1 day\n  Set gaps: "ignore". This treats the rows as consecutive',
  ],
  [
    "a slip in a year",
    "date,y\n2020-01-01,1\n2020-01-02,2\n2020-01-03,2\n2200-01-04,4\n",
    { gaps: "fill", missing: "forward" },
    'a.csv, column "date": filling the gaps would turn 4 rows into 65748\n  Is there a typing error in one of the dates?',
  ],
  [
    "a repeated time",
    repeated,
    {},
    'a.csv, row 4, column "date": 2020-01-02 is the time of row 3 too\n  Set duplicates: "first", "last" or "mean"',
  ],
  [
    "a step back",
    "date,y\n2020-01-02,1\n2020-01-01,2\n",
    {},
    'a.csv, row 3, column "date": the rows are not sorted: 2020-01-01 comes after 2020-01-02\n  Set unsorted: "sort"',
  ],
  [
    "no time",
    "date,y\n2020-01-02,1\n,2\n",
    {},
    'a.csv, row 3, column "date": the time is missing\n  Set missing: "drop"',
  ],
  [
    "no such day",
    "date,y\n2020-02-28,1\n2020-02-30,2\n",
    { time: "date" },
    'a.csv, row 3, column "date": "2020-02-30" is not a date or a time\n  Write all of them as 2020-01-31 or 2020-01-31 08:00',
  ],
  [
    "day or month",
    "date,y\n03/04/2020,1\n03/05/2020,2\n",
    {},
    'a.csv, row 2, column "date": "03/04/2020" may be day/month or month/day, and no other row decides it\n  Set timeFormat: "day-first" or "month-first"',
  ],
  [
    "zones now and then",
    "date,y\n2020-01-01T00:00Z,1\n2020-01-01T01:00,2\n",
    {},
    'a.csv, row 3, column "date": "2020-01-01T01:00": some times have a zone and others do not',
  ],
  [
    "another format",
    "d,y\n20200230,1\n",
    { time: "d", timeFormat: "YYYYMMDD" },
    'a.csv, row 2, column "d": 20200230 is not a time of the format YYYYMMDD',
  ],
  [
    "a day that there is not, among numbers",
    "date,y\n20200228,1\n20200229,2\n20200230,3\n",
    { gaps: "ignore" },
    'a.csv, row 4, column "date": 20200230 is not a time of the format YYYYMMDD',
  ],
  ["nothing left", "x,y\n1,\n2,\n", { missing: "drop" }, "a.csv: no rows remain"],
  ["no rows", "x,y\n", {}, "a.csv: no rows remain"],
])("a DataError says where and what: %s", async (_, text, options, message) => {
  await expect(read(text, options)).rejects.toThrow(expect.objectContaining({ name: "DataError", message }));
});

test.each<[string, Partial<ToSeriesOptions>]>([
  ["targets is empty but must name a column to forecast", { targets: [] }],
  ['column "y" is named twice, as target and as future', { future: ["y"] }],
  ['column "y" is the time and cannot be a target too', { time: "y" }],
  [
    'gaps is fill but missing is drop, which would drop the inserted rows again\n  Set missing: "forward" or "linear"',
    { gaps: "fill", missing: "drop" },
  ],
  ['timeFormat is "day-first" but column "x" holds numbers', { time: "x", timeFormat: "day-first" }],
  ['missing is "zero" but must be one of error, forward, linear, drop', { missing: "zero" as "drop" }],
])("a ValueError: %s", async (message, options) => {
  const message_ = `toSeries: ${message}`;
  await expect(read("x,y\n5,1\n3,2\n", options)).rejects.toThrow(
    expect.objectContaining({ name: "ValueError", message: message_ }),
  );
});

test("no policy leaves anything missing", async () => {
  const text =
    "date,y\n2020-01-01,1\n2020-01-03,\n2020-01-03,4\n2020-01-06,5\n2020-01-05,\n2020-01-07,6\n2020-01-08,7\n2020-01-09,7\n";
  for (const missing of ["forward", "linear"] as const)
    for (const duplicates of ["first", "last", "mean"] as const)
      for (const gaps of ["fill", "ignore"] as const) {
        const series = await read(text, { missing, duplicates, gaps, unsorted: "sort" });
        expect(series.columns[0]?.values).not.toContain(none);
        expect(series.length).toBe(gaps === "fill" ? 9 : 7);
      }
});

test("a covariate that is missing where the target begins is filled from before", async () => {
  const table = await readCsv("y,x\n,1\n,2\n5,\n6,4\n", { name: "a.csv" });
  const { columns } = toSeries(table, { targets: ["y"], covariates: ["x"], missing: "forward" });
  expect(columns.map(({ values }) => [...values])).toEqual([
    [5, 6],
    [2, 4],
  ]);
});
