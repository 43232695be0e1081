/** @module Parallel coordinates: an axis for each setting and one for the score, and a line for each trial, coloured by its score. */
import { grades, hexOf, surfaceOf, type Theme } from "../../figures/palette.ts";
import { linearTicks, logTicks, type Tick } from "../../figures/ticks.ts";
import { type Domain, positionOf, scaleOf } from "../../jobs/study/space.ts";
import type { Trial } from "../../jobs/study/trial.ts";
import { maxOf, minOf } from "../../lists.ts";
import { formatError } from "../../text/format.ts";
import type { Lang } from "../../text/lang.ts";
import type { StudyRecord } from "./studyRecord.ts";
import { settingName, settingText, studyTerms } from "./studyTerms.ts";

/** Lines that can be drawn before they are a carpet. */
const MOST_LINES = 400;

interface ParallelTick {
  /** From 0, at the low end, to 1. */
  readonly at: number;
  readonly label: string;
}

interface ParallelAxis {
  readonly name: string;
  readonly ticks: readonly ParallelTick[];
}

interface ParallelLine {
  /** The place on each axis; a trial that was given up has none on the last one. */
  readonly at: readonly number[];
  /** From 0, the best score, to 1; null for a trial without a score. */
  readonly shade: number | null;
  readonly isBest: boolean;
}

/** The axes and lines of a study, wherever they are drawn. */
export interface ParallelPlot {
  readonly axes: readonly ParallelAxis[];
  /** The best on top. */
  readonly lines: readonly ParallelLine[];
}

export function parallelPlot(
  { space, trials, kind }: StudyRecord,
  best: number | null,
  lang: Lang,
): ParallelPlot {
  const names = Object.keys(space);
  const score = scoreAxis(trials);
  const axes = [
    ...names.map((name) => ({ name: settingName(name), ticks: ticksOf(space[name]) })),
    { name: studyTerms[lang].scoreAxis(kind), ticks: score.ticks },
  ];
  const lines = shownOf(trials, best).map((trial): ParallelLine => {
    const value = trial.state === "complete" && trial.value !== null ? score.of(trial.value) : null;
    const places = names.map((name) =>
      placeOf(space[name], positionOf(space[name], trial.params[name] ?? null)),
    );
    return { at: value === null ? places : [...places, value], shade: value, isBest: trial.number === best };
  });
  return { axes, lines: lines.sort((a, b) => layerOf(a) - layerOf(b)) };
}

/** Trials without a score at the bottom, then the worst first. */
function layerOf({ shade, isBest }: ParallelLine): number {
  return isBest ? 2 : shade === null ? -1 : 1 - shade;
}

/** All trials that have ended; of thousands, an evenly spaced selection, and always the best. */
function shownOf(trials: readonly Trial[], best: number | null): readonly Trial[] {
  const ended = trials.filter(({ state }) => state === "complete" || state === "pruned");
  const every = Math.ceil(ended.length / MOST_LINES);
  return ended.filter(({ number }, i) => i % every === 0 || number === best);
}

function placeOf(domain: Domain, position: number): number {
  if (domain.kind === "choice") return (position + 0.5) / domain.choices.length;
  const { low, high, of } = scaleOf(domain);
  return high > low ? (of(position) - low) / (high - low) : 0.5;
}

const TICKS = 5;

function ticksOf(domain: Domain): ParallelTick[] {
  if (domain.kind === "choice")
    return domain.choices.map((choice, i) => ({ at: placeOf(domain, i), label: settingText(choice) }));
  const { low, high, log } = domain;
  if (!(high > low)) return [{ at: 0.5, label: settingText(low) }];
  const ticks = log ? logTicks(Math.log10(low), Math.log10(high), TICKS) : linearTicks(low, high, TICKS);
  const isWhole = domain.kind === "int";
  return ticks
    .filter(({ value }) => !isWhole || Number.isInteger(value))
    .map(({ value, label }) => ({ at: placeOf(domain, value), label }));
}

interface ScoreAxis {
  readonly of: (value: number) => number;
  readonly ticks: readonly ParallelTick[];
}

/** Scores on a logarithmic scale if they differ by far; a few that are far above the others are cut off at the upper end. */
function scoreAxis(trials: readonly Trial[]): ScoreAxis {
  const values = trials
    .flatMap(({ state, value }) =>
      state === "complete" && value !== null && Number.isFinite(value) ? [value] : [],
    )
    .sort((a, b) => a - b);
  if (values.length === 0) return { of: () => 0.5, ticks: [] };
  const low = minOf(values);
  const most = values[Math.floor(0.9 * (values.length - 1))];
  const isLog = low > 0 && most / low > 20;
  const scale = isLog ? Math.log10 : (value: number): number => value;
  const limit = scale(most) + Math.max(scale(most) - scale(low), 0);
  const high = limit > scale(low) ? Math.min(scale(maxOf(values)), limit) : scale(maxOf(values));
  const isCut = scale(maxOf(values)) > high;
  const span = high - scale(low);
  const of = (value: number): number =>
    span > 0 ? Math.min(Math.max((scale(value) - scale(low)) / span, 0), 1) : 0.5;
  const end = isLog ? 10 ** high : high;
  if (!(span > 0)) return { of, ticks: [{ at: 0.5, label: formatError(low) }] };
  const inner: readonly Tick[] = isLog ? logTicks(scale(low), high, TICKS) : linearTicks(low, high, TICKS);
  const between = inner.map(({ value, label }) => ({ at: of(value), label }));
  const ends = [
    { at: 0, label: formatError(low) },
    { at: 1, label: `${isCut ? "≥ " : ""}${formatError(end)}` },
  ];
  return { of, ticks: [...ends, ...between.filter(({ at }) => at > 0.08 && at < 0.92)] };
}

