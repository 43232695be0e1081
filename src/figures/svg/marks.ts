/** @module The marks of a panel as SVG: lines, bands, boxes, rules and heat maps. */

import { formatValue } from "../../text/format.ts";
import { largest } from "../axes.ts";
import type { Band, Box, Dash, Heatmap, Line, Mark, Rule } from "../figure.ts";
import { divergingHex, hexOf, surfaceOf, type Theme } from "../palette.ts";
import { linearTicks } from "../ticks.ts";
import {
  type Attributes,
  element,
  idPrefix,
  type Point,
  pathThrough,
  rectanglePath,
  strokeElement,
  textElement,
} from "./document.ts";
import { fitted, type PlacedPanel, textWidth } from "./layout.ts";

// Lengths of strokes and gaps in pixels; the round ends add the width of the line to each stroke.
const dashes: Readonly<Record<Dash, string | undefined>> = { solid: undefined, dashed: "7 6", dotted: "1 5" };

/** The marks of a panel, from back to front. */
export function markElements(placed: PlacedPanel, theme: Theme): readonly string[] {
  const of = <Kind extends Mark["kind"]>(kind: Kind) =>
    placed.panel.marks.filter((mark): mark is Extract<Mark, { kind: Kind }> => mark.kind === kind);
  const rules = of("rule").filter((rule) => isInside(rule, placed));
  const curves = [
    ...of("band").flatMap((band) => bandElements(band, placed, theme)),
    ...of("line").map((line) => lineElement(line, placed, theme)),
  ];
  return [
    ...of("heatmap").flatMap((heatmap) => heatmapElements(heatmap, placed, theme)),
    ...rules.map((rule) => ruleElement(rule, placed, theme)),
    ...(curves.length > 0 ? clipped(curves, placed) : []),
    ...of("line").flatMap((line) => (line.points ? pointElements(line, placed, theme) : [])),
    ...of("box").flatMap((box, place) => boxElements(box, place, placed, theme)),
    ...rules.map((rule) => ruleLabel(rule, placed, theme)),
  ];
}

/** How a line is stroked, in the panel and in the legend. */
export function lineStyle({ color, width = 2, dash = "solid" }: Line, theme: Theme): Attributes {
  return {
    fill: "none",
    stroke: hexOf(color, theme),
    "stroke-width": width,
    "stroke-dasharray": dashes[dash],
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
  };
}

/** How a band or a box is filled, `strength` times as strong as in a panel. */
export function fillStyle(
  { color, faint = false }: Pick<Band, "color" | "faint">,
  theme: Theme,
  strength = 1,
): Attributes {
  return { fill: hexOf(color, theme), "fill-opacity": (faint ? 0.1 : 0.2) * strength };
}

/** A point of a line, or a value beside a box. */
export function dotElement([cx, cy]: Point, fill: string, opacity?: number): string {
  return element("circle", { cx, cy, r: 3, fill, "fill-opacity": opacity });
}

/** Clipped to the frame and a pixel around it, so that a line along its edge keeps its width. */
function clipped(curves: readonly string[], { frame, index }: PlacedPanel): readonly string[] {
  const id = `${idPrefix}clip${index}`;
  const d = rectanglePath([frame.left - 1, frame.top - 1], [frame.right + 1, frame.bottom + 1]);
  return [
    element("clipPath", { id }, element("path", { d })),
    element("g", { "clip-path": `url(#${id})` }, `\n${curves.join("\n")}\n`),
  ];
}

function pointsOf({ x: xs, y: ys }: Line, { x, y, at }: PlacedPanel): readonly Point[] {
  return Array.from(xs, (value, i) => at(x.place(value), y.place(ys[i])));
}

function lineElement(line: Line, placed: PlacedPanel, theme: Theme): string {
  const d = stretches(pointsOf(line, placed)).map(pathThrough).join("");
  return element("path", { d, ...lineStyle(line, theme) });
}

function pointElements(line: Line, placed: PlacedPanel, theme: Theme): readonly string[] {
  const { left, right, top, bottom } = placed.frame;
  return pointsOf(line, placed)
    .filter(([u, v]) => u >= left - 1 && u <= right + 1 && v >= top - 1 && v <= bottom + 1)
    .map((point) => dotElement(point, hexOf(line.color, theme)));
}

/** One polygon for each stretch without a gap. */
function bandElements(band: Band, { x, y, at }: PlacedPanel, theme: Theme): readonly string[] {
  const places = Array.from(band.x, (value, i) =>
    [value, band.low[i], band.high[i]].map((v, k) => (k ? y : x).place(v)),
  );
  const runs = stretches(places).filter((run) => run.length > 1);
  return runs.map((run) => {
    const upper = run.map(([u, , high]) => at(u, high));
    const lower = run.map(([u, low]) => at(u, low)).reverse();
    return element("path", { d: `${pathThrough([...upper, ...lower])}Z`, ...fillStyle(band, theme) });
  });
}

/** Stretches of neighbours whose numbers are all finite. */
function stretches<Numbers extends readonly number[]>(points: readonly Numbers[]): readonly Numbers[][] {
  const runs: Numbers[][] = [[]];
  for (const point of points) {
    if (point.every(Number.isFinite)) runs[runs.length - 1].push(point);
    else if (runs[runs.length - 1].length > 0) runs.push([]);
  }
  return runs.filter((run) => run.length > 0);
}

