/** @module The sentences of a verdict, in English and Chinese. */
import { fixed, formatList, formatRounded } from "../../text/format.ts";
import type { WordsOf } from "../../text/lang.ts";
import { methodName } from "./methodNames.ts";
import type { Echo } from "./persistence.ts";

/** A method and its error. */
interface Named {
  readonly name: string;
  readonly error: number;
}

/** In English. */
export const verdictEnglish = {
  beatsAll: (model: Named, best: Named, measure: string) =>
    `${nameOf(model)} beats every baseline: its ${measure} of ${formatRounded(model.error)} is ${apart(model, best)} below that of the best one, ${withError(best)}.`,
  /** Of the baselines that the model does not beat, the best is the first. */
  loses: (model: Named, unbeaten: readonly Named[], measure: string) =>
    `${nameOf(model)} does not beat ${formatList(unbeaten.map(withError), "en", "or")}: its ${measure} is ${formatRounded(model.error)}, ${gap(model, unbeaten[0])}.`,
  beats: (beaten: readonly Named[]) => `It beats ${formatList(beaten.map(withError), "en", "and")}.`,
  noNumber: (model: Named, measure: string) =>
    `${nameOf(model)} cannot be evaluated: its ${measure} is ${formatRounded(model.error)}.`,
  echo: ({ toLast, toTarget }: Echo) =>
    `Its forecast is little more than the last value repeated: it differs from that value by ${formatRounded(toLast)} (RMS), and from the actual values by ${formatRounded(toTarget)}.`,
  join: (sentences: readonly string[]): string => sentences.join(" "),
};

/** The sentences of one language. */
export type VerdictWords = WordsOf<typeof verdictEnglish>;

/** In Chinese. */
export const verdictChinese: VerdictWords = {
  beatsAll: (model, best, measure) =>
    `${nameOf(model)} 优于全部基线：${measure} 为 ${formatRounded(model.error)}，比其中最好的${chineseWithError(best)}低 ${apart(model, best)}。`,
  loses: (model, unbeaten, measure) =>
    `${nameOf(model)} 没有胜过${unbeaten.map(chineseWithError).join("、")}：${measure} 为 ${formatRounded(model.error)}，${chineseGap(model, unbeaten[0])}。`,
  beats: (beaten) => `它优于${beaten.map(chineseWithError).join("、")}。`,
  noNumber: (model, measure) => `无法评判 ${nameOf(model)}：其 ${measure} 为 ${formatRounded(model.error)}。`,
  echo: ({ toLast, toTarget }) =>
    `它的预测几乎只是在重复最后一个值：与该值的均方根偏差为 ${formatRounded(toLast)}，与实际值的均方根偏差却是 ${formatRounded(toTarget)}。`,
  join: (sentences) => sentences.join(""),
};

/** Names of models are the same in both languages. */
function nameOf({ name }: Named): string {
  return methodName(name, "en");
}

/** How a model that does not beat a baseline compares with it. */
function gap(model: Named, baseline: Named): string {
  const percent = apart(model, baseline);
  if (model.error <= baseline.error)
    return model.error === baseline.error ? "the same" : `only ${percent} below`;
  return baseline.error === 0 ? "while the baseline has no error" : `${percent} above`;
}

function chineseGap(model: Named, baseline: Named): string {
  const percent = apart(model, baseline);
  if (model.error <= baseline.error)
    return model.error === baseline.error ? "与之相同" : `只低 ${percent}，不足以区分`;
  return baseline.error === 0 ? "而后者毫无误差" : `高出 ${percent}`;
}

/** The difference of two errors, in percent of the baseline's. */
function apart(model: Named, baseline: Named): string {
  const percent = 100 * Math.abs(model.error / baseline.error - 1);
  return `${percent < 10 ? formatRounded(percent, 2) : fixed(percent, 0)}%`;
}

function withError({ name, error }: Named): string {
  return `${methodName(name, "en")} (${formatRounded(error)})`;
}

function chineseWithError({ name, error }: Named): string {
  const chinese = methodName(name, "zh");
  return `${/[a-z]/i.test(chinese) ? ` ${chinese} ` : chinese}（${formatRounded(error)}）`;
}
