/** @module A figure as lines of text: braille curves, axes, a legend, in colour or without. */

import { ValueError } from "../../errors.ts";
import type { Lang } from "../../text/lang.ts";
import { checkFigure, type Dash, type Figure, type Mark } from "../figure.ts";
import { ansiOf, type Color, type ColorDepth } from "../palette.ts";
import {
  padLine,
  plainText,
  type Span,
  type StyledLine,
  truncate,
  widthOf,
  wrap,
  writeLine,
} from "./span.ts";
import { panelLines } from "./terminalPanel.ts";

/** Size, colours and language of a drawing in the terminal. */
export interface TerminalOptions {
  /** Most columns of a line; 80 by default. */
  readonly columns?: number;
  /** Most lines; 24 by default. */
  readonly rows?: number;
  /** "none" writes no escape code at all; the default. */
  readonly color?: ColorDepth;
  /** The language of the legend's one own word, "both". */
  readonly lang?: Lang;
}

const gap = 2;
const smallest = { columns: 36, rows: 9 } as const;

/**
 * Draws a figure in at most `columns` × `rows` characters.
 *
 * Panels stand side by side, up to the figure's `columns`, as far as each keeps 36 columns, else one
 * below the other; those for which no room is left are not drawn. A dotted line is sparse dots, a
 * solid one has no gaps, so that target and prediction can be told apart without colour.
 *
 * @throws ShapeError, ValueError as `checkFigure`; ValueError for a size below 1.
 */
export function renderTerminal(figure: Figure, options: TerminalOptions = {}): string[] {
  const { columns = 80, rows = 24, color = "none", lang = "en" } = options;
  checkFigure(figure);
  if (!(columns >= 1 && rows >= 1)) {
    throw new ValueError(`renderTerminal: the size is ${columns} × ${rows} but both must be at least 1`);
  }
  const [width, height] = [Math.floor(columns), Math.floor(rows)];
  const head = headLines(figure, width, height, color, lang);
  const body = bodyLines(figure, width, height - head.length, color);
  return [...head, ...body].map((line) => writeLine(line, color !== "none"));
}

function headLines(
  figure: Figure,
  columns: number,
  rows: number,
  depth: ColorDepth,
  lang: Lang,
): readonly StyledLine[] {
  const text = (content: string, weight: "bold" | "dim", most: number): readonly StyledLine[] =>
    wrap(plainText(content), columns, most).map((line) => [{ text: line, weight }]);
  const lines: StyledLine[] = [];
  const most = rows >= 18 ? 2 : 1;
  if (rows >= 4 && figure.title) lines.push(...text(figure.title, "bold", most));
  if (rows >= 14 && figure.subtitle) lines.push(...text(figure.subtitle, "dim", most));
  if (rows >= 6) lines.push(...legendLines(figure, columns, rows >= 12 ? 3 : 1, depth, lang));
  return lines;
}

/** The legend on at most so many lines; an entry that finds no room is left out. */
function legendLines(
  figure: Figure,
  columns: number,
  most: number,
  depth: ColorDepth,
  lang: Lang,
): readonly StyledLine[] {
  const lines: StyledLine[] = [];
  for (const [sample, name] of legendEntries(figure, depth, lang)) {
    const entry = [sample, { text: ` ${truncate(plainText(name), columns - widthOf([sample]) - 1)}` }];
    const last = lines.at(-1);
    if (last && widthOf(last) + 3 + widthOf(entry) <= columns)
      lines[lines.length - 1] = [...last, { text: "   " }, ...entry];
    else if (lines.length < most && widthOf(entry) <= columns) lines.push(entry);
  }
  return lines;
}

const samples: Readonly<Record<Dash, string>> = { solid: "⠒⠒⠒⠒", dashed: "⠒⠂⠐⠒", dotted: "⠂⠐ ⠂" };

function legendEntries(figure: Figure, depth: ColorDepth, lang: Lang): readonly (readonly [Span, string])[] {
  const marks = figure.panels.flatMap((panel) => panel.marks);
  const entries = new Map<string, Span>();
  // Lines first: a band of the same name shares their entry.
  for (const mark of [...marks].sort((a, b) => Number(b.kind === "line") - Number(a.kind === "line"))) {
    const name = mark.kind === "rule" ? mark.label : mark.name;
    const sample = sampleOf(mark, depth);
    if (sample && !entries.has(name)) entries.set(name, sample);
  }
  const both = depth !== "none" && meet(marks, "target") && meet(marks, "prediction");
  if (both)
    entries.set(lang === "zh" ? "二者重合" : "both", {
      text: samples.solid,
      foreground: ansiOf("both", depth),
    });
  return [...entries].map(([name, sample]) => [sample, name]);
}

function meet(marks: readonly Mark[], color: Color): boolean {
  return marks.some((mark) => mark.kind === "line" && mark.color === color);
}

/** What stands before a name in the legend; boxes and heat maps are labelled where they stand. */
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
    lines.push(...beside(panels.map((panel) => panelLines(panel, width, height, depth))));
  }
  return lines;
}

/** How many panels stand side by side and how many rows of them, none smaller than can be read. */
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
    blocks.flatMap((block, i) =>
      i === 0 ? block[row] : [{ text: " ".repeat(gap) }, ...padLine(block[row], 0)],
    ),
  );
}
