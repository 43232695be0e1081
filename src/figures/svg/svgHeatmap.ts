/** @module A heat map in an SVG: its cells and its colour bar. */

import { largest, type PlacedTick } from "../axes.ts";
import type { Heatmap } from "../figure.ts";
import { divergingHex, surfaceOf } from "../palette.ts";
import { linearTicks } from "../ticks.ts";
import { type Pen, type Point, rect, type Shape, textShape } from "./svgPen.ts";

/** The cells and, right of the frame, the colour bar. */
export function heatmapShapes(heatmap: Heatmap, pen: Pen): readonly Shape[] {
  return [...cellShapes(heatmap, pen), ...colorBarShapes(heatmap, pen)];
}

function cellShapes(heatmap: Heatmap, pen: Pen): readonly Shape[] {
  const limit = largest(heatmap);
  const paths = new Map<string, string>();
  for (let i = 0; i < heatmap.values.length; i++) {
    if (!Number.isFinite(heatmap.values[i])) continue;
    const fill = divergingHex(Math.round((heatmap.values[i] / limit) * 40) / 40, pen.theme);
    paths.set(fill, (paths.get(fill) ?? "") + cellPath(i % heatmap.cols, Math.floor(i / heatmap.cols), pen));
  }
  // One path a colour keeps the file small; a hair of stroke hides the seams between cells.
  return [...paths].map(([fill, pathData]) => ({
    type: "path",
    shape: { pathData },
    style: { fill, stroke: fill, lineWidth: 0.4 },
  }));
}

function cellPath(column: number, row: number, pen: Pen): string {
  const [x1, y1] = pen.at(column - 0.5, -row + 0.5).map(toTenths);
  const [x2, y2] = pen.at(column + 0.5, -row - 0.5).map(toTenths);
  return `M${x1} ${y1}H${x2}V${y2}H${x1}Z`;
}

function toTenths(value: number): number {
  return Math.round(value * 10) / 10;
}

function colorBarShapes(heatmap: Heatmap, pen: Pen): readonly Shape[] {
  const limit = largest(heatmap);
  const { ink, axis, muted } = surfaceOf(pen.theme);
  const [, top] = pen.at(pen.x.min, pen.y.max);
  const [, bottom] = pen.at(pen.x.min, pen.y.min);
  const left = pen.right + 16;
  const toY = (t: number) => top + ((1 - t) / 2) * (bottom - top);
  const strips = Array.from({ length: 41 }, (_, i) => {
    const fill = divergingHex(i / 20 - 1, pen.theme);
    return rect([left, toY((i + 1) / 20.5 - 1)], [left + 12, toY(i / 20.5 - 1)], {
      fill,
      stroke: fill,
      lineWidth: 0.4,
    });
  });
  const ticks = barTicks(limit).map(({ at, label }) =>
    textShape(label, [left + 17, toY(at / limit)], "left", ink),
  );
  const middle: Point = [left + 66, (top + bottom) / 2];
  const name = {
    ...textShape(heatmap.name, [0, 0], "center", muted),
    x: middle[0],
    y: middle[1],
    rotation: Math.PI / 2,
  };
  return [...strips, rect([left, top], [left + 12, bottom], { fill: "none", stroke: axis }), ...ticks, name];
}

function barTicks(limit: number): readonly PlacedTick[] {
  return linearTicks(-limit, limit, 5).map(({ value, label }) => ({ at: value, label }));
}
