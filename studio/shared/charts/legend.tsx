/** @module The legend of a chart: each line with its colour and dash, each band with its colour. */

import type { Line, Panel } from "../../../src/figures/figure.ts";
import { hexOf } from "../../../src/figures/palette.ts";
import { theme } from "../preferences.ts";
import { dashOf, linesOf } from "./plot.ts";
import { bandsOf, opacityOf } from "./underlay.ts";

/** One entry for each name; the thin lines behind others go without. */
export function Legend({ panel }: { readonly panel: Panel }) {
  const lines = firstOfEach(linesOf(panel).filter(({ width = 2 }) => width >= 1));
  // A band and a line of one name share an entry.
  const bands = firstOfEach(bandsOf(panel)).filter(({ name }) => !lines.some((line) => line.name === name));
  if (lines.length + bands.length < 2) return <div class="legend" />;
  return (
    <ul class="legend">
      {lines.map((line) => (
        <li key={line.name}>
          <Sample line={line} />
          {line.name}
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
