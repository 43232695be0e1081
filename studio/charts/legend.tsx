/** @module The legend of a chart: each line with its colour and dash. */

import type { Panel } from "../../src/figures/figure.ts";
import { hexOf } from "../../src/figures/palette.ts";
import { theme } from "../state/preferences.ts";
import { dashOf, linesOf } from "./plot.ts";

/** One entry for each line; the thin ones behind others go without. */
export function Legend({ panel }: { readonly panel: Panel }) {
  const lines = linesOf(panel).filter(({ width = 2 }) => width >= 1);
  if (lines.length < 2) return <div class="legend" />;
  return (
    <ul class="legend">
      {lines.map((line) => (
        <li key={line.name}>
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
          {line.name}
        </li>
      ))}
    </ul>
  );
}
