/** @module A plot that grows while a program runs: matplotlib's `ion`, `plot`, `draw` and `pause`, in the terminal. */
import type { Axis, Dash, Figure, Line } from "../figure.ts";
import type { Color } from "../palette.ts";
import { LiveBlock } from "./liveBlock.ts";
import { canRedraw, colorDepth, type Environment, type Output } from "./output.ts";
import { renderTerminal } from "./terminal.ts";

/** What a live plot shows, and where. */
export interface LivePlotOptions {
  readonly title?: string;
  readonly x?: Axis;
  readonly y?: Axis;
  /** How much of the x axis is seen at once; what came before moves out at the left. Everything by default. */
  readonly span?: number;
  /** Lines of the terminal. */
  readonly rows?: number;
  /** Standard output by default. */
  readonly output?: Output;
  readonly env?: Environment;
}

/** How a line is drawn. Lines of the same name continue one another. */
export interface PlotOptions {
  readonly name: string;
  readonly color: Color;
  readonly dash?: Dash;
}

/** A plot that grows while a program runs. */
export interface LivePlot {
  /** Adds points to the line of this name. Nothing is drawn yet. */
  plot(x: ArrayLike<number>, y: ArrayLike<number>, options: PlotOptions): void;
  /** Draws, and waits so many seconds; where nobody watches a terminal it does neither. */
  pause(seconds: number): Promise<void>;
  /** Draws for the last time, everywhere. */
  end(): void;
}

interface GrowingLine extends PlotOptions {
  readonly x: number[];
  readonly y: number[];
}

/** Starts a live plot. On a terminal it is redrawn in place; elsewhere only its end is printed. */
export function livePlot(options: LivePlotOptions = {}): LivePlot {
  const { output = process.stdout, env = process.env } = options;
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
      const line = lines.get(plotOptions.name) ?? { ...plotOptions, x: [], y: [] };
      lines.set(plotOptions.name, line);
      line.x.push(...Array.from(x));
      line.y.push(...Array.from(y));
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

/** The figure of what has been plotted so far, within the span. */
function figureOf(lines: readonly GrowingLine[], { title = "", x, y, span }: LivePlotOptions): Figure {
  const ends = lines.flatMap((line) => line.x.slice(-1));
  const end = Math.max(span ?? 0, ...ends);
  const window = span === undefined ? {} : { min: end - span, max: end };
  const marks = lines.map(({ name, color, dash, ...points }): Line => {
    const from = span === undefined ? 0 : points.x.findIndex((value) => value >= end - span);
    const shape = dash === undefined ? {} : { dash };
    return { kind: "line", name, color, ...shape, x: points.x.slice(from), y: points.y.slice(from) };
  });
  return { title, panels: [{ x: { label: "", ...x, ...window }, y: { label: "", ...y }, marks }] };
}
