/** @module A panel in the terminal: title, axes with ticks and labels, and the plot. */

import { maxOf } from "../../lists.ts";
import { type PlacedTick, type ResolvedAxis, resolveAxes } from "../axes.ts";
import type { Panel } from "../figure.ts";
import type { ColorDepth } from "../palette.ts";
import { columnsOf, padLine, plainText, type Span, type StyledLine, truncate, widthOf } from "./span.ts";
import { plotLines, scaleSpans } from "./terminalMarks.ts";

/** The lines of a panel: exactly `rows` lines of `columns` columns. */
export function panelLines(
  panel: Panel,
  columns: number,
  rows: number,
  depth: ColorDepth,
): readonly StyledLine[] {
  const resolved = resolveAxes(panel, { x: Math.max(2, columns / 12), y: Math.max(2, rows / 4) });
  const head = headLines(panel, columns, rows, depth);
  const framed = rows >= 5 && columns >= 16;
  const labelled = framed && rows >= 8;
  const plotRows = Math.max(1, rows - head.length - (framed ? 2 : 0) - (labelled ? 1 : 0));
  const isMap = panel.marks.some((mark) => mark.kind === "heatmap");
  const axes = framed && !isMap ? { ...resolved, y: alignTicks(resolved.y, plotRows) } : resolved;
  const yTicks = framed ? tickRows(axes.y, plotRows) : new Map<number, string>();
  const gutter = Math.min(Math.floor(columns / 3), maxOf([...yTicks.values()].map(columnsOf), 0));
  const plotColumns = framed ? columns - gutter - 1 : columns;

  const plot = plotLines(panel, axes, plotColumns, plotRows, depth);
  const body = framed ? plot.map((line, row) => [...yTickSpans(yTicks.get(row), gutter), ...line]) : plot;
  const foot = framed ? xAxisLines(axes.x, plotColumns, gutter) : [];
  const label = labelled ? [centred(axes.x.label, gutter + 1, plotColumns)] : [];
  return [...head, ...body, ...foot, ...label].map((line) => padLine(line, columns));
}

function headLines(panel: Panel, columns: number, rows: number, depth: ColorDepth): readonly StyledLine[] {
  const lines: StyledLine[] = [];
  if (panel.title && rows >= 7) lines.push([{ text: cut(panel.title, columns), weight: "bold" }]);
  if (rows >= 6 && columns >= 16 && panel.y.label)
    lines.push([{ text: cut(panel.y.label, columns), weight: "dim" }]);
  const heatmap = panel.marks.find((mark) => mark.kind === "heatmap");
  const scale = heatmap ? scaleSpans(heatmap, depth) : [];
  if (heatmap && rows >= 8 && widthOf(scale) <= columns) lines.push(scale);
  return lines;
}

/** The share of the plot that an axis must still fill when it has been extended. */
const leastFilled = 0.6;

/** The axis extended so that evenly spaced ticks stand a whole number of rows apart. */
function alignTicks(axis: ResolvedAxis, rows: number): ResolvedAxis {
  const [spacing, ...others] = axis.ticks.slice(1).map(({ at }, i) => at - axis.ticks[i].at);
  const isEven = others.every((other) => Math.abs(other - spacing) < 1e-6 * spacing);
  if (!(spacing > 0) || !isEven) return axis;
  const range = axis.max - axis.min;
  const dots = 4 * rows - 1;
  const perUnit = (4 * Math.floor((dots * spacing) / range / 4)) / spacing;
  const free = dots - range * perUnit;
  if (free > (1 - leastFilled) * dots) return axis;
  const max =
    axis.max + topSpace((axis.max - axis.ticks[axis.ticks.length - 1].at) * perUnit, free) / perUnit;
  return { ...axis, min: max - dots / perUnit, max };
}

/** Of the free dots those above the axis: half of them, moved so that a tick `top` dots below stands in the middle of its row. */
function topSpace(top: number, free: number): number {
  const wanted = Math.round((top + free / 2 - 1.5) / 4) * 4 + 1.5 - top;
  return wanted >= 0 && wanted <= free ? wanted : free / 2;
}

/** Labels by plot row, at most one per row. */
function tickRows(axis: ResolvedAxis, rows: number): Map<number, string> {
  const labels = new Map<number, string>();
  for (const { at, label } of axis.ticks) {
    const share = (axis.max - at) / (axis.max - axis.min);
    const row = Math.min(rows - 1, Math.floor((share * (4 * rows - 1) + 0.5) / 4));
    if (!labels.has(row)) labels.set(row, label);
  }
  return labels;
}

function yTickSpans(label: string | undefined, gutter: number): readonly Span[] {
  const text = label === undefined ? "" : truncate(label, gutter);
  return [
    { text: " ".repeat(gutter - columnsOf(text)) + text },
    { text: label === undefined ? "│" : "┤", weight: "dim" },
  ];
}

function xAxisLines(axis: ResolvedAxis, columns: number, gutter: number): readonly StyledLine[] {
  const ticks = axis.ticks.map((tick) => ({
    column: columnOf(tick, axis, columns),
    label: plainText(tick.label),
  }));
  const marks = new Set(ticks.map((tick) => tick.column));
  const line = Array.from({ length: columns }, (_, column) => (marks.has(column) ? "┬" : "─")).join("");
  const labels = placeLabels(ticks, gutter + 1 + columns, gutter + 1);
  return [[{ text: " ".repeat(gutter) }, { text: `└${line}`, weight: "dim" }], [{ text: labels }]];
}

function columnOf({ at }: PlacedTick, axis: ResolvedAxis, columns: number): number {
  const share = (at - axis.min) / (axis.max - axis.min);
  return Math.max(0, Math.min(columns - 1, Math.floor((share * (2 * columns - 1) + 0.5) / 2)));
}

/** Labels centred under their ticks as far as the line allows; a label that would touch the previous one is left out. */
function placeLabels(
  ticks: readonly { readonly column: number; readonly label: string }[],
  width: number,
  offset: number,
): string {
  let text = "";
  for (const { column, label } of ticks) {
    const size = columnsOf(label);
    const start = Math.max(0, Math.min(width - size, offset + column - Math.floor(size / 2)));
    const used = columnsOf(text);
    if (start + size > width || (used > 0 && start <= used)) continue;
    text += " ".repeat(start - used) + label;
  }
  return text;
}

function centred(label: string, offset: number, columns: number): StyledLine {
  const text = cut(label, columns);
  return [
    { text: " ".repeat(offset + Math.floor((columns - columnsOf(text)) / 2)) },
    { text, weight: "dim" },
  ];
}

function cut(text: string, columns: number): string {
  return truncate(plainText(text), columns);
}
