/** @module Which columns are the time, whatever their names and order, and the times that come next, as the file writes them. */
import { expect, test } from "vitest";
import { nextTimes, readCsv, type Series, type ToSeriesOptions, toSeries } from "../../../src/data/index.ts";
import { Forecaster } from "../../../src/forecast/forecaster.ts";
import { forecastCsv } from "../../../src/runs/forecastCsv.ts";
import { timeWriter } from "../../../src/runs/labels.ts";

const read = async (
  header: string,
  rows: readonly string[],
  options: Partial<ToSeriesOptions> = {},
): Promise<Series> =>
  toSeries(await readCsv(`${header}\n${rows.join("\n")}\n`, { name: "a.csv" }), {
    targets: ["y"],
    ...options,
  });

const DAY = 86_400_000;
const day = (i: number): string => new Date(Date.UTC(2021, 0, 1) + i * DAY).toISOString().slice(0, 10);
const weeks = Array.from({ length: 20 }, (_, i) => `${day(7 * i)},${i}`);

test.each(["Week", "Month", "Quarter", "Fecha", "Datum", "Monat", "月份", "anything"])(
  "a column of dates is the time whatever its order: %s",
  async (name) => {
    const header = `${name},y`;
    expect(await read(header, weeks)).toMatchObject({ timeName: name, length: 20 });
    await expect(read(header, weeks.toReversed())).rejects.toThrow(
      `a.csv, row 3, column "${name}": the rows run from newest to oldest: 2021-05-07 comes after 2021-05-14\n  Set unsorted: "sort"`,
    );
    const sorted = await read(header, weeks.toReversed(), { unsorted: "sort" });
    expect([...sorted.columns[0].values]).toEqual(weeks.map((_, i) => i));
    expect(Array.from(nextTimes(sorted, 1), timeWriter(sorted))).toEqual(["2021-05-21"]);
    await expect(read(header, weeks.with(3, weeks[4]).with(4, weeks[3]))).rejects.toThrow(
      "the rows are not sorted",
    );
    await expect(read(header, weeks.with(3, weeks[4]))).rejects.toThrow(
      "2021-01-29 is the time of row 5 too",
    );
    await expect(read(header, weeks.toSpliced(3, 1))).rejects.toThrow("but the step is 1 week");
  },
);

test("of several columns of dates, the one with the better name, or that advances", async () => {
  const shipped = weeks.map((row, i) => `${day(7 * i + ((i * 5) % 19))},${row}`);
  expect(await read("shipped,ordered,y", shipped)).toMatchObject({
    timeName: "ordered",
    otherTimes: ["shipped"],
  });
  expect(await read("shipped,date,y", shipped)).toMatchObject({ timeName: "date", otherTimes: ["shipped"] });
  await expect(read("date,ordered,y", shipped)).rejects.toThrow('column "date": the rows are not sorted');
  expect(
    await read("shipped,ordered,y", shipped, { time: "shipped", unsorted: "sort", gaps: "ignore" }),
  ).toMatchObject({ timeName: "shipped", step: null });
});

const hour = (i: number): Date => new Date(Date.UTC(2020, 11, 31, 20) + (i * DAY) / 24);
const clock = (time: Date): string => time.toISOString().slice(11, 16);
const hours = Array.from({ length: 50 }, (_, i) => hour(i)); // ends on 2 January, 21:00

test.each<[string, string, (time: Date) => string, string, string]>([
  [
    "a date and a time of day",
    "Date,Time",
    (t) => `${t.toISOString().slice(0, 10)},${clock(t)}`,
    "2021-01-02 22:00",
    "2021-01-02,22:00",
  ],
  [
    "hours with dots",
    "Datum,Uhrzeit",
    (t) => `${t.getUTCDate()}.${t.getUTCMonth() + 1}.${t.getUTCFullYear()},${clock(t).replace(":", ".")}.00`,
    "2.1.2021 22.00.00",
    "2.1.2021,22.00.00",
  ],
  [
    "a date and an hour",
    "date,hour",
    (t) => `${t.toISOString().slice(0, 10).replaceAll("-", "")},${t.getUTCHours()}`,
    "20210102 22:00",
    "20210102,22",
  ],
  [
    "hours as hundreds",
    "date,hour",
    (t) => `${t.toISOString().slice(0, 10)},${100 * t.getUTCHours()}`,
    "2021-01-02 22:00",
    "2021-01-02,2200",
  ],
  [
    "year, month, day, hour",
    "year,month,day,hour",
    (t) => `${t.getUTCFullYear()},${t.getUTCMonth() + 1},${t.getUTCDate()},${t.getUTCHours()}`,
    "2021-01-02 22:00",
    "2021,1,2,22",
  ],
  [
    "in Chinese",
    "年,月,日,时",
    (t) => `${t.getUTCFullYear()},${t.getUTCMonth() + 1},${t.getUTCDate()},${t.getUTCHours()}`,
    "2021-01-02 22:00",
    "2021,1,2,22",
  ],
])("times in several columns: %s", async (_, names, cells, shown, written) => {
  const rows = hours.map((time, i) => `${i},${cells(time)},${i % 24}`);
  const header = `No,${names},y`;
  const found = await read(header, rows);
  expect(found).toMatchObject({
    timeName: names,
    length: 50,
    step: { unit: "millisecond", count: DAY / 24 },
  });
  expect(Array.from(nextTimes(found, 1), (time) => new Date(time))).toEqual([hour(50)]);
  expect(timeWriter(found)(hour(50).getTime())).toBe(shown);
  expect(await read(header, rows, { time: names })).toEqual(found);
  expect(await read(header, rows, { time: names.split(",") })).toEqual(found);
  const trained = await Forecaster.train(found, { model: "naive", horizon: 2 });
  for (const forecaster of [trained, Forecaster.fromBytes(trained.toBytes())]) {
    const lines = forecastCsv(forecaster.forecast(), forecaster.trained.tail).split("\n");
    expect(lines[0]).toMatch(new RegExp(`^${names},y,`));
    expect(lines[1]).toMatch(new RegExp(`^${written.replaceAll(".", "\\.")},1,`));
  }
});

