/** @module The comparison of the selected runs: their losses in one chart, their scores in one table. */

import { useMemo } from "preact/hooks";
import type { Line, Panel } from "../../../src/figures/figure.ts";
import { methodName } from "../../../src/forecast/scores/methodNames.ts";
import { maxOf, minOf } from "../../../src/lists.ts";
import { type Differences, differencesOf, type RunReply } from "../../../src/runs/summary.ts";
import { terms } from "../../../src/runs/terms.ts";
import { formatValue, NO_NUMBER } from "../../../src/text/format.ts";
import { Chart } from "../../shared/charts/chart.tsx";
import { lang } from "../../shared/preferences.ts";
import { looksOf } from "../state/looks.ts";
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

function differencesIn(runs: readonly RunReply[]): Differences {
  return differencesOf(runs.map(({ config: { data, plan } }) => ({ data: data.file, plan })));
}

/** Why the test errors or the losses are not comparable. */
function warningsOf(runs: readonly RunReply[]): string[] {
  const { scores, losses } = differencesIn(runs);
  const { aspects, scoresDiffer, lossesDiffer } = terms[lang.value];
  return [
    ...(scores.length > 0 ? [scoresDiffer(scores.map((aspect) => aspects[aspect]))] : []),
    ...(losses.length > 0 ? [lossesDiffer(losses.map((aspect) => aspects[aspect]))] : []),
  ];
}

/** Validation losses; for a run without validation, training losses. */
function panelOf(runs: readonly RunReply[]): Panel {
  const words = terms[lang.value];
  const looks = looksOf(runs.map(({ summary }) => summary.model));
  const marks = runs.map(({ summary, metrics }, i): Line => {
    const isValidated = metrics.some(({ valLoss }) => valLoss !== null);
    const y = metrics.map(({ loss, valLoss }) => (isValidated ? valLoss : loss) ?? Number.NaN);
    return { kind: "line", name: summary.name, x: metrics.map(({ epoch }) => epoch), y, ...looks[i] };
  });
  const last = maxOf(
    runs.map(({ metrics }) => metrics.at(-1)?.epoch ?? 0),
    2,
  );
  return {
    x: { label: words.epoch, min: 1, max: last, tickUnit: "whole" },
    y: { label: words.loss, scale: "log" },
    marks,
  };
}

interface Measure {
  readonly head: string;
  readonly value: (run: RunReply) => number | null | undefined;
}

/** The columns of numbers; the best of each is bold if the runs can be compared in it. */
const measures: readonly Measure[] = [
  { head: "MAE", value: ({ backtest }) => backtest?.model.mae.overall },
  { head: "RMSE", value: ({ backtest }) => backtest?.model.rmse.overall },
  { head: "MASE", value: ({ backtest }) => backtest?.model.mase.overall },
];

function Scores({ runs }: { readonly runs: readonly RunReply[] }) {
  const { list, compare } = runsWords[lang.value];
  const { scores, losses } = differencesIn(runs);
  const loss: Measure = { head: list.best, value: ({ summary }) => summary.best?.loss };
  const numbers = [loss, ...measures];
  const bests = numbers.map(({ value }, i) =>
    (i === 0 ? losses : scores).length > 0 ? null : leastOf(runs.map(value)),
  );
  const heads = [
    list.run,
    list.model,
    ...numbers.map(({ head }) => head),
    compare.bestBaseline,
    list.testError,
  ];
  return (
    <>
      <h3 id="compare-scores">{compare.caption}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section class="scroll" tabIndex={0} aria-labelledby="compare-scores">
        <table aria-labelledby="compare-scores">
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
            {runs.map((run) => (
              <tr key={run.summary.name}>
                <th scope="row">{run.summary.name}</th>
                <td data-label={list.model}>{methodName(run.summary.model, lang.value)}</td>
                {numbers.map(({ head, value }, i) => (
                  <td key={head} data-label={head}>
                    <Score value={value(run)} best={bests[i]} />
                  </td>
                ))}
                <td data-label={compare.bestBaseline}>{baselineOf(run)}</td>
                <td data-label={list.testError}>{testError(run.summary.mae)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function Score({ value, best }: { readonly value: number | null | undefined; readonly best: number | null }) {
  const text = formatValue(value);
  return best !== null && value === best ? <strong>{text}</strong> : text;
}

function baselineOf({ summary: { mae } }: RunReply): string {
  return mae ? `${methodName(mae.best.name, lang.value)} ${formatValue(mae.best.error)}` : NO_NUMBER;
}

/** The least of some numbers; null if there are not two to choose from. */
function leastOf(values: readonly (number | null | undefined)[]): number | null {
  const known = values.filter((value) => value !== null && value !== undefined);
  return known.length < 2 ? null : minOf(known);
}