function isInside({ axis, at }: Rule, placed: PlacedPanel): boolean {
  const { min, max, place } = placed[axis];
  return place(at) >= min && place(at) <= max;
}

function ruleElement({ axis, at: value }: Rule, { x, y, at }: PlacedPanel, theme: Theme): string {
  const [u, v] = [x.place(value), y.place(value)];
  const ends = axis === "x" ? [at(u, y.min), at(u, y.max)] : [at(x.min, v), at(x.max, v)];
  return strokeElement(pathThrough(ends), surfaceOf(theme).muted, 1.2, "5 4");
}

/** At the upper end of a vertical rule, on the side with room; above the right end of a horizontal one. */
function ruleLabel({ axis, at: value, label }: Rule, { x, y, frame, at }: PlacedPanel, theme: Theme): string {
  const { muted: fill, paper: outline } = surfaceOf(theme);
  const [u, v] = at(x.place(value), y.place(value));
  if (axis === "y") {
    const shift = v - frame.top < 16 ? 10 : -8;
    return textElement(label, [frame.right - 4, v + shift], { fill, outline, anchor: "end" });
  }
  const fits = u + 6 + textWidth(label) <= frame.right;
  const anchor = fits ? "start" : "end";
  return textElement(label, [u + (fits ? 6 : -6), frame.top + 8], { fill, outline, anchor });
}

/** The box numbered `place` from the left, with its median and its values beside it. */
function boxElements(box: Box, place: number, { y, at }: PlacedPanel, theme: Theme): readonly string[] {
  const { min, q1, median, q3, max, points } = box;
  if (![min, q1, median, q3, max].every((value) => Number.isFinite(y.place(value)))) return [];
  const stroke = hexOf(box.color, theme);
  const { ink: fill, paper: outline } = surfaceOf(theme);
  // Without values the median stands in their place, so that narrow figures have room for it.
  const isAlone = points.length === 0;
  const [half, middle] = [0.16, isAlone ? place - 0.14 : place];
  const to = (dx: number, value: number): Point => at(middle + dx, y.place(value));
  const across = (value: number, width: number) => pathThrough([to(-width, value), to(width, value)]);
  const along = (from: number, until: number) => pathThrough([to(0, from), to(0, until)]);
  const whiskers = along(max, q3) + along(q1, min) + across(min, half / 2) + across(max, half / 2);
  const [edge, level] = to(isAlone ? half : -half, median);
  const label: Point = [edge + (isAlone ? 6 : -6), level];
  return [
    strokeElement(whiskers, stroke, 1.5),
    element("path", {
      d: rectanglePath(to(-half, q3), to(half, q1)),
      stroke,
      "stroke-width": 1.5,
      ...fillStyle(box, theme),
    }),
    strokeElement(across(median, half), stroke, 3),
    // Spread by a fixed pattern, so that equal values stay apart.
    ...Array.from(points, (value, i) => to(0.26 + 0.035 * ((i * 3) % 4), value))
      .filter((point) => point.every(Number.isFinite))
      .map((point) => dotElement(point, stroke, 0.7)),
    textElement(formatValue(median), label, { fill, outline, anchor: isAlone ? "start" : "end" }),
  ];
}

/** The cells, one path for each colour, and the colour bar. */
function heatmapElements(heatmap: Heatmap, placed: PlacedPanel, theme: Theme): readonly string[] {
  const { values, cols } = heatmap;
  const limit = largest(heatmap);
  const paths = new Map<string, string>();
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    const fill = divergingHex(Math.round((values[i] / limit) * 40) / 40, theme);
    const [u, v] = [i % cols, -Math.floor(i / cols)];
    const cell = rectanglePath(placed.at(u - 0.5, v + 0.5), placed.at(u + 0.5, v - 0.5));
    paths.set(fill, (paths.get(fill) ?? "") + cell);
  }
  // A hair of stroke hides the seams between cells.
  const cells = [...paths].map(([fill, d]) =>
    element("path", { d, fill, stroke: fill, "stroke-width": 0.4 }),
  );
  return [...cells, ...colorBar(heatmap, placed, theme)];
}

/** Right of the frame: the colours from the negative to the positive limit, with ticks and the name. */
function colorBar(heatmap: Heatmap, { frame, index }: PlacedPanel, theme: Theme): readonly string[] {
  const limit = largest(heatmap);
  const { ink, axis, muted } = surfaceOf(theme);
  const { top, bottom } = frame;
  const [left, height] = [frame.right + 16, bottom - top];
  const name = fitted(heatmap.name, height + 36);
  const id = `${idPrefix}scale${index}`;
  const stops = [1, 0, -1].map((value) =>
    element("stop", { offset: (1 - value) / 2, "stop-color": divergingHex(value, theme) }),
  );
  return [
    element("linearGradient", { id, x1: 0, x2: 0, y1: 0, y2: 1 }, stops.join("")),
    element("path", {
      d: rectanglePath([left, top], [left + 12, bottom]),
      fill: `url(#${id})`,
      stroke: axis,
    }),
    ...linearTicks(-limit, limit, 5).map(({ value, label }) =>
      textElement(label, [left + 17, top + ((1 - value / limit) / 2) * height], { fill: ink }),
    ),
    textElement(name, [left + 66, top + height / 2], { fill: muted, anchor: "middle", vertical: true }),
  ];
}
