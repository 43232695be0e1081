/** @module Figures of forecasts: of the steps after a series, and of its test set. */
import type { Range } from "../../data/prepare/splitByTime.ts";
import { clockTimes, type Series } from "../../data/series/series.ts";
import { ValueError } from "../../errors.ts";
import type { Axis, Band, Figure, Line, Mark, Panel } from "../../figures/index.ts";
import type { Forecast, TargetForecast } from "../../forecast/forecaster.ts";
import type { TestSample } from "../../forecast/scores/backtest.ts";
import { formatLevel } from "../../text/format.ts";
import type { Lang } from "../../text/lang.ts";
import { rowWriter, shownName } from "../labels.ts";
import { type Terms, terms } from "../terms.ts";

const FEWEST_ROWS = 60;
/** With more of the past, the forecast would be a narrow strip at the edge. */
const MOST_HORIZONS = 8;
/** Points of a curve: more than about one per pixel do not show. */
const MOST_POINTS = 1200;
/** A test set of up to that many horizons is drawn in one panel, a longer one as a panel per sample. */
const HORIZONS_IN_ONE = 40;
const MOST_PANELS = 6;

/**
 * The last rows of a target, then its forecast with intervals. Three look-backs of the past are drawn (by default six
 * horizons), at least 60 rows and at most 8 horizons. Throws ValueError for a target that was not forecast.
 */
export function forecastFigure(
  {
    series,
    forecast,
    lookback = 2 * forecast.targets[0].point.length,
  }: { readonly series: Series; readonly forecast: Forecast; readonly lookback?: number },
  target: string,
  lang: Lang,
): Figure {
  const words = terms[lang];
  const horizon = forecast.targets[0].point.length;
  const rows = rowsBefore({ lookback, horizon });
  const place = placeOf(series, [forecast]);
  const end = series.length;
  const marks: Mark[] = [
    actualLine(series, target, { from: Math.max(0, end - rows), until: end }, place, words),
    ...aheadMarks(series, target, { from: end, forecast }, place, words),
    { kind: "rule", axis: "x", at: place.row(end - 1), label: words.dataEnd },
  ];
  const name = shownName(target, 32);
  return {
    title: words.forecastOf(name),
    panels: [{ x: place.axis(words), ...datesOf(series), y: { label: shownName(target, 20) }, marks }],
  };
}

/** Rows of the past that are drawn before a forecast. */
export function rowsBefore({ lookback, horizon }: Readonly<Record<"lookback" | "horizon", number>>): number {
  return Math.max(FEWEST_ROWS, Math.min(3 * lookback, MOST_HORIZONS * horizon));
}

/** A target in the test set, and forecasts of it from several origins. */
export function samplesFigure(
  {
    series,
    samples,
    test,
  }: {
    readonly series: Series;
    readonly samples: readonly TestSample[];
    readonly test: Pick<Range, "from" | "until">;
  },
  target: string,
  lang: Lang,
): Figure {
  const words = terms[lang];
  const forecasts = samples.map(({ forecast }) => forecast);
  const place = placeOf(series, forecasts);
  const horizon = samples[0].forecast.targets[0].point.length;
  const title = words.samplesOf(shownName(target, 32));
  const panel = (some: readonly TestSample[], rows: Pick<Range, "from" | "until">): Panel => ({
    x: place.axis(words),
    ...datesOf(series),
    y: { label: shownName(target, 20) },
    marks: [
      actualLine(series, target, rows, place, words),
      ...some.flatMap((sample) => aheadMarks(series, target, sample, place, words)),
    ],
  });
  if (test.until - test.from <= HORIZONS_IN_ONE * horizon) {
    const rows = { from: Math.max(0, test.from - 1), until: test.until };
    return { title, panels: [panel(samples, rows)] };
  }
  const panels = spread(samples, MOST_PANELS).map((sample) => ({
    ...panel([sample], {
      from: Math.max(0, sample.from - 2 * horizon),
      until: Math.min(series.length, sample.from + horizon),
    }),
    title: words.from(place.text(sample.from)),
  }));
  return { title, panels, columns: 2 };
}

/** At most that many of the things, evenly spaced from the first to the last. */
function spread<Thing>(things: readonly Thing[], most: number): readonly Thing[] {
  if (things.length <= most) return things;
  return Array.from({ length: most }, (_, i) => things[Math.round((i * (things.length - 1)) / (most - 1))]);
}

