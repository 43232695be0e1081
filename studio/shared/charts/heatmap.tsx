/** @module A heat map on a canvas, one pixel a cell, blown up by the page. */

import { useEffect, useRef } from "preact/hooks";
import { divergingHex, type Theme } from "../../../src/figures/palette.ts";
import { formatValue } from "../../../src/text/format.ts";
import { theme } from "../preferences.ts";

interface HeatmapProps {
  /** What it shows, for people who cannot see it. */
  readonly label: string;
  /** (rows, cols), row-major. */
  readonly values: ArrayLike<number>;
  readonly rows: number;
  readonly cols: number;
  /** The value at the full colour; zero is neutral. */
  readonly scale: number;
  /** Subtracted from each value before it is coloured. */
  readonly origin?: number;
  readonly height: number;
  /** The column to point out. */
  readonly column?: number | null;
  readonly onHover?: (cell: { row: number; column: number } | null) => void;
}

/** Values as colours: blue below zero, red above it. */
export function Heatmap(props: HeatmapProps) {
  const { label, values, rows, cols, scale, origin = 0, height, column = null, onHover } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const now = theme.value;
  useEffect(() => {
    if (canvas.current) paint(canvas.current, values, scale, origin, now);
  }, [values, scale, origin, now, rows, cols]);
  const cellAt = ({ offsetX, offsetY, currentTarget }: PointerEvent & { currentTarget: HTMLElement }) => ({
    row: Math.min(rows - 1, Math.max(0, Math.floor((offsetY / currentTarget.clientHeight) * rows))),
    column: Math.min(cols - 1, Math.max(0, Math.floor((offsetX / currentTarget.clientWidth) * cols))),
  });
  return (
    <div class="heatmap" style={{ height: `${height}px` }} role="img" aria-label={label}>
      <canvas
        ref={canvas}
        width={cols}
        height={rows}
        onPointerMove={(event) => onHover?.(cellAt(event))}
        onPointerLeave={() => onHover?.(null)}
      />
      {column !== null && (
        <div class="column" style={{ left: `${(column / cols) * 100}%`, width: `${100 / cols}%` }} />
      )}
    </div>
  );
}

/** A value with its place: "[3, 7] = 0.131". */
export function cellText(values: ArrayLike<number>, cols: number, row: number, column: number): string {
  return `[${row}, ${column}] = ${formatValue(values[row * cols + column])}`;
}

function paint(
  canvas: HTMLCanvasElement,
  values: ArrayLike<number>,
  scale: number,
  origin: number,
  now: Theme,
): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  const { width, height } = canvas;
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const colors = divergingColors(now);
  for (let i = 0; i < pixels.length; i++) {
    const share = (values[i] - origin) / scale;
    pixels[i] = Number.isNaN(share) ? 0 : colors[Math.round((Math.max(-1, Math.min(1, share)) + 1) * 255)];
  }
  context.putImageData(image, 0, 0);
}

const made = new Map<Theme, Uint32Array>();

/** 511 colours from −1 to 1, as a little-endian machine has them in memory. */
export function divergingColors(now: Theme): Uint32Array {
  const known = made.get(now);
  if (known) return known;
  const colors = Uint32Array.from({ length: 511 }, (_, i) => {
    const rgb = Number.parseInt(divergingHex(i / 255 - 1, now).slice(1), 16);
    return (255 << 24) | ((rgb & 255) << 16) | (rgb & 0xff00) | (rgb >> 16);
  });
  made.set(now, colors);
  return colors;
}
