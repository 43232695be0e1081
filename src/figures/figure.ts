/** @module The description of a figure, which the SVG writer and the terminal both draw. */

import { ShapeError, ValueError } from "../errors.ts";
import type { Color } from "./palette.ts";

/** A titled group of panels, laid out left to right in at most `columns` columns (default: one). */
export interface Figure {
  /** The heading. */
  readonly title: string;
  /** A line below the heading. */
  readonly subtitle?: string;
  /** From left to right, row by row. */
  readonly panels: readonly Panel[];
  /** Panels beside each other; as many as fit by default. */
  readonly columns?: number;
}

/**
 * One pair of axes and what is drawn in it.
 *
 * Boxes are placed side by side on a category axis. A heat map has its columns on x and its rows on y, first row on top.
 * A panel with boxes may contain only boxes and rules, one with a heat map nothing else.
 */
export interface Panel {
  /** The heading of the panel. */
  readonly title?: string;
  /** The horizontal axis. */
  readonly x: Axis;
  /** How the dates of x are written in a table of the chart; by default as 2020-01-31 08:00:00. */
  readonly dates?: DateStyle;
  /** The vertical axis. */
  readonly y: Axis;
  /** What is drawn, the last on top. */
  readonly marks: readonly Mark[];
}

/** An axis. The label includes the unit: "t (radians)". Limits default to the range of the data. */
export interface Axis {
  /** What it shows, with the unit. */
  readonly label: string;
  /** Linear by default. */
  readonly scale?: "linear" | "log";
  /** The lower limit. */
  readonly min?: number;
  /** The upper limit. */
  readonly max?: number;
  /** "pi" puts the ticks at multiples of π; "whole" at whole numbers; "date" takes milliseconds since 1970, UTC. */
  readonly tickUnit?: "pi" | "whole" | "date";
}

/** As `TimeStyle` of the data: a pattern, and the names that it needs. */
export interface DateStyle {
  /** Letters stand for the parts of a date, as in `yyyy-MM-dd`. */
  readonly pattern: string;
  /** The names of the months. */
  readonly months?: readonly string[];
  /** The names of the weekdays. */
  readonly weekdays?: readonly string[];
  /** The names of both halves of a day, such as AM and PM. */
  readonly halves?: readonly string[];
  /** The time zone, or the offset from UTC. */
  readonly zone?: number | string;
}

/** What is drawn in a panel. */
export type Mark = Line | Band | Box | Rule | Heatmap;

/** Points joined in order; a value that is not finite, or not positive on a log axis, leaves a gap. */
export interface Line {
  /** Which mark it is. */
  readonly kind: "line";
  /** As in the legend. */
  readonly name: string;
  /** Positions on the x-axis, ascending. */
  readonly x: ArrayLike<number>;
  /** As many values; NaN interrupts the line. */
  readonly y: ArrayLike<number>;
  /** What it represents. */
  readonly color: Color;
  /** Solid by default. */
  readonly dash?: Dash;
  /** Line width in pixels of the SVG; 2 by default. */
  readonly width?: number;
  /** Also mark each point. */
  readonly points?: boolean;
}

/** The dash pattern of a line, which distinguishes it without colour. */
export type Dash = "solid" | "dashed" | "dotted";

/** The area from `low` to `high`. A band and a line of the same name share a legend entry. */
export interface Band {
  /** Which mark it is. */
  readonly kind: "band";
  /** As in the legend. */
  readonly name: string;
  /** Positions on the x-axis, ascending. */
  readonly x: ArrayLike<number>;
  /** The lower edge, for each position. */
  readonly low: ArrayLike<number>;
  /** The upper edge, for each position. */
  readonly high: ArrayLike<number>;
  /** What it represents. */
  readonly color: Color;
  /** Half the opacity, for the outer of two bands. */
  readonly faint?: boolean;
}

/** A box plot: the five-number summary of a sample, with its values as dots beside it. */
export interface Box {
  /** Which mark it is. */
  readonly kind: "box";
  /** As below the box. */
  readonly name: string;
  /** The end of the lower whisker. */
  readonly min: number;
  /** The lower quartile. */
  readonly q1: number;
  /** The line inside the box. */
  readonly median: number;
  /** The upper quartile. */
  readonly q3: number;
  /** The end of the upper whisker. */
  readonly max: number;
  /** Single values beside the box. */
  readonly points: ArrayLike<number>;
  /** What it represents. */
  readonly color: Color;
}

/** A reference line across the panel at one value of the axis. */
export interface Rule {
  /** Which mark it is. */
  readonly kind: "rule";
  /** The axis that the line crosses. */
  readonly axis: "x" | "y";
  /** The position on that axis. */
  readonly at: number;
  /** The text at the line. */
  readonly label: string;
}

/** Values (rows, cols), row-major, on a diverging scale that is symmetric about zero. */
export interface Heatmap {
  /** Which mark it is. */
  readonly kind: "heatmap";
  /** The label of the colour bar, with the unit. */
  readonly name: string;
  /** Row by row. */
  readonly values: ArrayLike<number>;
  /** The number of rows. */
  readonly rows: number;
  /** The number of columns. */
  readonly cols: number;
}

/**
 * Throws ShapeError if arrays that belong together differ in length, ValueError if a figure has no panel or a panel mixes
 * kinds of marks that cannot share axes.
 */
export function checkFigure(figure: Figure): void {
  if (figure.panels.length === 0) {
    throw new ValueError("figure: panels is empty but must have at least one panel");
  }
  for (const panel of figure.panels) {
    checkKinds(panel);
    for (const mark of panel.marks) checkLengths(mark);
  }
}

function checkKinds(panel: Panel): void {
  const kinds = new Set(panel.marks.map((mark) => mark.kind));
  const alone = kinds.has("heatmap") ? ["heatmap"] : kinds.has("box") ? ["box", "rule"] : null;
  const stranger = alone && [...kinds].find((kind) => !alone.includes(kind));
  if (alone && stranger) {
    throw new ValueError(
      `figure: a panel has marks of kinds ${alone[0]} and ${stranger}, which must be in two panels`,
    );
  }
  if (alone?.[0] === "heatmap" && panel.marks.length > 1) {
    throw new ValueError(`figure: a panel has ${panel.marks.length} heat maps but must have one`);
  }
}

function checkLengths(mark: Mark): void {
  if (mark.kind === "line") sameLength(mark.name, mark.x.length, { y: mark.y });
  if (mark.kind === "band") sameLength(mark.name, mark.x.length, { low: mark.low, high: mark.high });
  if (mark.kind === "heatmap" && mark.values.length !== mark.rows * mark.cols) {
    const wanted = `rows × cols = ${mark.rows} × ${mark.cols} = ${mark.rows * mark.cols}`;
    throw new ShapeError(`figure: "${mark.name}" has ${mark.values.length} values but must have ${wanted}`);
  }
}

function sameLength(name: string, wanted: number, arrays: Readonly<Record<string, ArrayLike<number>>>): void {
  for (const [key, array] of Object.entries(arrays)) {
    if (array.length === wanted) continue;
    throw new ShapeError(
      `figure: "${name}" has ${array.length} values of ${key} but must have ${wanted}, as x has`,
    );
  }
}
