/** @module Box and whiskers in an SVG, with the values as dots beside them. */

import { formatValue } from "../../text/format.ts";
import type { Box } from "../figure.ts";
import { hexOf, surfaceOf } from "../palette.ts";
import { type Pen, type Point, rect, type Shape, textShape } from "./svgPen.ts";

/** The box numbered `place` from the left. */
export function boxShapes(box: Box, pen: Pen, place: number): readonly Shape[] {
  const stroke = hexOf(box.color, pen.theme);
  const half = 0.16;
  const line = (a: Point, b: Point, lineWidth: number): Shape => ({
    type: "line",
    shape: { x1: a[0], y1: a[1], x2: b[0], y2: b[1] },
    style: { stroke, lineWidth },
  });
  const at = (dx: number, value: number) => pen.at(place + dx, pen.y.place(value));
  const across = (value: number, width: number, lineWidth: number) =>
    line(at(-width, value), at(width, value), lineWidth);
  if (![box.min, box.q1, box.median, box.q3, box.max].every((v) => Number.isFinite(pen.y.place(v))))
    return [];
  return [
    line(at(0, box.max), at(0, box.q3), 1.5),
    line(at(0, box.min), at(0, box.q1), 1.5),
    across(box.min, half / 2, 1.5),
    across(box.max, half / 2, 1.5),
    rect(at(-half, box.q3), at(half, box.q1), { fill: `${stroke}33`, stroke, lineWidth: 1.5 }),
    across(box.median, half, 3),
    textShape(formatValue(box.median), at(-half, box.median), "right", surfaceOf(pen.theme).ink, -6),
    ...stripShapes(box, at, stroke),
  ];
}

/** The values themselves, spread by a fixed pattern so that equal ones stay apart. */
function stripShapes(box: Box, at: (dx: number, value: number) => Point, fill: string): readonly Shape[] {
  return Array.from(box.points, (value, i) => at(0.26 + 0.035 * ((i * 3) % 4), value))
    .filter((point) => point.every(Number.isFinite))
    .map(([cx, cy]) => ({ type: "circle", shape: { cx, cy, r: 3 }, style: { fill, opacity: 0.7 } }));
}
