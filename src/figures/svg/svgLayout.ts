/** @module Where the parts of an SVG figure stand: heading, legend, and the frame of each panel. */
import { type ResolvedAxis, resolveAxes } from "../axes.ts";
import type { Figure, Panel } from "../figure.ts";
import { columnsOf } from "../terminal/span.ts";

/** A rectangle in pixels from the top left corner. */
interface Rect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A panel with its axes resolved and the rectangle inside its frame. */
export interface PlacedPanel {
  readonly panel: Panel;
  readonly x: ResolvedAxis;
  readonly y: ResolvedAxis;
  readonly frame: Rect;
  /** Pixels from the frame to the name of the y axis. */
  readonly nameGap: number;
}

/** Where the panels of a figure stand, in pixels. */
export interface Layout {
  readonly titleTop: number;
  readonly subtitleTop: number;
  readonly legendTop: number;
  readonly panels: readonly PlacedPanel[];
}

/** Pixels around the figure. */
export const margin = 16;
/** Sizes of the texts, in pixels. */
export const fontSize = { title: 17, subtitle: 13, panel: 14, text: 12 } as const;

const legendRow = 22;
const lineHeight = 18;

/** About how wide a text is: half an em a letter, a full em a Chinese character, and some to spare. */
function textWidth(text: string, size: number): number {
  return columnsOf(text) * size * 0.56;
}

/** Places the parts of a figure with these legend entries on a sheet of this size. */
export function layoutFigure(
  figure: Figure,
  names: readonly string[],
  width: number,
  height: number,
): Layout {
  const inner = width - 2 * margin;
  const titleTop = margin;
  const subtitleTop = titleTop + 26 * linesOf(figure.title, fontSize.title, inner);
  const subtitle = figure.subtitle ? lineHeight * linesOf(figure.subtitle, fontSize.subtitle, inner) + 8 : 4;
  const legendTop = subtitleTop + subtitle;
  const top = legendTop + legendRow * legendRows(names, inner) + 6;
  return { titleTop, subtitleTop, legendTop, panels: placePanels(figure, top, width, height) };
}

function linesOf(text: string, size: number, width: number): number {
  return Math.max(1, Math.ceil(textWidth(text, size) / width));
}

function legendRows(names: readonly string[], width: number): number {
  let rows = names.length > 0 ? 1 : 0;
  let used = 0;
  for (const name of names) {
    const item = textWidth(name, fontSize.text) + 60;
    if (used > 0 && used + item > width) {
      rows++;
      used = 0;
    }
    used += item;
  }
  return rows;
}

function placePanels(figure: Figure, top: number, width: number, height: number): readonly PlacedPanel[] {
  const columns = Math.max(1, Math.min(figure.columns ?? 1, figure.panels.length));
  const rows = Math.ceil(figure.panels.length / columns);
  const cell = { width: (width - margin) / columns, height: (height - top - margin / 2) / rows };
  return figure.panels.map((panel, i) =>
    placePanel(panel, {
      left: margin / 2 + (i % columns) * cell.width,
      top: top + Math.floor(i / columns) * cell.height,
      ...cell,
    }),
  );
}

function placePanel(panel: Panel, cell: Rect): PlacedPanel {
  const { x, y } = resolveAxes(panel, { x: Math.max(2, cell.width / 80), y: Math.max(2, cell.height / 52) });
  const labels = Math.max(0, ...y.ticks.map((tick) => textWidth(tick.label, fontSize.text)));
  const left = margin / 2 + 22 + labels + 8;
  const top = panel.title ? 28 : 10;
  const right = rightOf(panel, x);
  const bottom = 46;
  const frame = {
    left: cell.left + left,
    top: cell.top + top,
    width: Math.max(10, cell.width - left - right),
    height: Math.max(10, cell.height - top - bottom),
  };
  return { panel, x, y, frame, nameGap: labels + 14 };
}

/** Pixels beside the frame: for the scale of a heat map, or for half of a last label that is a date. */
function rightOf(panel: Panel, x: ResolvedAxis): number {
  if (panel.marks.some((mark) => mark.kind === "heatmap")) return 104;
  if (panel.x.tickUnit !== "date") return 18;
  return Math.max(18, ...x.ticks.map(({ label }) => textWidth(label, fontSize.text) / 2));
}
