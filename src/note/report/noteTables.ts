/** @module The tables of the report. */

import { tableHtml } from "../../report/html.ts";
import { formatDecimals, formatLoss, formatRatio, formatShape } from "../../text/format.ts";
import type { Lang } from "../../text/lang.ts";
import type { Comparison } from "../comparison.ts";
import { lagBelow } from "../gradientFlow.ts";
import type { ComparisonResult, ProgramResult } from "../results.ts";
import { cellNames } from "../settings.ts";
import { mean } from "../statistics.ts";
import { vanished } from "./findings.ts";
import type { LossesTold, ReportTexts } from "./reportTexts.ts";

/** Every parameter of a program's model. */
export function parameterTable(
  { name, settings, parameters }: ProgramResult,
  lang: Lang,
  texts: ReportTexts,
): string {
  const rows = parameters.map(({ name: parameter, letter, shape, meaning, count, first }) => [
    parameter,
    letter ?? "",
    formatShape(shape),
    meaning,
    String(count),
    first.map((value) => formatDecimals(value, 4).padStart(7)).join(" ") + (count > first.length ? " …" : ""),
  ]);
  return tableHtml({
    id: `${lang}-${name}-parameters`,
    caption: texts.model.parametersOf(settings),
    head: texts.model.head,
    columns: ["code", "text", "code", "code", "number", "code"],
    rows,
  });
}

/** One model on sequences of several lengths. */
export function sharingTable({ sharing }: ProgramResult, lang: Lang, texts: ReportTexts): string {
  const rows = sharing.rows.map(({ timeStep, arrays, numbers, outputShape }) =>
    [timeStep, arrays, numbers, formatShape(outputShape)].map(String),
  );
  const { caption, head } = texts.sharing;
  return tableHtml({
    id: `${lang}-sharing`,
    caption,
    head,
    columns: ["number", "number", "number", "code"],
    rows,
  });
}

/** Final losses by cell. */
export function lossTable({ losses }: Comparison, lang: Lang, texts: ReportTexts): string {
  const range = (low: number, high: number): string => `${formatLoss(low, 2)} – ${formatLoss(high, 2)}`;
  const rows = cellNames.map((cell) => {
    const { final, lastTen } = losses[cell];
    return [
      cell.toUpperCase(),
      formatLoss(final.median, 2),
      range(final.q1, final.q3),
      range(final.min, final.max),
      formatLoss(lastTen.median, 2),
    ];
  });
  return tableHtml({
    id: `${lang}-losses`,
    caption: texts.comparison.losses,
    head: texts.comparison.lossHead,
    columns: ["text", "number", "number", "number", "number"],
    rows,
  });
}

/** By length and cell: where the gradient falls below 1%, and what of it reaches the first state. */
export function gradientTable({ gradients }: Comparison, lang: Lang, texts: ReportTexts): string {
  const { gradientTable: caption, gradientHead: head, lag, never } = texts.comparison;
  const told = (shares: readonly number[]): string[] => {
    if (shares.some(Number.isNaN)) return ["NaN", "NaN"];
    const below = lagBelow(shares, vanished);
    return [below === null ? never : lag(below), formatRatio(shares[shares.length - 1])];
  };
  const rows = gradients.flatMap(({ timeStep, cells }) =>
    cellNames.map((cell) => {
      const { before, after } = cells[cell];
      return [String(timeStep), cell.toUpperCase(), ...told(before.hidden), ...told(after.hidden)];
    }),
  );
  return tableHtml({
    id: `${lang}-gradients`,
    caption,
    head,
    columns: ["number", "text", "number", "number", "number", "number"],
    rows,
  });
}

/** The command that repeats each part. */
export function commandTable(
  programs: readonly ProgramResult[],
  comparison: ComparisonResult | null,
  lang: Lang,
  texts: ReportTexts,
): string {
  const rows = programs.map(({ settings }) => [
    texts.training.heading(settings),
    `\`${programCommand(settings)}\``,
  ]);
  if (comparison) rows.push([texts.repeat.comparison, `\`${comparisonCommand(comparison.settings)}\``]);
  const { caption, head } = texts.repeat;
  return tableHtml({ id: `${lang}-commands`, caption, head, columns: ["text", "text"], rows });
}

type Common = Pick<ProgramResult["settings"], "hidden" | "layers" | "steps" | "lr" | "endpoint">;

function programCommand({ cell, seed, timeStep, ...common }: ProgramResult["settings"]): string {
  const part = cell === "gru" ? "--cell gru" : `--only ${cell}`;
  return `npx unrolled note ${part} --seed ${seed} --time-step ${timeStep} ${commonOptions(common)}`;
}

function comparisonCommand({ seeds, timeSteps, ...common }: ComparisonResult["settings"]): string {
  return `npx unrolled note --only compare --seed ${seeds[0]} --time-step ${timeSteps[0]} ${commonOptions(common)}`;
}

function commonOptions({ hidden, layers, steps, lr, endpoint }: Common): string {
  return `--hidden ${hidden} --layers ${layers} --steps ${steps} --lr ${lr} ${endpoint ? "--endpoint" : "--no-endpoint"}`;
}

/** The losses of a run that are worth telling. */
export function lossesOf({ segments }: ProgramResult): LossesTold {
  const losses = segments.map(({ loss }) => loss);
  return { first: losses[0], last: losses[losses.length - 1], lastTen: mean(losses.slice(-10)) };
}
