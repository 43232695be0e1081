/** @module The names of models and baselines, as people are told them. */
import { chineseNames } from "../../forecast/scores/verdictWords.ts";
import type { Lang } from "../../text/lang.ts";

/** The name of a model or baseline: models go by the name that `--model` takes. */
export function methodName(name: string, lang: Lang): string {
  return lang === "zh" ? (chineseNames.get(name) ?? name) : name;
}
