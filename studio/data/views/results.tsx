/** @module The results of a training: verdict, forecast, downloads, scores, errors by step, samples. */
import { useMemo } from "preact/hooks";
import { planName } from "../../../src/forecast/scores/methodNames.ts";
import { measureNotes, rowsNote } from "../../../src/runs/report/scoreTables.ts";
import { errorsFigure } from "../../../src/runs/report/trainingFigures.ts";
import { outcomeOf } from "../../../src/runs/summary.ts";
import { terms } from "../../../src/runs/terms.ts";
import { Candidates } from "../../shared/candidatesTable.tsx";
import { Chart } from "../../shared/charts/chart.tsx";
import { reported } from "../../shared/failure.tsx";
import { lang } from "../../shared/preferences.ts";
import { ScoreTable, TargetTable } from "../../shared/scoreTable.tsx";
import type { Report } from "../lab/sessionFacts.ts";
import { figures, shownOf } from "../state/figures.ts";
import { saveForecast, saveModel, saveReport } from "../state/save.ts";
import { report, stale } from "../state/session.ts";
import { dataWords } from "../words/words.ts";
import { TargetChoice } from "./targetChoice.tsx";

const forecastHeight = 300;
const height = 220;
/** Pixels of the legend and the table of a chart. */
const chrome = 48;

/** Empty before the end of a training. */
export function Results() {
  const text = dataWords[lang.value].results;
  const found = report.value;
  if (found === null) return null;
  const { name } = found.results;
  return (
    <section class="results" aria-labelledby="results-title">
      <div class="card">
        <h2 id="results-title">{text.title(name)}</h2>
        {stale.value && (
          <p class="notice warn" data-stale>
            {text.stale}
          </p>
        )}
        <Verdict found={found} />
        <Model found={found} />
        <Forecast found={found} />
        <Downloads found={found} />
      </div>
      <Backtested found={found} />
    </section>
  );
}

function Verdict({ found: { results } }: { readonly found: Report }) {
  const verdict = results.backtest?.verdict;
  if (!verdict) return <p class="verdict poor">{dataWords[lang.value].results.noBacktest}</p>;
  return (
    <p class={`verdict ${verdictClasses[outcomeOf(verdict)]}`} data-verdict>
      {verdict[lang.value]}
    </p>
  );
}

/** Good, poor, or neither. */
const verdictClasses = { better: "good", worse: "poor", unsure: "unsure" } as const;

/** Which model was chosen, and on which rows it was trained. */
function Model({ found: { results } }: { readonly found: Report }) {
  const { choice } = results.plan;
  const text = dataWords[lang.value].choice;
  const note = rowsNote(results, lang.value);
  return (
    <>
      {choice && <p data-chosen>{text.chose(planName(results.plan, lang.value))}</p>}
      {note !== null && (
        <p class="hint" data-rows-note>
          {note}
        </p>
      )}
      {choice && (
        <details>
          <summary>{text.all(choice.candidates.length)}</summary>
          <Candidates candidates={choice.candidates} caption={terms[lang.value].choice(choice.windows)} />
        </details>
      )}
    </>
  );
}

function Forecast({ found: { results, series } }: { readonly found: Report }) {
  const text = dataWords[lang.value].results;
  const { targets } = results.plan.columns;
  const target = shownOf(targets);
  const panel = figures.value?.forecast?.panels[0];
  return (
    <div data-forecast>
      <h3>{text.forecast}</h3>
      <TargetChoice label={text.target} targets={targets} />
      {results.forecast === null && (
        <p class="ask">{dataWords[lang.value].series.ahead(series.futureSteps, results.plan.horizon)}</p>
      )}
      {panel && <Chart label={text.describeForecast(target)} panel={panel} height={forecastHeight} />}
      {figures.value === null && <div style={{ height: `${forecastHeight + chrome}px` }} />}
    </div>
  );
}

function Downloads({ found: { results } }: { readonly found: Report }) {
  const text = dataWords[lang.value].downloads;
  return (
    <>
      <h3>{text.title}</h3>
      <div class="file-buttons">
        {results.forecast && (
          <button
            type="button"
            data-download="forecast"
            onClick={() => void saveForecast("trained", results.name)}
          >
            {text.forecast}
          </button>
        )}
        <button
          type="button"
          data-download="model"
          onClick={() => void saveModel(`${results.name}-${results.plan.model}`)}
        >
          {text.model}
        </button>
        <button type="button" data-download="report" onClick={() => void reported(saveReport(results.name))}>
          {text.report}
        </button>
      </div>
      <p class="hint">{text.modelHint}</p>
    </>
  );
}

function Backtested({ found: { results, stride } }: { readonly found: Report }) {
  const text = dataWords[lang.value].results;
  const { backtest, plan } = results;
  const target = shownOf(plan.columns.targets);
  const errors = useMemo(
    () => (backtest ? errorsFigure(backtest, lang.value).panels[0] : null),
    [backtest, lang.value],
  );
  const samples = figures.value?.samples;
  return (
    <>
      {backtest && errors && (
        <>
          <section class="card" aria-labelledby="scores-title">
            <h2 id="scores-title">{text.scores}</h2>
            <ScoreTable backtest={backtest} caption={text.windows(backtest.windows, stride)} />
            <dl class="measures hint">
              {measureNotes(backtest, lang.value).map(([name, note]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{note}</dd>
                </div>
              ))}
            </dl>
            {backtest.targets.length > 0 && <TargetTable targets={backtest.targets} />}
          </section>
          <section class="card" aria-labelledby="errors-title">
            <h2 id="errors-title">{text.errors}</h2>
            <Chart label={text.describeErrors} panel={errors} height={height} />
          </section>
        </>
      )}
      {samples && (
        <section class="card" aria-labelledby="samples-title">
          <h2 id="samples-title">{text.samples}</h2>
          <div class={samples.panels.length > 1 ? "pair" : ""}>
            {samples.panels.map((panel, i) => (
              <div key={i}>
                {panel.title && <h3>{panel.title}</h3>}
                <Chart
                  label={[text.describeSamples(target), panel.title].filter(Boolean).join(", ")}
                  panel={panel}
                  height={samples.panels.length > 1 ? 170 : height}
                />
              </div>
            ))}
          </div>
        </section>
      )}
    </>
  );
}
