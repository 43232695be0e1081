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
  /** The place whose values are shown, and marked by a line. */
  readonly at?: number | null;
  /** Says in words what place that is. */
  readonly place?: (x: number) => string;
  readonly future?: Marks["future"];
  /** Names lines at their ends rather than in a legend. */
  readonly isLabelled?: boolean;
  readonly onHover?: (x: number | null) => void;
  readonly onPick?: (x: number) => void;
}

function show(plot: uPlot, panel: Panel): void {
  const data = plotData(panel);
  linesOf(panel).forEach((line, i) => {
    plot.series[i + 1].dash = data[0].length > denseFrom ? [] : dashOf(line);
  });
  plot.setData(data);
}

/** A chart that is drawn anew whenever its panel changes, and made anew only when its lines are others. */
export function Chart(props: ChartProps) {
  const { label, panel, height, span = null, at = null, future = null, isLabelled = false } = props;
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const live = useRef({ panel, marks: { span, at, future }, props });
  live.current = { panel, marks: { span, at, future }, props };
  const structure = structureOf(panel, theme.value);

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const size = { width: element.clientWidth, height };
    const options = plotOptions(live.current.panel, theme.peek(), size, {
      panel: () => live.current.panel,
      marks: () => live.current.marks,
      isLabelled,
      onHover: (x) => live.current.props.onHover?.(x),
    });
    const made = new uPlot(options, plotData(live.current.panel), element);
    plot.current = made;
    made.over.addEventListener("click", ({ offsetX }) =>
      live.current.props.onPick?.(made.posToVal(offsetX, "x")),
    );
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
  }, [span?.[0], span?.[1], at, future]);

  return (
    <figure class="chart">
      <Legend panel={panel} isLabelled={isLabelled} at={at} place={props.place} />
      <div
        class={`plot${props.onPick ? " pickable" : ""}`}
        ref={place}
        style={{ height: `${height}px` }}
        role="img"
        aria-label={label}
      />
      <DataTable panel={panel} caption={label} />
    </figure>
  );
}
