/** @module What a panel is, in short: sizes, columns, the first and the last time. */
import type { Panel } from "../../data/panel/panel.ts";
import { type Step, timeAfter } from "../../data/series/timeStep.ts";
import { timeWriter } from "../labels.ts";

/** What a panel is, as its run remembers it. */
export interface PanelFacts {
  /** Relative to the run's folder. */
  readonly file: string;
  readonly series: number;
  readonly rows: number;
  /** The fewest and the most rows of a series. */
  readonly lengths: readonly [fewest: number, most: number];
  readonly idNames: readonly string[];
  readonly target: string;
  readonly timeColumn: string | null;
  /** The first and the last time of any series; null without times. */
  readonly from: string | null;
  readonly until: string | null;
  /** Null without times. */
  readonly step: Step | null;
  readonly covariates: readonly string[];
  readonly future: readonly string[];
  readonly statics: readonly string[];
}

/** The facts of a panel that was read from a file. */
export function panelFacts(panel: Panel, file: string): PanelFacts {
  const { ids, offsets, idNames, targetName, timeName, step, columns, statics } = panel;
  let [fewest, most] = [Number.POSITIVE_INFINITY, 0];
  for (let s = 0; s < ids.length; s++) {
    const rows = (offsets[s + 1] ?? 0) - (offsets[s] ?? 0);
    fewest = Math.min(fewest, rows);
    most = Math.max(most, rows);
  }
  return {
    file,
    series: ids.length,
    rows: panel.values.length,
    lengths: [fewest, most],
    idNames,
    target: targetName,
    timeColumn: timeName,
    ...spanOf(panel),
    step,
    covariates: columns.filter(({ role }) => role === "covariate").map(({ name }) => name),
    future: columns.filter(({ role }) => role === "future").map(({ name }) => name),
    statics: statics.map(({ name }) => name),
  };
}

function spanOf(panel: Panel): Pick<PanelFacts, "from" | "until"> {
  const { starts, step, offsets, ids } = panel;
  if (starts === null || ids.length === 0) return { from: null, until: null };
  const write = panelTimes(panel);
  let [from, until] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let s = 0; s < ids.length; s++) {
    from = Math.min(from, starts[s] ?? from);
    const rows = (offsets[s + 1] ?? 0) - (offsets[s] ?? 0);
    until = Math.max(until, step === null ? (starts[s] ?? until) : timeAfter(starts[s] ?? 0, step, rows - 1));
  }
  return { from: write(from), until: write(until) };
}

/** Writes times as the panel's file does. */
export function panelTimes({ timeKind, timeStyle, step }: Panel): (time: number) => string {
  return timeWriter({ timeKind, step, ...(timeStyle && { timeStyle }) });
}
