/** @module Some runs held against each other: their losses in one chart, their scores in one table. */

import { useMemo } from "preact/hooks";
import type { RunReply } from "../../../src/runs/replies.ts";
import { formatValue } from "../../../src/text/format.ts";
import { Chart } from "../../shared/charts/chart.tsx";
import { lang } from "../../shared/preferences.ts";
import { compared, details } from "../state/runs.ts";
import { runsWords } from "../words/words.ts";
import { comparePanel } from "./lossPanels.ts";

/** The runs that are ticked. */
export function Compare() {
  const words = runsWords[lang.value];
  const text = words.compare;
  const all = details.value;
  const runs = useMemo(
    () => compared.value.flatMap((name) => readableIn(all.get(name))),
    [all, compared.value],
  );
  const panel = useMemo(
    () =>
      comparePanel(
        words.chart,
        runs.map(({ summary, metrics }) => ({ name: summary.name, metrics })),
      ),
    [runs, words],
  );
  return (
    <section class="card compare" aria-labelledby="compare-title">
      <h2 id="compare-title">
        {text.title}
        <button
          type="button"
          onClick={() => {
            compared.value = [];
          }}
        >
          {text.clear}
        </button>
      </h2>
      {isUnlike(runs) && <p class="notice warn">{text.unlike}</p>}
      {runs.length === 0 ? (
        <p class="hint">{words.waiting}</p>
      ) : (
        <>
          <Chart label={text.describe} panel={panel} height={260} />
          <Scores runs={runs} />
        </>
      )}
    </section>
  );
}

function readableIn(detail: ReturnType<typeof details.value.get>): readonly RunReply[] {
  return detail === undefined || "problem" in detail ? [] : [detail];
}

/** Whether losses and errors are of different things. */
function isUnlike(runs: readonly RunReply[]): boolean {
  const kinds = runs.map(({ config: { data, plan } }) =>
    JSON.stringify([data.file, plan.columns.targets, plan.horizon, plan.loss, plan.split]),
  );
  return new Set(kinds).size > 1;
}

function Scores({ runs }: { readonly runs: readonly RunReply[] }) {
  const words = runsWords[lang.value];
  const { list, compare } = words;
  const heads = [list.run, list.model, list.best, "MAE", "RMSE", "MASE", compare.bestBaseline, list.verdict];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section class="scroll" tabIndex={0} aria-label={compare.caption}>
      <table>
        <caption>{compare.caption}</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map(({ summary, backtest }) => (
            <tr key={summary.name}>
              <th scope="row">{summary.name}</th>
              <td>{words.method(summary.model)}</td>
              <td>{formatValue(summary.best?.loss)}</td>
              <td>{formatValue(backtest?.model.mae)}</td>
              <td>{formatValue(backtest?.model.rmse)}</td>
              <td>{formatValue(backtest?.model.mase)}</td>
              <td>
                {summary.mae
                  ? `${words.method(summary.mae.best.name)} ${formatValue(summary.mae.best.error)}`
                  : "–"}
              </td>
              <td>{summary.mae ? words.against(summary.mae) : "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
