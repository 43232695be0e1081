/** @module The tables of a run: the numbers of its data, the best marked, gaps and infinite ends shown. */

import { beforeAll, describe, expect, test } from "vitest";
import { rowWriter, shownName, timeWriter } from "../../../src/runs/labels.ts";
import { coverageTable, forecastTable, scoreTable, stepTable } from "../../../src/runs/report/scoreTables.ts";
import { shellWord } from "../../../src/text/escape.ts";
import { formatError, formatLevel, formatPercent, valueFormatter } from "../../../src/text/format.ts";
import { backtestOfTwo } from "../madeUp.ts";
import { sunspots, trainedOn } from "../trained.ts";

type Trained = ReturnType<typeof trainedOn>;
let run: Trained;
beforeAll(async () => {
  run = trainedOn(await sunspots());
});

describe("scores", () => {
  test("every method with every measure, the best of each column marked", () => {
    const { head, rows, right, best } = scoreTable(backtestOfTwo, "en");
    expect(head).toEqual([
      "method",
      "MAE",
      "RMSE",
      "sMAPE",
      "MASE",
      "CRPS",
      "80% coverage",
      "80% width",
      "95% coverage",
      "95% width",
    ]);
    expect(rows).toEqual([
      ["GRU", "1.25", "1.50", "12.3%", "–", "0.0710", "75.0%", "4.00", "95.0%", "unbounded"],
      ["seasonal naive", "1.00", "2.00", "20.0%", "–", "–", "90.0%", "6.00", "–", "–"],
    ]);
    expect(right).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(best).toEqual([[2, 3, 5, 6, 8], [1]]); // a width is neither good nor bad
  });

  test("in Chinese", () => {
    const { head, rows } = scoreTable(backtestOfTwo, "zh");
    expect(head).toEqual([
      "方法",
      "MAE",
      "RMSE",
      "sMAPE",
      "MASE",
      "CRPS",
      "80% 覆盖率",
      "80% 宽度",
      "95% 覆盖率",
      "95% 宽度",
    ]);
    expect(rows.map(([name]) => name)).toEqual(["GRU", "季节朴素法"]);
  });

  test("a run of version 0.1.0 has the pinball loss, but no CRPS", () => {
    const { crps: _, ...model } = backtestOfTwo.model;
    const { head, rows } = scoreTable({ ...backtestOfTwo, model }, "en");
    expect([head[5], rows[0][5]]).toEqual(["pinball", "0.400"]);
  });

  test("without intervals there are neither CRPS nor coverage", () => {
    const model = { ...backtestOfTwo.model, pinball: null, crps: null, intervals: [] };
    const { head, rows } = scoreTable({ ...backtestOfTwo, model }, "en");
    expect(head).toEqual(["method", "MAE", "RMSE", "sMAPE", "MASE"]);
    expect(rows.map((row) => row.length)).toEqual([5, 5]);
  });

  test("by step, ties marked twice, NaN never", () => {
    const { head, rows, best } = stepTable(backtestOfTwo, "en");
    expect(head).toEqual(["step", "GRU", "seasonal naive"]);
    expect(rows).toEqual([
      ["1", "1.00", "1.00"],
      ["2", "1.50", "–"],
    ]);
    expect(best).toEqual([[1, 2], [1]]);
  });

  test("intervals: nominal and measured coverage, width", () => {
    expect(coverageTable(backtestOfTwo, "zh")).toEqual({
      head: ["标称覆盖率", "实际覆盖率", "平均宽度"],
      rows: [
        ["80%", "75.0%", "4.00"],
        ["95%", "95.0%", "无界"],
      ],
      right: [0, 1, 2],
      best: [[], []],
    });
  });
});

