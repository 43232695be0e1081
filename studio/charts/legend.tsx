/** @module The legend of a chart: each line with its colour and dash. */

import type { Panel } from "../../src/figures/figure.ts";
import { hexOf } from "../../src/figures/palette.ts";
import { theme } from "../state/preferences.ts";
import { linesOf } from "./plot.ts";

const dashes = { solid: "", dashed: "7 4", dotted: "2 3" } as const;

/** One entry for each line; the thin ones behind others go without. */
export function Legend({ panel }: { readonly panel: Panel }) {
  const lines = linesOf(panel).filter(({ width = 2 }) => width >= 1);
  if (lines.length < 2) return <div class="legend" />;
  return (
    <ul class="legend">
      {lines.map(({ name, color, dash = "solid", width = 2 }) => (
        <li key={name}>
          <svg width="30" height="10" aria-hidden="true">
            <line
              x1="0"
              x2="30"
              y1="5"
              y2="5"
              stroke={hexOf(color, theme.value)}
              stroke-width={width}
              stroke-dasharray={dashes[dash]}
            />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}
