/** @module The display names of models and baselines. */

import { formatList } from "../../text/format.ts";
import type { Lang, Translated } from "../../text/lang.ts";
import { isBaseline } from "../options.ts";
import type { MemberPlan, Plan } from "../plan.ts";

const same = (name: string): Translated<string> => ({ en: name, zh: name });

/** By the name in a plan or in a backtest, which calls the seasonal baseline by its full name. */
const names: ReadonlyMap<string, Translated<string>> = new Map([
  ["rnn", same("RNN")],
  ["lstm", same("LSTM")],
  ["gru", same("GRU")],
  ["mingru", same("minGRU")],
  ["segrnn", same("SegRNN")],
  ["ridge by series", { en: "ridge by series", zh: "逐序列岭回归" }],
  ["linear", { en: "linear", zh: "线性模型" }],
  ["nlinear", same("NLinear")],
  ["dlinear", same("DLinear")],
  ["ridge", { en: "ridge regression", zh: "岭回归" }],
  ["auto", { en: "best of several", zh: "自动选择" }],
  ["ensemble", { en: "mean of several models", zh: "多个模型的均值" }],
  ["naive", { en: "naive", zh: "朴素法" }],
  ["naive 2", { en: "naive 2", zh: "朴素法 2" }],
  ["drift", { en: "drift", zh: "漂移法" }],
  ["mean", { en: "mean", zh: "均值法" }],
  ["seasonal", { en: "seasonal naive", zh: "季节朴素法" }],
  ["seasonal naive", { en: "seasonal naive", zh: "季节朴素法" }],
]);

/** The display name of a model or baseline; an unknown name is returned as it is. Longer seasons follow the name. */
export function methodName(name: string, lang: Lang): string {
  const [, plain, season] = /^(seasonal naive) (\d+)$/.exec(name) ?? [];
  const known = names.get(plain ?? name)?.[lang] ?? name;
  return season === undefined ? known : `${known} ${season}`;
}

const details = {
  en: {
    season: (steps: number) => `season ${steps}`,
    lookback: (steps: number) => `look-back ${steps}`,
    log: "logarithms",
    absolute: "absolute",
    mean: (names: string) => `mean of ${names}`,
  },
  zh: {
    season: (steps: number) => `周期 ${steps}`,
    lookback: (steps: number) => `回看 ${steps}`,
    log: "取对数",
    absolute: "原值",
    mean: (names: string) => `${names} 的均值`,
  },
};

/** A model that `"auto"` tried, told from others of its kind: "ridge regression (look-back 24, logarithms)". */
export function memberName(
  { model, lookback, season, scaler, modelOptions }: MemberPlan,
  lang: Lang,
): string {
  const words = details[lang];
  const own = [
    ...(model === "seasonal" && season !== null ? [words.season(season)] : []),
    ...(isBaseline(model) ? [] : [words.lookback(lookback)]),
    ...(scaler === "log" ? [words.log] : []),
    ...(model === "ridge" && modelOptions.relative === false ? [words.absolute] : []),
  ];
  const name = methodName(model, lang);
  if (own.length === 0) return name;
  return lang === "zh" ? `${name}（${own.join("，")}）` : `${name} (${own.join(", ")})`;
}

/** One model, or the mean of several. */
export function membersName(members: readonly MemberPlan[], lang: Lang): string {
  const names = members.map((member) => memberName(member, lang));
  const mean = details[lang].mean(formatList(names, lang));
  return names.length === 1 ? names[0] : mean.replace(/） /g, "）"); // no space after a full-width bracket
}

/** The model of a plan, an ensemble by its members. */
export function planName(plan: Plan, lang: Lang): string {
  return membersName(plan.members ?? [plan], lang);
}
