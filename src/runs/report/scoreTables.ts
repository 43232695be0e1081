/** @module The tables of a run as rows of texts, which the terminal and the report share. */

import type { Series } from "../../data/series/series.ts";
import type { Forecast, TargetForecast } from "../../forecast/forecaster.ts";
import type { Backtest } from "../../forecast/scores/backtest.ts";
import type { MethodScores } from "../../forecast/scores/methodErrors.ts";
import { formatError, formatLevel, formatPercent, NO_NUMBER, valueFormatter } from "../../text/format.ts";
import type { Lang } from "../../text/lang.ts";
import { shownName } from "../names.ts";
import { timeWriter } from "../times.ts";
import { methodName } from "./wordsOfMethods.ts";
import { tableWords } from "./wordsOfTables.ts";

/** A table of texts. */
export interface TextTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The columns of numbers, which end flush on the right. */
  readonly right: readonly number[];
  /** For each row the columns in which it is the best. */
  readonly best: readonly (readonly number[])[];
}

/** One measure of each method. */
interface Measure {
  readonly head: string;
  readonly of: (method: MethodScores) => number;
  readonly write: (value: number) => string;
  /** How far a value is from the best that there could be. */
  readonly badness: (value: number) => number;
}

/**
 * What a method is held to: its name, then errors of which less is better, then the coverage of each level. Scaled
 * errors are written as published tables write them: with the MSE, and one digit more.
 */
export function scoreTable(
  { model, baselines, units }: Pick<Backtest, "model" | "baselines" | "units">,
  lang: Lang,
): TextTable {
  const methods = [model, ...baselines];
  const measures = measuresOf(model, units, lang);
  const values = measures.map(({ of }) => methods.map(of));
  const bests = measures.map(({ badness }, m) => least(values[m].map(badness)));
  return {
    head: [tableWords[lang].method, ...measures.map(({ head }) => head)],
    rows: methods.map(({ name }, r) => [
      methodName(name, lang),
      ...measures.map(({ write }, m) => write(values[m][r])),
    ]),
    right: measures.map((_, m) => m + 1),
    best: methods.map((_, r) => bests.flatMap((rows, m) => (rows.includes(r) ? [m + 1] : []))),
  };
}

function measuresOf(model: MethodScores, units: Backtest["units"], lang: Lang): Measure[] {
  const isScaled = units === "scaled";
  const digits = (value: number): string => formatError(value, isScaled ? 4 : 3);
  const error = (head: string, of: Measure["of"], write = digits): Measure => ({
    head,
    of,
    write,
    badness: (value) => value,
  });
  const levels = model.intervals.map(
    ({ level }, k): Measure => ({
      head: tableWords[lang].coverage(formatLevel(level)),
      of: ({ intervals }) => intervals[k]?.coverage.overall ?? Number.NaN,
      write: formatPercent,
      badness: (share) => Math.abs(share - level),
    }),
  );
  return [
    error("MAE", ({ mae }) => mae.overall),
    ...(isScaled ? [error("MSE", ({ mse }) => mse.overall)] : []),
    error("RMSE", ({ rmse }) => rmse.overall),
    error("sMAPE", ({ smape }) => smape.overall, percentError),
    error("MASE", ({ mase }) => mase.overall),
    ...(model.pinball === null ? [] : [error("pinball", ({ pinball }) => pinball?.overall ?? Number.NaN)]),
    ...levels,
  ];
}

/** Where the least of some numbers stands, more than once where they are equal; nowhere without a number. */
function least(values: readonly number[]): readonly number[] {
  const low = Math.min(...values.filter((value) => !Number.isNaN(value)));
  return values.flatMap((value, i) => (value === low && Number.isFinite(low) ? [i] : []));
}

/** The mean absolute error of each method, one row for each step ahead. */
export function stepTable(
  { model, baselines }: Pick<Backtest, "model" | "baselines">,
  lang: Lang,
): TextTable {
  const methods = [model, ...baselines];
  const steps = Array.from(model.mae.byStep, (_, h) => methods.map(({ mae }) => mae.byStep[h]));
  return {
    head: [tableWords[lang].step, ...methods.map(({ name }) => methodName(name, lang))],
    rows: steps.map((errors, h) => [String(h + 1), ...errors.map((value) => formatError(value))]),
    right: [0, ...methods.map((_, m) => m + 1)],
    best: steps.map((errors) => least(errors).map((m) => m + 1)),
  };
}

/** The model's intervals: the share asked for, the share held, how wide they are. */
export function coverageTable({ model }: Pick<Backtest, "model">, lang: Lang): TextTable {
  const { asked, held, width } = tableWords[lang];
  return {
    head: [asked, held, width],
    rows: model.intervals.map(({ level, coverage, width: breadth }) => [
      formatLevel(level),
      formatPercent(coverage.overall),
      endText(breadth.overall, formatError, lang),
    ]),
    right: [0, 1, 2],
    best: model.intervals.map(() => []),
  };
}

/** What a forecast follows, and its steps. */
export interface ForecastTold {
  readonly series: Series;
  readonly forecast: Forecast;
}

/** The steps ahead: time, target where there are several, point forecast, both ends of each interval. */
export function forecastTable({ series, forecast }: ForecastTold, lang: Lang): TextTable {
  const { targets } = forecast;
  const words = tableWords[lang];
  const levels = targets[0].intervals.map(({ level }) => formatLevel(level));
  const isOne = targets.length === 1;
  const head = [
    forecast.time === null ? words.step : words.time,
    ...(isOne ? [] : [words.target]),
    words.forecast,
    ...levels.flatMap((level) => [words.from(level), words.until(level)]),
  ];
  const texts = isOne ? 1 : 2;
  const rows = targets.flatMap((target) => targetRows(series, forecast, target, isOne, lang));
  return {
    head,
    rows,
    right: head.map((_, i) => i).slice(texts),
    best: rows.map(() => []),
  };
}

function targetRows(
  series: Series,
  { time }: Forecast,
  { name, point, intervals }: TargetForecast,
  isOne: boolean,
  lang: Lang,
): string[][] {
  const writeTime = timeWriter(series);
  const write = valueFormatter(series.columns.find((column) => column.name === name)?.values ?? point);
  return Array.from(point, (value, h) => [
    time === null ? String(h + 1) : writeTime(time[h]),
    ...(isOne ? [] : [shownName(name, 32)]),
    endText(value, write, lang),
    ...intervals.flatMap(({ lower, upper }) => [
      endText(lower[h], write, lang),
      endText(upper[h], write, lang),
    ]),
  ]);
}

/** A number, or that there is no bound. */
function endText(value: number, write: (value: number) => string, lang: Lang): string {
  return Math.abs(value) === Number.POSITIVE_INFINITY ? tableWords[lang].unbounded : write(value);
}

/** An error that is in percent. */
function percentError(percent: number): string {
  return Number.isNaN(percent) ? NO_NUMBER : `${formatError(percent)}%`;
}
