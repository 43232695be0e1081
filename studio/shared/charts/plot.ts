/** @module A panel of a figure as a live chart: the same description that the SVG is drawn from, as uPlot's options. */

import type { Dash, Line, Panel } from "../../../src/figures/figure.ts";
import { hexOf, surfaceOf, type Theme } from "../../../src/figures/palette.ts";
import {
  dateTicks,
  linearTicks,
  logTicks,
  piTicks,
  type Tick,
  wholeTicks,
} from "../../../src/figures/ticks.ts";
import { maxOf, minOf } from "../../../src/lists.ts";
import { drawBands, drawNames, drawRules, reachOf, roomForNames, roomForRules } from "./underlay.ts";
import { uPlot } from "./uplot.ts";

/** What is marked in a chart beside its lines. */
export interface Marks {
  /** A stretch of the x axis with a ground of its own. */
  readonly span: readonly [number, number] | null;
  /** A place on the x axis. */
  readonly at: number | null;
  /** Where on the x axis the future begins, which is dimmed. */
  readonly future: number | null;
}

const dashes: Readonly<Record<Dash, number[]>> = { solid: [], dashed: [7, 4], dotted: [2, 3] };
const font = "12px system-ui, sans-serif";

/** The lines of a panel, which are all that a live chart draws. */
export function linesOf(panel: Panel): readonly Line[] {
  return panel.marks.flatMap((mark): readonly Line[] => (mark.kind === "line" ? [mark] : []));
}

/** How a line is broken, in pixels. */
export function dashOf({ dash = "solid" }: Line): number[] {
  return dashes[dash];
}

/** What a chart cannot change once it is made; another key needs another chart. */
export function structureOf(panel: Panel, theme: Theme): string {
  const lines = linesOf(panel).map(({ name, color, dash, width, points }) => [
    name,
    color,
    dash,
    width,
    points,
  ]);
  return JSON.stringify([
    theme,
    panel.x.label,
    panel.x.scale,
    panel.x.tickUnit,
    panel.y.label,
    panel.y.scale,
    lines,
  ]);
}

/** The options of a chart; `marks` is called at each drawing. */
export function plotOptions(
  panel: Panel,
  theme: Theme,
  size: { width: number; height: number },
  live: {
    panel: () => Panel;
    marks: () => Marks;
    /** Whether lines are named at their ends. */
    isLabelled: boolean;
    onHover: (x: number | null) => void;
  },
): uPlot.Options {
  return {
    ...size,
    pxAlign: 0,
    legend: { show: false },
    padding: [
      () => roomForRules(live.panel()),
      (plot) => (live.isLabelled ? roomForNames(plot, several(labelled(live.panel()))) : 22),
      0,
      0,
    ],
    cursor: { y: false, drag: { setScale: false, x: false, y: false }, points: { show: false } },
    scales: {
      x: { time: false, range: (_, min, max) => rangeOf(live.panel(), "x", min, max) },
      y: {
        distr: panel.y.scale === "log" ? 3 : 1,
        range: (_, min, max) => rangeOf(live.panel(), "y", min, max),
      },
    },
    axes: [axis(panel, "x", theme), axis(panel, "y", theme)],
    series: [{}, ...linesOf(panel).map((line) => seriesOf(line, theme))],
    hooks: {
      drawClear: [
        (plot) => drawSpan(plot, live.marks().span, theme),
        (plot) => drawBands(plot, live.panel(), theme),
      ],
      draw: [
        (plot) => drawFuture(plot, live.marks().future, theme),
        (plot) => live.isLabelled && drawNames(plot, live.panel(), several(labelled(live.panel())), theme),
        (plot) => drawPlace(plot, live.marks().at, theme),
        (plot) => drawRules(plot, live.panel(), theme),
      ],
      setCursor: [
        ({ cursor, posToVal }) =>
          live.onHover(
            cursor.left === undefined || cursor.left === null || cursor.left < 0
              ? null
              : posToVal(cursor.left, "x"),
          ),
      ],
    },
  };
}

/** The numbers of a panel in uPlot's form: one x for all lines, `null` where there is no value. */
export function plotData(panel: Panel): uPlot.AlignedData {
  const lines = linesOf(panel);
  const isLog = panel.y.scale === "log";
  const tables = lines.map(({ x, y }) => [x as number[], drawable(y, isLog)] as uPlot.AlignedData);
  const shared = lines[0]?.x;
  if (lines.every(({ x }) => x === shared))
    return [(shared ?? []) as number[], ...tables.map(([, y]) => y)] as uPlot.AlignedData;
  return uPlot.join(
    tables,
    tables.map((table) => table.map(() => 2 as const)), // a gap reaches as far as the line has no values
  );
}

