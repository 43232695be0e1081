/** @module What the marks of an SVG are drawn with: a place for each value, rectangles, texts. */

import type { ResolvedAxis } from "../axes.ts";
import type { Theme } from "../palette.ts";
import { fontSize } from "./svgLayout.ts";

/** A part of an ECharts option. */
export type Option = Readonly<Record<string, unknown>>;

/** x and y, in pixels. */
export type Point = readonly [number, number];
/** A shape as ECharts draws it. */
export type Shape = Option;

/** What a mark is drawn with: where points of the panel fall on the sheet, and the theme. */
export interface Pen {
  readonly x: ResolvedAxis;
  readonly y: ResolvedAxis;
  readonly at: (x: number, y: number) => Point;
  readonly theme: Theme;
  readonly right: number;
}

/** A rectangle. */
export function rect([x1, y1]: Point, [x2, y2]: Point, style: Option): Shape {
  const shape = {
    x: Math.min(x1, x2),
    y: Math.min(y1, y2),
    width: Math.abs(x2 - x1),
    height: Math.abs(y2 - y1),
  };
  return { type: "rect", shape, style };
}

/**
 * A text as ECharts may have it: it keeps measured texts as keys of plain objects, so one that these
 * inherit, such as "constructor", gets an invisible tail, which `renderSvg` removes again.
 */
export function safeText(text: string): string {
  return text in {} ? `${text}${invisible}` : text;
}

/** A shape that takes its place and shows nothing. */
export const invisible = "\u200b";

/** A piece of text. */
export function textShape(
  text: string,
  [x, y]: Point,
  align: "left" | "right" | "center",
  fill: string,
  dx = 0,
  dy = 0,
): Shape {
  const shift = align === "right" ? -Math.abs(dx) : dx;
  const style = {
    text: safeText(text),
    x: x + shift,
    y: y + dy,
    align,
    verticalAlign: "middle",
    fill,
    fontSize: fontSize.text,
  };
  return { type: "text", style };
}
