/** @module Each kind of mark as the series that ECharts draws. */

import type { Band, Dash, Line, Mark, Rule } from "../figure.ts";
import { hexOf, surfaceOf, type Theme } from "../palette.ts";
import { boxShapes } from "./svgBox.ts";
import { heatmapShapes } from "./svgHeatmap.ts";
import type { PlacedPanel } from "./svgLayout.ts";
import { type Option, type Pen, type Point, type Shape, textShape } from "./svgPen.ts";

// Lengths of strokes and gaps in pixels; the round ends add a line width to each stroke.
const dashes: Readonly<Record<Dash, "solid" | readonly number[]>> = {
  solid: "solid",
  dashed: [7, 6],
  dotted: [1, 5],
};

/** What ECharts knows a name by: it keeps names as keys of plain objects, where "__proto__" does harm. */
export function seriesKey(name: string): string {
  return `=${name}`;
}

/** The series of all marks of a panel, on grid number `index`. */
export function seriesOf(placed: PlacedPanel, index: number, theme: Theme): readonly Option[] {
  const boxes = placed.panel.marks.filter((mark) => mark.kind === "box");
  const common = { xAxisIndex: index, yAxisIndex: index, animation: false, silent: true };
  // The legend takes its icon from the first series of a name: the line, not the band around it.
  const marks = [...placed.panel.marks].sort((a, b) => Number(b.kind === "line") - Number(a.kind === "line"));
  return marks.map((mark) => {
    if (mark.kind === "line") return { ...common, ...lineSeries(mark, placed, theme) };
    const place = mark.kind === "box" ? boxes.indexOf(mark) : 0;
    return { ...common, ...customSeries(mark, placed, theme, place) };
  });
}

function lineSeries(line: Line, { x, y }: PlacedPanel, theme: Theme): Option {
  const color = hexOf(line.color, theme);
  const data = Array.from(line.x, (value, i) => [x.place(value), y.place(line.y[i])]);
  return {
    type: "line",
    name: seriesKey(line.name),
    z: 3,
    data: data.map((point) => (point.every(Number.isFinite) ? point : ["-", "-"])),
    symbol: line.points ? "circle" : "none",
    symbolSize: 5,
    emphasis: { disabled: true },
    itemStyle: { color },
    lineStyle: {
      color,
      width: line.width ?? 2,
      type: dashes[line.dash ?? "solid"],
      cap: "round",
      join: "round",
    },
  };
}

function customSeries(mark: Exclude<Mark, Line>, placed: PlacedPanel, theme: Theme, place: number): Option {
  const { x, y, frame } = placed;
  const right = frame.left + frame.width;
  const renderItem = (_: unknown, api: { coord(point: Point): Point }) => ({
    type: "group",
    children: shapesOf(mark, { x, y, theme, right, at: (px, py) => api.coord([px, py]) }, place),
  });
  return {
    type: "custom",
    name: seriesKey(mark.kind === "rule" ? mark.label : mark.name),
    z: mark.kind === "rule" ? 4 : 2,
    data: [[x.min, y.min]],
    clip: mark.kind === "band",
    // In the legend twice as strong: its patch is small.
    itemStyle: mark.kind === "band" ? { color: hexOf(mark.color, theme), opacity: 2 * opacityOf(mark) } : {},
    renderItem,
  };
}

function shapesOf(mark: Exclude<Mark, Line>, pen: Pen, place: number): readonly Shape[] {
  switch (mark.kind) {
    case "band":
      return bandShapes(mark, pen);
    case "box":
      return boxShapes(mark, pen, place);
    case "rule":
      return ruleShapes(mark, pen);
    case "heatmap":
      return heatmapShapes(mark, pen);
  }
}

function bandShapes(band: Band, pen: Pen): readonly Shape[] {
  const fill = hexOf(band.color, pen.theme);
  return bandRuns(band, pen).map((run) => {
    const upper = run.map(([x, , high]) => pen.at(x, high));
    const lower = run.map(([x, low]) => pen.at(x, low)).reverse();
    return {
      type: "polygon",
      shape: { points: [...upper, ...lower] },
      style: { fill, opacity: opacityOf(band) },
    };
  });
}

function opacityOf({ faint = false }: Band): number {
  return faint ? 0.1 : 0.2;
}

/** Stretches [x, low, high] of a band without a gap, in drawing units. */
function bandRuns(band: Band, { x, y }: Pen): readonly (readonly [number, number, number])[][] {
  const runs: (readonly [number, number, number])[][] = [[]];
  for (let i = 0; i < band.x.length; i++) {
    const point = [x.place(band.x[i]), y.place(band.low[i]), y.place(band.high[i])] as const;
    if (point.every(Number.isFinite)) runs[runs.length - 1].push(point);
    else if (runs[runs.length - 1].length > 0) runs.push([]);
  }
  return runs.filter((run) => run.length > 1);
}

function ruleShapes(rule: Rule, pen: Pen): readonly Shape[] {
  const { muted } = surfaceOf(pen.theme);
  const { x, y } = pen;
  const at = (rule.axis === "x" ? x : y).place(rule.at);
  if (!Number.isFinite(at)) return [];
  const from = rule.axis === "x" ? pen.at(at, y.max) : pen.at(x.min, at);
  const to = rule.axis === "x" ? pen.at(at, y.min) : pen.at(x.max, at);
  const shape = { x1: from[0], y1: from[1], x2: to[0], y2: to[1] };
  const label =
    rule.axis === "y"
      ? textShape(rule.label, to, "right", muted, -6, -8)
      : textShape(rule.label, from, from[0] > pen.right - 120 ? "right" : "left", muted, 6, 10);
  return [{ type: "line", shape, style: { stroke: muted, lineWidth: 1.2, lineDash: [5, 4] } }, label];
}
