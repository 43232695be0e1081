/** @module The verdict on a model: its error compared with those of the baselines, in English and Chinese. */
import { closed } from "../../arguments.ts";
import { ValueError } from "../../errors.ts";
import { fixed, formatList, formatRounded, plural } from "../../text/format.ts";
import type { WordsOf } from "../../text/lang.ts";
import { isBaseline, modelNames } from "../options.ts";
import type { LossComparison } from "./lossTest.ts";
import { methodName } from "./methodNames.ts";
import type { Echo } from "./persistence.ts";

/** The error of a method. */
export interface NamedError {
  /** The name of the method. */
  readonly name: string;
  /** Its error. */
  readonly error: number;
  /**
   * Of a baseline, the chance that the difference to the model is luck: that of one as large in this direction where both are
   * alike. Absent where only errors are known, or too few windows.
   */
  readonly chance?: number;
}

/** Losses compared window by window, and on how many windows. */
export interface Evidence {
  /** Test windows. */
  readonly windows: number;
  /** How many of them fit beside each other without overlap. */
  readonly independent: number;
  /** By the names of the baselines; null where there are too few windows to say. */
  readonly comparisons: Readonly<Record<string, LossComparison | null>>;
}

/** Options of `verdictAgainst`. */
export interface VerdictOptions {
  /** The name of the measure: `"MAE"` by default. */
  readonly measure?: string;
  /** The fraction by which an error must be smaller to count as such: 0.01 by default. */
  readonly margin?: number;
  /** What tells a difference from luck; without it the errors alone decide. */
  readonly evidence?: Evidence | null;
  /** The result of `echoesLastValue` for the model, to be mentioned in the verdict. */
  readonly echo?: Echo | null;
}

/** How a model compares with the baselines. */
export interface Verdict {
  /** Whether the model is better than every baseline. */
  readonly beatsAll: boolean;
  /** The baseline with the smallest error. */
  readonly best: NamedError;
  /** The model's error over that: below 1 is better. */
  readonly ratio: number;
  /** The baselines that the model does not beat, the best first; all of them if its error is not a number. */
  readonly unbeaten: readonly NamedError[];
  /** Of those the ones that are better. */
  readonly lost: readonly NamedError[];
  /** Of those the ones that cannot be told apart from the model. */
  readonly tied: readonly NamedError[];
  /** The baselines that it beats, the best first. */
  readonly beaten: readonly NamedError[];
  /** The test windows, and how many fit beside each other without overlap; null where only errors were compared. */
  readonly windows: number | null;
  /** About how many independent windows there are; null where that is unknown. */
  readonly independent: number | null;
  /** The sentence in English. */
  readonly en: string;
  /** The sentence in Chinese. */
  readonly zh: string;
}

/** The chance of luck below which a difference counts. */
const LUCK = 0.05;

/**
 * Compares a model's error with those of baselines, and states which of them it beats, which beat it, and which cannot be told
 * apart from it.
 *
 * Errors must be of the same measure on the same windows, 0 or more. A model beats a baseline when its error is below
 * (1 − margin) times the baseline's, and, where there is evidence, when such a difference comes by luck in less than 5 % of
 * cases (see `compareLosses`); it loses by the same rule the other way round. To beat every baseline, each of these tests must
 * pass, so the chance of all together is no higher. NaN beats nothing. Baselines without a finite error do not count. Throws
 * ValueError if none is left.
 */
export function verdictAgainst(
  baselines: Readonly<Record<string, number>>,
  model: NamedError,
  options: VerdictOptions = {},
): Verdict {
  const known = { measure: 0, margin: 0, evidence: 0, echo: 0 };
  const {
    measure = "MAE",
    margin = 0.01,
    evidence = null,
    echo = null,
  } = closed("verdictAgainst", options, known);
  const sorted = Object.entries(baselines)
    .map(([name, error]) => ({ name, error, ...chanceOf(evidence?.comparisons[name]) }))
    .filter(({ error }) => Number.isFinite(error))
    .sort((a, b) => a.error - b.error);
  if (sorted.length === 0) throw new ValueError("verdictAgainst: there is no baseline with a finite error");
  const isSure = (name: string, side: "better" | "worse"): boolean =>
    evidence === null || (evidence.comparisons[name]?.[side] ?? 1) < LUCK;
  const beats = ({ name, error }: NamedError): boolean =>
    model.error < (1 - margin) * error && isSure(name, "better");
  const loses = ({ name, error }: NamedError): boolean =>
    !(model.error <= error / (1 - margin)) && isSure(name, "worse");
  const [best] = sorted;
  const unbeaten = sorted.filter((baseline) => !beats(baseline));
  const lost = unbeaten.filter(loses);
  const tied = unbeaten.filter((baseline) => !loses(baseline));
  const beaten = sorted.filter(beats);
  const found = { model, measure, best, lost, tied, beaten, evidence, echo: echo?.echoes ? echo : null };
  return {
    beatsAll: unbeaten.length === 0,
    best,
    ratio: model.error / best.error,
    unbeaten,
    lost,
    tied,
    beaten,
    windows: evidence?.windows ?? null,
    independent: evidence?.independent ?? null,
    en: write(en, found),
    zh: write(zh, found),
  };
}

