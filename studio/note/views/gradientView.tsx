/** @module The gradient through time of all runs: how much of the last step's loss reaches the states before it. */

import { useMemo } from "preact/hooks";
import { maxOf } from "../../../src/lists.ts";
import { lagBelow } from "../../../src/note/gradientFlow.ts";
import { Chart } from "../../shared/charts/chart.tsx";
import { looksOf } from "../../shared/charts/looks.ts";
import { lang } from "../../shared/preferences.ts";
import { momentKey, useAnswer } from "../state/insideState.ts";
import { hovered, lab, lookedAt } from "../state/labSession.ts";
import { namesOf, words } from "../words/words.ts";
import { factorsPanel, gradientsPanel, meanFactor, type NamedGradient } from "./inside/insidePanels.ts";

/** |∂L_T/∂h_t| by lag, the factors that it is the product of, and a sentence for each run. */
export function GradientView() {
  const text = words[lang.value];
  const answer = useAnswer(momentKey, () => lab.gradients(lookedAt.peek()));
  const runs = useMemo((): readonly NamedGradient[] => {
    const settings = (answer ?? []).map((run) => run.settings);
    const [looks, names] = [looksOf(settings), namesOf(settings, lang.value)];
    return (answer ?? []).map((run, i) => ({ ...run, look: looks[i], name: names[i] }));
  }, [answer, lang.value]);
  const product = useMemo(() => gradientsPanel(text, runs), [runs, text]);
  const factors = useMemo(() => factorsPanel(text, runs), [runs, text]);
  const last = maxOf(
    runs.map(({ before }) => before.hidden.length - 1),
    0,
  );
  const at = hovered.value === null || last === 0 ? null : last - hovered.value;
  const point = (lag: number | null): void => {
    hovered.value = lag === null || last === 0 ? null : Math.min(last, Math.max(0, last - Math.round(lag)));
  };
  return (
    <section aria-labelledby="gradient-title">
      <h2 id="gradient-title">{text.gradient.title}</h2>
      <Chart label={text.gradient.describe} panel={product} height={190} isLabelled at={at} onHover={point} />
      <Chart
        label={text.gradient.describeFactors}
        panel={factors}
        height={110}
        isLabelled
        at={at}
        onHover={point}
      />
      <ul class="sentences" data-sentence="gradient">
        {runs.length === 0 && <li>{text.waiting}</li>}
        {runs.map((run) => (
          <li key={run.name}>{sentenceOf(run)}</li>
        ))}
      </ul>
      <p class="hint">{text.gradient.key}</p>
    </section>
  );
}

function sentenceOf({ name, now, before }: NamedGradient): string {
  const { run, sentence } = words[lang.value].gradient;
  const flow = now ?? before;
  const told = sentence(lagBelow(flow.hidden, 0.01), flow, meanFactor(flow.hidden));
  return run(name, now === null, told, lagBelow(before.hidden, 0.01));
}