describe("the forecast", () => {
  test("times, point and ends, as fine as the data", () => {
    const { forecast, series } = run;
    if (forecast === null) throw new Error("missing");
    const { head, rows, right } = forecastTable({ series, forecast }, "en");
    expect(head).toEqual(["time", "forecast", "80% lower", "80% upper", "95% lower", "95% upper"]);
    expect(rows.map(([time]) => time)).toEqual(Array.from({ length: 11 }, (_, h) => String(2009 + h)));
    const { point, intervals } = forecast.targets[0];
    expect(rows[3][1]).toBe(point[3].toFixed(1));
    expect(rows[3][5]).toBe(intervals[1].upper[3].toFixed(1));
    expect(right).toEqual([1, 2, 3, 4, 5]);
  });

  test("no bound, no number, no times, several targets", () => {
    const { series } = run;
    const target = (name: string, value: number) => ({
      name,
      point: Float64Array.of(value),
      intervals: [
        {
          level: 0.9,
          lower: Float64Array.of(Number.NEGATIVE_INFINITY),
          upper: Float64Array.of(Number.POSITIVE_INFINITY),
        },
      ],
    });
    const forecast = { time: null, targets: [target("SUNACTIVITY", 3.1234), target("b`\n", Number.NaN)] };
    const { head, rows, right } = forecastTable({ series, forecast }, "zh");
    expect(head).toEqual(["预测步", "目标列", "预测值", "90% 下限", "90% 上限"]);
    expect(rows).toEqual([
      ["1", "SUNACTIVITY", "3.1", "无界", "无界"],
      ["1", "bˋ ", "–", "无界", "无界"],
    ]);
    expect(right).toEqual([2, 3, 4]);
    const english = forecastTable({ series, forecast: { time: null, targets: [target("x", 1)] } }, "en");
    expect(english.rows).toEqual([["1", "1", "unbounded", "unbounded"]]);
  });
});

test("values have the digits that their column bears", () => {
  const written = (column: readonly number[], values: readonly number[]) =>
    values.map(valueFormatter(column));
  expect(written([0, 190], [12.3456, -0.01, 0])).toEqual(["12.3", "0.0", "0.0"]);
  expect(written([313, 374], [371.4249])).toEqual(["371.42"]);
  expect(written([0, 0.002], [0.00123456])).toEqual(["0.001235"]);
  expect(written([1e9, 3e9], [1234567890.7, -2e9])).toEqual(["1,234,567,891", "−2,000,000,000"]);
  expect(written([0, 1e-9], [5.4321e-10])).toEqual(["5.432e−10"]);
  expect(written([5, 5], [5])).toEqual(["5.000"]);
  expect(written([], [1])).toEqual(["1.000"]);
  expect(written([Number.NaN, 0, 10], [Number.NaN, Number.POSITIVE_INFINITY])).toEqual(["–", "∞"]);
  expect([
    formatError(0.000123456),
    formatError(Number.NaN),
    formatPercent(0.7823),
    formatPercent(Number.NaN),
  ]).toEqual(["0.000123", "–", "78.2%", "–"]);
  expect([formatLevel(0.8), formatLevel(0.975), formatLevel(0.29)]).toEqual(["80%", "97.5%", "29%"]);
});

test("times are no finer than the series goes", () => {
  const date = (text: string) => Date.parse(`${text}Z`);
  const write = (unit: "year" | "month" | "millisecond", text: string) =>
    timeWriter({
      timeKind: "date",
      step: unit === "millisecond" ? { unit, count: 1 } : { unit, count: 1, day: 1 },
    })(date(text));
  expect(write("year", "2009-01-01T00:00")).toBe("2009");
  expect(write("month", "2009-03-01T00:00")).toBe("2009-03");
  expect(write("month", "2009-03-31T00:00")).toBe("2009-03-31");
  expect(write("millisecond", "2009-03-01T00:00")).toBe("2009-03-01");
  expect(write("millisecond", "2009-03-01T08:00")).toBe("2009-03-01 08:00");
  expect(write("millisecond", "2009-03-01T08:00:30")).toBe("2009-03-01 08:00:30");
  expect(timeWriter({ timeKind: "number", step: null })(0.5)).toBe("0.5");
  expect(rowWriter({ ...run.series, time: null })(4)).toBe("5");
});

test("names: on one line, of some length, in their own direction", () => {
  expect(shownName("a\u202eb\n\u0007c")).toBe("ab c");
  expect(shownName("שלום")).toBe("\u2068שלום\u2069");
  expect(shownName("长".repeat(100), 11)).toBe(`${"长".repeat(5)}…`);
  expect([shellWord("runs/a-1"), shellWord("runs/it's")]).toEqual(["runs/a-1", "'runs/it'\\''s'"]);
});
