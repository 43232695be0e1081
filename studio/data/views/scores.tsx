/** @module The backtest as a table: the model beside every baseline. */

import type { Backtest } from "../../../src/forecast/scores/backtest.ts";
import type { MethodScores } from "../../../src/forecast/scores/methodErrors.ts";
import { methodName } from "../../../src/runs/report/wordsOfMethods.ts";
import { formatLevel, formatPercent, formatValue } from "../../../src/text/format.ts";
import { lang } from "../../shared/preferences.ts";
import { dataWords, type Measure, measures } from "../words/words.ts";

interface ScoresProps {
  readonly backtest: Backtest;
  readonly stride: number;
}

/** A row for each method, the model first; a column for each measure, and for what each interval held. */
export function Scores({ backtest, stride }: ScoresProps) {
  const text = dataWords[lang.value].results;
  const methods = [backtest.model, ...backtest.baselines];
  const shown = measures.filter((measure) => methods.some((one) => one[measure] !== null));
  const levels = backtest.model.intervals.map(({ level }) => level);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section class="scroll wide" tabIndex={0} aria-label={text.windows(backtest.windows, stride)}>
        <table class="scores">
          <caption>{text.windows(backtest.windows, stride)}</caption>
          <thead>
            <tr>
              <th scope="col">{text.method}</th>
              {shown.map((measure) => (
                <th key={measure} scope="col">
                  {text.measures[measure].label}
                </th>
              ))}
              {levels.map((level) => (
                <th key={level} scope="col">
                  {text.coverage(formatLevel(level))}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {methods.map((method, i) => (
              <tr key={method.name} class={i === 0 ? "own" : ""}>
                <th scope="row">
                  {methodName(method.name, lang.value)}
                  {i === 0 && <small> {text.own}</small>}
                </th>
                {shown.map((measure) => (
                  <td key={measure}>
                    <Value method={method} measure={measure} methods={methods} />
                  </td>
                ))}
                {method.intervals.map(({ level, coverage }) => (
                  <td key={level}>{percent(coverage.overall)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <dl class="measures hint">
        {shown.map((measure) => (
          <div key={measure}>
            <dt>{text.measures[measure].label}</dt>
            <dd>{text.measures[measure].hint}</dd>
          </div>
        ))}
        {levels.length > 0 && (
          <div>
            <dt>{text.coverage("…%")}</dt>
            <dd>{text.coverageHint}</dd>
          </div>
        )}
      </dl>
    </>
  );
}

interface ValueProps {
  readonly method: MethodScores;
  readonly measure: Measure;
  readonly methods: readonly MethodScores[];
}

function Value({ method, measure, methods }: ValueProps) {
  const value = method[measure]?.overall ?? Number.NaN;
  const best = Math.min(...methods.map((one) => one[measure]?.overall ?? Number.NaN).filter(Number.isFinite));
  const text = Number.isNaN(value) ? "–" : `${formatValue(value)}${measure === "smape" ? "%" : ""}`;
  return value === best ? <strong>{text}</strong> : <span>{text}</span>;
}

function percent(share: number): string {
  return formatPercent(share, 0);
}
