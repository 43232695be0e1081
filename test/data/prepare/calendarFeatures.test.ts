/** @module Calendar features at times whose angles are known. */
import { expect, test } from "vitest";
import { type CalendarFeature, calendarFeatures } from "../../../src/data/index.ts";

test.each<[CalendarFeature, string, number]>([
  ["hour", "2020-01-01T00:00:00Z", 0],
  ["hour", "2020-01-01T06:00:00Z", 1 / 4],
  ["hour", "2020-01-01T13:30:00Z", 13.5 / 24],
  ["weekday", "2020-01-06T23:00:00Z", 0], // a Monday
  ["weekday", "2020-01-12T00:00:00Z", 6 / 7],
  ["weekday", "1969-12-28T00:00:00Z", 6 / 7],
  ["day-of-month", "2020-01-01T12:00:00Z", 0],
  ["day-of-month", "2020-02-29T00:00:00Z", 28 / 29],
  ["month", "2020-01-31T00:00:00Z", 0],
  ["month", "2020-10-01T00:00:00Z", 9 / 12],
  ["day-of-year", "2020-12-31T00:00:00Z", 365 / 366],
  ["day-of-year", "1900-12-31T23:59:00Z", 364 / 365],
])("%s of %s", (name, time, share) => {
  const [sin, cos] = calendarFeatures([Date.parse(time)], [name]);
  expect([sin?.name, cos?.name]).toEqual([`${name}_sin`, `${name}_cos`]);
  expect(sin?.values[0]).toBeCloseTo(Math.sin(2 * Math.PI * share), 14); // the angle is rounded at 2⁻⁵¹
  expect(cos?.values[0]).toBeCloseTo(Math.cos(2 * Math.PI * share), 14);
});

test("several at once, and one that there is not", () => {
  expect(calendarFeatures([0, 1], ["hour", "month"]).map(({ name }) => name)).toEqual([
    ...["hour_sin", "hour_cos", "month_sin", "month_cos"],
  ]);
  expect(() => calendarFeatures([0], ["minute" as "hour"])).toThrow(
    'calendarFeatures: "minute" is unknown; the features are hour, weekday, day-of-month, month, day-of-year',
  );
});
