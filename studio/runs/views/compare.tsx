/** @module The comparison of the selected runs: their losses in one chart, their scores in one table. */

import { useMemo } from "preact/hooks";
import type { Line, Panel } from "../../../src/figures/figure.ts";
import type { Color } from "../../../src/figures/palette.ts";
import { methodName } from "../../../src/forecast/scores/methodNames.ts";
import { differencesOf, type RunReply } from "../../../src/runs/summary.ts";
import { terms } from "../../../src/runs/terms.ts";
import { formatValue, NO_NUMBER } from "../../../src/text/format.ts";
import { Chart } from "../../shared/charts/chart.tsx";
import { lang } from "../../shared/preferences.ts";
import { compared, details } from "../state/runs.ts";
import { runsWords } from "../words/zh.ts";
import { testError } from "./list.tsx";

/** The selected runs. */
export function Compare() {
  const words = runsWords[lang.value];
  const text = words.compare;
  const all = details.value;
  const runs = useMemo(
    () => compared.value.flatMap((name) => readableIn(all.get(name))),
    [all, compared.value],
  );
  const panel = useMemo(() => panelOf(runs), [runs, words]);
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
      {warningsOf(runs).map((warning) => (
        <p key={warning} class="notice warn">
          {warning}
        </p>
      ))}
      {runs.length === 0 ? (
        <p class="hint">{words.waiting}</p>
      ) : (
        <>
          <h3>{text.losses}</h3>
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

/** Why the test errors or the losses are not comparable. */
function warningsOf(runs: readonly RunReply[]): string[] {
  const { scores, losses } = differencesOf(
    runs.map(({ config: { data, plan } }) => ({ data: data.file, plan })),
  );
  const { aspects, scoresDiffer, lossesDiffer } = terms[lang.value];
  return [
    ...(scores.length > 0 ? [scoresDiffer(scores.map((aspect) => aspects[aspect]))] : []),
    ...(losses.length > 0 ? [lossesDiffer(losses.map((aspect) => aspects[aspect]))] : []),
  ];
}

/** The lines of the runs differ in more than their colour. */
const looks = [
  { color: "prediction", dash: "solid" },
  { color: "rnn", dash: "dashed" },
  { color: "gru", dash: "dotted" },
  { color: "gradient", dash: "solid", width: 1 },
] as const satisfies readonly { color: Color; dash: Line["dash"]; width?: number }[];

/** Validation losses; for a run without validation, training losses. */
function panelOf(runs: readonly RunReply[]): Panel {
  const words = terms[lang.value];
  const marks = runs.map(({ summary, metrics }, i): Line => {
    const isValidated = metrics.some(({ valLoss }) => valLoss !== null);
    const y = metrics.map(({ loss, valLoss }) => (isValidated ? valLoss : loss) ?? Number.NaN);
    return { kind: "line", name: summary.name, x: metrics.map(({ epoch }) => epoch), y, ...looks[i] };
  });
  const last = Math.max(2, ...runs.map(({ metrics }) => metrics.at(-1)?.epoch ?? 0));
  return {
    x: { label: words.epoch, min: 1, max: last, tickUnit: "whole" },
    y: { label: words.loss, scale: "log" },
    marks,
  };
}

function Scores({ runs }: { readonly runs: readonly RunReply[] }) {
  const { list, compare } = runsWords[lang.value];
  const heads = [
    list.run,
    list.model,
    list.best,
    "MAE",
    "RMSE",
    "MASE",
    compare.bestBaseline,
    list.testError,
  ];
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
              <td>{methodName(summary.model, lang.value)}</td>
              <td>{formatValue(summary.best?.loss)}</td>
              <td>{formatValue(backtest?.model.mae.overall)}</td>
              <td>{formatValue(backtest?.model.rmse.overall)}</td>
              <td>{formatValue(backtest?.model.mase.overall)}</td>
              <td>
                {summary.mae
                  ? `${methodName(summary.mae.best.name, lang.value)} ${formatValue(summary.mae.best.error)}`
                  : NO_NUMBER}
              </td>
              <td>{testError(summary.mae)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
