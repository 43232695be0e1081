/** @module The description of a figure, which the SVG writer and the terminal both draw. */

import { ShapeError, ValueError } from "../errors.ts";
import type { Color } from "./palette.ts";

/** A titled group of panels, laid out left to right in at most `columns` columns (default: one). */
export interface Figure {
  readonly title: string;
  readonly subtitle?: string;
  readonly panels: readonly Panel[];
  readonly columns?: number;
}

/**
 * One pair of axes and what is drawn in it.
 *
 * Boxes are placed side by side on a category axis. A heat map has its columns on x and its rows on y, first row on top.
 * A panel with boxes may contain only boxes and rules, one with a heat map nothing else.
 */
export interface Panel {
  readonly title?: string;
  readonly x: Axis;
  /** How the dates of x are written in a table of the chart; by default as 2020-01-31 08:00:00. */
  readonly dates?: DateStyle;
  readonly y: Axis;
  readonly marks: readonly Mark[];
}

/** An axis. The label includes the unit: "t (radians)". Limits default to the range of the data. */
export interface Axis {
  readonly label: string;
  readonly scale?: "linear" | "log";
  readonly min?: number;
  readonly max?: number;
  /** "pi" puts the ticks at multiples of π; "whole" at whole numbers; "date" takes milliseconds since 1970, UTC. */
  readonly tickUnit?: "pi" | "whole" | "date";
}

/** As `TimeStyle` of the data: a pattern, and the names that it needs. */
interface DateStyle {
  readonly pattern: string;
  readonly months?: readonly string[];
  readonly weekdays?: readonly string[];
  readonly halves?: readonly string[];
  readonly zone?: number | string;
}

/** What is drawn in a panel. */
export type Mark = Line | Band | Box | Rule | Heatmap;

/** Points joined in order; a value that is not finite, or not positive on a log axis, leaves a gap. */
export interface Line {
  readonly kind: "line";
  readonly name: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly color: Color;
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
  readonly kind: "band";
  readonly name: string;
  readonly x: ArrayLike<number>;
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
  readonly color: Color;
  /** Half the opacity, for the outer of two bands. */
  readonly faint?: boolean;
}

/** A box plot: the five-number summary of a sample, with its values as dots beside it. */
export interface Box {
  readonly kind: "box";
  readonly name: string;
  readonly min: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly max: number;
  readonly points: ArrayLike<number>;
  readonly color: Color;
}

/** A reference line across the panel at one value of the axis. */
export interface Rule {
  readonly kind: "rule";
  readonly axis: "x" | "y";
  readonly at: number;
  readonly label: string;
}

/** Values (rows, cols), row-major, on a diverging scale that is symmetric about zero. */
export interface Heatmap {
  readonly kind: "heatmap";
  /** The label of the colour bar, with the unit. */
  readonly name: string;
  readonly values: ArrayLike<number>;
  readonly rows: number;
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
