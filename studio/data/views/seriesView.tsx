/** @module What was read, as the model will see it. */

import { dataOptions } from "../../../src/data/dataOptions.ts";
import type { Plan } from "../../../src/forecast/plan.ts";
import { Chart } from "../../shared/charts/chart.tsx";
import { lang } from "../../shared/preferences.ts";
import { setOptions } from "../state/actions.ts";
import { fewerRows, labelOf, policyNames } from "../state/fields.ts";
import { seriesPanel, shownOf } from "../state/figures.ts";
import { options, planned, policies, table, uses } from "../state/session.ts";
import { dataWords } from "../words/words.ts";
import { fewRows } from "./faultView.tsx";
import { FoundView } from "./foundView.tsx";
import { TargetChoice } from "./targetChoice.tsx";

const height = 220;

/** The series with its parts, and what is made of it. */
export function SeriesView() {
  const text = dataWords[lang.value].series;
  if (planned.value === null) return null;
  const { series, plan } = planned.value;
  const { targets } = plan.columns;
  const target = shownOf(targets);
  const knowsAhead = plan.columns.future.length > 0;
  return (
    <section class="card" aria-labelledby="series-title" data-series>
      <h2 id="series-title">{text.title(target)}</h2>
      <p data-facts>
        {text.facts(series)} {text.plan(plan)}
      </p>
      <FoundView planned={planned.value} />
      {series.rows < fewRows && <p class="ask">{dataWords[lang.value].fault.fewRows(series.rows)}</p>}
      <LongSeries plan={plan} />
      {knowsAhead && <p class="ask">{text.ahead(series.futureSteps, plan.horizon)}</p>}
      <PoliciesInForce />
      <TargetChoice label={text.target} targets={targets} />
      {seriesPanel.value ? (
        <Chart label={text.describe(target)} panel={seriesPanel.value} height={height} />
      ) : (
        <div class="chart-place" />
      )}
    </section>
  );
}

/** The policies in force: they change the data that is trained on. */
function PoliciesInForce() {
  const { policyValues } = dataWords[lang.value].options;
  const told = policyNames
    .filter((name) => policies.value[name] !== "error")
    .map((name) => {
      const values: Readonly<Record<string, string>> = policyValues[name];
      return `${labelOf(dataOptions.reading[name], lang.value)}: ${values[policies.value[name]]}`;
    });
  if (told.length === 0 || table.value === null || !uses.value.includes("target")) return null;
  return (
    <p class="hint" data-policies>
      {told.join(" · ")}
    </p>
  );
}

/** A warning: an epoch takes minutes, and a stop waits for the end of a validation. */
function LongSeries({ plan }: { readonly plan: Plan }) {
  const text = dataWords[lang.value].series;
  const rows = fewerRows(plan);
  if (rows === null || rows >= plan.split.test.until) return null;
  return (
    <div class="ask" data-long>
      <p>{text.long(plan)}</p>
      <button
        type="button"
        onClick={() => {
          setOptions({ numbers: { ...options.peek().numbers, rows } });
          document.getElementById("stage")?.focus();
        }}
      >
        {text.useRows(rows)}
      </button>
    </div>
  );
}
