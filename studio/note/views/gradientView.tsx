/** @module The gradient through time: how much of the last step's loss reaches the states before it. */
import { useMemo } from "preact/hooks";
import { lagBelow } from "../../../src/note/gradientFlow.ts";
import { Chart } from "../../shared/charts/chart.tsx";
import { gradientPanel } from "../../shared/charts/panels.ts";
import { lang } from "../../shared/preferences.ts";
import { hovered, insight, selected, settings } from "../state/labSession.ts";
import { runName, words } from "../words/words.ts";

/** |∂L_T/∂h_t| by lag, and the sentence that it bears out. */
export function GradientView() {
  const text = words[lang.value];
  const seen = insight.value;
  const flow = seen?.gradient ?? { hidden: [], cell: null };
  const panel = useMemo(() => gradientPanel(text.charts, flow), [seen, text]);
  const steps = flow.hidden.length;
  const at = hovered.value === null || steps === 0 ? null : steps - 1 - hovered.value;
  return (
    <section aria-labelledby="gradient-title">
      <h2 id="gradient-title">
        {text.gradient.title} <small>{runName(selected.value, seen?.settings ?? settings.value)}</small>
      </h2>
      <Chart
        label={text.gradient.describe}
        panel={panel}
        height={190}
        at={at}
        onHover={(lag) => {
          hovered.value =
            lag === null || steps === 0
              ? null
              : Math.min(steps - 1, Math.max(0, steps - 1 - Math.round(lag)));
        }}
      />
      <p class="sentence" data-sentence="gradient">
        {seen ? text.gradient.sentence(lagBelow(flow.hidden, 0.01), flow) : text.waiting}
      </p>
    </section>
  );
}
