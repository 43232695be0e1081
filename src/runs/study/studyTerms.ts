/** @module The words of studies that the command line, the report and the studio share, in English and Chinese. */
import type { Spread } from "../../jobs/study/findings.ts";
import type { Choice } from "../../jobs/study/space.ts";
import type { TrialState } from "../../jobs/study/trial.ts";
import {
  formatError,
  formatLoss,
  formatPercent,
  formatRounded,
  formatWhole,
  plural,
} from "../../text/format.ts";
import type { Translated, WordsOf } from "../../text/lang.ts";
import type { StudyKind } from "./studyRecord.ts";

/** A setting under the name of its flag: `batch-size`. */
export function settingName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

export function settingText(value: Choice | undefined): string {
  return typeof value === "number" && !Number.isInteger(value)
    ? formatRounded(value, 4)
    : String(value ?? "none");
}

/** 0.0812 ± 0.0031; the mean alone of a single score. */
export function spreadText({ mean, sd }: Spread): string {
  return sd === null ? formatError(mean) : `${formatError(mean)} ± ${formatLoss(sd, 2)}`;
}

/** The parts of the ranking that settings explain, the largest first. */
export function importanceRows(
  importances: Readonly<Record<string, number>>,
): { readonly name: string; readonly share: number; readonly text: string }[] {
  return Object.entries(importances)
    .sort(([, a], [, b]) => b - a)
    .map(([name, share]) => ({ name: settingName(name), share, text: formatPercent(share, 0) }));
}

const en = {
  score: {
    series:
      "The score is the MAE on the validation set, divided by that of the seasonal naive forecast on the training set: lower is better.",
    panel: "The score is the MASE of the model on the validation windows: lower is better.",
    note: "The score is the final loss, the mean of the last ten segments: lower is better.",
    other: "Lower scores are better.",
  },
  scoreAxis: (kind: StudyKind | null): string => (kind === "note" ? "final loss" : "score"),
  states: {
    complete: "complete",
    pruned: "given up",
    failed: "failed",
    running: "running",
    waiting: "waiting",
  },
  trial: "trial",
  state: "state",
  value: "score",
  seeds: "seeds",
  spread: (best: Spread): string =>
    best.sd === null
      ? "One seed only: how much of the score is luck is not known."
      : `With ${plural(best.count, "seed")}: ${spreadText(best)} (mean ± standard deviation).`,
  clear: (other: Spread): string =>
    `The next best settings have ${spreadText(other)}: worse by more than seeds differ.`,
  unclear: (other: Spread, best: Spread): string =>
    other.mean < best.mean
      ? `The next best settings have ${spreadText(other)}, which is even lower: their order is luck.`
      : `The next best settings have ${spreadText(other)}: the difference is not larger than that between seeds.`,
  progress: (ended: number, wanted: number | null): string =>
    wanted === null ? plural(ended, "trial") : `${formatWhole(ended)} of ${plural(wanted, "trial")}`,
  counts: (counts: Readonly<Record<TrialState, number>>): string =>
    [
      `${formatWhole(counts.complete)} complete`,
      ...(counts.pruned > 0 ? [`${formatWhole(counts.pruned)} given up`] : []),
      ...(counts.failed > 0 ? [`${formatWhole(counts.failed)} failed`] : []),
      ...(counts.running > 0 ? [`${formatWhole(counts.running)} running`] : []),
    ].join(", "),
  none: "No trial is complete.",
  history: "Score by trial",
  historyTrial: "trial",
  historyComplete: "score of a trial",
  historyPruned: "last loss of a trial that was given up",
  historyBest: "best so far",
  parallel: "Settings and scores",
  parallelText:
    "Each line is a trial: it crosses every axis at its setting, and the last one at its score. The darker the line, the better the score; the orange line is the best trial. Dotted lines are trials that were given up.",
  parallelTextDark:
    "Each line is a trial: it crosses every axis at its setting, and the last one at its score. The brighter the line, the better the score; the orange line is the best trial. Dotted lines are trials that were given up.",
  describe: (lines: number, axes: readonly string[]): string =>
    `Parallel coordinates of ${plural(lines, "trial")} over ${axes.join(", ")}. The table of the best settings has the numbers.`,
  importance: "Importance of the settings",
  importanceText:
    "The part of the variance of the trials' ranks that each setting explains by itself (ω²). What is missing to 100% comes from settings together, and from chance.",
  importanceFew: "It takes ten complete trials to say which settings matter.",
  importanceHead: ["setting", "part of the ranking"] as readonly [string, string],
  best: "Best settings",
  sampler: (sampler: string, pruner: string): string => `sampler ${sampler}, pruner ${pruner}`,
};

