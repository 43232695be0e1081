/** @module What a figure is read by: its headings, its legend, and the axes of each panel. */

import type { PlacedTick } from "../axes.ts";
import { hexOf, type Surface, surfaceOf, type Theme } from "../palette.ts";
import { element, pathThrough, strokeElement, textElement } from "./document.ts";
import { fitted, fontSize, iconWidth, type Layout, type PlacedPanel, textWidth } from "./layout.ts";
import { dotElement, fillStyle, lineStyle } from "./marks.ts";

export function headingElements({ title, subtitle }: Layout, theme: Theme): readonly string[] {
  const { ink, muted } = surfaceOf(theme);
  return [
    ...title.map(({ text, at }) => textElement(text, at, { fill: ink, size: fontSize.title, weight: 600 })),
    ...subtitle.map(({ text, at }) => textElement(text, at, { fill: muted, size: fontSize.subtitle })),
  ];
}

/** Each name beside a sample of its line, of its band, or of the line on the band. */
export function legendElements({ legend }: Layout, theme: Theme): readonly string[] {
  return legend.flatMap(({ text, at, line, band }) => {
    const [x, y] = at;
    const patch = { x, y: y - 7, width: iconWidth, height: 14, rx: 3 };
    const sample = pathThrough([at, [x + iconWidth, y]]);
    return [
      // Without a line twice as strong as in the panel, since the patch is small.
      band ? element("rect", { ...patch, ...fillStyle(band, theme, line ? 1 : 2) }) : "",
      line ? element("path", { d: sample, ...lineStyle(line, theme) }) : "",
      line?.points ? dotElement([x + iconWidth / 2, y], hexOf(line.color, theme)) : "",
      textElement(text, [x + iconWidth + 6, y], { fill: surfaceOf(theme).ink }),
    ];
  });
}

/** Grid, axes with their ticks, labels and names, and the title of a panel. */
export function axisElements(placed: PlacedPanel, theme: Theme): readonly string[] {
  const { panel, x, y, frame, at } = placed;
  const { left, top, right, bottom } = frame;
  const surface = surfaceOf(theme);
  const has = (kind: "box" | "heatmap") => panel.marks.some((mark) => mark.kind === kind);
  const xs = has("box") ? [] : x.ticks.map((tick) => sharp(at(tick.at, y.min)[0]));
  const ys = y.ticks.map((tick) => sharp(at(x.min, tick.at)[1]));
  const grid = [...ys.map((v) => `M${left} ${v}H${right}`), ...xs.map((u) => `M${u} ${top}V${bottom}`)];
  const ticks = [...ys.map((v) => `M${left} ${v}h-4`), ...xs.map((u) => `M${u} ${bottom}v4`)];
  const axes = `M${left} ${top}V${bottom}H${right}${ticks.join("")}`;
  const title = fitted(panel.title ?? "", right - left, fontSize.panel);
  return [
    has("heatmap") ? "" : strokeElement(grid.join(""), surface.grid),
    strokeElement(axes, surface.axis),
    ...xLabels(placed, surface, has("box") ? fontSize.panel : fontSize.text),
    ...yLabels(placed, surface),
    textElement(title, [left, top - 16], { fill: surface.ink, size: fontSize.panel, weight: 600 }),
  ];
}

/** The middle of a pixel, where a line one pixel wide is sharp. */
function sharp(value: number): number {
  return Math.floor(value) + 0.5;
}

function xLabels({ x, y, frame, at }: PlacedPanel, { ink, muted }: Surface, size: number): readonly string[] {
  const { left, right, bottom } = frame;
  const pixel = (tick: PlacedTick) => at(tick.at, y.min)[0];
  const shown = withRoom(x.ticks, pixel, ({ label }) => textWidth(label, size) + 6);
  const name = fitted(x.label, right - left + 36);
  return [
    ...shown.map((tick) =>
      textElement(tick.label, [pixel(tick), bottom + 14], { fill: ink, size, anchor: "middle" }),
    ),
    textElement(name, [(left + right) / 2, bottom + 33], { fill: muted, anchor: "middle" }),
  ];
}

function yLabels({ x, y, frame, at, nameGap }: PlacedPanel, { ink, muted }: Surface): readonly string[] {
  const { left, top, bottom } = frame;
  const pixel = (tick: PlacedTick) => at(x.min, tick.at)[1];
  const shown = withRoom(y.ticks, pixel, () => fontSize.text + 1);
  const name = fitted(y.label, bottom - top + 36);
  return [
    ...shown.map((tick) => textElement(tick.label, [left - 8, pixel(tick)], { fill: ink, anchor: "end" })),
    textElement(name, [left - nameGap, (top + bottom) / 2], {
      fill: muted,
      anchor: "middle",
      vertical: true,
    }),
  ];
}

/** The ticks whose labels do not run into the one before, where a label takes `size` pixels along the axis. */
function withRoom(
  ticks: readonly PlacedTick[],
  pixel: (tick: PlacedTick) => number,
  size: (tick: PlacedTick) => number,
): readonly PlacedTick[] {
  const shown: PlacedTick[] = [];
  for (const tick of ticks) {
    const last = shown.at(-1);
    if (last && Math.abs(pixel(tick) - pixel(last)) < (size(tick) + size(last)) / 2) continue;
    shown.push(tick);
  }
  return shown;
}
