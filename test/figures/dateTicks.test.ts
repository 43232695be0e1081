import fc from "fast-check";
import { expect, test } from "vitest";
import { type Figure, renderSvg, renderTerminal } from "../../src/figures/index.ts";
import { dateTicks } from "../../src/figures/ticks.ts";

const at = (text: string) => Date.parse(`${text}Z`);
const labels = (from: string, until: string, count: number) =>
  dateTicks(at(from), at(until), count).map(({ label }) => label);

test("date ticks: years, months, days and hours of the calendar, as fine as there is room for", () => {
  expect(labels("1943-01-01T00:00", "2019-01-01T00:00", 8)).toEqual([
    ..."1945 1950 1955 1960 1965 1970 1975 1980 1985 1990 1995 2000 2005 2010 2015".split(" "),
  ]);
  expect(labels("1900-01-01T00:00", "2019-01-01T00:00", 4)).toEqual([
    "1900",
    "1920",
    "1940",
    "1960",
    "1980",
    "2000",
  ]);
  expect(labels("2020-01-15T00:00", "2020-12-15T00:00", 5)).toEqual([
    "2020-03",
    "2020-05",
    "2020-07",
    "2020-09",
    "2020-11",
  ]);
  expect(labels("2020-02-26T00:00", "2020-03-03T00:00", 8)).toEqual([
    ..."2020-02-26 2020-02-27 2020-02-28 2020-02-29 2020-03-01 2020-03-02 2020-03-03".split(" "),
  ]);
  expect(labels("2020-12-31T07:10", "2021-01-01T14:00", 6)).toEqual([
    "12:00",
    "18:00",
    "2021-01-01",
    "06:00",
    "12:00",
  ]);
  expect(labels("2021-05-03T08:00:00", "2021-05-03T08:01:30", 3)).toEqual([
    "2021-05-03 08:00:00",
    "08:00:30",
    "08:01:00",
    "08:01:30",
  ]);
  expect(labels("2021-05-03T08:00:00", "2021-05-03T08:00:00.010", 2)[1]).toBe("08:00:00.005");
});

test("date ticks: weeks begin on Mondays, and years below 100 are not those of the last century", () => {
  const weeks = dateTicks(at("2024-01-01T00:00"), at("2024-02-01T00:00"), 6).map(({ value }) => value);
  expect(weeks.map((value) => new Date(value).getUTCDay())).toEqual([1, 1, 1, 1, 1]);
  expect(dateTicks(-62_000_000_000_000, -61_900_000_000_000, 2).map(({ label }) => label)).toEqual([
    "0006",
    "0007",
    "0008",
  ]);
});

test("date ticks: in order, within the range, never many more than asked for, whatever the range", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -8e15, max: 7e15, noNaN: true }),
      fc.double({ min: 0, max: 15, noNaN: true }),
      fc.integer({ min: 1, max: 12 }),
      (min, power, count) => {
        const max = min + 10 ** power;
        const ticks = dateTicks(min, max, count);
        expect(ticks.length).toBeLessThanOrEqual(2.6 * count + 1);
        ticks.forEach(({ value }, i) => {
          expect(value >= min - 1 && value <= max + 1).toBe(true);
          if (i > 0) expect(value).toBeGreaterThan(ticks[i - 1].value);
        });
      },
    ),
  );
});

const x = [at("2020-01-01T00:00"), at("2020-04-01T00:00"), at("2020-07-01T00:00")];
const forecast: Figure = {
  title: "months",
  panels: [
    {
      x: { label: "date", tickUnit: "date" },
      y: { label: "y" },
      marks: [
        { kind: "line", name: "point", x, y: [1, 2, 3], color: "prediction" },
        { kind: "band", name: "95%", x, low: [0, 0, 0], high: [2, 4, 6], color: "prediction", faint: true },
        { kind: "band", name: "80%", x, low: [0, 1, 2], high: [2, 3, 4], color: "prediction" },
      ],
    },
  ],
};

test("a date axis and a faint band, on paper", () => {
  const svg = renderSvg(forecast);
  for (const label of ["2020-01", "2020-03", "2020-07"]) expect(svg).toContain(`>${label}<`);
  const opacities = [...svg.matchAll(/ fill="#1257a8" fill-opacity="([^"]+)"/g)].map(
    ([, opacity]) => opacity,
  );
  expect(opacities).toEqual(["0.2", "0.4", "0.1", "0.2"]); // in the legend, then in the panel
});

test("a date axis and a faint band, in the terminal", () => {
  const lines = renderTerminal(forecast, { columns: 60, rows: 16 });
  expect(lines.at(-2)).toMatch(/2020-01.+2020-03.+2020-05/);
  expect(lines[1]).toContain("⠠⠂⠠⠂ 95%   ⠡⠊⠡⠊ 80%");
  const dots = (figure: Figure) =>
    [...renderTerminal(figure, { columns: 60, rows: 16 }).slice(3).join("")]
      .map((letter) => letter.codePointAt(0) ?? 0)
      .filter((code) => code >= 0x2800 && code < 0x2900)
      .reduce((sum, code) => sum + (code & 0xff).toString(2).replaceAll("0", "").length, 0);
  const [panel] = forecast.panels;
  const only = (index: number, faint: boolean) =>
    dots({
      ...forecast,
      panels: [{ ...panel, marks: [{ ...panel.marks[index], faint } as (typeof panel.marks)[1]] }],
    });
  expect(only(1, true) / only(1, false)).toBeCloseTo(0.5, 1);
});

test("whole ticks: an axis of counts has no halves", () => {
  const counts: Figure = {
    title: "epochs",
    panels: [
      {
        x: { label: "epoch", tickUnit: "whole" },
        y: { label: "loss" },
        marks: [{ kind: "line", name: "loss", x: [1, 2, 3], y: [3, 2, 1], color: "loss" }],
      },
    ],
  };
  const svg = renderSvg(counts);
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);
  expect(texts).toEqual(expect.arrayContaining(["1", "2", "3"]));
  expect(texts).not.toContain("1.2");
});