export type StudyTerms = WordsOf<typeof en>;

const zh: StudyTerms = {
  score: {
    series: "得分是验证集上的 MAE，除以训练集上季节性朴素预测的 MAE，越低越好。",
    panel: "得分是模型在验证窗口上的 MASE，越低越好。",
    note: "得分是最终损失，即最后十段的平均，越低越好。",
    other: "得分越低越好。",
  },
  scoreAxis: (kind) => (kind === "note" ? "最终损失" : "得分"),
  states: {
    complete: "完成",
    pruned: "提前停止",
    failed: "失败",
    running: "进行中",
    waiting: "等待",
  },
  trial: "试验",
  state: "状态",
  value: "得分",
  seeds: "种子数",
  spread: (best) =>
    best.sd === null
      ? "只有一个随机种子，无法判断得分中有多少是运气。"
      : `${formatWhole(best.count)} 个随机种子：${spreadText(best)}（均值 ± 标准差）。`,
  clear: (other) => `次好的设置为 ${spreadText(other)}：差距大于种子之间的差异。`,
  unclear: (other, best) =>
    other.mean < best.mean
      ? `次好的设置为 ${spreadText(other)}，反而更低：二者的先后只是运气。`
      : `次好的设置为 ${spreadText(other)}：差距不大于种子之间的差异。`,
  progress: (ended, wanted) =>
    wanted === null ? `${formatWhole(ended)} 次试验` : `${formatWhole(ended)}/${formatWhole(wanted)} 次试验`,
  counts: (counts) =>
    [
      `完成 ${formatWhole(counts.complete)}`,
      ...(counts.pruned > 0 ? [`提前停止 ${formatWhole(counts.pruned)}`] : []),
      ...(counts.failed > 0 ? [`失败 ${formatWhole(counts.failed)}`] : []),
      ...(counts.running > 0 ? [`进行中 ${formatWhole(counts.running)}`] : []),
    ].join("，"),
  none: "没有完成的试验。",
  history: "各次试验的得分",
  historyTrial: "试验",
  historyComplete: "一次试验的得分",
  historyPruned: "提前停止的试验的最后损失",
  historyBest: "到此为止的最好得分",
  parallel: "设置与得分",
  parallelText:
    "每条线是一次试验：与各轴相交处是它的设置，与最后一根轴相交处是它的得分。颜色越深，得分越好；橙色的线是最好的试验，虚线是提前停止的试验。",
  parallelTextDark:
    "每条线是一次试验：与各轴相交处是它的设置，与最后一根轴相交处是它的得分。颜色越亮，得分越好；橙色的线是最好的试验，虚线是提前停止的试验。",
  describe: (lines, axes) =>
    `${formatWhole(lines)} 次试验的平行坐标图，各轴为 ${axes.join("、")}。具体数值见最好设置的表格。`,
  importance: "各设置的重要性",
  importanceText:
    "每个设置单独能解释的名次方差所占的比例（ω²）。不足 100% 的部分来自设置之间的共同作用和偶然因素。",
  importanceFew: "至少完成十次试验，才能判断哪些设置重要。",
  importanceHead: ["设置", "解释的名次差异"],
  best: "最好的设置",
  sampler: (sampler, pruner) => `采样器 ${sampler}，剪枝器 ${pruner}`,
};

export const studyTerms: Translated<StudyTerms> = { en, zh };
