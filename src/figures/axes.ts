/** @module The axes of a panel, resolved from its data: range, ticks and the mapping from values to positions. */

import type { Axis, Box, Heatmap, Mark, Panel } from "./figure.ts";
import { dateTicks, linearTicks, logTicks, piTicks, type Tick, wholeTicks } from "./ticks.ts";

/**
 * An axis in drawing units: 0 to 1 along a linear or logarithmic axis; 0, 1, 2 … for boxes and the cells of a heat map.
 *
 * `place` maps a value to drawing units, NaN for one that the axis cannot show.
 */
export interface ResolvedAxis {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly PlacedTick[];
  readonly place: (value: number) => number;
}

/** A tick in drawing units. */
export interface PlacedTick {
  readonly at: number;
  readonly label: string;
}

/** The axes of a panel with about `count` ticks each. */
export function resolveAxes(
  panel: Panel,
  count: { readonly x: number; readonly y: number },
): { readonly x: ResolvedAxis; readonly y: ResolvedAxis } {
  const boxes = panel.marks.filter((mark) => mark.kind === "box");
  const heatmap = panel.marks.find((mark) => mark.kind === "heatmap");
  if (heatmap) {
    return {
      x: cellAxis(panel.x.label, heatmap.cols, count.x),
      y: flipped(cellAxis(panel.y.label, heatmap.rows, count.y)),
    };
  }
  const x = boxes.length > 0 ? categoryAxis(panel.x.label, boxes) : numericAxis(panel, "x", count.x);
  return { x, y: numericAxis(panel, "y", count.y) };
}

function numericAxis(panel: Panel, which: "x" | "y", count: number): ResolvedAxis {
  const axis = panel[which];
  const place = axis.scale === "log" ? log10 : identity;
  const data = extent(panel.marks, which, place);
  const { min, max } = limits(axis, data, place, which === "y" ? 0.05 : 0);
  const along = (value: number) => clamp((place(value) - min) / (max - min));
  const ticks = ticksOf(axis, min, max, count)
    .map(({ value, label }) => ({ at: along(value), label }))
    .filter(({ at }) => Number.isFinite(at));
  return { label: axis.label, min: 0, max: 1, ticks, place: along };
}

/** Limits positions far outside the axis, so that no coordinate overflows. NaN stays NaN. */
function clamp(share: number): number {
  return Math.max(-1e4, Math.min(1e4, share));
}

function ticksOf(axis: Axis, min: number, max: number, count: number): readonly Tick[] {
  if (axis.scale === "log") return logTicks(min, max, count);
  const ticks = axis.tickUnit === undefined ? linearTicks : unitTicks[axis.tickUnit];
  return ticks(min, max, count);
}

const unitTicks = { pi: piTicks, whole: wholeTicks, date: dateTicks } as const;

function limits(
  axis: Axis,
  data: readonly [number, number],
  place: (value: number) => number,
  padding: number,
): { readonly min: number; readonly max: number } {
  const [low, high] = data[0] <= data[1] ? data : [0, 1];
  const margin = apart(low, high) ? (high - low) * padding : breadth(low);
  const given = [axis.min, axis.max].map((value) => (value === undefined ? Number.NaN : place(value)));
  const min = Number.isFinite(given[0]) ? given[0] : low - margin;
  const max = Number.isFinite(given[1]) ? given[1] : high + margin;
  return apart(min, max) ? { min, max } : { min: min - breadth(min), max: min + breadth(min) };
}

/** Whether two numbers differ by more than rounding. */
function apart(low: number, high: number): boolean {
  return high - low > Math.max(1e-200, 1e-12 * Math.abs(high));
}

/** Half the range around a single value: half a unit or decade, more for values so large that this would round away. */
function breadth(value: number): number {
  return Math.max(0.5, Math.abs(value) / 1e6);
}

/** Minimum and maximum of the drawable values; [∞, −∞] if there are none. */
function extent(
  marks: readonly Mark[],
  which: "x" | "y",
  place: (value: number) => number,
): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const values of marks.flatMap((mark) => valuesOf(mark, which))) {
    for (let i = 0; i < values.length; i++) {
      const at = place(values[i]);
      if (!Number.isFinite(at)) continue;
      low = Math.min(low, at);
      high = Math.max(high, at);
    }
  }
  return [low, high];
}

function valuesOf(mark: Mark, which: "x" | "y"): readonly ArrayLike<number>[] {
  switch (mark.kind) {
    case "line":
      return [mark[which]];
    case "band":
      return which === "x" ? [mark.x] : [mark.low, mark.high];
    case "box":
      return which === "x" ? [] : [[mark.min, mark.max], mark.points];
    case "rule":
      return mark.axis === which ? [[mark.at]] : [];
    case "heatmap":
      return [];
  }
}

/** Boxes at 0, 1, 2 … with half a unit of space to each side. */
function categoryAxis(label: string, boxes: readonly Box[]): ResolvedAxis {
  const ticks = boxes.map((box, at) => ({ at, label: box.name }));
  return { label, min: -0.5, max: boxes.length - 0.5, ticks, place: identity };
}

/** Cell i covers [i − ½, i + ½]; ticks are labelled by index. */
function cellAxis(label: string, cells: number, count: number): ResolvedAxis {
  const ticks = wholeTicks(0, cells - 1, count).map((tick) => ({ at: tick.value, label: tick.label }));
  return { label, min: -0.5, max: cells - 0.5, ticks, place: identity };
}

/** The largest finite magnitude, or 1 if all values are zero: the end of the diverging scale. */
export function largest(heatmap: Heatmap): number {
  let size = 0;
  for (let i = 0; i < heatmap.values.length; i++) {
    const value = Math.abs(heatmap.values[i]);
    if (Number.isFinite(value) && value > size) size = value;
  }
  return size || 1;
}

/** Row 0 on top: the axis runs from −(rows − 1) up to 0. */
function flipped(axis: ResolvedAxis): ResolvedAxis {
  const ticks = axis.ticks.map(({ at, label }) => ({ at: -at, label }));
  return { ...axis, min: -axis.max, max: -axis.min, ticks, place: (value) => -value };
}

/** NaN beyond 1e300, where the range of an axis would overflow. */
function identity(value: number): number {
  return Math.abs(value) < 1e300 ? value : Number.NaN;
}

function log10(value: number): number {
  return value > 0 && Number.isFinite(value) ? Math.log10(value) : Number.NaN;
}
