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
    sameAs: (number: number) => `, known from trial ${formatWhole(number + 1)}`,
    pruned: "given up",
    failed: (reason: string) => `failed: ${reason}`,
  },
  repeating: (count: number) => `The two best settings again, with ${plural(count, "other seed")}`,
  short: (ended: number, wanted: number) =>
    `The time is over after ${formatWhole(ended)} of ${plural(wanted, "trial")}: the same command goes on.`,
  best: (number: number, count: number) =>
    `Best: trial ${formatWhole(number + 1)}, of ${plural(count, "combination")} that ${count === 1 ? "was" : "were"} tried`,
  score: (value: number, what: string) => `Score ${formatError(value)}. ${what}`,
  importance: (parts: string) => `part of the ranking that each setting explains: ${parts}`,
  train: (command: string) => `To train: ${command}`,
  report: (path: string) => `report: ${path}`,
  journal: (path: string) => `journal: ${path} (Optuna's format)`,
  interrupted: (folder: string) => `Interrupted: the same command goes on in ${folder}.`,
};

const zh: WordsOf<typeof en> = {
  resumed: (count, folder) => `${folder}：接着前 ${formatWhole(count)} 次试验继续`,
  trial: ({ number, trials, settings, best }, outcome) =>
    `试验 ${formatWhole(number + 1)}/${formatWhole(trials)}：${outcome}${best === null ? "" : `（最好 ${formatError(best)}）`}  ${settings}`,
  outcomes: {
    complete: (value) => formatError(value),
    sameAs: (number) => `，与试验 ${formatWhole(number + 1)} 相同，不再训练`,
    pruned: "提前停止",
    failed: (reason) => `失败：${reason}`,
  },
  repeating: (count) => `用另外 ${formatWhole(count)} 个随机种子重新训练最好的两组设置`,
  short: (ended, wanted) =>
    `时间已到，完成了 ${formatWhole(wanted)} 次试验中的 ${formatWhole(ended)} 次：再次运行同一命令即可继续。`,
  best: (number, count) =>
    `最好：第 ${formatWhole(number + 1)} 次试验（共试过 ${formatWhole(count)} 组设置）`,
  score: (value, what) => `得分 ${formatError(value)}。${what}`,
  importance: (parts) => `各设置能解释的名次差异：${parts}`,
  train: (command) => `训练：${command}`,
  report: (path) => `报告：${path}`,
  journal: (path) => `日志：${path}（Optuna 格式）`,
  interrupted: (folder) => `已中断：再次运行同一命令，即在 ${folder} 中继续。`,
};

export const tuneWords: Translated<WordsOf<typeof en>> = { en, zh };