/** The positions of rows on the x axis: their times or, if some have none, their numbers from 1. */
interface Place {
  readonly row: (row: number) => number;
  /** The positions of the steps of a forecast that starts at row `from`. */
  readonly steps: (forecast: Forecast, from: number) => Float64Array;
  readonly axis: (words: Terms) => Axis;
  readonly text: (row: number) => string;
}

function placeOf(series: Series, forecasts: readonly Forecast[]): Place {
  const { timeKind, timeName } = series;
  const time = series.time && clockTimes(series, series.time);
  if (time !== null && forecasts.every((forecast) => forecast.time !== null))
    return {
      row: (row) => time[row],
      steps: (forecast) => clockTimes(series, forecast.time ?? new Float64Array()),
      axis: (words) => ({
        label: timeName === null ? words.time : shownName(timeName, 20),
        ...(timeKind === "date" ? { tickUnit: "date" } : {}),
      }),
      text: rowWriter(series),
    };
  return {
    row: (row) => row + 1,
    steps: ({ targets }, from) => Float64Array.from(targets[0].point, (_, h) => from + h + 1),
    axis: (words) => ({ label: words.row }),
    text: (row) => String(row + 1),
  };
}

function datesOf({ timeStyle }: Series): Pick<Panel, "dates"> {
  return timeStyle === undefined ? {} : { dates: timeStyle };
}

function targetOf({ targets }: Forecast, name: string): TargetForecast {
  const found = targets.find((target) => target.name === name);
  if (found === undefined) throw new ValueError(`figure: ${JSON.stringify(name)} was not forecast`);
  return found;
}

function valuesOf(series: Series, target: string): Float64Array {
  return (
    series.columns.find(({ name }) => name === target)?.values ??
    new Float64Array(series.length).fill(Number.NaN)
  );
}

function actualLine(
  series: Series,
  target: string,
  { from, until }: Pick<Range, "from" | "until">,
  place: Place,
  words: Terms,
): Line {
  const x = Float64Array.from({ length: until - from }, (_, i) => place.row(from + i));
  const points = decimate({ x, y: valuesOf(series, target).subarray(from, until) }, MOST_POINTS);
  return { kind: "line", name: words.actual, ...points, color: "target", width: 1.5 };
}

/**
 * The point forecast, then its intervals, the widest first and faint. The curves start at the last known value, so that a
 * single step has a curve too.
 */
function aheadMarks(
  series: Series,
  target: string,
  { from, forecast }: Pick<TestSample, "from" | "forecast">,
  place: Place,
  words: Terms,
): Mark[] {
  const { point, intervals } = targetOf(forecast, target);
  const x = Float64Array.from([place.row(from - 1), ...place.steps(forecast, from)]);
  const last = valuesOf(series, target)[from - 1];
  const joined = (values: Float64Array): Float64Array => Float64Array.from([last, ...values]);
  const shown = intervals
    .filter(({ lower, upper }) => lower.some((low, h) => Number.isFinite(low) && Number.isFinite(upper[h])))
    .sort((a, b) => b.level - a.level);
  const bands = shown.map(
    ({ level, lower, upper }, i): Band => ({
      kind: "band",
      name: words.interval(formatLevel(level)),
      x,
      low: joined(lower),
      high: joined(upper),
      color: "prediction",
      faint: i < shown.length - 1,
    }),
  );
  return [{ kind: "line", name: words.forecast, x, y: joined(point), color: "prediction" }, ...bands];
}

export type Points = Readonly<Record<"x" | "y", Float64Array>>;

/**
 * A curve of at most about `most` points. A longer curve is cut into stretches of which the minimum and the maximum are
 * kept, along with both ends of the curve: unlike averages, they lose no peak.
 */
export function decimate({ x, y }: Points, most: number): Points {
  if (x.length <= most) return { x, y };
  const stretches = Math.max(1, Math.floor((most - 2) / 2));
  const kept = new Set<number>([0]);
  for (let k = 0; k < stretches; k++) {
    const [from, until] = [k, k + 1].map((edge) => Math.floor((edge * x.length) / stretches));
    for (const i of extremes(y, from, until)) kept.add(i);
  }
  kept.add(x.length - 1);
  const rows = Int32Array.from(kept).sort();
  return { x: Float64Array.from(rows, (i) => x[i]), y: Float64Array.from(rows, (i) => y[i]) };
}

function extremes(y: Float64Array, from: number, until: number): readonly [number, number] {
  let [low, high] = [from, from];
  for (let i = from; i < until; i++) {
    if (y[i] < y[low]) low = i;
    if (y[i] > y[high]) high = i;
  }
  return [low, high];
}
