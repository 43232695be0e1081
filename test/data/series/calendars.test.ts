/** @module Steps that are regular in a calendar: business days, other weekdays, market hours, business months. */
import { expect, test } from "vitest";
import { describeStep, nextTimes, readCsv, type Series, toSeries } from "../../../src/data/index.ts";
import { phraseOf } from "../../../src/data/series/timeStep.ts";
import { Forecaster } from "../../../src/forecast/forecaster.ts";
import { phraseText } from "../../../src/text/inChinese.ts";

const DAY = 86_400_000;
const iso = (time: number): string => new Date(time).toISOString().slice(0, 16).replace("T", " ");
const dayOf = (time: number): number => new Date(time).getUTCDay(); // 0 for Sunday

/** The times from a date on, at a fixed distance, that a calendar has. */
function timesOf(from: string, count: number, length: number, isOpen: (time: number) => boolean): number[] {
  const times: number[] = [];
  for (let time = Date.parse(`${from}Z`); times.length < count; time += length)
    if (isOpen(time)) times.push(time);
  return times;
}

const isBusinessDay = (time: number): boolean => dayOf(time) !== 0 && dayOf(time) !== 6;
const minuteOf = (time: number): number => (time % DAY) / 60_000;
const isMarket = (time: number): boolean =>
  isBusinessDay(time) && minuteOf(time) >= 570 && minuteOf(time) < 960;
/** From Sunday 22:00 to Friday 22:00. */
const isExchange = (time: number): boolean =>
  isBusinessDay(time)
    ? dayOf(time) !== 5 || minuteOf(time) < 1320
    : dayOf(time) === 0 && minuteOf(time) >= 1320;

async function series(
  times: readonly number[],
  gaps: "error" | "ignore" | "fill" = "error",
): Promise<Series> {
  const rows = times.map((time, i) => `${iso(time)},${i}`);
  const table = await readCsv(`date,y\n${rows.join("\n")}\n`, { name: "a.csv" });
  return toSeries(table, { targets: ["y"], gaps, missing: gaps === "fill" ? "forward" : "error" });
}

const HOUR = DAY / 24;
test.each<[string, string, number[], string[]]>([
  [
    "business days, Monday to Friday",
    "工作日（周一至周五）",
    timesOf("2019-01-07", 200, DAY, isBusinessDay), // ends on Friday 2019-10-11
    [
      "2019-10-14 00:00",
      "2019-10-15 00:00",
      "2019-10-16 00:00",
      "2019-10-17 00:00",
      "2019-10-18 00:00",
      "2019-10-21 00:00",
    ],
  ],
  [
    "business days, Monday to Friday",
    "工作日（周一至周五）",
    timesOf("2019-01-07", 8, DAY, isBusinessDay), // one weekend only
    ["2019-01-17 00:00", "2019-01-18 00:00", "2019-01-21 00:00"],
  ],
  [
    "days, Monday to Saturday",
    "每周的周一至周六",
    timesOf("2021-01-04", 30, DAY, (time) => dayOf(time) !== 0), // ends on Saturday 2021-02-06
    ["2021-02-08 00:00", "2021-02-09 00:00"],
  ],
  [
    "days, Sunday to Thursday",
    "每周的周日至周四",
    timesOf("2021-01-03", 30, DAY, (time) => dayOf(time) < 5), // ends on Thursday 2021-02-11
    ["2021-02-14 00:00", "2021-02-15 00:00"],
  ],
  [
    "days, Monday, Wednesday and Friday",
    "每周的周一、周三和周五",
    timesOf("2021-01-04", 30, DAY, (time) => [1, 3, 5].includes(dayOf(time))), // ends on Friday 2021-03-12
    ["2021-03-15 00:00", "2021-03-17 00:00", "2021-03-19 00:00", "2021-03-22 00:00"],
  ],
  [
    "30 minutes, 09:30 to 15:30, Monday to Friday",
    "30 分钟，09:30至15:30，周一至周五",
    timesOf("2021-03-01", 130, HOUR / 2, isMarket), // 10 days of 13 rows: ends on Friday 2021-03-12 15:30
    ["2021-03-15 09:30", "2021-03-15 10:00"],
  ],
  [
    "30 minutes, 09:30 to 15:30, Monday to Friday",
    "30 分钟，09:30至15:30，周一至周五",
    timesOf("2021-03-03", 39, HOUR / 2, isMarket), // Wednesday to Friday: less than a week
    ["2021-03-08 09:30"],
  ],
  [
    "1 hour, 09:00 to 11:00 and 13:00 to 15:00, Monday to Friday",
    "1 小时，09:00至11:00和13:00至15:00，周一至周五",
    timesOf(
      "2021-03-01",
      60,
      HOUR,
      (time) => isBusinessDay(time) && [9, 10, 11, 13, 14, 15].includes(minuteOf(time) / 60),
    ),
    ["2021-03-15 09:00", "2021-03-15 10:00", "2021-03-15 11:00", "2021-03-15 13:00"],
  ],
  [
    "120 times a week",
    "每周 120 次",
    timesOf("2021-02-28 22:00", 120 * 4, HOUR, isExchange), // ends on Friday 2021-03-26 21:00
    ["2021-03-28 22:00", "2021-03-28 23:00", "2021-03-29 00:00"],
  ],
  [
    "1 hour, 06:00 to 20:00, every day",
    "1 小时，06:00至20:00，每天",
    timesOf("2021-05-01", 150, HOUR, (time) => minuteOf(time) >= 360 && minuteOf(time) <= 1200),
    ["2021-05-11 06:00"],
  ],
  ["1 hour", "1 小时", timesOf("2021-05-01", 150, HOUR, () => true), ["2021-05-07 06:00"]],
])("%s", async (words, chinese, times, next) => {
  const found = await series(times);
  expect(found.step && describeStep(found.step)).toBe(words);
  expect(found.step && phraseText(phraseOf(found.step), "zh")).toBe(chinese);
  expect(found.skipped).toBeUndefined();
  expect(Array.from(nextTimes(found, next.length), iso)).toEqual(next);
});