function drawable(values: ArrayLike<number>, isLog: boolean): (number | null)[] {
  return Array.from(values, (value) => (Number.isFinite(value) && (!isLog || value > 0) ? value : null));
}

function seriesOf(line: Line, theme: Theme): uPlot.Series {
  const { name, color, width = 2 } = line;
  return {
    label: name,
    stroke: hexOf(color, theme),
    width,
    dash: dashOf(line),
    points: { show: (plot) => line.points === true || plot.data[0].length < 3, size: 6 },
  };
}

function rangeOf(panel: Panel, which: "x" | "y", low: number | null, high: number | null): [number, number] {
  const { min, max, scale } = panel[which];
  const isLog = scale === "log";
  const own = low === null || high === null ? [] : [low, high];
  const ends = [...own, ...((which === "y" && reachOf(panel)) || [])];
  const [from, to] = ends.length > 0 ? [minOf(ends), maxOf(ends)] : isLog ? [0.1, 1] : [0, 1];
  const pad = which === "x" ? 0 : (to - from) * 0.05 || 0.5;
  const padded = isLog ? [from / 1.2, to * 1.2] : [from - pad, to + pad];
  const [first, last] = [min ?? padded[0], max ?? padded[1]];
  return first < last ? [first, last] : [first - 0.5, first + 0.5];
}

const ticksBy = { plain: linearTicks, pi: piTicks, whole: wholeTicks, date: dateTicks } as const;

function axis(panel: Panel, which: "x" | "y", theme: Theme): uPlot.Axis {
  const { muted, ink, grid } = surfaceOf(theme);
  const { label, scale, tickUnit } = panel[which];
  const apart = which === "y" ? 26 : tickUnit === "date" || tickUnit === "pi" ? 90 : 64;
  let ticks: readonly Tick[] = [];
  return {
    label,
    labelSize: 18,
    labelFont: font,
    labelGap: 0,
    font,
    size: which === "x" ? 26 : 46,
    gap: 3,
    stroke: which === "x" ? muted : ink,
    grid: { stroke: grid, width: 1 },
    ticks: { stroke: grid, width: 1, size: 4 },
    splits: (plot, _, min, max) => {
      const room = which === "x" ? plot.width - 80 : plot.height - 60;
      const count = Math.max(2, Math.floor(room / apart));
      ticks =
        scale === "log"
          ? logTicks(Math.log10(min), Math.log10(max), count)
          : ticksBy[tickUnit ?? "plain"](min, max, count);
      return ticks.map(({ value }) => value);
    },
    values: (_, splits) => splits.map((split) => ticks.find(({ value }) => value === split)?.label ?? ""),
    filter: (_, splits) => splits,
  };
}

function drawSpan(plot: uPlot, span: Marks["span"], theme: Theme): void {
  if (span === null) return;
  const { left, top, width, height } = plot.bbox;
  const place = (value: number): number => plot.valToPos(value, "x", true);
  const from = Math.max(left, place(span[0]));
  const to = Math.min(left + width, Math.max(place(span[1]), place(span[0]) + 2));
  if (to <= from) return;
  plot.ctx.fillStyle = theme === "dark" ? "#1e2a3a" : "#e8f0fa";
  plot.ctx.fillRect(from, top, to - from, height);
}

/** Lays the paper over what lies beyond a place. */
function drawFuture(plot: uPlot, future: number | null, theme: Theme): void {
  if (future === null) return;
  const { left, top, width, height } = plot.bbox;
  const from = Math.max(left, plot.valToPos(future, "x", true));
  if (from >= left + width) return;
  plot.ctx.save();
  plot.ctx.globalAlpha = 0.72;
  plot.ctx.fillStyle = surfaceOf(theme).paper;
  plot.ctx.fillRect(from, top, left + width - from, height);
  plot.ctx.restore();
}

/** One line alone needs no name. */
function several(lines: readonly Line[]): readonly Line[] {
  return lines.length > 1 ? lines : [];
}

/** The lines that are named at their ends: neither the thin ones behind others nor those to compare with. */
export function labelled(panel: Panel): readonly Line[] {
  return linesOf(panel).filter(({ width = 2, color }) => width >= 1 && color !== "baseline");
}

function drawPlace(plot: uPlot, at: number | null, theme: Theme): void {
  if (at === null) return;
  const { left, top, width, height } = plot.bbox;
  const x = plot.valToPos(at, "x", true);
  if (x < left - 1 || x > left + width + 1) return;
  plot.ctx.fillStyle = surfaceOf(theme).ink;
  plot.ctx.fillRect(x - 0.75, top, 1.5, height);
}
