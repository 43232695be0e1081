/** @module A heat map in the terminal: coloured half blocks, or signs without colour. */

import { formatValue } from "../../text/format.ts";
import { largest } from "../axes.ts";
import type { Heatmap } from "../figure.ts";
import { ansiOf, ansiOfHex, type ColorDepth, divergingHex } from "../palette.ts";
import { merge, plainText, type Span, type StyledLine } from "./span.ts";

/** Two rows of the map per line of text in 256 colours or more, otherwise signs by magnitude. */
export function heatmapLines(
  heatmap: Heatmap,
  columns: number,
  rows: number,
  depth: ColorDepth,
): readonly StyledLine[] {
  const limit = largest(heatmap);
  const at = (column: number, row: number, of: number) =>
    strongest(heatmap, column / columns, row / of, columns, of) / limit;
  return Array.from({ length: rows }, (_, row) =>
    merge(
      Array.from({ length: columns }, (_, column): Span => {
        if (!shows(depth)) return signSpan(at(column, row, rows), depth);
        const [upper, lower] = [2 * row, 2 * row + 1].map((half) =>
          divergingHex(at(column, half, 2 * rows), "dark"),
        );
        return {
          text: "▀",
          foreground: ansiOfHex(upper, depth, "foreground"),
          background: ansiOfHex(lower, depth, "background"),
        };
      }),
    ),
  );
}

/** The colour bar: the limits of the scale, with the colours or signs between them. */
export function scaleSpans(heatmap: Heatmap, depth: ColorDepth): readonly Span[] {
  const limit = formatValue(largest(heatmap));
  const ramp = shows(depth)
    ? Array.from({ length: 9 }, (_, i) => ({
        text: "█",
        foreground: ansiOfHex(divergingHex(i / 4 - 1, "dark"), depth, "foreground"),
      }))
    : [-1, -0.5, 0, 0.5, 1].map((value) => signSpan(value, depth));
  return [{ text: `${plainText(heatmap.name)}: −${limit} ` }, ...ramp, { text: ` +${limit}` }];
}

function shows(depth: ColorDepth): boolean {
  return depth === "256" || depth === "truecolor";
}

// From most negative to most positive.
const heatSigns = ["=", "-", "·", "+", "#"] as const;

function signSpan(value: number, depth: ColorDepth): Span {
  const text = Number.isNaN(value) ? " " : heatSigns[Math.round(value * 2) + 2];
  return { text, foreground: depth === "none" ? "" : ansiOf(value < 0 ? "prediction" : "target", depth) };
}

/** The value of largest magnitude among those in one cell of the drawing. */
function strongest(heatmap: Heatmap, u: number, v: number, across: number, down: number): number {
  const { rows, cols, values } = heatmap;
  const [left, top] = [Math.floor(u * cols + 1e-9), Math.floor(v * rows + 1e-9)];
  const right = Math.max(left + 1, Math.floor((u + 1 / across) * cols + 1e-9));
  const bottom = Math.max(top + 1, Math.floor((v + 1 / down) * rows + 1e-9));
  let best = Number.NaN;
  for (let row = top; row < Math.min(bottom, rows); row++) {
    for (let col = left; col < Math.min(right, cols); col++) {
      const value = values[row * cols + col];
      if (Number.isFinite(value) && !(Math.abs(value) <= Math.abs(best))) best = value;
    }
  }
  return best;
}
