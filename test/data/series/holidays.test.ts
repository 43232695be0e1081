/** @module Public holidays of a place as a future covariate. */
import { DataError, readTable, type Series, toSeries, withHolidays } from "unrolled/data";
import { Forecaster } from "unrolled/forecast";
import { describe, expect, test } from "vitest";

const DAY = 86_400_000;
const iso = (time: number): string => new Date(time).toISOString();

/** Rows at equal distances, with a value that is 5 higher on the days of Germany's holidays. */
async function series(from: string, rows: number, length = DAY, suffix = ""): Promise<Series> {
  const lines = Array.from({ length: rows }, (_, t) => {
    const time = iso(Date.parse(`${from}Z`) + t * length).slice(0, 16);
    return `${time}${suffix},${(germany.includes(time.slice(5, 10)) ? 5 : 0) + Math.sin(t)}`;
  });
  return toSeries(await readTable(`time,y\n${lines.join("\n")}\n`, { name: "a.csv" }), { targets: ["y"] });
}

/** In 2024, from the calendar: Easter is on 31 March. */
const germany = ["01-01", "03-29", "04-01", "05-01", "05-09", "05-20", "10-03", "12-25", "12-26"];
const bavaria = [...germany, "01-06", "05-30", "11-01"];

const daysOn = ({ time, columns }: Series, name: string): string[] => {
  const values = columns.find((column) => column.name === name)?.values ?? [];
  return Array.from(time ?? [])
    .filter((_, t) => values[t] === 1)
    .map((one) => iso(one).slice(5, 10));
};

describe("withHolidays", () => {
  test("the days of a country, and of a state, and those after the last row", async () => {
    const year = await series("2024-01-01T00:00", 355); // to 20 December
    const nationwide = await withHolidays(year, "DE");
    expect(daysOn(nationwide, "holiday DE")).toEqual(germany.slice(0, -2));
    const { role } = nationwide.columns.at(-1) ?? {};
    expect(role).toBe("future");
    const ahead = Array.from(nationwide.future?.["holiday DE"] ?? []);
    expect(ahead.length).toBe(355);
    expect(ahead.slice(0, 13)).toEqual([0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1, 0]); // 21 December to 2 January
    const local = daysOn(await withHolidays(year, "DE-BY"), "holiday DE-BY");
    expect(local).toEqual(expect.arrayContaining(bavaria.filter((day) => day < "12-20")));
  });

  test("China: the days of the Spring Festival; half days do not count", async () => {
    const year = await withHolidays(await series("2024-01-01T00:00", 366), "CN");
    const days = daysOn(year, "holiday CN");
    expect(days).toEqual(
      expect.arrayContaining(["01-01", "02-10", "02-11", "05-01", "10-01", "10-02", "10-03"]),
    );
    expect(days).not.toContain("03-08");
  });

  test("hours have the holiday of their day, on the clock of the file", async () => {
    const hours = await withHolidays(await series("2024-04-30T00:00", 72, DAY / 24, "+02:00"), "DE");
    const values = Array.from(hours.columns.at(-1)?.values ?? []);
    expect(values.indexOf(1)).toBe(24);
    expect(values.filter((value) => value === 1).length).toBe(24);
  });

  test("a model reads them, for the steps ahead too, without being told again", async () => {
    const year = await withHolidays(await series("2023-06-01T00:00", 500), "DE");
    const options = {
      model: "gru",
      modelOptions: { hidden: 4 },
      horizon: 7,
      lookback: 14,
      epochs: 1,
    } as const;
    const forecaster = await Forecaster.train(year, options);
    expect(forecaster.plan.columns.future).toEqual(["holiday DE"]);
    expect(forecaster.forecast(year).targets[0].point.length).toBe(7);
  });

  test("what is refused", async () => {
    const days = await series("2024-01-01T00:00", 30);
    const refused = async (given: Series, place: string): Promise<string> =>
      withHolidays(given, place).then(
        () => "",
        (error) => (error instanceof DataError ? error.message : String(error)),
      );
    expect(await refused(days, "QQ")).toMatch(/^a\.csv: there are no holidays of "QQ"\n/);
    expect(await refused(days, "DE-bx")).toMatch(/there are no holidays of "DE-bx"\n {2}.*DE-B/);
    expect(await refused(await series("2024-01-01T00:00", 30, 7 * DAY), "DE")).toBe(
      "a.csv: the steps are longer than a day, so holidays say nothing",
    );
    expect(await refused({ ...days, time: null, timeKind: null, step: null }, "DE")).toBe(
      "a.csv: there are no dates, which holidays need",
    );
  });
});
