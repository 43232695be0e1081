/** @module The tables of the report. */
import { tableHtml } from "../../report/html.ts";
import { formatDecimals, formatLoss, formatRatio, formatShape } from "../../text/format.ts";
import type { Lang } from "../../text/lang.ts";
import type { Comparison } from "../comparison.ts";
import { lagBelow } from "../gradientFlow.ts";
import type { ComparisonResult, ProgramResult } from "../results.ts";
import { cellLabels, cellNames } from "../settings.ts";
import { vanished } from "./findings.ts";
import { reportWords } from "./zh.ts";

export function parameterTable({ name, settings, parameters }: ProgramResult, lang: Lang): string {
  const { parametersOf, head } = reportWords[lang].model;
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
    caption: parametersOf(settings),
    head,
    columns: ["code", "text", "code", "code", "number", "code"],
    rows,
  });
}

export function sharingTable({ sharing }: ProgramResult, lang: Lang): string {
  const rows = sharing.rows.map(({ timeStep, arrays, numbers, outputShape }) =>
    [timeStep, arrays, numbers, formatShape(outputShape)].map(String),
  );
  const { caption, head } = reportWords[lang].sharing;
  const columns = ["number", "number", "number", "code"] as const;
  return tableHtml({ id: `${lang}-sharing`, caption, head, columns, rows });
}

export function lossTable({ losses }: Comparison, lang: Lang): string {
  const { losses: caption, lossHead: head } = reportWords[lang].comparison;
  const range = (low: number, high: number): string => `${formatLoss(low, 2)} – ${formatLoss(high, 2)}`;
  const rows = cellNames.map((cell) => {
    const { final, lastTen } = losses[cell];
    return [
      cellLabels[cell],
      formatLoss(final.median, 2),
      range(final.q1, final.q3),
      range(final.min, final.max),
      formatLoss(lastTen.median, 2),
    ];
  });
  return tableHtml({
    id: `${lang}-losses`,
    caption,
    head,
    columns: ["text", "number", "number", "number", "number"],
    rows,
  });
}

/** By length and cell: the lag at which the gradient falls below 1%, and what is left of it at the first state. */
export function gradientTable({ gradients }: Comparison, lang: Lang): string {
  const { gradientTable: caption, gradientHead: head, lag, never } = reportWords[lang].comparison;
  const cellsOf = (ratios: readonly number[]): string[] => {
    if (ratios.some(Number.isNaN)) return ["NaN", "NaN"];
    const below = lagBelow(ratios, vanished);
    return [below === null ? never : lag(below), formatRatio(ratios[ratios.length - 1])];
  };
  const rows = gradients.flatMap(({ timeStep, cells }) =>
    cellNames.map((cell) => {
      const { before, after } = cells[cell];
      return [String(timeStep), cellLabels[cell], ...cellsOf(before.hidden), ...cellsOf(after.hidden)];
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

export function commandTable(
  programs: readonly ProgramResult[],
  comparison: ComparisonResult | null,
  lang: Lang,
): string {
  const words = reportWords[lang];
  const rows = programs.map(({ settings }) => [
    words.training.heading(settings),
    `\`${programCommand(settings)}\``,
  ]);
  if (comparison) rows.push([words.repeat.comparison, `\`${comparisonCommand(comparison.settings)}\``]);
  const { caption, head } = words.repeat;
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
