/** @module Steps: fixed ones, months and years of the calendar, and the times that come next. */
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  describeStep,
  nextTimes,
  readCsv,
  type Series,
  type Step,
  toSeries,
} from "../../../src/data/index.ts";
import { findStep, stepsBetween, timeAfter } from "../../../src/data/series/timeStep.ts";

const dates = (...texts: string[]): Float64Array =>
  Float64Array.from(texts, (text) => Date.parse(`${text}Z`));

test.each<[string, Float64Array, Step]>([
  [
    "1 hour",
    dates("2020-01-01T00:00", "2020-01-01T01:00", "2020-01-01T02:00"),
    { unit: "millisecond", count: 3_600_000 },
  ],
  ["15 minutes", dates("2020-01-01T00:00", "2020-01-01T00:15"), { unit: "millisecond", count: 900_000 }],
  ["1 day", dates("2020-02-28", "2020-02-29", "2020-03-01"), { unit: "millisecond", count: 86_400_000 }],
  [
    "2 weeks",
    dates("2020-01-01", "2020-01-15", "2020-01-29"),
    { unit: "millisecond", count: 14 * 86_400_000 },
  ],
  ["1 month", dates("2020-01-01", "2020-02-01", "2020-03-01"), { unit: "month", count: 1, day: 1 }],
  ["1 month", dates("2020-01-31", "2020-02-29", "2020-03-31"), { unit: "month", count: 1, day: 31 }],
  ["1 month", dates("2020-01-30", "2020-02-29", "2020-03-30"), { unit: "month", count: 1, day: 30 }],
  ["3 months", dates("2020-01-15T06:00", "2020-04-15T06:00"), { unit: "month", count: 3, day: 15 }],
  ["1 year", dates("1900-01-01", "1901-01-01", "1902-01-01"), { unit: "year", count: 1, day: 1 }],
  ["10 years", dates("1900-07-04", "1910-07-04"), { unit: "year", count: 10, day: 4 }],
])("%s", (words, times, step) => {
  expect(findStep(times, "date")).toEqual(step);
  expect(describeStep(step)).toBe(words);
});

test("plain numbers, and none", () => {
  expect(findStep(Float64Array.of(0, 0.5, 1), "number")).toEqual({ unit: "number", count: 0.5 });
  expect(findStep(Float64Array.of(5), "date")).toBeNull();
  expect(describeStep({ unit: "number", count: 0.5 })).toBe("0.5");
});

test("a few gaps do not change the step", () => {
  const times = dates("2020-01-01", "2020-02-01", "2020-04-01", "2020-05-01", "2020-06-01");
  const step = findStep(times, "date");
  expect(step).toEqual({ unit: "month", count: 1, day: 1 });
  if (step !== null) expect(stepsBetween(times[1] ?? 0, times[2] ?? 0, step)).toBe(2);
});

test("numbers that rounding moved still keep step", () => {
  const times = Float64Array.from({ length: 1000 }, (_, i) => i * 0.1);
  const step = { unit: "number", count: 0.1 } as const;
  for (let i = 1; i < times.length; i++) expect(stepsBetween(times[i - 1] ?? 0, times[i] ?? 0, step)).toBe(1);
  expect(stepsBetween(0, 0.15, step)).toBeCloseTo(1.5, 12);
});

const ends = dates("2020-01-31", "2020-02-29", "2020-03-31");
test("after the end of a month comes the end of the next, leap years and all", () => {
  const step = { unit: "month", count: 1, day: 31 } as const;
  expect([1, 2, 11, 12, 13].map((n) => timeAfter(ends[0] ?? 0, step, n))).toEqual([
    ...dates("2020-02-29", "2020-03-31", "2020-12-31", "2021-01-31", "2021-02-28"),
  ]);
  const leap = { unit: "year", count: 1, day: 29 } as const;
  expect([1, 4].map((n) => timeAfter(Date.UTC(2020, 1, 29), leap, n))).toEqual([
    ...dates("2021-02-28", "2024-02-29"),
  ]);
});

const series = async (text: string): Promise<Series> =>
  toSeries(await readCsv(text, { name: "a.csv" }), { targets: ["y"] });

test("the next times of a series", async () => {
  const monthly = await series("date,y\n2020-10-31,1\n2020-11-30,2\n2020-12-31,3\n");
  expect([...nextTimes(monthly, 3)]).toEqual([...dates("2021-01-31", "2021-02-28", "2021-03-31")]);
  const yearly = await series("year,y\n2007,1\n2008,2\n");
  expect([...nextTimes(yearly, 2)]).toEqual([...dates("2009-01-01", "2010-01-01")]);
  const plain = await series("time,y\n0,1\n0.5,2\n");
  expect([...nextTimes(plain, 2)]).toEqual([1, 1.5]);
  expect(() => nextTimes(plain, -1)).toThrow("nextTimes: count is -1 but must be a whole number from 0");
});

test("a series without times has none that come next", async () => {
  const timeless = await series("x,y\n5,1\n3,2\n");
  expect(() => nextTimes(timeless, 1)).toThrow(
    "nextTimes: a.csv has no time column of two rows or more, so no time follows",
  );
});

test("the step that made the times is found again", () => {
  const step = fc.oneof(
    fc.record({ unit: fc.constant("millisecond" as const), count: fc.integer({ min: 1, max: 86_399_999 }) }),
    fc.record({
      unit: fc.constant("month" as const),
      count: fc.integer({ min: 1, max: 11 }),
      day: fc.constant(31),
    }),
    fc.record({
      unit: fc.constant("year" as const),
      count: fc.integer({ min: 1, max: 9 }),
      day: fc.constant(31),
    }),
  );
  fc.assert(
    fc.property(
      step,
      fc.integer({ min: 1900, max: 2100 }),
      fc.integer({ min: 3, max: 40 }),
      (made, year, length) => {
        const first = Date.UTC(year, 0, 31, 12);
        const times = Float64Array.from({ length }, (_, i) => timeAfter(first, made, i));
        expect(findStep(times, "date")).toEqual(made);
        for (let i = 1; i < length; i++) expect(stepsBetween(times[i - 1] ?? 0, times[i] ?? 0, made)).toBe(1);
      },
    ),
  );
});
