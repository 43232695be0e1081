/** @module The tables of the report. */
import { tableHtml } from "../../report/html.ts";
import { formatDecimals, formatLoss, formatRatio, formatShape } from "../../text/format.ts";
import type { Lang } from "../../text/lang.ts";
import type { Comparison } from "../comparison.ts";
import { lagBelow } from "../gradientFlow.ts";
import type { ComparisonResult, ProgramResult } from "../results.ts";
import { cellLabels, cellNames, rnnProgram } from "../settings.ts";
import { vanished } from "./findings.ts";
import { learnt } from "./lengthFindings.ts";
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

/** Median final losses by learning rate and length, those of networks that have not learnt in bold. */
export function trainingTable({ trainings }: Comparison, lang: Lang): string {
  const { caption, head } = reportWords[lang].comparison.rates;
  const medians = trainings.map(({ losses }) => cellNames.map((cell) => losses[cell].median));
  return tableHtml({
    id: `${lang}-rates`,
    caption: caption(learnt),
    head: [...head, ...cellNames.map((cell) => cellLabels[cell])],
    columns: ["number", "number", "number", "number", "number"],
    rows: trainings.map(({ lr, timeStep }, row) => [
      String(lr),
      String(timeStep),
      ...medians[row].map((median) => formatLoss(median, 2)),
    ]),
    marked: medians.map((row) => row.flatMap((median, i) => (median < learnt ? [] : [i + head.length]))),
  });
}

/** What an LSTM's cell state carries, by the bias added to its forget gate. */
export function memoryTable({ reach }: ComparisonResult, lang: Lang): string {
  const { caption, head } = reportWords[lang].comparison.memory;
  return tableHtml({
    id: `${lang}-memory`,
    caption: caption(reach.seeds),
    head: head(reach.timeStep),
    columns: ["number", "number", "number"],
    rows: reach.ratios.map(({ bias, ratio }) => [
      bias === 0 ? "0 (PyTorch)" : `+${bias}`,
      formatDecimals(1 / (1 + Math.exp(-bias)), 2),
      formatLoss(ratio, 2),
    ]),
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

/** The studio at its usual address, with these settings. */
export function studioAddress(settings: ProgramResult["settings"]): string {
  const standard: Readonly<Record<string, unknown>> = { ...rnnProgram };
  const changed = Object.entries(settings).filter(([name, value]) => value !== standard[name]);
  const words = changed.map(([name, value]): [string, string] => [
    name,
    typeof value === "boolean" ? (value ? "yes" : "no") : String(value ?? "off"),
  ]);
  return `http://127.0.0.1:4173/#${new URLSearchParams({ cell: settings.cell, ...Object.fromEntries(words) })}`;
}

type Common = Pick<
  ProgramResult["settings"],
  "hidden" | "layers" | "steps" | "lr" | "forgetBias" | "endpoint"
>;

function programCommand({ cell, seed, timeStep, ...common }: ProgramResult["settings"]): string {
  const part = cell === "gru" ? "--cell gru" : `--only ${cell}`;
  return `npx unrolled note ${part} --seed ${seed} --time-step ${timeStep} ${commonOptions(common)}`;
}

function comparisonCommand({ seeds, timeSteps, ...common }: ComparisonResult["settings"]): string {
  return `npx unrolled note --only compare --seed ${seeds[0]} --time-step ${timeSteps[0]} ${commonOptions(common)}`;
}

function commonOptions({ hidden, layers, steps, lr, forgetBias, endpoint }: Common): string {
  const bias = forgetBias === 0 ? "" : ` --forget-bias ${forgetBias}`;
  return `--hidden ${hidden} --layers ${layers} --steps ${steps} --lr ${lr}${bias} ${endpoint ? "--endpoint" : "--no-endpoint"}`;
}
