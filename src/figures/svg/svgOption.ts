/** @module A figure as the option of an ECharts chart, with every position worked out beforehand. */

import type { PlacedTick } from "../axes.ts";
import type { Figure } from "../figure.ts";
import { type Surface, surfaceOf, type Theme } from "../palette.ts";
import { fontSize, type Layout, layoutFigure, margin, type PlacedPanel } from "./svgLayout.ts";
import { seriesKey, seriesOf } from "./svgMarks.ts";
import { type Option, safeText } from "./svgPen.ts";

/** The ECharts option that draws a figure on a sheet of this size. */
export function toOption(figure: Figure, theme: Theme, width: number, height: number): Option {
  const names = legendNames(figure);
  const layout = layoutFigure(figure, names, width, height);
  const surface = surfaceOf(theme);
  return {
    animation: false,
    backgroundColor: surface.paper,
    textStyle: { fontSize: fontSize.text },
    title: titles(figure, layout, surface, width),
    legend: legend(names, iconOpacity(figure), layout, surface),
    grid: layout.panels.map(({ frame }) => ({ ...frame, outerBoundsMode: "none" })),
    xAxis: layout.panels.map((placed, i) => axisOption(placed, "x", i, surface)),
    yAxis: layout.panels.map((placed, i) => axisOption(placed, "y", i, surface)),
    series: layout.panels.flatMap((placed, i) => seriesOf(placed, i, theme)),
  };
}

/** Names in the legend, once each: lines and bands; the other marks are labelled where they stand. */
export function legendNames(figure: Figure): readonly string[] {
  const marks = figure.panels.flatMap((panel) => panel.marks);
  const named = marks.filter((mark) => mark.kind === "line" || mark.kind === "band");
  return [...new Set(named.map((mark) => mark.name))];
}

function titles(figure: Figure, layout: Layout, surface: Surface, width: number): readonly Option[] {
  const inner = width - 2 * margin;
  const text = (content: string, top: number, size: number, color: string, fontWeight: number) => ({
    text: safeText(content),
    left: margin,
    top,
    padding: 0,
    textStyle: { color, fontSize: size, fontWeight, width: inner, overflow: "break", lineHeight: size + 5 },
  });
  return [
    text(figure.title, layout.titleTop, fontSize.title, surface.ink, 600),
    text(figure.subtitle ?? "", layout.subtitleTop, fontSize.subtitle, surface.muted, 400),
    ...layout.panels.map(({ panel, frame }) => ({
      text: safeText(panel.title ?? ""),
      left: frame.left,
      top: frame.top - 23,
      padding: 0,
      textStyle: { color: surface.ink, fontSize: fontSize.panel, fontWeight: 600 },
    })),
  ];
}

/** How much of its colour the icon of a name shows: of lines without points the stroke alone, of bands their own. */
function iconOpacity(figure: Figure): (name: string) => number | "inherit" {
  const lines = figure.panels.flatMap((panel) => panel.marks.filter((mark) => mark.kind === "line"));
  const drawn = new Set(lines.map((line) => line.name));
  const marked = new Set(lines.filter((line) => line.points).map((line) => line.name));
  return (name) => (marked.has(name) ? 1 : drawn.has(name) ? 0 : "inherit");
}

function legend(
  names: readonly string[],
  opacityOf: (name: string) => number | "inherit",
  layout: Layout,
  surface: Surface,
): Option {
  return {
    show: names.length > 0,
    formatter: (key: string) => safeText(key.slice(1)),
    data: names.map((name) => ({ name: seriesKey(name), itemStyle: { opacity: opacityOf(name) } })),
    left: margin,
    top: layout.legendTop,
    padding: 0,
    itemWidth: 34,
    itemHeight: 14,
    itemGap: 18,
    textStyle: { color: surface.ink, fontSize: fontSize.text },
    selectedMode: false,
  };
}

function axisOption(placed: PlacedPanel, which: "x" | "y", gridIndex: number, surface: Surface): Option {
  const { label, min, max, ticks } = placed[which];
  const values = ticks.map((tick) => tick.at);
  const heatmap = placed.panel.marks.some((mark) => mark.kind === "heatmap");
  const category = placed.panel.marks.some((mark) => mark.kind === "box") && which === "x";
  return {
    type: "value",
    gridIndex,
    min,
    max,
    name: safeText(label),
    nameLocation: "middle",
    nameMoveOverlap: false,
    nameGap: which === "x" ? 26 : placed.nameGap,
    nameTextStyle: { color: surface.muted, fontSize: fontSize.text },
    axisLine: { show: true, onZero: false, lineStyle: { color: surface.axis } },
    axisTick: { show: !category, customValues: values, lineStyle: { color: surface.axis } },
    axisLabel: {
      customValues: values,
      color: surface.ink,
      fontSize: category ? fontSize.panel : fontSize.text,
      hideOverlap: true,
      formatter: (value: number) => safeText(nearest(ticks, value)),
    },
    splitLine: { show: !heatmap && !category, lineStyle: { color: surface.grid } },
  };
}

function nearest(ticks: readonly PlacedTick[], value: number): string {
  const tolerance = 1e-9 * Math.max(1, Math.abs(value));
  return ticks.find(({ at }) => Math.abs(at - value) <= tolerance)?.label ?? "";
}
