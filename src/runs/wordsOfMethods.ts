/** @module The names of models and baselines, as people are told them. */
import type { Lang } from "../note/lang.ts";

const chinese: ReadonlyMap<string, string> = new Map([
  ["naive", "朴素法"],
  ["drift", "漂移法"],
  ["mean", "均值法"],
  ["seasonal naive", "季节朴素法"],
]);

/** The name of a model or baseline: models go by the name that `--model` takes. */
export function methodName(name: string, lang: Lang): string {
  return lang === "zh" ? (chinese.get(name) ?? name) : name;
}
