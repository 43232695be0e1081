/** @module The texts of a study's report in English and Chinese. */
import type { TrialState } from "../../jobs/study/trial.ts";
import { formatWhole, plural } from "../../text/format.ts";
import type { Translated, WordsOf } from "../../text/lang.ts";
import type { StudyRecord } from "./studyRecord.ts";
import { settingName, studyTerms } from "./studyTerms.ts";

type Counts = Readonly<Record<TrialState, number>>;

const en = {
  title: (name: string) => `Search of settings: ${name}`,
  contents: "Contents",
  bestColon: "Best settings:",
  lead: ({ space, trials, sampler, pruner, kind }: StudyRecord, counts: Counts): string => {
    const names = Object.keys(space).map(settingName).join(", ");
    const how = sampler === null ? "" : ` (${studyTerms.en.sampler(sampler, pruner ?? "none")})`;
    return `${plural(trials.length, "trial")} of ${names}${how}: ${studyTerms.en.counts(counts)}.${kind === "note" ? "" : " The test set was not read."}`;
  },
  bestScore: (score: string, what: string) => `Score ${score}. ${what}`,
  bestOf: (shown: number, all: number) =>
    `The best ${formatWhole(shown)} of ${formatWhole(all)} settings; \`journal.log\` has all trials`,
  all: (count: number) => `${plural(count, "complete combination")} of settings`,
  again: "Train the best settings",
  againText:
    "The search has compared settings on the validation set only. Whether they beat the baselines is decided by the test set:",
  againNote: "The note with the best settings:",
  journal:
    "`journal.log` is in Optuna's format: `optuna-dashboard journal.log` shows it, and `optuna.load_study` reads it.",
  made: (version: string) => `Made by Unrolled ${version}.`,
};

const zh: WordsOf<typeof en> = {
  title: (name) => `设置搜索：${name}`,
  contents: "目录",
  bestColon: "最好的设置：",
  lead: ({ space, trials, sampler, pruner, kind }, counts) => {
    const names = Object.keys(space).map(settingName).join("、");
    const how = sampler === null ? "" : `（${studyTerms.zh.sampler(sampler, pruner ?? "none")}）`;
    return `对 ${names} 进行了 ${formatWhole(trials.length)} 次试验${how}：${studyTerms.zh.counts(counts)}。${kind === "note" ? "" : "搜索没有读取测试集。"}`;
  },
  bestScore: (score, what) => `得分 ${score}。${what}`,
  bestOf: (shown, all) =>
    `${formatWhole(all)} 组设置中最好的 ${formatWhole(shown)} 组；全部试验见 \`journal.log\``,
  all: (count) => `完成的 ${formatWhole(count)} 组设置`,
  again: "训练最好的设置",
  againText: "搜索只在验证集上比较设置。它们能否胜过基线，要看测试集：",
  againNote: "用最好的设置运行笔记：",
  journal:
    "`journal.log` 采用 Optuna 的格式：`optuna-dashboard journal.log` 可以显示它，`optuna.load_study` 可以读取它。",
  made: (version) => `由 Unrolled ${version} 生成。`,
};

export const studyReportWords: Translated<WordsOf<typeof en>> = { en, zh };
