/** @module A plot that grows while a program runs, like matplotlib's `ion`, `plot`, `draw` and `pause`, in the terminal. */
import { closed } from "../../arguments.ts";
import { maxOf } from "../../lists.ts";
import type { Axis, Dash, Figure, Line } from "../figure.ts";
import type { Color } from "../palette.ts";
import { LiveBlock } from "./liveBlock.ts";
import { canRedraw, colorDepth, type Environment, type Output } from "./output.ts";
import { renderTerminal } from "./terminal.ts";

/** Axes, size and destination of a live plot. */
export interface LivePlotOptions {
  /** The heading. */
  readonly title?: string;
  /** The horizontal axis. */
  readonly x?: Axis;
  /** The vertical axis. */
  readonly y?: Axis;
  /** The visible range of the x axis, whose older end scrolls out on the left. Unlimited by default. */
  readonly span?: number;
  /** Lines of the terminal; 16 by default. */
  readonly rows?: number;
  /** Standard output by default. */
  readonly output?: Output;
  /** Variables that say how many colours the terminal has; those of the process by default. */
  readonly env?: Environment;
}

/** The style of a line. Points plotted under the same name extend the same line. */
export interface PlotOptions {
  /** As in the legend; a second line of a name replaces the first. */
  readonly name: string;
  /** What the line represents. */
  readonly color: Color;
  /** Solid by default. */
  readonly dash?: Dash;
}

/** A plot that grows while a program runs. */
export interface LivePlot {
  /** Appends points to the line of this name, without drawing. */
  plot(x: ArrayLike<number>, y: ArrayLike<number>, options: PlotOptions): void;
  /** Draws and waits for this many seconds; does neither if the output is not an interactive terminal. */
  pause(seconds: number): Promise<void>;
  /** Draws for the last time, also if the output is not a terminal. */
  end(): void;
}

interface GrowingLine extends PlotOptions {
  readonly x: number[];
  readonly y: number[];
}

/** Starts a live plot. A terminal redraws it in place; elsewhere only the final plot is printed. */
export function livePlot(options: LivePlotOptions = {}): LivePlot {
  const { output = process.stdout, env = process.env } = closed("livePlot", options, {
    title: 0,
    x: 0,
    y: 0,
    span: 0,
    rows: 0,
    output: 0,
    env: 0,
  });
  const lines = new Map<string, GrowingLine>();
  const block = canRedraw(output, env) ? new LiveBlock(output) : null;
  const render = (): string[] =>
    renderTerminal(figureOf([...lines.values()], options), {
      columns: Math.max(1, Math.min((output.columns ?? 80) - 1, 120)),
      rows: options.rows ?? 16,
      color: colorDepth(output, env),
    });

  return {
    plot(x, y, plotOptions) {
      closed("plot", plotOptions, { name: 0, color: 0, dash: 0 });
      const line = lines.get(plotOptions.name) ?? { ...plotOptions, x: [], y: [] };
      lines.set(plotOptions.name, line);
      for (let i = 0; i < x.length; i++) line.x.push(x[i]);
      for (let i = 0; i < y.length; i++) line.y.push(y[i]);
    },
    async pause(seconds) {
      if (block === null) return;
      block.draw(render());
      await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
    },
    end() {
      if (block === null) output.write(`${render().join("\n")}\n`);
      else block.draw(render());
      block?.end();
    },
  };
}

/** The points plotted so far, within the span, as a figure. */
function figureOf(lines: readonly GrowingLine[], { title = "", x, y, span }: LivePlotOptions): Figure {
  const ends = lines.flatMap((line) => line.x.slice(-1));
  const end = maxOf(ends, span ?? 0);
  const window = span === undefined ? {} : { min: end - span, max: end };
  const marks = lines.map(({ name, color, dash, ...points }): Line => {
    const from = span === undefined ? 0 : points.x.findIndex((value) => value >= end - span);
    const shape = dash === undefined ? {} : { dash };
    return { kind: "line", name, color, ...shape, x: points.x.slice(from), y: points.y.slice(from) };
  });
  return { title, panels: [{ x: { label: "", ...x, ...window }, y: { label: "", ...y }, marks }] };
}
