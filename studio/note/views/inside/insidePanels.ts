/** @module The charts of gradients and of twenty seeds, as descriptions. */

import type { Line, Mark, Panel } from "../../../../src/figures/figure.ts";
import { maxOf } from "../../../../src/lists.ts";
import type { Look } from "../../../shared/charts/looks.ts";
import type { RunGradient } from "../../lab/run.ts";
import type { SeedGroup } from "../../lab/seeds.ts";
import type { Words } from "../../words/en.ts";

/** A run's gradients, with the name and the look of the run. */
export interface NamedGradient extends RunGradient {
  readonly name: string;
  readonly look: Look;
}

/** Entry k: the norm at lag k as a share of that of h at lag 0. */
function sharesOf(norms: readonly number[], { hidden }: { readonly hidden: readonly number[] }): number[] {
  return norms.map((norm) => norm / hidden[0]);
}

/** Entry k: |∂L/∂h_{T−k−1}| / |∂L/∂h_{T−k}|, what one step back does to the gradient. */
function factorsOf(norms: readonly number[]): number[] {
  return norms.slice(1).map((norm, k) => norm / norms[k]);
}

/** The geometric mean of the factors: as many of these would leave as much. */
export function meanFactor(norms: readonly number[]): number {
  return (norms[norms.length - 1] / norms[0]) ** (1 / Math.max(1, norms.length - 1));
}

/** |∂L_T/∂h_t| of all runs by lag, relative to the last step; before training thin and below. */
export function gradientsPanel(words: Words, runs: readonly NamedGradient[]): Panel {
  const { charts, gradient } = words;
  const ghosts = runs.map(({ name, look, before }): Line => {
    const y = sharesOf(before.hidden, before);
    return { kind: "line", name: gradient.ghost(name), x: lagsOf(y), y, color: look.color, width: 0.9 };
  });
  const lines = runs.flatMap(({ name, look, now }): Line[] => {
    if (now === null) return [];
    const y = sharesOf(now.hidden, now);
    const hidden: Line = { kind: "line", name, x: lagsOf(y), y, ...look };
    if (now.cell === null) return [hidden];
    const cell = sharesOf(now.cell, now);
    // The names of a single run would leave little of a narrow chart.
    const names = runs.length === 1 ? ["h", "c"] : [name, gradient.cell(name)];
    return [
      { ...hidden, name: names[0] },
      { ...hidden, name: names[1], y: cell, dash: "dotted", width: 1.5 },
    ];
  });
  return {
    x: { label: charts.lag, min: 0, max: longest(runs), tickUnit: "whole" },
    y: { label: charts.relativeGradient, scale: "log" },
    marks: [...ghosts, ...lines, { kind: "rule", axis: "y", at: 0.01, label: charts.limit }],
  };
}

/** What each step back multiplies the gradient by. */
export function factorsPanel(words: Words, runs: readonly NamedGradient[]): Panel {
  const lines = runs.flatMap(({ name, look, now, before }): Line[] => {
    const [first, last] = [factorsOf(before.hidden), factorsOf(now?.hidden ?? [])];
    const common = { kind: "line", color: look.color } as const;
    return [
      { ...common, name: words.gradient.ghost(name), x: lagsOf(first, 1), y: first, width: 0.9 },
      ...(now ? [{ ...common, name, x: lagsOf(last, 1), y: last, dash: look.dash }] : []),
    ];
  });
  return {
    x: { label: words.charts.lag, min: 0, max: longest(runs), tickUnit: "whole" },
    y: { label: words.gradient.factor, min: 0 },
    marks: [...lines, { kind: "rule", axis: "y", at: 1, label: "1" }],
  };
}

function lagsOf(values: readonly number[], first = 0): number[] {
  return values.map((_, lag) => lag + first);
}

function longest(runs: readonly NamedGradient[]): number {
  return maxOf(
    runs.map(({ before }) => before.hidden.length - 1),
    1,
  );
}

/** The losses of a run over the seeds: the median as a line, the middle half of them as a band. */
export function seedsPanel(
  words: Words,
  groups: readonly (SeedGroup & { readonly name: string; readonly look: Look })[],
  reach: readonly [number, number],
  floor: number,
): Panel {
  const marks = groups.flatMap(({ name, look, curve }): Mark[] => {
    const x = curve.at.map((segment) => segment + 1);
    const { q1: low, q3: high, median: y } = curve;
    return [
      { kind: "band", name, x, low, high, color: look.color },
      { kind: "line", name, x, y, ...look },
    ];
  });
  return {
    x: { label: words.charts.segment, min: 1, tickUnit: "whole" },
    y: { label: words.seeds.axis, scale: "log", min: reach[0] / 1.3, max: reach[1] * 1.3 },
    marks: [...marks, { kind: "rule", axis: "y", at: floor, label: words.seeds.floor }],
  };
}

/** The least and the greatest quartile, so that charts beside each other have one axis; at least around the floor. */
export function reachOf(groups: readonly SeedGroup[], floor: number): readonly [number, number] {
  let [least, most] = [floor, floor];
  for (const { curve } of groups)
    for (const values of [curve.q1, curve.q3])
      for (const value of values) {
        if (value > 0 && value < least) least = value;
        if (value > most && value < 100 * floor) most = value;
      }
  return [least, most];
}
