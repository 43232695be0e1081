/** @module forecast.json: a forecast and the rows before it, from which its chart is drawn without the data file. */
import type { Series } from "../data/series/series.ts";
import type { TimeStyle } from "../data/series/timeStyle.ts";
import { FormatError } from "../errors.ts";
import type { Panel } from "../figures/figure.ts";
import type { Forecast, LevelInterval, TargetForecast } from "../forecast/forecaster.ts";
import { readTimeStyle } from "../forecast/forecasterFile.ts";
import type { Lang } from "../text/lang.ts";
import { Fields } from "../train/json.ts";
import { checkAmount } from "./boundedJson.ts";
import { runFiles } from "./files.ts";
import { timeWriter } from "./labels.ts";
import { forecastFigure, rowsBefore } from "./report/forecastFigures.ts";
import type { RunResults } from "./results.ts";
import { terms } from "./terms.ts";

/** The contents. Ends of intervals that are infinite are null in the file. */
export interface SavedForecast {
  readonly timeName: string | null;
  /** Null without times: `time` and `ahead` are then numbers of rows, from 1. */
  readonly timeKind: Series["timeKind"];
  readonly timeStyle?: TimeStyle;
  /** The times of `ahead` as the data file writes them; absent without dates, and in older files. */
  readonly dates?: readonly string[];
  readonly lookback: number;
  readonly time: readonly number[];
  readonly ahead: readonly number[];
  readonly targets: readonly SavedTarget[];
}

interface SavedTarget {
  readonly name: string;
  /** The last values before the forecast, one for each of `time`. */
  readonly past: readonly number[];
  readonly point: readonly number[];
  readonly intervals: readonly SavedInterval[];
}

interface SavedInterval {
  readonly level: number;
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
}

/** What forecast.json holds of some results; null without a forecast. */
export function forecastToSave({ series, forecast, plan }: RunResults): SavedForecast | null {
  if (forecast === null) return null;
  const { length, time, timeName, timeKind, timeStyle, columns } = series;
  const from = Math.max(0, length - rowsBefore(plan));
  const numbers = (count: number, first: number): number[] =>
    Array.from({ length: count }, (_, i) => first + i);
  const ends = (values: Float64Array): (number | null)[] =>
    Array.from(values, (value) => (Number.isFinite(value) ? value : null));
  return {
    timeName,
    timeKind: forecast.time === null ? null : timeKind,
    ...(timeStyle && { timeStyle }),
    ...datesOf(series, forecast),
    lookback: plan.lookback,
    time:
      forecast.time === null || time === null ? numbers(length - from, from + 1) : [...time.subarray(from)],
    ahead: forecast.time === null ? numbers(plan.horizon, length + 1) : [...forecast.time],
    targets: forecast.targets.map(({ name, point, intervals }) => ({
      name,
      past: [...(columns.find((column) => column.name === name)?.values.subarray(from) ?? [])],
      point: [...point],
      intervals: intervals.map(({ level, lower, upper }) => ({
        level,
        lower: ends(lower),
        upper: ends(upper),
      })),
    })),
  };
}

/** The times of a forecast as the data file writes them. */
export function datesOf(series: Series, { time }: Forecast): { readonly dates?: readonly string[] } {
  return time === null || series.timeKind !== "date" ? {} : { dates: Array.from(time, timeWriter(series)) };
}

/** Throws FormatError that names the field. */
export function readSavedForecast(text: string): SavedForecast {
  const fields = new Fields(parsed(text), runFiles.chart);
  const [time, ahead] = [numbersOf(fields, "time"), numbersOf(fields, "ahead")];
  const targets = fields.list("targets").map((value, i): SavedTarget => {
    const target = new Fields(value, fields.pathOf(`targets.${i}`));
    return {
      name: target.text("name"),
      past: numbersOf(target, "past", time.length),
      point: numbersOf(target, "point", ahead.length),
      intervals: target.list("intervals").map((one, k) => {
        const interval = new Fields(one, target.pathOf(`intervals.${k}`));
        return {
          level: interval.number("level"),
          lower: endsOf(interval, "lower", ahead.length),
          upper: endsOf(interval, "upper", ahead.length),
        };
      }),
    };
  });
  if (targets.length === 0 || ahead.length === 0) fields.refuse("targets", "at least one, with a forecast");
  const dates = fields.raw("dates") === undefined ? null : fields.list("dates");
  return {
    timeName: fields.raw("timeName") === null ? null : fields.text("timeName"),
    timeKind: fields.oneOf("timeKind", ["date", "number", null]),
    ...readTimeStyle(fields),
    ...(dates === null ? {} : { dates: dates.map(String) }),
    lookback: fields.whole("lookback"),
    time,
    ahead,
    targets,
  };
}

/** The chart of a target: its last rows, and the forecast with its intervals. */
export function savedForecastPanel(saved: SavedForecast, target: string, lang: Lang): Panel {
  const { timeName, timeKind, timeStyle, lookback, time, ahead, targets } = saved;
  const series: Series = {
    name: "",
    timeName: timeKind === null ? terms[lang].row : timeName,
    timeKind: timeKind ?? "number",
    ...(timeStyle && { timeStyle }),
    time: Float64Array.from(time),
    step: null,
    columns: targets.map(({ name, past }) => ({ name, role: "target", values: Float64Array.from(past) })),
    length: time.length,
  };
  const forecast: Forecast = { time: Float64Array.from(ahead), targets: targets.map(targetOf) };
  return forecastFigure({ series, forecast, lookback }, target, lang).panels[0];
}

function targetOf({ name, point, intervals }: SavedTarget): TargetForecast {
  const ends = (values: SavedInterval["lower"]): Float64Array =>
    Float64Array.from(values, (value) => value ?? Number.NaN);
  const shown = intervals.map(
    ({ level, lower, upper }): LevelInterval => ({ level, lower: ends(lower), upper: ends(upper) }),
  );
  return { name, point: Float64Array.from(point), intervals: shown };
}

function numbersOf(fields: Fields, name: string, count?: number): readonly number[] {
  const list = fields.list(name);
  const isGood = list.every(Number.isFinite) && (count === undefined || list.length === count);
  return isGood ? (list as number[]) : fields.refuse(name, `${count ?? "a list of"} numbers`);
}

function endsOf(fields: Fields, name: string, count: number): readonly (number | null)[] {
  const list = fields.list(name);
  const isGood = list.length === count && list.every((value) => value === null || Number.isFinite(value));
  return isGood ? (list as (number | null)[]) : fields.refuse(name, `${count} numbers`);
}

function parsed(text: string): unknown {
  checkAmount(text, runFiles.chart);
  try {
    return JSON.parse(text);
  } catch {
    throw new FormatError(`${runFiles.chart} is not valid JSON`);
  }
}
