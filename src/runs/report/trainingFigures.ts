/** @module The figures of a run: each takes the little that it draws, and describes it. */

import type { Dash, Figure, Line, Panel } from "../../figures/index.ts";
import type { Color } from "../../figures/palette.ts";
import type { Backtest } from "../../forecast/scores/backtest.ts";
import type { MethodScores } from "../../forecast/scores/methodErrors.ts";
import { formatLevel } from "../../text/format.ts";
import type { Lang } from "../../text/lang.ts";
import type { EpochRecord } from "../../train/events.ts";
import { wordsOfFigures } from "./wordsOfFigures.ts";
import { methodName } from "./wordsOfMethods.ts";

export { forecastFigure, samplesFigure } from "./forecastFigures.ts";

/** The losses of training and validation by epoch, on a log scale; `bestEpoch` is 0 where there is none. */
export function lossFigure(history: readonly EpochRecord[], bestEpoch: number, lang: Lang): Figure {
  const words = wordsOfFigures[lang];
  const line = (name: string, records: readonly EpochRecord[], y: readonly number[]): Line => ({
    kind: "line",
    name,
    x: records.map(({ epoch }) => epoch),
    y,
    color: "loss",
    points: records.length < 3,
  });
  const validated = history.filter(({ valLoss }) => valLoss !== null);
  const losses = validated.map(({ valLoss }) => valLoss ?? Number.NaN);
  const panel: Panel = {
    x: { label: words.epoch, tickUnit: "whole" },
    y: { label: words.loss, scale: "log" },
    marks: [
      line(
        words.training,
        history,
        history.map(({ loss }) => loss),
      ),
      ...(validated.length === 0
        ? []
        : [{ ...line(words.validation, validated, losses), color: "validation", dash: "dashed" } as const]),
      ...(bestEpoch > 0
        ? [{ kind: "rule", axis: "x", at: bestEpoch, label: words.best(bestEpoch) } as const]
        : []),
    ],
  };
  return { title: words.lossTitle, panels: [panel] };
}

interface Look {
  readonly color: Color;
  readonly dash: Dash;
  readonly width: number;
}

/** What a baseline is drawn with: no two alike, with colour or without. */
const looks: ReadonlyMap<string, Look> = new Map([
  ["naive", { color: "baseline", dash: "dashed", width: 1.2 }],
  ["drift", { color: "drift", dash: "dotted", width: 2 }],
  ["mean", { color: "mean", dash: "solid", width: 1.2 }],
  ["seasonal naive", { color: "seasonal", dash: "dashed", width: 2.5 }],
]);

/** The mean absolute error of the model and of each baseline by step ahead. */
export function errorsFigure(
  { model, baselines, units }: Pick<Backtest, "model" | "baselines" | "units">,
  lang: Lang,
): Figure {
  const words = wordsOfFigures[lang];
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

/** The share of what happened that the model's intervals held, by step ahead, beside the share that was asked for. */
export function coverageFigure({ model }: Pick<Backtest, "model">, lang: Lang): Figure {
  const words = wordsOfFigures[lang];
  const marks = model.intervals.flatMap(({ level, coverage }, i): Panel["marks"] => [
    {
      kind: "line",
      name: words.interval(formatLevel(level)),
      ...byStep(coverage.byStep.map((share) => 100 * share)),
      color: "prediction",
      dash: levelDashes[i % levelDashes.length],
      points: coverage.byStep.length < 3,
    },
    { kind: "rule", axis: "y", at: 100 * level, label: words.asked(formatLevel(level)) },
  ]);
  const panel: Panel = {
    x: { label: words.stepsAhead, tickUnit: "whole" },
    y: { label: words.held, max: 102 },
    marks,
  };
  return { title: words.coverageTitle, panels: [panel] };
}
