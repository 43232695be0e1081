/** @module Texts and numbers as times, against JavaScript's own calendar. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { civilOf, daysInMonth, daysOf, timeText } from "../../../src/data/series/calendarDate.ts";
import { numberFormats, parseTime } from "../../../src/data/series/timeFormats.ts";

test.each<[string, string]>([
  ["2020-01-31", "2020-01-31T00:00:00Z"],
  ["2020-01", "2020-01-01T00:00:00Z"],
  ["2020-1-3 8:05", "2020-01-03T08:05:00Z"],
  ["2020-01-31 08:05:09", "2020-01-31T08:05:09Z"],
  ["2020-01-31T08:05:09Z", "2020-01-31T08:05:09Z"],
  ["2020-01-31T08:05:09.25", "2020-01-31T08:05:09.250Z"],
  ["2020-01-31T08:05:09,123456789+02:00", "2020-01-31T06:05:09.123Z"],
  ["2020-01-31 08:05 -0330", "2020-01-31T11:35:00Z"],
  ["2020-01-31T00:00+01", "2020-01-30T23:00:00Z"],
  ["2020/01/31", "2020-01-31T00:00:00Z"],
  ["2020/1/31 23:59", "2020-01-31T23:59:00Z"],
  ["2020.01.31", "2020-01-31T00:00:00Z"],
  ["31.01.2020", "2020-01-31T00:00:00Z"],
  ["31.1.2020 7:30", "2020-01-31T07:30:00Z"],
  ["3/4/2020", "2020-04-03T00:00:00Z"],
  ["2020年1月31日", "2020-01-31T00:00:00Z"],
  ["2020年1月31日 08:00", "2020-01-31T08:00:00Z"],
  ["2020年1月", "2020-01-01T00:00:00Z"],
  ["0050-02-03", "0050-02-03T00:00:00Z"],
  [" 2020-02-29 ", "2020-02-29T00:00:00Z"],
])("%j is %s", (text, iso) => {
  expect(parseTime(text, true)?.time).toBe(Date.parse(iso));
});

test("months may stand first", () => {
  expect(parseTime("3/4/2020", false)?.time).toBe(Date.UTC(2020, 2, 4));
  expect(parseTime("3.4.2020", false)?.time).toBe(Date.UTC(2020, 3, 3)); // with dots days always do
});

test.each([
  ...["", "abc", "2020", "2020-13-01", "2020-02-30", "2021-02-29", "2020-00-10", "2020-01-00", "2020-01/02"],
  ...["2020-01-01 12:60", "2020-01-01 12:00:61", "2020-01-01T", "2020-01-01 8", "20-01-01"],
  ...["2020-01-01T00:00+25:00", "2020-01-01 extra", "32.01.2020", "2020-01-01T00:00:00z"],
])("%j is no time", (text) => {
  expect(parseTime(text, true)).toBeNull();
});

test("numbers as times", () => {
  expect(numberFormats.YYYYMMDD(19580329)).toBe(Date.UTC(1958, 2, 29));
  expect(numberFormats.YYYYMM(195803)).toBe(Date.UTC(1958, 2, 1));
  expect(numberFormats.YYYYWW(202005)).toBe(Date.UTC(2020, 0, 27));
  expect(numberFormats.YYYYWW(202053)).toBe(Date.UTC(2020, 11, 28));
  expect(numberFormats.YYYY(1700)).toBe(Date.UTC(1700, 0, 1));
  expect(numberFormats["unix-s"](1_580_000_000)).toBe(1_580_000_000_000);
  expect(numberFormats["unix-ms"](1_580_000_000_000)).toBe(1_580_000_000_000);
  const none = [
    numberFormats.YYYYMMDD(20200230),
    numberFormats.YYYYMMDD(20200115.5),
    numberFormats.YYYYMM(202013),
    numberFormats.YYYYWW(202000),
    numberFormats.YYYYWW(202153),
    numberFormats.YYYY(3000),
    numberFormats["unix-s"](1e12),
    numberFormats["unix-ms"](1e16),
  ];
  expect(none).toEqual(none.map(() => Number.NaN));
});

test("days and dates agree with Date over four thousand years", () => {
  fc.assert(
    fc.property(fc.integer({ min: -365 * 1000, max: 365 * 3000 }), (day) => {
      const date = new Date(day * 86_400_000);
      const expected = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
      expect(civilOf(day * 86_400_000)).toEqual(expected);
      expect(daysOf(expected.year, expected.month, expected.day)).toBe(day);
      expect(daysInMonth(expected.year, expected.month)).toBe(
        new Date(Date.UTC(expected.year, expected.month, 0)).getUTCDate(),
      );
    }),
    { numRuns: 2000 },
  );
});

test("what is written is read back", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 250_000_000_000_000 }), (time) => {
      expect(parseTime(timeText(time), true)).toEqual({ time, hasZone: false });
    }),
  );
  expect(timeText(Date.UTC(2020, 0, 31))).toBe("2020-01-31");
  expect(timeText(Date.UTC(2020, 0, 31, 8, 5, 9, 20))).toBe("2020-01-31 08:05:09.020");
});