test("hours to 24 end the day before", async () => {
  const cells = Array.from({ length: 48 }, (_, i) => `${day(Math.floor(i / 24))},${(i % 24) + 1},${i}`);
  const found = await read("Date,HE,y", cells);
  expect(timeWriter(found)(found.time?.at(-1) ?? 0)).toBe("2021-01-02 24:00");
  expect(Array.from(nextTimes(found, 1), timeWriter(found))).toEqual(["2021-01-03 01:00"]);
});

test("coarse times in two columns", async () => {
  const names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const monthly = await read(
    "Year,Month,y",
    names.map((name, i) => `2020,${name},${i}`),
  );
  expect(Array.from(nextTimes(monthly, 2), timeWriter(monthly))).toEqual(["2021-01", "2021-02"]);
  const quarterly = await read(
    "Year,Quarter,y",
    names.map((_, i) => `${2015 + Math.floor(i / 4)},Q${(i % 4) + 1},${i}`),
  );
  expect(Array.from(nextTimes(quarterly, 2), timeWriter(quarterly))).toEqual(["2018 Q1", "2018 Q2"]);
  const yearly = await read(
    "Year,day,y",
    names.map((_, i) => `${2000 + i},${100 * i},${i}`),
  );
  expect(yearly).toMatchObject({ timeName: "Year", step: { unit: "year", count: 1 } });
});

test.each<[string, string, string[]]>([
  ["months as numbers", "201211", ["201212", "201301"]],
  ["hours as numbers", "2020123123", ["2021010100", "2021010101"]],
  ["months by name", "Nov-98", ["Dec-98", "Jan-99"]],
  ["quarters", "2007Q3", ["2007Q4", "2008Q1"]],
  ["weeks", "2020-W52", ["2020-W53", "2021-W01"]],
  ["milliseconds", String(Date.UTC(2020, 0, 31)), [1, 2].map((i) => String(Date.UTC(2020, 0, 31 + i)))],
  ["no year twice", "14.12.98", ["15.12.98", "16.12.98"]],
])("dates are written as in the file: %s", async (_, last, next) => {
  const before = { "201211": ["201209", "201210"], "2020123123": ["2020123121", "2020123122"] } as const;
  const rows = {
    "Nov-98": ["Sep-98", "Oct-98"],
    "2007Q3": ["2007Q1", "2007Q2"],
    "2020-W52": ["2020-W50", "2020-W51"],
    "14.12.98": ["12.12.98", "13.12.98"],
  } as const;
  const first = { ...before, ...rows }[last] ?? [29, 30].map((i) => String(Date.UTC(2020, 0, i)));
  const texts = [...first, last, ...next]; // a forecast of two steps from the three first
  const series = await read(
    "t,y",
    texts.slice(0, 3).map((text, i) => `${text},${i}`),
  );
  const { step, time } = series;
  const forecast = {
    time: nextTimes(series, 2),
    targets: [{ name: "y", point: Float64Array.of(1, 2), intervals: [] }],
  };
  expect(forecastCsv(forecast, series)).toBe(`t,y\n${next[0]},1\n${next[1]},2\n`);
  expect(step).not.toBeNull();
  expect(time).toHaveLength(3);
});

