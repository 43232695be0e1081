/** @module The display names of models and baselines. */
import type { Lang, Translated } from "../../text/lang.ts";

const same = (name: string): Translated<string> => ({ en: name, zh: name });

/** By the name in a plan or in a backtest, which calls the seasonal baseline by its full name. */
const names: ReadonlyMap<string, Translated<string>> = new Map([
  ["rnn", same("RNN")],
  ["lstm", same("LSTM")],
  ["gru", same("GRU")],
  ["segrnn", same("SegRNN")],
  ["nlinear", same("NLinear")],
  ["dlinear", same("DLinear")],
  ["naive", { en: "naive", zh: "朴素法" }],
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
