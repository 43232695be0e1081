/** @module A column with its gaps, as a whole and about the longest gap, and what a policy would fill in. */

import type { Policies } from "../../../src/data/series/rows.ts";
import type { Axis, Band, Line, Panel } from "../../../src/figures/figure.ts";
import { maxOf, minOf } from "../../../src/lists.ts";
import { terms } from "../../../src/runs/terms.ts";
import type { Lang } from "../../../src/text/lang.ts";
import { filledBy, gapsIn, type RawColumn } from "./rawSeries.ts";

/** A policy that fills or drops missing values; null for none yet. */
export type Fill = Exclude<Policies["missing"], "error"> | null;

export interface GapNames {
  /** Of the marks where values are missing, or are filled in. */
  readonly missing: string;
  readonly filled: string;
}

export interface GapsFigure {
  readonly whole: Panel;
  /** About the longest gap; null without one. */
  readonly longest: Panel | null;
  /** Rows without a value, those included that are missing between two times. */
  readonly missing: number;
}

const MOST_POINTS = 1200;
/** Marks of missing values, at most: more would cover the series. */
const MOST_MARKS = 300;
/** Rows before and after the longest gap. */
const AROUND = 12;

export function gapsFigure(column: RawColumn, fill: Fill, names: GapNames, lang: Lang): GapsFigure {
  const { name, x, y } = column;
  const gaps = gapsIn(y);
  const axes = { x: axisOf(column, lang), y: { label: name } };
  const value: Line = { kind: "line", name, x, y, color: "target", width: 1.5 };
  const whole = fill === "drop" ? withoutGaps(value) : { ...value, ...thinned(x, y, MOST_POINTS) };
  const longest = gaps.reduce((most, gap) => (gap[1] - gap[0] > most[1] - most[0] ? gap : most), [0, 0]);
  return {
    whole: { ...axes, marks: [whole, ...marksOf(column, gaps, fill, names)] },
    longest: longest[1] === 0 ? null : { ...axes, marks: aroundMarks(column, value, longest, fill, names) },
    missing: gaps.reduce((sum, [from, until]) => sum + until - from, 0),
  };
}

function axisOf({ time }: RawColumn, lang: Lang): Axis {
  return {
    label: time?.name ?? terms[lang].row,
    ...(time?.kind === "date" ? { tickUnit: "date" as const } : {}),
  };
}

/** A point at each value of a series that its policies have filled in. */
export function filledMarks(column: RawColumn, { missing, gaps }: Policies, name: string): Line[] {
  if (missing !== "forward" && missing !== "linear") return [];
  const { rows, y } = column;
  const isShown = (row: number): boolean => gaps === "fill" || rows.origin[row] >= 0;
  const ranges = gapsIn(y).filter(([from]) => isShown(from));
  return marksOf(column, ranges, missing, { missing: name, filled: name });
}

/** A point where each value is missing: at what would be filled in, or on the straight line across the gap. */
function marksOf(
  column: RawColumn,
  gaps: readonly (readonly [number, number])[],
  fill: Fill,
  names: GapNames,
): Line[] {
  if (fill === "drop" || gaps.length === 0) return [];
  const y = fill === null ? acrossGaps(column.y, gaps) : filledBy(fill, column);
  const shown = gaps.filter((_, i) => i % Math.ceil(gaps.length / MOST_MARKS) === 0);
  const rows = shown
    .flatMap(([from, until]) => Array.from({ length: until - from + 1 }, (_, i) => from + i))
    .filter((row) => row < column.x.length);
  // The row after a gap has a value: there the line ends.
  return [
    {
      kind: "line",
      name: fill === null ? names.missing : names.filled,
      x: rows.map((row) => column.x[row]),
      y: rows.map((row) => (Number.isNaN(column.y[row]) ? (y?.[row] ?? Number.NaN) : Number.NaN)),
      color: "validation",
      points: true,
      width: 1,
    },
  ];
}

/** Straight lines across gaps, level ones at the ends of the series: a place for a mark, not a value. */
function acrossGaps(y: Float64Array, gaps: readonly (readonly [number, number])[]): Float64Array {
  const places = y.slice();
  for (const [from, until] of gaps) {
    const before = y[from - 1] ?? y[until];
    const after = y[until] ?? before;
    for (let i = from; i < until; i++)
      places[i] = before + ((after - before) * (i - from + 1)) / (until - from + 1);
  }
  return places;
}

function aroundMarks(
  column: RawColumn,
  value: Line,
  gap: readonly [number, number],
  fill: Fill,
  names: GapNames,
): Panel["marks"] {
  const [from, until] = [Math.max(0, gap[0] - AROUND), Math.min(column.y.length, gap[1] + AROUND)];
  const x = column.x.subarray(from, until);
  const y = column.y.subarray(from, until);
  const line: Line = { ...value, x, y, points: true };
  if (fill === null) return [line, ...gapsIn(y).map((one) => gapBand(x, y, one, names.missing))];
  if (fill === "drop") return [withoutGaps(line)];
  return [
    line,
    ...marksOf(
      column,
      gapsIn(y).map(([a, b]) => [a + from, b + from] as const),
      fill,
      names,
    ),
  ];
}

/** From the value before a gap to the one after it, over the whole height. */
function gapBand(
  x: Float64Array,
  y: Float64Array,
  [from, until]: readonly [number, number],
  name: string,
): Band {
  const known = y.filter((value) => !Number.isNaN(value));
  const ends = [x[Math.max(0, from - 1)], x[Math.min(x.length - 1, until)]];
  const [low, high] = [minOf(known), maxOf(known)];
  return { kind: "band", name, x: ends, low: [low, low], high: [high, high], color: "validation" };
}

function withoutGaps(line: Line): Line {
  const kept = Array.from(line.x, (_, i) => i).filter((i) => !Number.isNaN(line.y[i]));
  const [x, y] = [line.x, line.y].map((values) => Float64Array.from(kept, (i) => values[i]));
  return { ...line, ...thinned(x, y, MOST_POINTS) };
}

/** At most about `most` points: of each stretch the least and the greatest value, and a gap where it has one. */
function thinned(x: Float64Array, y: Float64Array, most: number): Pick<Line, "x" | "y"> {
  if (x.length <= most) return { x, y };
  const stretches = Math.floor(most / 3);
  const kept = new Set([0, x.length - 1]);
  for (let k = 0; k < stretches; k++) {
    const [from, until] = [k, k + 1].map((edge) => Math.floor((edge * x.length) / stretches));
    let [low, high, gap] = [-1, -1, -1];
    for (let i = from; i < until; i++) {
      if (Number.isNaN(y[i])) gap = gap < 0 ? i : gap;
      else {
        if (low < 0 || y[i] < y[low]) low = i;
        if (high < 0 || y[i] > y[high]) high = i;
      }
    }
    for (const i of [low, high, gap]) if (i >= 0) kept.add(i);
  }
  const rows = Int32Array.from(kept).sort();
  return { x: Float64Array.from(rows, (i) => x[i]), y: Float64Array.from(rows, (i) => y[i]) };
}
