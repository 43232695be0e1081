/** @module The sentences of a verdict, in English and Chinese. */
import { fixed, formatList, formatRounded } from "../../text/format.ts";
import type { Echo } from "./persistence.ts";

/** Somebody's error. */
interface Named {
  readonly name: string;
  readonly error: number;
}

/** What both languages must be able to say. */
export interface VerdictWords {
  readonly beatsAll: (model: Named, best: Named, measure: string) => string;
  /** Of the baselines that the model does not beat, the best comes first. */
  readonly loses: (model: Named, unbeaten: readonly Named[], measure: string) => string;
  readonly beats: (beaten: readonly Named[]) => string;
  readonly noNumber: (model: Named, measure: string) => string;
  readonly echo: (echo: Echo) => string;
  readonly join: (sentences: readonly string[]) => string;
}

/** In English. */
export const verdictEnglish: VerdictWords = {
  beatsAll: (model, best, measure) =>
    `${model.name} beats every baseline: its ${measure} of ${formatRounded(model.error)} is ${apart(model, best)} below that of the best, ${withError(best)}.`,
  loses: (model, unbeaten, measure) =>
    `${model.name} does not beat ${formatList(unbeaten.map(withError), "en", "or")}: its ${measure} is ${formatRounded(model.error)}, ${gap(model, unbeaten[0])}.`,
  beats: (beaten) => `It beats ${formatList(beaten.map(withError), "en", "and")}.`,
  noNumber: (model, measure) =>
    `${model.name} cannot be judged: its ${measure} is ${formatRounded(model.error)}.`,
  echo: ({ toLast, toTarget }) =>
    `What it says is hardly more than the last value repeated: on the root of the mean square it keeps ${formatRounded(toLast)} from that, and ${formatRounded(toTarget)} from what happened.`,
  join: (sentences) => sentences.join(" "),
};

/** In Chinese. */
export const verdictChinese: VerdictWords = {
  beatsAll: (model, best, measure) =>
    `${model.name} 优于全部基线：${measure} 为 ${formatRounded(model.error)}，比其中最好的${chineseWithError(best)}低 ${apart(model, best)}。`,
  loses: (model, unbeaten, measure) =>
    `${model.name} 没有胜过${unbeaten.map(chineseWithError).join("、")}：${measure} 为 ${formatRounded(model.error)}，${chineseGap(model, unbeaten[0])}。`,
  beats: (beaten) => `它优于${beaten.map(chineseWithError).join("、")}。`,
  noNumber: (model, measure) => `无法评判 ${model.name}：其 ${measure} 为 ${formatRounded(model.error)}。`,
  echo: ({ toLast, toTarget }) =>
    `它的预测几乎只是在重复最后一个值：与该值的均方根距离为 ${formatRounded(toLast)}，与实际结果的距离却是 ${formatRounded(toTarget)}。`,
  join: (sentences) => sentences.join(""),
};

/** The baselines in Chinese, by the names that a backtest gives them. */
export const chineseNames: ReadonlyMap<string, string> = new Map([
  ["naive", "朴素法"],
  ["drift", "漂移法"],
  ["mean", "均值法"],
  ["seasonal naive", "季节朴素法"],
]);

/** Where a model stands that has not won: level with the baseline, or above it. */
function gap(model: Named, baseline: Named): string {
  const percent = apart(model, baseline);
  if (model.error <= baseline.error)
    return model.error === baseline.error ? "just as much" : `only ${percent} below`;
  return baseline.error === 0 ? "where that makes no error at all" : `${percent} above`;
}

function chineseGap(model: Named, baseline: Named): string {
  const percent = apart(model, baseline);
  if (model.error <= baseline.error)
    return model.error === baseline.error ? "与之相同" : `只低 ${percent}，不足以区分`;
  return baseline.error === 0 ? "而后者毫无误差" : `高出 ${percent}`;
}

/** By how much two errors differ, in percent of the baseline's. */
function apart(model: Named, baseline: Named): string {
  const percent = 100 * Math.abs(model.error / baseline.error - 1);
  return `${percent < 10 ? formatRounded(percent, 2) : fixed(percent, 0)}%`;
}

function withError({ name, error }: Named): string {
  return `${name} (${formatRounded(error)})`;
}

function chineseWithError({ name, error }: Named): string {
  return `${chineseNames.get(name) ?? ` ${name} `}（${formatRounded(error)}）`;
}
