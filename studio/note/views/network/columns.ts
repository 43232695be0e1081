/** @module The columns of h and c on a canvas: a cell for each unit, blue below zero and red above it. */
import { surfaceOf, type Theme } from "../../../../src/figures/palette.ts";
import { divergingColors } from "../../../shared/charts/heatmap.tsx";
import type { NetworkPicture } from "../../lab/networkPicture.ts";
import { columnsOf, edge, type Layout, rows, sidesOf, widths } from "./geometry.ts";
import { mostOf } from "./values.ts";

/** Draws every column; `density` is the canvas's pixels for one of the page. */
export function drawColumns(
  canvas: HTMLCanvasElement,
  layout: Layout,
  picture: NetworkPicture,
  theme: Theme,
  density: number,
): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  context.setTransform(density, 0, 0, density, 0, 0);
  context.clearRect(0, 0, layout.width, layout.height);
  context.imageSmoothingEnabled = false;
  context.strokeStyle = surfaceOf(theme).axis;
  context.lineWidth = 1;
  const { hidden: h, cell: c, hidden0, cell0, below, settings } = picture;
  const H = settings.hidden;
  const column = new ColumnPen(context, theme);
  const [most, mostCell] = [mostOf(h), c ? mostOf(c) : 1];
  const { top, height } = rows.column;
  column.draw(hidden0, 0, 1, H, most, { x: edge.x, y: top, width: 12, height });
  if (cell0) column.draw(cell0, 0, 1, H, mostCell, { x: edge.x + 14, y: top, width: 8, height });
  for (const slot of layout.slots) {
    const count = slot.to - slot.from;
    if (slot.isGap) {
      const [left, right] = sidesOf(slot, layout.cell);
      column.draw(h, slot.from, count, H, most, { x: left, y: top, width: right - left, height });
      continue;
    }
    const places = columnsOf(slot, layout.cell);
    column.draw(h, slot.from, 1, H, most, { x: places.h, y: top, width: widths.h, height });
    if (c) column.draw(c, slot.from, 1, H, mostCell, { x: places.c, y: top, width: widths.c, height });
    if (below) {
      const place = { x: slot.x - 7, y: layout.height - 52, width: 14, height: 32 };
      column.draw(below, slot.from, 1, H, mostOf(below), place);
    }
  }
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Paints steps of values as pixels and blows them up. */
class ColumnPen {
  readonly #context: CanvasRenderingContext2D;
  readonly #colors: Uint32Array;
  readonly #small = document.createElement("canvas");

  constructor(context: CanvasRenderingContext2D, theme: Theme) {
    this.#context = context;
    this.#colors = divergingColors(theme);
  }

  /** Steps from, from + 1, … of values (T, H), one beside the other, units downward. */
  draw(values: Float32Array, from: number, count: number, H: number, most: number, place: Place): void {
    const small = this.#small;
    [small.width, small.height] = [count, H];
    const pen = small.getContext("2d");
    if (pen === null) return;
    const image = pen.createImageData(count, H);
    const pixels = new Uint32Array(image.data.buffer);
    for (let step = 0; step < count; step++)
      for (let unit = 0; unit < H; unit++) {
        const share = values[(from + step) * H + unit] / most;
        const isNumber = !Number.isNaN(share);
        pixels[unit * count + step] = isNumber ? this.#colors[Math.round((share + 1) * 255)] : 0;
      }
    pen.putImageData(image, 0, 0);
    const { x, y, width, height } = place;
    this.#context.drawImage(small, x, y, width, height);
    this.#context.strokeRect(x - 0.5, y - 0.5, width + 1, height + 1);
  }
}