const monthly = (day: (year: number, month: number) => number): number[] =>
  Array.from({ length: 96 }, (_, i) => day(2012 + Math.floor(i / 12), i % 12));
const until = (step: number, time: number): number =>
  isBusinessDay(time) ? time : until(step, time + step * DAY);

test("the last and the first business day of the month", async () => {
  const last = await series(monthly((year, month) => until(-1, Date.UTC(year, month + 1, 0))));
  expect(last.step && describeStep(last.step)).toBe("1 month, last business day");
  expect(Array.from(nextTimes(last, 5), iso)).toEqual(
    ["01-31", "02-28", "03-31", "04-30", "05-29"].map((day) => `2020-${day} 00:00`),
  );
  const first = await series(monthly((year, month) => until(1, Date.UTC(year, month, 1))));
  expect(first.step && describeStep(first.step)).toBe("1 month, first business day");
  expect(Array.from(nextTimes(first, 3), iso)).toEqual(
    ["01-01", "02-03", "03-02"].map((day) => `2020-${day} 00:00`),
  );
});

test("a few holidays are no gaps, and dates go on by the calendar", async () => {
  const days = timesOf("2019-01-07", 200, DAY, isBusinessDay);
  const open = days.filter((_, i) => i % 26 !== 9); // Fridays and others
  const found = await series(open);
  expect(found).toMatchObject({ length: 192, skipped: 8 });
  expect(Array.from(nextTimes(found, 2), iso)).toEqual(["2019-10-14 00:00", "2019-10-15 00:00"]);
  expect((await series(open, "fill")).length).toBe(200);
  expect(await series(open, "ignore")).toMatchObject({ length: 192, step: found.step });
});

test("many missing days are gaps of the calendar", async () => {
  const days = timesOf("2019-01-07", 200, DAY, isBusinessDay).filter((_, i) => i % 6 !== 4);
  await expect(series(days)).rejects.toThrow(
    'a.csv, row 6, column "date": 2019-01-14 follows 2019-01-10, but the step is business days, Monday to Friday',
  );
});

test("with gaps filled, hours without rows are filled, too", async () => {
  const day = timesOf("2021-05-01", 14 * 5, HOUR, (time) => minuteOf(time) < 480 || minuteOf(time) > 1020);
  expect((await series(day)).length).toBe(70);
  expect((await series(day, "fill")).length).toBe(5 * 24);
});

test("where times follow no rule, steps ahead have no dates", async () => {
  const times = Array.from({ length: 60 }, (_, i) => Date.UTC(2021, 0, 1) + i * i * 7 * HOUR);
  await expect(series(times)).rejects.toThrow(
    '2021-01-01 07:00:00 follows 2021-01-01, and the times follow no rule\n  Set resample: "month" or gaps: "ignore". This combines the rows by intervals, or treats them as consecutive and numbers the steps ahead',
  );
  const irregular = await series(times, "ignore");
  expect(irregular.step).toBeNull();
  expect(() => nextTimes(irregular, 1)).toThrow(
    "nextTimes: the times of a.csv follow no rule, so none comes next",
  );
  const forecaster = await Forecaster.train(irregular, { model: "naive", horizon: 3 });
  expect(forecaster.forecast().time).toBeNull();
});

test("a seasonal forecast of business days stands at the right dates, from a file, too", async () => {
  const days = timesOf("2019-01-07", 200, DAY, isBusinessDay);
  const rows = days.map(
    (time) => `${iso(time).slice(0, 10)},${(50 + 10 * Math.sin((2 * Math.PI * dayOf(time)) / 5)).toFixed(2)}`,
  );
  const table = await readCsv(`Date,Calls\n${rows.join("\n")}\n`, { name: "weekdays.csv" });
  const trained = await Forecaster.train(toSeries(table, { targets: ["Calls"] }), { model: "seasonal" });
  for (const forecaster of [trained, Forecaster.fromBytes(trained.toBytes())]) {
    const { time, targets } = forecaster.forecast();
    expect(Array.from(time ?? [], (one) => iso(one).slice(0, 10)).slice(0, 5)).toEqual(
      [14, 15, 16, 17, 18].map((day) => `2019-10-${day}`),
    );
    expect([...targets[0].point.slice(0, 5)]).toEqual([59.51, 55.88, 44.12, 40.49, 50]); // Monday … Friday
  }
});