/** A stroke or a text of the drawing, in pixels. */
export type ParallelShape =
  | {
      readonly kind: "path";
      readonly d: string;
      readonly stroke: string;
      readonly width: number;
      readonly dash?: string;
    }
  | {
      readonly kind: "text";
      readonly text: string;
      readonly x: number;
      readonly y: number;
      readonly fill: string;
      readonly anchor: "start" | "middle" | "end";
      readonly isStrong: boolean;
    };

function bestColor(theme: Theme): string {
  return hexOf("rnn", theme);
}

/** The size of a drawing: on a phone the axes lie below one another, and the lines go down. */
export interface ParallelSize {
  readonly width: number;
  readonly height: number;
  readonly isUpright: boolean;
}

export function parallelSize({ axes }: ParallelPlot, width: number): ParallelSize {
  const isUpright = width / axes.length < 90;
  return { width, height: isUpright ? 20 + 74 * axes.length : 340, isUpright };
}

export function parallelShapes(plot: ParallelPlot, size: ParallelSize, theme: Theme): ParallelShape[] {
  const { ink, axis, muted } = surfaceOf(theme);
  const { point, tick, title } = frameOf(plot, size);
  const through = (at: readonly number[]): string =>
    `M${at.map((place, k) => point(k, Number.isFinite(place) ? place : 0.5).join(" ")).join("L")}`;
  const lines = plot.lines.map((line): ParallelShape => {
    const d = through(line.at);
    if (line.isBest) return { kind: "path", d, stroke: bestColor(theme), width: 3.5 };
    if (line.shade === null) return { kind: "path", d, stroke: axis, width: 1, dash: "2 4" };
    return { kind: "path", d, stroke: shadeOf(line.shade, theme), width: 1.5 };
  });
  const axes = plot.axes.map((_, k): ParallelShape => {
    const d = `M${point(k, 0).join(" ")}L${point(k, 1).join(" ")}`;
    return { kind: "path", d, stroke: axis, width: 1.2 };
  });
  const texts = plot.axes.flatMap(({ name, ticks }, k): ParallelShape[] => [
    ...ticks.map(
      ({ at, label }): ParallelShape => ({
        kind: "text",
        text: label,
        ...tick(k, at),
        fill: ink,
        isStrong: false,
      }),
    ),
    { kind: "text", text: name, ...title(k), fill: muted, isStrong: true },
  ]);
  return [...lines, ...axes, ...texts];
}

function shadeOf(shade: number, theme: Theme): string {
  const all = grades[theme];
  return all[Math.min(Math.floor(shade * all.length), all.length - 1)];
}

interface Spot {
  readonly x: number;
  readonly y: number;
  readonly anchor: "start" | "middle" | "end";
}

interface Frame {
  readonly point: (axis: number, at: number) => readonly [x: number, y: number];
  readonly tick: (axis: number, at: number) => Spot;
  readonly title: (axis: number) => Spot;
}

/** Pixels from one axis to the next where they lie below one another. */
const ROW = 74;

function frameOf(plot: ParallelPlot, { width, height, isUpright }: ParallelSize): Frame {
  const count = plot.axes.length;
  if (isUpright) {
    const y = (axis: number): number => 34 + ROW * axis;
    const x = (at: number): number => tenth(24 + at * (width - 48));
    return {
      point: (axis, at) => [x(at), y(axis)],
      tick: (axis, at) => ({ x: x(at), y: y(axis) + 15, anchor: "middle" }),
      title: (axis) => ({ x: 12, y: y(axis) - 20, anchor: "start" }),
    };
  }
  const left = 70;
  const across = count > 1 ? (width - left - 64) / (count - 1) : 0;
  const [top, bottom] = [44, height - 16];
  const x = (axis: number): number => tenth(left + axis * across);
  const y = (at: number): number => tenth(bottom - at * (bottom - top));
  return {
    point: (axis, at) => [x(axis), y(at)],
    tick: (axis, at) =>
      axis === count - 1
        ? { x: x(axis) + 7, y: y(at), anchor: "start" }
        : { x: x(axis) - 7, y: y(at), anchor: "end" },
    title: (axis) => ({ x: x(axis), y: 20, anchor: "middle" }),
  };
}

function tenth(pixels: number): number {
  return Math.round(10 * pixels) / 10;
}
