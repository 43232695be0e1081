/** @module Where the parts of an SVG figure stand: headings, legend, and the frame of each panel. */
import { maxOf } from "../../lists.ts";
import { type ResolvedAxis, resolveAxes } from "../axes.ts";
import type { Band, Figure, Line, Panel } from "../figure.ts";
import { columnsOf, truncate, wrap } from "../terminal/span.ts";
import type { Point } from "./document.ts";

/** Sizes of the texts, in pixels. */
export const fontSize = { title: 17, subtitle: 13, panel: 14, text: 12 } as const;

/** Pixels of the sample of a line or band in the legend. */
export const iconWidth = 28;

const margin = 16;
const legendRow = 20;

/** A text by the left end of its middle line. */
interface PlacedText {
  readonly text: string;
  readonly at: Point;
}

/** A name with the line, the band, or both, that it stands for. */
export interface LegendEntry {
  readonly name: string;
  readonly line?: Line;
  readonly band?: Band;
}

/** A rectangle in pixels. */
interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A panel with its axes, the rectangle inside them, and the place on the sheet of a point in drawing units. */
export interface PlacedPanel {
  readonly panel: Panel;
  readonly index: number;
  readonly x: ResolvedAxis;
  readonly y: ResolvedAxis;
  readonly frame: Rect;
  readonly at: (x: number, y: number) => Point;
  /** Pixels from the frame to the middle of the name of the y axis. */
  readonly nameGap: number;
}

export interface Layout {
  readonly title: readonly PlacedText[];
  readonly subtitle: readonly PlacedText[];
  readonly legend: readonly (LegendEntry & PlacedText)[];
  readonly panels: readonly PlacedPanel[];
}

/** Places the parts of a figure, from top to bottom, on a sheet of this size. */
export function layoutFigure(figure: Figure, width: number, height: number): Layout {
  const right = width - margin;
  const title = headings(figure.title, fontSize.title, margin, right);
  const belowTitle = margin + title.length * (fontSize.title + 6) + 2;
  const subtitle = headings(figure.subtitle ?? "", fontSize.subtitle, belowTitle, right);
  const belowSubtitle = belowTitle + subtitle.length * (fontSize.subtitle + 6) + 4;
  const legend = placeLegend(legendEntries(figure), belowSubtitle + legendRow / 2, right);
  const top = (legend.at(-1)?.at[1] ?? belowSubtitle - legendRow / 2) + legendRow / 2 + 4;
  return { title, subtitle, legend, panels: placePanels(figure, top, width, height) };
}

/** Names in the legend, once each: lines and bands. Other marks are labelled in the panel. */
export function legendEntries(figure: Figure): readonly LegendEntry[] {
  const entries = new Map<string, LegendEntry>();
  for (const mark of figure.panels.flatMap((panel) => panel.marks)) {
    if (mark.kind !== "line" && mark.kind !== "band") continue;
    entries.set(mark.name, { name: mark.name, [mark.kind]: mark, ...entries.get(mark.name) });
  }
  return [...entries.values()];
}

/** About how wide a text is: half an em for a letter, a full em for a Chinese character, and some to spare. */
export function textWidth(text: string, size: number = fontSize.text): number {
  return columnsOf(text) * size * 0.56;
}

/** The text, cut to about this width. */
export function fitted(text: string, width: number, size: number = fontSize.text): string {
  return truncate(text, Math.max(1, Math.floor(width / (0.56 * size))));
}

/** The lines of a text: it is broken at its own line breaks, and where it would leave the sheet. */
function headings(text: string, size: number, top: number, right: number): readonly PlacedText[] {
  const columns = Math.max(1, Math.floor((right - margin) / (0.58 * size)));
  const lines = text === "" ? [] : text.split("\n").flatMap((line) => wrap(line, columns, 4));
  return lines.map((line, i) => ({ text: line, at: [margin, top + (i + 0.5) * (size + 6)] }));
}

/** Entries from left to right, in as many rows as they need; the first row at y. */
function placeLegend(entries: readonly LegendEntry[], y: number, right: number): Layout["legend"] {
  let at: Point = [margin, y];
  let next = at;
  return entries.map((entry) => {
    const text = fitted(entry.name, right - margin - iconWidth - 6);
    const width = iconWidth + 6 + textWidth(text);
    at = next[0] > margin && next[0] + width > right ? [margin, next[1] + legendRow] : next;
    next = [at[0] + width + 16, at[1]];
    return { ...entry, text, at };
  });
}

function placePanels(figure: Figure, top: number, width: number, height: number): readonly PlacedPanel[] {
  const columns = Math.max(1, Math.min(figure.columns ?? 1, figure.panels.length));
  const rows = Math.ceil(figure.panels.length / columns);
  const across = (width - margin) / columns;
  const down = (height - top - margin / 2) / rows;
  return figure.panels.map((panel, i) => {
    const left = margin / 2 + (i % columns) * across;
    const upper = top + Math.floor(i / columns) * down;
    return placePanel(panel, i, { left, top: upper, right: left + across, bottom: upper + down });
  });
}

/** The edges of the frame lie in the middle of a pixel, where lines along them are sharp. */
function placePanel(panel: Panel, index: number, cell: Rect): PlacedPanel {
  const count = { x: (cell.right - cell.left) / 80, y: (cell.bottom - cell.top) / 52 };
  const { x, y } = resolveAxes(panel, { x: Math.max(2, count.x), y: Math.max(2, count.y) });
  const labels = maxOf(
    y.ticks.map((tick) => textWidth(tick.label)),
    0,
  );
  const left = Math.round(cell.left + labels + (panel.y.label ? 36 : 16)) + 0.5;
  const top = Math.round(cell.top + (panel.title ? 28 : 8)) + 0.5;
  const right = Math.max(left + 10, Math.round(cell.right - rightOf(panel, x)) - 0.5);
  const bottom = Math.max(top + 10, Math.round(cell.bottom - (panel.x.label ? 44 : 26)) - 0.5);
  const at = (u: number, v: number): Point => [
    left + ((u - x.min) / (x.max - x.min)) * (right - left),
    top + ((y.max - v) / (y.max - y.min)) * (bottom - top),
  ];
  return { panel, index, x, y, frame: { left, top, right, bottom }, at, nameGap: labels + 20 };
}

/** Pixels beside the frame: for the colour bar of a heat map, or for half of the last label. */
function rightOf(panel: Panel, x: ResolvedAxis): number {
  if (panel.marks.some((mark) => mark.kind === "heatmap")) return 104;
  if (panel.marks.some((mark) => mark.kind === "box")) return 18;
  return Math.max(18, textWidth(x.ticks.at(-1)?.label ?? "") / 2);
}