function chanceOf(comparison: LossComparison | null | undefined): Pick<NamedError, "chance"> {
  return comparison ? { chance: Math.min(comparison.better, comparison.worse) } : {};
}

/** What the sentences are made of. */
interface Found extends Pick<Verdict, "best" | "lost" | "tied" | "beaten"> {
  readonly model: NamedError;
  readonly measure: string;
  readonly evidence: Evidence | null;
  readonly echo: Echo | null;
}

function write(words: Words, { model, measure, best, lost, tied, beaten, evidence, echo }: Found): string {
  if (!Number.isFinite(model.error)) return words.join([words.noNumber(model, measure)]);
  const echoed = echo === null ? [] : [isBaselineName(model) ? words.naive : words.echo(echo)];
  const isTooFew = evidence !== null && Object.values(evidence.comparisons).every((one) => one === null);
  if (isTooFew) return words.join([words.tooFew(model, best, measure, evidence), ...echoed]);
  if (lost.length + tied.length === 0) return words.join([words.beatsAll(model, best, measure), ...echoed]);
  const sentences = [
    ...(lost.length > 0 ? [words.loses(model, lost, measure)] : []),
    ...(tied.length > 0 ? [words.ties(model, tied, { measure, evidence, isFirst: lost.length === 0 })] : []),
    ...(beaten.length > 0 ? [words.beats(beaten)] : []),
  ];
  return words.join([...sentences, ...echoed]);
}

interface TieOptions extends Pick<Found, "measure" | "evidence"> {
  /** Whether the sentence is the first, and has the model's error. */
  readonly isFirst: boolean;
}

const en = {
  beatsAll: (model: NamedError, best: NamedError, measure: string) =>
    `${nameOf(model)} beats every ${isBaselineName(model) ? "other " : ""}baseline: its ${measure} of ${formatRounded(model.error)} is ${apart(model, best)} below that of the best one, ${withError(best)}.`,
  /** Of the baselines that beat the model, the best is the first. */
  loses: (model: NamedError, lost: readonly NamedError[], measure: string) =>
    `${nameOf(model)} does not beat ${formatList(lost.map(withError), "en", "or")}: its ${measure} is ${formatRounded(model.error)}, ${gap(model, lost[0])}.`,
  ties: (model: NamedError, tied: readonly NamedError[], { measure, evidence, isFirst }: TieOptions) => {
    const names = formatList(tied.map(withError), "en", "or");
    if (!isFirst)
      return evidence === null ? `It is no better than ${names}.` : `It cannot be told apart from ${names}.`;
    const is = evidence === null ? "is no better than" : "cannot be told apart from";
    return `${nameOf(model)} ${is} ${names}: its ${measure} is ${formatRounded(model.error)}, ${gap(model, tied[0])}${luck(model, tied[0], evidence)}.`;
  },
  beats: (beaten: readonly NamedError[]) =>
    `It is better than ${formatList(beaten.map(withError), "en", "and")}.`,
  tooFew: (model: NamedError, best: NamedError, measure: string, evidence: Evidence) =>
    `${nameOf(model)} cannot be judged: its ${measure} is ${formatRounded(model.error)}, that of the best baseline, ${methodName(best.name, "en")}, ${formatRounded(best.error)}, but ${countOf(evidence)} ${evidence.windows === 1 ? "is" : "are"} too few to tell a difference from luck.`,
  noNumber: (model: NamedError, measure: string) =>
    `${nameOf(model)} cannot be evaluated: its ${measure} is ${formatRounded(model.error)}.`,
  echo: ({ toLast, toTarget }: Echo) =>
    `Its forecast is little more than the last value repeated: it differs from that value by ${formatRounded(toLast)} (RMS), and from the actual values by ${formatRounded(toTarget)}.`,
  naive: "By design, its forecast is little more than the last value repeated.",
  join: (sentences: readonly string[]): string => sentences.join(" "),
};

type Words = WordsOf<typeof en>;