test("offsets are kept, and a day is a day of the local clock", async () => {
  const tokyo = await read(
    "date,y",
    Array.from({ length: 30 }, (_, i) => `${day(i)}T00:00:00+09:00,${i}`),
  );
  expect(tokyo.time?.[0]).toBe(Date.parse("2020-12-31T15:00Z"));
  expect(Array.from(nextTimes(tokyo, 1), timeWriter(tokyo))).toEqual(["2021-01-31T00:00:00+09:00"]);

  const offset = (i: number): string => (i >= 86 && i < 303 ? "+02:00" : "+01:00"); // 28 March, 31 October
  const midnight = (i: number): string => `${day(i)}T00:00:00${offset(i - 1)}`;
  const local = await read(
    "date,y",
    Array.from({ length: 300 }, (_, i) => `${midnight(i)},${i}`),
  );
  expect(local.step).toMatchObject({ unit: "millisecond", count: DAY, zone: "Europe/Berlin" });
  const next = Array.from(nextTimes(local, 8), timeWriter(local));
  expect(next).toEqual([300, 301, 302, 303, 304, 305, 306, 307].map(midnight));

  const stamp = (i: number): string => {
    const isSummer = i >= 1;
    const time = new Date(Date.UTC(2021, 2, 28, 0) + (i * DAY) / 24);
    return `${new Date(time.getTime() + (isSummer ? 2 : 1) * 3_600_000).toISOString().slice(0, 19)}${isSummer ? "+02:00" : "+01:00"}`;
  };
  const hourly = await read(
    "time,y",
    Array.from({ length: 20 }, (_, i) => `${stamp(i - 10)},${i}`),
  );
  expect(hourly.step).toEqual({ unit: "millisecond", count: DAY / 24 });
  expect(Array.from(nextTimes(hourly, 1), timeWriter(hourly))).toEqual([stamp(10)]);
});

test("what cannot be the time is refused, and says why", async () => {
  const message = (header: string, rows: readonly string[], options: Partial<ToSeriesOptions> = {}) =>
    read(header, rows, options).then(String, (error: Error) => error.message);
  expect(await message("Time,y", ["09:30,1", "10:00,2"])).toBe(
    'a.csv, row 2, column "Time": "09:30" is a time of day without a date\n  Set time: null. Or name the column of the date before it: Date,Time',
  );
  expect(await message("date,x,y", ["2020-01-01,0.5,1"], { time: "date,x" })).toBe(
    'toSeries: column "x" is not a part of the time: name a date and a time of day, or year, month, day, hour',
  );
  expect(await message("year,month,day,y", ["2020,2,29,1", "2020,2,30,2"])).toBe(
    'a.csv, row 3, column "year,month,day": "2020 2 30" is not a date or a time',
  );
  expect(
    await message("date,y", [
      "2020-01-01 00:00,1",
      "2020-01-01 00:01,2",
      "2020-01-01 00:02,3",
      "2021-01-01 00:00,4",
    ]),
  ).toContain("To fill the gaps would turn 4 rows into 527041: are the times read as they are meant?");
});

test("two digits of a year, first or last, as all rows and their order show", async () => {
  const short = (i: number, write: (d: string, m: string, y: string) => string): string => {
    const [year, month, date] = day(i).slice(2).split("-");
    return `${write(date, month, year)},${i}`;
  };
  const forms = [
    [(d: string, m: string, y: string) => `${d}-${m}-${y}`, "dd-MM-yy", "10-02-21"],
    [(d: string, m: string, y: string) => `${m}/${d}/${y}`, "MM/dd/yy", "02/10/21"],
    [(d: string, m: string, y: string) => `${y}/${m}/${d}`, "yy/MM/dd", "21/02/10"],
    [(d: string, m: string, y: string) => `${y}-${m}-${d}`, "yy-MM-dd", "21-02-10"],
  ] as const;
  for (const [write, pattern, next] of forms) {
    const found = await read(
      "Date,y",
      Array.from({ length: 40 }, (_, i) => short(i, write)),
    );
    expect(found.timeStyle).toEqual({ pattern });
    expect(Array.from(nextTimes(found, 1), timeWriter(found))).toEqual([next]);
  }
});

test("spans of time count from their beginning", async () => {
  const at = (i: number): string => `01.01.2020 ${String(i).padStart(2, "0")}:00`;
  const found = await read(
    "MTU (CET),y",
    Array.from({ length: 20 }, (_, i) => `${at(i)} - ${at(i + 1)},${i}`),
  );
  expect(found.time?.[1]).toBe(Date.UTC(2020, 0, 1, 1));
  expect(Array.from(nextTimes(found, 2), timeWriter(found))).toEqual([
    `${at(20)} - ${at(21)}`,
    `${at(21)} - ${at(22)}`,
  ]);
});

test("a file without a header whose first cell is the name of a month", async () => {
  const rows = ["Jan 1998,1", "Feb 1998,2", "Mar 1998,3"];
  expect(await read(rows[0], rows.slice(1), { targets: ["c1"] })).toMatchObject({
    timeName: "c0",
    length: 3,
  });
});

