/** @module Figures of forecasts: what comes after a series, and what was forecast of its test part. */

import type { Range } from "../../data/prepare/splitByTime.ts";
import type { Series } from "../../data/series/series.ts";
import { ValueError } from "../../errors.ts";
import type { Axis, Band, Figure, Line, Mark, Panel } from "../../figures/index.ts";
import type { Forecast, TargetForecast } from "../../forecast/forecaster.ts";
import type { TestSample } from "../../forecast/scores/testSamples.ts";
import { formatLevel } from "../../text/format.ts";
import type { Lang } from "../../text/lang.ts";
import { decimate } from "../decimate.ts";
import { shownName } from "../names.ts";
import { rowWriter } from "../times.ts";
import { type FigureWords, wordsOfFigures } from "./wordsOfFigures.ts";

/** What the figure of a forecast is drawn from. */
export interface ForecastShown {
  /** What the forecast follows. */
  readonly series: Series;
  readonly forecast: Forecast;
  /** Three look-backs are shown, but 60 rows at least, and no more than leave the forecast room; else six horizons. */
  readonly lookback?: number;
}

/** What the figure of the test part is drawn from. */
export interface SamplesShown {
  readonly series: Series;
  readonly samples: readonly TestSample[];
  readonly test: Pick<Range, "from" | "until">;
}

/** Rows of the past that are shown at least. */
const FEWEST_ROWS = 60;
/** More horizons of the past would squeeze the forecast into the edge. */
const MOST_HORIZONS = 8;
/** Points of a curve: more than there are pixels would only blacken the picture. */
const MOST_POINTS = 1200;
/** A test part of that many horizons fits into one panel; of a longer one, samples are shown one by one. */
const HORIZONS_IN_ONE = 40;
const MOST_PANELS = 6;

/** The last rows of a target, then its forecast with its intervals. Throws ValueError for a target that was not forecast. */
export function forecastFigure(
  { series, forecast, lookback }: ForecastShown,
  target: string,
  lang: Lang,
): Figure {
  const words = wordsOfFigures[lang];
  const horizon = forecast.targets[0].point.length;
  const rows = Math.max(FEWEST_ROWS, Math.min(3 * (lookback ?? 2 * horizon), MOST_HORIZONS * horizon));
  const place = placeOf(series, [forecast]);
  const end = series.length;
  const marks: Mark[] = [
    actualLine(series, target, { from: Math.max(0, end - rows), until: end }, place, words),
    ...aheadMarks(targetOf(forecast, target), joined(series, target, end, forecast, place), words),
    { kind: "rule", axis: "x", at: place.row(end - 1), label: words.dataEnd },
  ];
  const name = shownName(target, 32);
  return {
    title: words.forecastOf(name),
    panels: [{ x: place.axis(words), y: { label: shownName(target, 20) }, marks }],
  };
}

/** A target in the test part, and what was forecast of it from some origins. */
export function samplesFigure({ series, samples, test }: SamplesShown, target: string, lang: Lang): Figure {
  const words = wordsOfFigures[lang];
  const place = placeOf(
    series,
    samples.map(({ forecast }) => forecast),
  );
  const horizon = samples[0].forecast.targets[0].point.length;
  const title = words.samplesOf(shownName(target, 32));
  const panel = (some: readonly TestSample[], rows: Pick<Range, "from" | "until">): Panel => ({
    x: place.axis(words),
    y: { label: shownName(target, 20) },
    marks: [
      actualLine(series, target, rows, place, words),
      ...some.flatMap(({ from, forecast }) =>
        aheadMarks(targetOf(forecast, target), joined(series, target, from, forecast, place), words),
      ),
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

/** So many of the things at most, from the first to the last. */
function spread<Thing>(things: readonly Thing[], most: number): readonly Thing[] {
  if (things.length <= most) return things;
  return Array.from({ length: most }, (_, i) => things[Math.round((i * (things.length - 1)) / (most - 1))]);
}

/** Where rows stand on the x axis: at their times, or, where not all have one, at their numbers from 1. */
interface Place {
  readonly row: (row: number) => number;
  /** The steps of a forecast whose first is row `from`. */
  readonly steps: (forecast: Forecast, from: number) => Float64Array;
  readonly axis: (words: FigureWords) => Axis;
  readonly text: (row: number) => string;
}

function placeOf(series: Series, forecasts: readonly Forecast[]): Place {
  const { time, timeKind, timeName } = series;
  if (time !== null && forecasts.every((forecast) => forecast.time !== null))
    return {
      row: (row) => time[row],
      steps: (forecast) => forecast.time ?? new Float64Array(),
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

function targetOf({ targets }: Forecast, name: string): TargetForecast {
  const found = targets.find((target) => target.name === name);
  if (found === undefined) throw new ValueError(`figure: ${JSON.stringify(name)} was not forecast`);
  return found;
}

/** The values of a column of the series. */
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
  words: FigureWords,
): Line {
  const x = Float64Array.from({ length: until - from }, (_, i) => place.row(from + i));
  const points = decimate({ x, y: valuesOf(series, target).subarray(from, until) }, MOST_POINTS);
  return { kind: "line", name: words.actual, ...points, color: "target", dash: "dashed" };
}

/** A forecast's places, and the last known value, from which its curve sets out: a single step has a curve too. */
interface Joined {
  readonly x: Float64Array;
  readonly last: number;
}

function joined(series: Series, target: string, from: number, forecast: Forecast, place: Place): Joined {
  const x = Float64Array.of(place.row(from - 1), ...place.steps(forecast, from));
  return { x, last: valuesOf(series, target)[from - 1] };
}

/** The widest interval first and faint, the narrowest over it, the point forecast on top. */
function aheadMarks({ point, intervals }: TargetForecast, { x, last }: Joined, words: FigureWords): Mark[] {
  const from = (values: Float64Array): Float64Array => Float64Array.of(last, ...values);
  const shown = intervals
    .filter(({ lower, upper }) => lower.some((low, h) => Number.isFinite(low) && Number.isFinite(upper[h])))
    .sort((a, b) => b.level - a.level);
  const bands = shown.map(
    ({ level, lower, upper }, i): Band => ({
      kind: "band",
      name: words.interval(formatLevel(level)),
      x,
      low: from(lower),
      high: from(upper),
      color: "prediction",
      faint: i < shown.length - 1,
    }),
  );
  return [{ kind: "line", name: words.forecast, x, y: from(point), color: "prediction" }, ...bands];
}
