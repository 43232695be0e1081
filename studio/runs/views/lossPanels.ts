/** @module The losses of runs as descriptions of charts. */
import type { Line, Panel } from "../../../src/figures/figure.ts";
import type { Color } from "../../../src/figures/palette.ts";
import type { EpochPoint } from "../../../src/runs/replies.ts";
import type { RunsWords } from "../words/shape.ts";

/** Colour, dash and width of the runs that are held against each other. */
const looks = [
  { color: "prediction", dash: "solid" },
  { color: "rnn", dash: "dashed" },
  { color: "gru", dash: "dotted" },
  { color: "gradient", dash: "solid", width: 1 },
] as const satisfies readonly { color: Color; dash: Line["dash"]; width?: number }[];

/** A scale that grows by halves, so that it does not move with each epoch. */
const firstEnd = 10;

/** Training and validation loss of one run; `most` epochs may follow, or null where it is over. */
export function runPanel(
  words: RunsWords["chart"],
  metrics: readonly EpochPoint[],
  most: number | null,
): Panel {
  const x = metrics.map(({ epoch }) => epoch);
  const common = { kind: "line", x } as const;
  const train: Line = { ...common, name: words.train, y: metrics.map(lossOf), color: "prediction" };
  const validation: Line = { ...common, name: words.validation, y: metrics.map(valLossOf), color: "rnn" };
  const isValidated = metrics.some(({ valLoss }) => valLoss !== null);
  return {
    x: { label: words.epoch, min: 1, max: endOf(x.at(-1) ?? 1, most), tickUnit: "whole" },
    y: { label: words.loss, scale: "log" },
    marks: isValidated ? [train, { ...validation, dash: "dashed" }] : [train],
  };
}

/** Validation losses of several runs; the loss of one that has no validation. */
export function comparePanel(
  words: RunsWords["chart"],
  runs: readonly { readonly name: string; readonly metrics: readonly EpochPoint[] }[],
): Panel {
  const marks = runs.map(({ name, metrics }, i): Line => {
    const isValidated = metrics.some(({ valLoss }) => valLoss !== null);
    const x = metrics.map(({ epoch }) => epoch);
    return { kind: "line", name, x, y: metrics.map(isValidated ? valLossOf : lossOf), ...looks[i] };
  });
  const last = Math.max(1, ...runs.map(({ metrics }) => metrics.at(-1)?.epoch ?? 0));
  return {
    x: { label: words.epoch, min: 1, max: endOf(last, null), tickUnit: "whole" },
    y: { label: words.loss, scale: "log" },
    marks,
  };
}

function endOf(last: number, most: number | null): number {
  if (most === null) return Math.max(2, last);
  let end = firstEnd;
  while (end < last) end = Math.ceil(end * 1.5);
  return Math.max(2, last, Math.min(end, most));
}

const lossOf = ({ loss }: EpochPoint): number => loss ?? Number.NaN;
const valLossOf = ({ valLoss }: EpochPoint): number => valLoss ?? Number.NaN;