const zh: Words = {
  beatsAll: (model, best, measure) =>
    `${chineseNameOf(model)}优于全部${isBaselineName(model) ? "其他" : ""}基线：${measure} 为 ${formatRounded(model.error)}，比其中最好的${chineseWithError(best)}低 ${apart(model, best)}。`,
  loses: (model, lost, measure) =>
    `${chineseNameOf(model)}没有胜过${lost.map(chineseWithError).join("、")}：${measure} 为 ${formatRounded(model.error)}，${chineseGap(model, lost[0])}。`,
  ties: (model, tied, { measure, evidence, isFirst }) => {
    const names = tied.map(chineseWithError).join("、");
    if (!isFirst) return evidence === null ? `它并不优于${names}。` : `它与${names}难分高下。`;
    const compared = evidence === null ? `并不优于${names}` : `与${names}难分高下`;
    return `${chineseNameOf(model)}${compared}：${measure} 为 ${formatRounded(model.error)}，${chineseGap(model, tied[0])}${chineseLuck(model, tied[0], evidence)}。`;
  },
  beats: (beaten) => `它优于${beaten.map(chineseWithError).join("、")}。`,
  tooFew: (model, best, measure, evidence) =>
    `${chineseNameOf(model)}还无从评判：${measure} 为 ${formatRounded(model.error)}，最好的基线${chineseWithError(best)}，但只有${chineseCount(evidence)}，太少，差别可能只是运气。`,
  noNumber: (model, measure) =>
    `无法评判 ${chineseNameOf(model).trim()}：其 ${measure} 为 ${formatRounded(model.error)}。`,
  echo: ({ toLast, toTarget }) =>
    `它的预测几乎只是在重复最后一个值：与该值的均方根偏差为 ${formatRounded(toLast)}，与实际值的均方根偏差却是 ${formatRounded(toTarget)}。`,
  naive: "按其定义，它的预测就是重复最后一个值。",
  join: (sentences) => sentences.join(""),
};

/** As the first words of a sentence. */
function nameOf({ name }: NamedError): string {
  return name === "ensemble" ? `The ${methodName(name, "en")}` : methodName(name, "en");
}

/** With a space before what follows a name in Latin letters. */
function chineseNameOf({ name }: NamedError): string {
  const chinese = methodName(name, "zh");
  return /[a-z]$/i.test(chinese) ? `${chinese} ` : chinese;
}

function isBaselineName({ name }: NamedError): boolean {
  return name.startsWith("seasonal naive") || modelNames.some((model) => model === name && isBaseline(model));
}

/** How a model that does not beat a baseline compares with it. */
function gap(model: NamedError, baseline: NamedError): string {
  if (model.error === baseline.error) return "the same";
  if (baseline.error === 0) return "while the baseline has no error";
  if (model.error > TIMES * baseline.error) return `${times(model, baseline)} times that`;
  const percent = apart(model, baseline);
  return `${percent} ${model.error < baseline.error ? "below" : "above"}`;
}

function chineseGap(model: NamedError, baseline: NamedError): string {
  if (model.error === baseline.error) return "与之相同";
  if (baseline.error === 0) return "而后者毫无误差";
  if (model.error > TIMES * baseline.error) return `是其 ${chineseTimes(model, baseline)}`;
  const percent = apart(model, baseline);
  return `${model.error < baseline.error ? "低" : "高出"} ${percent}`;
}

/** Why a difference does not count. */
function luck(model: NamedError, baseline: NamedError, evidence: Evidence | null): string {
  if (evidence === null || model.error === baseline.error) return "";
  return `, which on ${countOf(evidence)} may be luck`;
}

function chineseLuck(model: NamedError, baseline: NamedError, evidence: Evidence | null): string {
  if (evidence === null || model.error === baseline.error) return "";
  return `；在${chineseCount(evidence)}上，这可能只是运气`;
}

/** Windows, and how many do not overlap where that is fewer. */
function countOf({ windows, independent }: Evidence): string {
  const count = plural(windows, "test window");
  return independent === windows ? count : `${count} (${independent} without overlap)`;
}

function chineseCount({ windows, independent }: Evidence): string {
  return independent === windows
    ? ` ${windows} 个测试窗口`
    : ` ${windows} 个测试窗口（互不重叠的有 ${independent} 个）`;
}

/** From this ratio on, a difference is given as a multiple instead of a percentage. */
const TIMES = 10;
const MANY = 1e6;

function times(model: NamedError, baseline: NamedError): string {
  const ratio = model.error / baseline.error;
  return ratio < MANY ? formatRounded(ratio, 2) : "over a million";
}

function chineseTimes(model: NamedError, baseline: NamedError): string {
  const ratio = model.error / baseline.error;
  return ratio < MANY ? `${formatRounded(ratio, 2)} 倍` : "100 万倍以上";
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