test("newer rows go on by a step that fits them, though they do not show it", async () => {
  const step = { unit: "slot", slots: [0, 1, 2, 3, 4].map((weekday) => weekday * DAY) } as const;
  const friday = ["2021-02-03,1", "2021-02-04,2", "2021-02-05,3"];
  expect(
    Array.from(nextTimes(await read("date,y", friday, { step }), 1), (time) => new Date(time).getUTCDay()),
  ).toEqual([1]);
  const weekend = ["2021-02-05,1", "2021-02-06,2", "2021-02-07,3"];
  expect((await read("date,y", weekend, { step })).step).toEqual({ unit: "millisecond", count: DAY });
});

test("tens of days, whose last is longer or shorter, are no step", async () => {
  const tens = Array.from(
    { length: 36 },
    (_, i) => `2021-${String(Math.floor(i / 3) + 1).padStart(2, "0")}-${["01", "11", "21"][i % 3]},${i}`,
  );
  expect((await read("date,y", tens, { gaps: "ignore" })).step).toBeNull();
});

/** The first cells of the time column that come next. */
const written = (series: Series, count: number): string[] =>
  Array.from(nextTimes(series, count), timeWriter(series));

const monthly = Array.from({ length: 24 }, (_, i) => [2019 + Math.floor(i / 12), (i % 12) + 1] as const);
const two = (value: number): string => String(value).padStart(2, "0");

test("months written with a point are no numbers, among which 2019.10 would be 2019.1", async () => {
  const germans = monthly.map(([year, month], i) => `${two(month)}.${year},${i}`);
  expect(written(await read("Monat,y", germans), 2)).toEqual(["01.2021", "02.2021"]);
  const semicolons = monthly.map(([year, month], i) => `${two(month)}.${year};${i},5`);
  expect(written(await read("Monat;y", semicolons), 2)).toEqual(["01.2021", "02.2021"]);
  const years = monthly.map(([year, month], i) => `${year}.${two(month)},${i}`);
  expect(written(await read("x,y", years), 10).at(-1)).toBe("2021.10");
  const prices = ["2010.05", "1998.12", "2003.01", "2010.02", "1999.07", "2001.11", "2004.06"];
  expect(await read("y", prices)).toMatchObject({ timeName: null, length: 7 });
});

test("seconds since 1970 in any column: by its name, or where they advance by whole minutes", async () => {
  const seconds = (step: number) => Array.from({ length: 20 }, (_, i) => `${1_600_000_200 + i * step},${i}`);
  expect(await read("ts,y", seconds(7))).toMatchObject({ timeName: "ts" });
  expect(await read("x,y", seconds(300))).toMatchObject({ timeName: "x", step: { count: 300_000 } });
  expect(await read("order,y", seconds(7))).toMatchObject({ timeName: null });
});

test.each([
  ["1Q19", ["1Q24", "2Q24"]],
  ["2019:1", ["2024:1", "2024:2"]],
  ["1. Quartal 2019", ["1. Quartal 2024", "2. Quartal 2024"]],
])("quarters as in %s", async (first, next) => {
  const cell = (i: number): string => {
    const year = 2019 + Math.floor(i / 4);
    return first.replace("2019", String(year)).replace(/19$/, String(year % 100));
  };
  const rows = Array.from(
    { length: 20 },
    (_, i) => `${cell(i).replace(/1(?=[Q.])|(?<=:)1/, String((i % 4) + 1))},${i}`,
  );
  expect(written(await read("period,y", rows), 2)).toEqual(next);
});

test("date and clock run together with a colon between, as PVGIS writes them", async () => {
  const rows = Array.from(
    { length: 30 },
    (_, i) => `202101${two(1 + Math.floor(i / 24))}:${two(i % 24)}10,${i}`,
  );
  expect(written(await read("time,y", rows), 2)).toEqual(["20210102:0610", "20210102:0710"]);
});

test("hours of one digit before 时, and the columns YY, MM, DD, hh, mm", async () => {
  const hours = Array.from({ length: 30 }, (_, i) => `2021年1月${1 + Math.floor(i / 24)}日 ${i % 24}时,${i}`);
  expect(written(await read("时间,y", hours), 2)).toEqual(["2021年1月2日 6时", "2021年1月2日 7时"]);
  const buoy = Array.from(
    { length: 30 },
    (_, i) => `2021,01,${two(1 + Math.floor(i / 24))},${two(i % 24)},50,${i}`,
  );
  const series = await read("#YY,MM,DD,hh,mm,y", buoy);
  expect(new Date(nextTimes(series, 1)[0]).toISOString()).toBe("2021-01-02T06:50:00.000Z");
  const months = monthly.map(([year, month], i) => `${year},${month},${i}`);
  expect(written(await read("yyyy,mm,y", months), 1)).toEqual(["2021-01"]);
});
