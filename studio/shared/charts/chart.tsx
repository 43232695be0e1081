/** @module A live chart of a panel, with its legend and the numbers behind it. */
import { useEffect, useRef } from "preact/hooks";
import type { Panel } from "../../../src/figures/figure.ts";
import { theme } from "../preferences.ts";
import { DataTable } from "./dataTable.tsx";
import { Legend } from "./legend.tsx";
import { denseFrom } from "./panels.ts";
import { dashOf, linesOf, type Marks, plotData, plotOptions, structureOf } from "./plot.ts";
import { uPlot } from "./uplot.ts";

interface ChartProps {
  /** What the chart shows, for people who cannot see it. */
  readonly label: string;
  readonly panel: Panel;
  readonly height: number;
  readonly span?: Marks["span"];
  readonly at?: number | null;
  readonly onHover?: (x: number | null) => void;
}

function show(plot: uPlot, panel: Panel): void {
  const data = plotData(panel);
  linesOf(panel).forEach((line, i) => {
    plot.series[i + 1].dash = data[0].length > denseFrom ? [] : dashOf(line);
  });
  plot.setData(data);
}

/** A chart that is drawn anew whenever its panel changes, and made anew only when its lines are others. */
export function Chart({ label, panel, height, span = null, at = null, onHover }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const live = useRef({ panel, marks: { span, at }, onHover });
  live.current = { panel, marks: { span, at }, onHover };
  const structure = structureOf(panel, theme.value);

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const size = { width: element.clientWidth, height };
    const options = plotOptions(live.current.panel, theme.peek(), size, {
      panel: () => live.current.panel,
      marks: () => live.current.marks,
      onHover: (x) => live.current.onHover?.(x),
    });
    const made = new uPlot(options, plotData(live.current.panel), element);
    plot.current = made;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth > 0) made.setSize({ width: element.clientWidth, height });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [structure, height]);

  useEffect(() => {
    if (plot.current) show(plot.current, panel);
  }, [panel]);

  useEffect(() => {
    plot.current?.redraw(false);
  }, [span?.[0], span?.[1], at]);

  return (
    <figure class="chart">
      <Legend panel={panel} />
      <div class="plot" ref={place} style={{ height: `${height}px` }} role="img" aria-label={label} />
      <DataTable panel={panel} caption={label} />
    </figure>
  );
}
