/** @module A figure as lines of text: braille curves, axes and a legend, with or without colour. */

import { closed } from "../../arguments.ts";
import { ValueError } from "../../errors.ts";
import { append } from "../../lists.ts";
import { checkFigure, type Dash, type Figure, type Mark } from "../figure.ts";
import { ansiOf, type ColorDepth } from "../palette.ts";
import { plainText, type Span, type StyledLine, truncate, widthOf, wrap, writeLine } from "./span.ts";
import { panelLines } from "./terminalPanel.ts";

/** Size, colours and language of a drawing in the terminal. */
export interface TerminalOptions {
  /** Maximum columns of a line; 80 by default. */
  readonly columns?: number;
  /** Maximum number of lines; 24 by default. */
  readonly rows?: number;
  /** "none", the default, writes no escape codes. */
  readonly color?: ColorDepth;
}

const gap = 2;
const smallest = { columns: 36, rows: 9 } as const;

/**
 * Draws a figure in at most `columns` × `rows` characters.
 *
 * Up to `figure.columns` panels are placed side by side if each gets 36 columns, otherwise fewer. Panels that do not fit
 * are left out. Dotted lines are sparse dots and solid lines have no gaps, so they differ without colour.
 * Throws ShapeError and ValueError as `checkFigure`, ValueError for a size below 1.
 */
export function renderTerminal(figure: Figure, options: TerminalOptions = {}): string[] {
  const {
    columns = 80,
    rows = 24,
    color = "none",
  } = closed("renderTerminal", options, {
    columns: 0,
    rows: 0,
    color: 0,
  });
  checkFigure(figure);
  if (!(columns >= 1 && rows >= 1)) {
    throw new ValueError(`renderTerminal: the size is ${columns} × ${rows} but both must be at least 1`);
  }
  const [width, height] = [Math.floor(columns), Math.floor(rows)];
  const head = headLines(figure, width, height, color);
  const body = bodyLines(figure, width, height - head.length, color);
  return [...head, ...body].map((line) => writeLine(line, color !== "none"));
}

function headLines(figure: Figure, columns: number, rows: number, depth: ColorDepth): readonly StyledLine[] {
  const text = (content: string, weight: "bold" | "dim", most: number): readonly StyledLine[] =>
    wrap(plainText(content), columns, most).map((line) => [{ text: line, weight }]);
  const lines: StyledLine[] = [];
  const most = rows >= 18 ? 2 : 1;
  if (rows >= 4 && figure.title) append(lines, text(figure.title, "bold", most));
  if (rows >= 14 && figure.subtitle) append(lines, text(figure.subtitle, "dim", most));
  if (rows >= 6) append(lines, legendLines(figure, columns, rows >= 12 ? 3 : 1, depth));
  return lines;
}

/** The legend on at most `most` lines; entries that do not fit are left out. */
function legendLines(
  figure: Figure,
  columns: number,
  most: number,
  depth: ColorDepth,
): readonly StyledLine[] {
  const lines: StyledLine[] = [];
  for (const [sample, name] of legendEntries(figure, depth)) {
    const entry = [sample, { text: ` ${truncate(plainText(name), columns - widthOf([sample]) - 1)}` }];
    const last = lines.at(-1);
    if (last && widthOf(last) + 3 + widthOf(entry) <= columns)
      lines[lines.length - 1] = [...last, { text: "   " }, ...entry];
    else if (lines.length < most && widthOf(entry) <= columns) lines.push(entry);
  }
  return lines;
}

const samples: Readonly<Record<Dash, string>> = { solid: "⠒⠒⠒⠒", dashed: "⠒⠂⠐⠒", dotted: "⠂⠐ ⠂" };

function legendEntries(figure: Figure, depth: ColorDepth): readonly (readonly [Span, string])[] {
  const marks = figure.panels.flatMap((panel) => panel.marks);
  const entries = new Map<string, Span>();
  // Lines first, since a band of the same name shares the entry.
  for (const mark of [...marks].sort((a, b) => Number(b.kind === "line") - Number(a.kind === "line"))) {
    const name = mark.kind === "rule" ? mark.label : mark.name;
    const sample = sampleOf(mark, depth);
    if (sample && !entries.has(name)) entries.set(name, sample);
  }
  return [...entries].map(([name, sample]) => [sample, name]);
}

/** The sample before a name in the legend; none for boxes and heat maps, which are labelled in the panel. */
function sampleOf(mark: Mark, depth: ColorDepth): Span | null {
  switch (mark.kind) {
    case "line":
      return { text: samples[mark.dash ?? "solid"], foreground: ansiOf(mark.color, depth) };
    case "band":
      return { text: mark.faint ? "⠠⠂⠠⠂" : "⠡⠊⠡⠊", foreground: ansiOf(mark.color, depth), weight: "dim" };
    case "rule":
      return { text: mark.axis === "x" ? "┆" : "┄┄", weight: "dim" };
    case "box":
    case "heatmap":
      return null;
  }
}

function bodyLines(figure: Figure, columns: number, rows: number, depth: ColorDepth): readonly StyledLine[] {
  if (rows < 1) return [];
  const { across, down } = arrange(figure, columns, rows);
  const width = Math.floor((columns - gap * (across - 1)) / across);
  const lines: StyledLine[] = [];
  for (let r = 0; r < down; r++) {
    const panels = figure.panels.slice(r * across, (r + 1) * across);
    const height = Math.floor(rows / down);
    append(lines, beside(panels.map((panel) => panelLines(panel, width, height, depth))));
  }
  return lines;
}

/** The number of panels side by side and of rows, with no panel too small to read. */
function arrange(
  figure: Figure,
  columns: number,
  rows: number,
): { readonly across: number; readonly down: number } {
  const wanted = Math.min(figure.columns ?? 1, figure.panels.length);
  const fitting = Math.floor((columns + gap) / (smallest.columns + gap));
  const across = Math.max(1, Math.min(wanted, fitting));
  const needed = Math.ceil(figure.panels.length / across);
  return { across, down: Math.max(1, Math.min(needed, Math.floor(rows / smallest.rows))) };
}

function beside(blocks: readonly (readonly StyledLine[])[]): readonly StyledLine[] {
  return blocks[0].map((_, row) =>
    blocks.flatMap((block, i) => (i === 0 ? block[row] : [{ text: " ".repeat(gap) }, ...block[row]])),
  );
}
