/** @module The series as it stands in the file, with its gaps, above the question what to do about them. */
import { Chart } from "../../shared/charts/chart.tsx";
import { lang } from "../../shared/preferences.ts";
import { gaps, shownOf } from "../state/figures.ts";
import { fault, missingColumns, reading, table, targets } from "../state/session.ts";
import { dataWords } from "../words/words.ts";
import { TargetChoice } from "./targetChoice.tsx";

const heights = { whole: 200, longest: 150 };

/** Nothing where the rows need no decision. */
export function GapsView() {
  const { series, gaps: text, results } = dataWords[lang.value];
  const isAsked =
    fault.value?.keys === undefined &&
    fault.value?.stage === "series" &&
    targets.value.length > 0 &&
    reading.value === null;
  if (!isAsked) return null;
  const target = shownOf(targets.value);
  const figure = gaps.value;
  if (figure === null && missingColumns.value.length === 0) return null; // texts cannot be drawn
  return (
    <section class="card" aria-labelledby="gaps-title" data-gaps={figure?.missing ?? ""}>
      <h2 id="gaps-title">{series.title(target)}</h2>
      <MissingValues />
      <TargetChoice label={results.target} targets={targets.value} />
      {figure && (
        <>
          <Chart label={text.describe(target)} panel={figure.whole} height={heights.whole} />
          {figure.longest && (
            <div data-longest>
              <h3>{text.longest}</h3>
              <Chart label={text.describeLongest(target)} panel={figure.longest} height={heights.longest} />
            </div>
          )}
        </>
      )}
    </section>
  );
}

/** How many values are missing, until a policy fills them. */
function MissingValues() {
  const facts = table.value;
  const text = dataWords[lang.value].columns;
  return facts?.columns.map(({ name, faults, firstFault }) =>
    firstFault === null || !missingColumns.value.includes(name) ? null : (
      <p key={name} class="ask" data-missing>
        {text.missingOf(name, faults, facts.rows, firstFault)}
      </p>
    ),
  );
}
