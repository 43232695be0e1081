/** @module What `unrolled tune` prints, in English and Chinese. */
import { formatError, formatWhole, plural } from "../../text/format.ts";
import type { Translated, WordsOf } from "../../text/lang.ts";

interface Ended {
  readonly number: number;
  readonly trials: number;
  readonly settings: string;
  readonly best: number | null;
}

const en = {
  resumed: (count: number, folder: string) => `${folder}: going on after ${plural(count, "trial")}`,
  trial: ({ number, trials, settings, best }: Ended, outcome: string) =>
    `trial ${formatWhole(number + 1)} of ${formatWhole(trials)}: ${outcome}${best === null ? "" : ` (best ${formatError(best)})`}  ${settings}`,
  outcomes: {
    complete: (value: number): string => formatError(value),
    pruned: "given up",
    failed: (reason: string) => `failed: ${reason}`,
  },
  repeating: (count: number) => `The best settings again, with ${plural(count, "other seed")}`,
  head: ["trial", "score"] as readonly string[],
  best: (number: number, count: number) =>
    `Best: trial ${formatWhole(number + 1)} of ${plural(count, "complete one")}`,
  score: (value: number) =>
    `score ${formatError(value)}: MAE on the validation set, divided by that of the seasonal naive forecast on the training set`,
  seeds: (values: readonly number[]) =>
    `with other seeds: ${values.map((value) => formatError(value)).join(", ")}`,
  importance: (parts: string) => `part of the ranking that each setting explains: ${parts}`,
  none: "No trial is complete.",
  train: (command: string) => `To train: ${command}`,
  journal: (path: string) => `journal: ${path} (Optuna's format)`,
  interrupted: (folder: string) => `Interrupted: the same command goes on in ${folder}.`,
};

type TuneWords = WordsOf<typeof en>;

const zh: TuneWords = {
  resumed: (count, folder) => `${folder}：接着前 ${formatWhole(count)} 次试验继续`,
  trial: ({ number, trials, settings, best }, outcome) =>
    `试验 ${formatWhole(number + 1)}/${formatWhole(trials)}：${outcome}${best === null ? "" : `（最好 ${formatError(best)}）`}  ${settings}`,
  outcomes: {
    complete: (value) => formatError(value),
    pruned: "提前停止",
    failed: (reason) => `失败：${reason}`,
  },
  repeating: (count) => `用另外 ${formatWhole(count)} 个随机种子重新训练最好的设置`,
  head: ["试验", "得分"],
  best: (number, count) => `最好：完成的 ${formatWhole(count)} 次试验中的第 ${formatWhole(number + 1)} 次`,
  score: (value) => `得分 ${formatError(value)}：验证集上的 MAE，除以训练集上季节性朴素预测的 MAE`,
  seeds: (values) => `换用其他随机种子：${values.map((value) => formatError(value)).join("、")}`,
  importance: (parts) => `各设置能解释的名次差异：${parts}`,
  none: "没有完成的试验。",
  train: (command) => `训练：${command}`,
  journal: (path) => `日志：${path}（Optuna 格式）`,
  interrupted: (folder) => `已中断：再次运行同一命令，即在 ${folder} 中继续。`,
};

export const tuneWords: Translated<TuneWords> = { en, zh };
