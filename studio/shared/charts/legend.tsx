/** @module The legend of a chart: each line with its colour and dash, each band with its colour; and values at a place. */

import type { Line, Panel } from "../../../src/figures/figure.ts";
import { hexOf } from "../../../src/figures/palette.ts";
import { formatValue } from "../../../src/text/format.ts";
import { theme } from "../preferences.ts";
import { dashOf, labelled, linesOf } from "./plot.ts";
import { bandsOf, opacityOf } from "./underlay.ts";

interface LegendProps {
  readonly panel: Panel;
  /** Whether lines are named at their ends: then a legend lists them only for their values. */
  readonly isLabelled?: boolean;
  /** The place on the x axis whose values are shown. */
  readonly at?: number | null;
  /** Says what place that is. */
  readonly place?: ((x: number) => string) | undefined;
}

/** One entry for each name; the thin lines behind others go without. */
export function Legend({ panel, isLabelled = false, at = null, place }: LegendProps) {
  const all = firstOfEach(linesOf(panel).filter(({ width = 2 }) => width >= 1));
  const named = isLabelled ? labelled(panel) : [];
  const lines = at === null ? all.filter((line) => !named.includes(line)) : all;
  // A band and a line of one name share an entry.
  const bands = firstOfEach(bandsOf(panel)).filter(({ name }) => !lines.some((line) => line.name === name));
  if (at === null && !isLabelled && lines.length + bands.length < 2) return <div class="legend" />;
  return (
    <ul class={at === null ? "legend" : "legend reading"}>
      {at !== null && place && <li class="place">{place(at)}</li>}
      {lines.map((line) => (
        <li key={line.name}>
          <Sample line={line} />
          {line.name}
          {at !== null && <b>{valueText(rawOf(line, panel), at)}</b>}
        </li>
      ))}
      {bands.map((band) => (
        <li key={band.name}>
          <svg width="30" height="10" aria-hidden="true">
            <rect
              width="30"
              height="10"
              fill={hexOf(band.color, theme.value)}
              opacity={2 * opacityOf(band)}
            />
          </svg>
          {band.name}
        </li>
      ))}
    </ul>
  );
}

/** The thin line behind a smoothed one, which has the values themselves. */
function rawOf(line: Line, panel: Panel): Line {
  const raw = linesOf(panel).find(
    ({ x, color, width = 2 }) => width < 1 && x === line.x && color === line.color,
  );
  return raw ?? line;
}

/** The value of the point next to a place, if it is as near as points are apart. */
function valueText({ x, y }: Line, at: number): string {
  const next = nearest(x, at);
  const apart = x.length > 1 ? Math.abs(x[Math.min(next + 1, x.length - 1)] - x[Math.max(0, next - 1)]) : 1;
  return Math.abs(x[next] - at) <= apart && Number.isFinite(y[next]) ? formatValue(y[next]) : "–";
}

/** The index of the nearest of ascending values. */
function nearest(x: ArrayLike<number>, at: number): number {
  let [low, high] = [0, Math.max(0, x.length - 1)];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle] < at) low = middle;
    else high = middle;
  }
  return Math.abs(x[high] - at) < Math.abs(x[low] - at) ? high : low;
}

function Sample({ line }: { readonly line: Line }) {
  return (
    <svg width="30" height="10" aria-hidden="true">
      <line
        x1="0"
        x2="30"
        y1="5"
        y2="5"
        stroke={hexOf(line.color, theme.value)}
        stroke-width={line.width ?? 2}
        stroke-dasharray={dashOf(line).join(" ")}
      />
    </svg>
  );
}

function firstOfEach<Named extends { readonly name: string }>(marks: readonly Named[]): readonly Named[] {
  return marks.filter(({ name }, i) => marks.findIndex((other) => other.name === name) === i);
}
