/** @module Figures of a training and of its test: losses, errors by step, coverage by step. */
import type { Axis, Dash, Figure, Line, Mark, Panel } from "../../figures/index.ts";
import type { Backtest } from "../../forecast/scores/backtest.ts";
import type { MethodScores } from "../../forecast/scores/methodErrors.ts";
import { methodName } from "../../forecast/scores/methodNames.ts";
import { formatLevel } from "../../text/format.ts";
import type { Lang } from "../../text/lang.ts";
import { terms } from "../terms.ts";

/** The losses of an epoch; null for a loss that is not a number. */
export interface LossPoint {
  readonly epoch: number;
  readonly loss: number | null;
  readonly valLoss: number | null;
}

/**
 * Training and validation loss by epoch, on a log scale, with the best epoch marked; `bestEpoch` is 0 for none. The axis
 * of a run that is still training leaves room for more of its `mostEpochs`.
 */
export function lossFigure(
  history: readonly LossPoint[],
  bestEpoch: number,
  lang: Lang,
  { mostEpochs }: { readonly mostEpochs?: number } = {},
): Figure {
  const words = terms[lang];
  const validated = history.filter(({ valLoss }) => valLoss !== null);
  const epochs = history.map(({ epoch }) => epoch);
  const line = (name: string, points: readonly LossPoint[], y: readonly (number | null)[]): Line => ({
    kind: "line",
    name,
    // Lines over the same x share a table of numbers.
    x: points.length === history.length ? epochs : points.map(({ epoch }) => epoch),
    y: y.map((loss) => loss ?? Number.NaN),
    color: "loss",
    points: points.length < 3,
  });
  const losses = history.map(({ loss }) => loss);
  const valLosses = validated.map(({ valLoss }) => valLoss);
  const validation: Line = {
    ...line(words.validation, validated, valLosses),
    color: "validation",
    dash: "dashed",
  };
  const best: Mark = { kind: "rule", axis: "x", at: bestEpoch, label: words.bestEpoch(bestEpoch) };
  const panel: Panel = {
    x: {
      label: words.epoch,
      tickUnit: "whole",
      ...(mostEpochs === undefined ? {} : room(history, mostEpochs)),
    },
    y: { label: words.loss, scale: "log" },
    marks: [
      line(words.training, history, losses),
      ...(validated.length > 0 ? [validation] : []),
      ...(bestEpoch > 0 ? [best] : []),
    ],
  };
  return { title: words.lossTitle, panels: [panel] };
}

/** The axis of a running training: it grows by half at a time, so that it does not move with every epoch. */
function room(history: readonly LossPoint[], mostEpochs: number): Pick<Axis, "min" | "max"> {
  const last = history.at(-1)?.epoch ?? 1;
  let end = 10;
  while (end < last) end = Math.ceil(end * 1.5);
  return { min: 1, max: Math.max(2, last, Math.min(end, mostEpochs)) };
}

/** The lines of baselines differ in more than their colour. */
const looks: ReadonlyMap<string, Pick<Line, "color" | "dash" | "width">> = new Map([
  ["naive", { color: "baseline", dash: "dashed", width: 1.2 }],
  ["drift", { color: "drift", dash: "dotted", width: 2 }],
  ["mean", { color: "mean", dash: "solid", width: 1.2 }],
  ["seasonal naive", { color: "seasonal", dash: "dashed", width: 2.5 }],
]);

export function errorsFigure(
  { model, baselines, units }: Pick<Backtest, "model" | "baselines" | "units">,
  lang: Lang,
): Figure {
  const words = terms[lang];
  const line = ({ name, mae }: MethodScores): Line => ({
    kind: "line",
    name: methodName(name, lang),
    ...byStep(mae.byStep),
    ...(looks.get(name) ?? { color: "baseline" }),
    points: mae.byStep.length < 3,
  });
  const own: Line = { ...line(model), color: "prediction", dash: "solid", width: 3 };
  const panel: Panel = {
    x: { label: words.stepsAhead, tickUnit: "whole" },
    y: { label: `MAE${units === "scaled" ? words.scaled : ""}`, min: 0 },
    marks: [own, ...baselines.map(line)],
  };
  return { title: words.errorsTitle, panels: [panel] };
}

function byStep(values: Float64Array): { readonly x: readonly number[]; readonly y: Float64Array } {
  return { x: Array.from(values, (_, h) => h + 1), y: values };
}

const levelDashes: readonly Dash[] = ["solid", "dashed", "dotted"];

export function coverageFigure({ model }: Pick<Backtest, "model">, lang: Lang): Figure {
  const words = terms[lang];
  const marks = model.intervals.flatMap(({ level, coverage }, i): Panel["marks"] => [
    {
      kind: "line",
      name: words.interval(formatLevel(level)),
      ...byStep(coverage.byStep.map((share) => 100 * share)),
      color: "prediction",
      dash: levelDashes[i % levelDashes.length],
      points: coverage.byStep.length < 3,
    },
    { kind: "rule", axis: "y", at: 100 * level, label: words.nominal(formatLevel(level)) },
  ]);
  const panel: Panel = {
    x: { label: words.stepsAhead, tickUnit: "whole" },
    y: { label: words.coveragePercent, max: 102 },
    marks,
  };
  return { title: words.coverageTitle, panels: [panel] };
}
