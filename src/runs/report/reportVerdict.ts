/** @module What a run is worth, in words, as the report opens. */
import { isBaseline } from "../../forecast/options.ts";
import { joined, paragraphs, prose } from "../../report/html.ts";
import type { Lang } from "../../text/lang.ts";
import type { RunResults } from "../results.ts";
import type { RunWords } from "./words.ts";
import { methodName } from "./wordsOfMethods.ts";

/** The answer first, then the comparison, then whether the model repeats the last value. */
export function verdictHtml({ plan, backtest }: RunResults, lang: Lang, words: RunWords): string {
  const { verdict: texts } = words;
  if (backtest === null) {
    const { from, until } = plan.split.test;
    return box(texts.heading, texts.untested, [words.test.untested(until - from, plan.horizon)]);
  }
  const { verdict, echo, model } = backtest;
  const isSimple = isBaseline(plan.model);
  const isNumber = Number.isFinite(model.mae.overall);
  const won = isSimple ? texts.simpleBeatsAll : texts.beatsAll;
  const lost = isSimple ? texts.simpleLoses : texts.loses;
  const answer = !isNumber ? texts.unjudged : verdict.beatsAll ? won : lost;
  const advice = verdict.beatsAll || isSimple ? [] : [texts.advice(methodName(verdict.best.name, lang))];
  const echoed = echo.echoes || !isNumber ? [] : [texts.noEcho(echo)];
  return box(texts.heading, answer, [verdict[lang], ...echoed, ...advice]);
}

function box(question: string, answer: string, told: readonly string[]): string {
  return joined(
    `<div class="verdict">`,
    `<p class="answer"><strong>${prose(question)}</strong> ${prose(answer)}</p>`,
    paragraphs(told),
    "</div>",
  );
}
