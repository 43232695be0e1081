/** @module forecast.json: what is written of a forecast, read again, and drawn. */
import { readCsv, seriesFromArrays, toSeries } from "unrolled/data";
import { Forecaster } from "unrolled/forecast";
import { expect, test } from "vitest";
import type { Line } from "../../src/figures/figure.ts";
import { forecastToSave, readSavedForecast, savedForecastPanel } from "../../src/runs/forecastFile.ts";
import { forecastFigure } from "../../src/runs/report/forecastFigures.ts";
import { sunspots } from "../forecast/given.ts";
import { forecastOf } from "./folder.ts";

const options = { model: "drift", horizon: 4, lookback: 6, season: null } as const;

test("the chart that is read is that of the report", async () => {
  const series = await sunspots();
  const forecaster = await Forecaster.train(series, options);
  const forecast = forecaster.forecast();
  const { plan } = forecaster;
  const saved = forecastToSave({ series, plan, forecast } as Parameters<typeof forecastToSave>[0]);
  expect(saved).toMatchObject({ timeName: "YEAR", timeKind: "date", lookback: 6 });
  expect(saved?.time.length).toBe(60);
  const read = readSavedForecast(JSON.stringify(saved));
  const [panel] = forecastFigure({ series, forecast, lookback: 6 }, "SUNACTIVITY", "en").panels;
  expect(savedForecastPanel(read, "SUNACTIVITY", "en")).toEqual(panel);
});

test("dates are written as in the data file, and drawn by its clock", async () => {
  const rows = Array.from({ length: 40 }, (_, i) => `2021-01-${String(i + 1).padStart(2, "0")}`).slice(0, 31);
  const text = `date,x\n${rows.map((day, i) => `${day}T00:00:00+09:00,${i % 7}`).join("\n")}\n`;
  const series = toSeries(await readCsv(text, { name: "a.csv" }), { targets: ["x"] });
  const forecaster = await Forecaster.train(series, { ...options, horizon: 2 });
  const all = { series, plan: forecaster.plan, forecast: forecaster.forecast() };
  const saved = forecastToSave(all as Parameters<typeof forecastToSave>[0]);
  expect(saved?.dates).toEqual(["2021-02-01T00:00:00+09:00", "2021-02-02T00:00:00+09:00"]);
  expect(saved?.ahead[0]).toBe(Date.parse("2021-01-31T15:00Z"));
  const panel = savedForecastPanel(readSavedForecast(JSON.stringify(saved)), "x", "en");
  expect(panel.dates).toEqual(series.timeStyle);
  const line = panel.marks.find(({ kind }) => kind === "line") as Line;
  expect(line.x[0]).toBe(Date.UTC(2021, 0, 1));
});

test("without times, rows are counted from the beginning of the series", async () => {
  const series = seriesFromArrays({ x: Array.from({ length: 100 }, (_, i) => i % 7) });
  const forecaster = await Forecaster.train(series, options);
  const all = { series, plan: forecaster.plan, forecast: forecaster.forecast() };
  const saved = forecastToSave(all as Parameters<typeof forecastToSave>[0]);
  expect([saved?.time[0], saved?.time.at(-1), saved?.ahead]).toEqual([41, 100, [101, 102, 103, 104]]);
  const panel = savedForecastPanel(readSavedForecast(JSON.stringify(saved)), "x", "en");
  const line = panel.marks.find(({ kind }) => kind === "line") as Line;
  expect([panel.x.label, line.x[0]]).toEqual(["row", 41]);
  expect(forecastToSave({ ...all, forecast: null } as Parameters<typeof forecastToSave>[0])).toBe(null);
});

test("a file that is damaged names the field", () => {
  const saved = forecastOf();
  expect(readSavedForecast(JSON.stringify(saved))).toEqual(saved);
  const fault = (more: object) => () => readSavedForecast(JSON.stringify({ ...saved, ...more }));
  expect(fault({ time: ["x"] })).toThrow('forecast.json.time is ["x"] but must be a list of numbers');
  expect(fault({ targets: [{ ...saved.targets[0], past: [1] }] })).toThrow("forecast.json.targets.0.past");
  expect(fault({ targets: [] })).toThrow("must be at least one, with a forecast");
  expect(() => readSavedForecast("{")).toThrow("forecast.json is not valid JSON");
});
