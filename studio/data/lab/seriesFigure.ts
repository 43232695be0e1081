/** @module A column of a series from its beginning to its end, with the parts that it is cut into. */

import { clockTimes, type Series } from "../../../src/data/series/series.ts";
import type { Line, Panel, Rule } from "../../../src/figures/figure.ts";
import type { Plan } from "../../../src/forecast/plan.ts";
import { decimate } from "../../../src/runs/report/forecastFigures.ts";
import { terms } from "../../../src/runs/terms.ts";
import type { Lang } from "../../../src/text/lang.ts";

/** The names of the parts that begin after the first, and of marks. */
export interface PartNames {
  readonly validation: string;
  readonly test: string;
  /** Of the marks at values that were filled in. */
  readonly filled: string;
}

const MOST_POINTS = 1200;

/** What was read, before anything is trained on it. */
export function seriesPanel(
  { time: times, timeKind, timeName, timeStyle, columns, length }: Series,
  target: string,
  { split }: Plan,
  parts: PartNames,
  lang: Lang,
  filled: readonly Line[] = [],
): Panel {
  const words = terms[lang];
  const time = times && clockTimes({ timeStyle }, times);
  const place = (row: number): number => time?.[row] ?? row + 1;
  const x = Float64Array.from({ length }, (_, row) => place(row));
  const y = columns.find(({ name }) => name === target)?.values ?? new Float64Array(length).fill(Number.NaN);
  const rules = (["validation", "test"] as const)
    .filter((name) => split[name].until > split[name].from)
    .map((name): Rule => ({ kind: "rule", axis: "x", at: place(split[name].from), label: parts[name] }));
  return {
    x: {
      label: time === null ? words.row : (timeName ?? words.time),
      ...(time !== null && timeKind === "date" ? { tickUnit: "date" } : {}),
    },
    ...(timeStyle && { dates: timeStyle }),
    y: { label: target },
    marks: [
      { kind: "line", name: target, ...decimate({ x, y }, MOST_POINTS), color: "target", width: 1.5 },
      ...filled,
      ...rules,
    ],
  };
}
