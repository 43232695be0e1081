/** @module The verdict on a model: its error compared with those of the baselines, in English and Chinese. */
import { ValueError } from "../../errors.ts";
import { fixed, formatList, formatRounded } from "../../text/format.ts";
import type { WordsOf } from "../../text/lang.ts";
import { methodName } from "./methodNames.ts";
import type { Echo } from "./persistence.ts";

/** The error of a method. */
export interface NamedError {
  readonly name: string;
  readonly error: number;
}

/** Options of `verdictAgainst`. */
export interface VerdictOptions {
  /** The name of the measure: `"MAE"` by default. */
  readonly measure?: string;
  /** The fraction by which an error must be smaller to count as such: 0.01 by default. */
  readonly margin?: number;
  /** The result of `echoesLastValue` for the model, to be mentioned in the verdict. */
  readonly echo?: Echo | null;
}

/** How a model compares with the baselines. */
export interface Verdict {
  /** Whether the model's error is smaller than that of every baseline, by the margin. */
  readonly beatsAll: boolean;
  /** The baseline with the smallest error. */
  readonly best: NamedError;
  /** The model's error over that: below 1 is better. */
  readonly ratio: number;
  /** The baselines that the model does not beat, the best first; all of them if its error is not a number. */
  readonly unbeaten: readonly NamedError[];
  /** The baselines that it beats, the best first. */
  readonly beaten: readonly NamedError[];
  readonly en: string;
  readonly zh: string;
}

/**
 * Compares a model's error with those of baselines, and states which of them it does not beat.
 *
 * Errors must be of the same measure on the same windows, 0 or more. A model beats a baseline when its error is below
 * (1 − margin) times the baseline's; NaN beats nothing. Baselines without a finite error do not count. Throws ValueError if
 * none is left.
 */
export function verdictAgainst(
  baselines: Readonly<Record<string, number>>,
  model: NamedError,
  { measure = "MAE", margin = 0.01, echo = null }: VerdictOptions = {},
): Verdict {
  const sorted = Object.entries(baselines)
    .map(([name, error]) => ({ name, error }))
    .filter(({ error }) => Number.isFinite(error))
    .sort((a, b) => a.error - b.error);
  if (sorted.length === 0) throw new ValueError("verdictAgainst: there is no baseline with a finite error");
  const beats = ({ error }: NamedError): boolean => model.error < (1 - margin) * error;
  const [best] = sorted;
  const unbeaten = sorted.filter((baseline) => !beats(baseline));
  const beaten = sorted.filter(beats);
  const write = (words: Words): string => {
    const echoed = echo?.echoes ? [words.echo(echo)] : [];
    if (!Number.isFinite(model.error)) return words.join([words.noNumber(model, measure)]);
    if (unbeaten.length === 0) return words.join([words.beatsAll(model, best, measure), ...echoed]);
    const also = beaten.length > 0 ? [words.beats(beaten)] : [];
    return words.join([words.loses(model, unbeaten, measure), ...also, ...echoed]);
  };
  const [beatsAll, ratio] = [unbeaten.length === 0, model.error / best.error];
  return { beatsAll, best, ratio, unbeaten, beaten, en: write(en), zh: write(zh) };
}

const en = {
  beatsAll: (model: NamedError, best: NamedError, measure: string) =>
    `${nameOf(model)} beats every baseline: its ${measure} of ${formatRounded(model.error)} is ${apart(model, best)} below that of the best one, ${withError(best)}.`,
  /** Of the baselines that the model does not beat, the best is the first. */
  loses: (model: NamedError, unbeaten: readonly NamedError[], measure: string) =>
    `${nameOf(model)} does not beat ${formatList(unbeaten.map(withError), "en", "or")}: its ${measure} is ${formatRounded(model.error)}, ${gap(model, unbeaten[0])}.`,
  beats: (beaten: readonly NamedError[]) => `It beats ${formatList(beaten.map(withError), "en", "and")}.`,
  noNumber: (model: NamedError, measure: string) =>
    `${nameOf(model)} cannot be evaluated: its ${measure} is ${formatRounded(model.error)}.`,
  echo: ({ toLast, toTarget }: Echo) =>
    `Its forecast is little more than the last value repeated: it differs from that value by ${formatRounded(toLast)} (RMS), and from the actual values by ${formatRounded(toTarget)}.`,
  join: (sentences: readonly string[]): string => sentences.join(" "),
};

type Words = WordsOf<typeof en>;

const zh: Words = {
  beatsAll: (model, best, measure) =>
    `${chineseNameOf(model)}优于全部基线：${measure} 为 ${formatRounded(model.error)}，比其中最好的${chineseWithError(best)}低 ${apart(model, best)}。`,
  loses: (model, unbeaten, measure) =>
    `${chineseNameOf(model)}没有胜过${unbeaten.map(chineseWithError).join("、")}：${measure} 为 ${formatRounded(model.error)}，${chineseGap(model, unbeaten[0])}。`,
  beats: (beaten) => `它优于${beaten.map(chineseWithError).join("、")}。`,
  noNumber: (model, measure) =>
    `无法评判 ${chineseNameOf(model).trim()}：其 ${measure} 为 ${formatRounded(model.error)}。`,
  echo: ({ toLast, toTarget }) =>
    `它的预测几乎只是在重复最后一个值：与该值的均方根偏差为 ${formatRounded(toLast)}，与实际值的均方根偏差却是 ${formatRounded(toTarget)}。`,
  join: (sentences) => sentences.join(""),
};

/** Names of models are the same in both languages. */
function nameOf({ name }: NamedError): string {
  return methodName(name, "en");
}

/** With a space before what follows a name in Latin letters. */
function chineseNameOf({ name }: NamedError): string {
  const chinese = methodName(name, "zh");
  return /[a-z]$/i.test(chinese) ? `${chinese} ` : chinese;
}

/** How a model that does not beat a baseline compares with it. */
function gap(model: NamedError, baseline: NamedError): string {
  const percent = apart(model, baseline);
  if (model.error <= baseline.error)
    return model.error === baseline.error ? "the same" : `only ${percent} below`;
  return baseline.error === 0 ? "while the baseline has no error" : `${percent} above`;
}

function chineseGap(model: NamedError, baseline: NamedError): string {
  const percent = apart(model, baseline);
  if (model.error <= baseline.error)
    return model.error === baseline.error ? "与之相同" : `只低 ${percent}，不足以区分`;
  return baseline.error === 0 ? "而后者毫无误差" : `高出 ${percent}`;
}

/** The difference of two errors, in percent of the baseline's. */
function apart(model: NamedError, baseline: NamedError): string {
  const percent = 100 * Math.abs(model.error / baseline.error - 1);
  return `${percent < 10 ? formatRounded(percent, 2) : fixed(percent, 0)}%`;
}

function withError({ name, error }: NamedError): string {
  return `${methodName(name, "en")} (${formatRounded(error)})`;
}

function chineseWithError({ name, error }: NamedError): string {
  const chinese = methodName(name, "zh");
  return `${/[a-z]/i.test(chinese) ? ` ${chinese} ` : chinese}（${formatRounded(error)}）`;
}
