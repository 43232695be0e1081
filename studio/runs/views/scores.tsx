/** @module The backtest of a run: the model among the baselines, and the verdict in words. */

import type { RecordedBacktest, RecordedScores } from "../../../src/runs/readRecord.ts";
import type { RunReply } from "../../../src/runs/replies.ts";
import { fixed, formatValue, NO_NUMBER } from "../../../src/text/format.ts";
import { lang } from "../../shared/preferences.ts";
import { percentOf } from "../words/numbers.ts";
import { runsWords } from "../words/words.ts";

/** The scores, or word of when they come. */
export function Scores({ run: { backtest } }: { readonly run: RunReply }) {
  const text = runsWords[lang.value].scores;
  return (
    <section class="card scores" aria-labelledby="scores-title">
      <h3 id="scores-title">{text.title}</h3>
      {backtest === null ? <p class="hint">{text.none}</p> : <Table backtest={backtest} />}
    </section>
  );
}

function Table({ backtest }: { readonly backtest: RecordedBacktest }) {
  const words = runsWords[lang.value];
  const text = words.scores;
  const { model, baselines, windows, units, verdict } = backtest;
  const rows = [model, ...baselines].sort((a, b) => (a.mae ?? Infinity) - (b.mae ?? Infinity));
  const caption = text.caption(windows, units === "scaled");
  const levels = model.intervals.map(({ level }) => level);
  return (
    <>
      <p class={verdict.beatsAll ? "verdict good" : "verdict poor"}>{verdict[lang.value]}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section class="scroll" tabIndex={0} aria-label={caption}>
        <table>
          <caption>{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{text.method}</th>
              {[
                "MAE",
                "RMSE",
                "sMAPE",
                "MASE",
                ...levels.map((level) => text.coverage(percentOf(level))),
              ].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((scores) => (
              <tr key={scores.name} class={scores === model ? "own" : ""}>
                <th scope="row">{words.method(scores.name)}</th>
                {numbersOf(scores, levels).map((number, i) => (
                  <td key={i}>{number}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function numbersOf(scores: RecordedScores, levels: readonly number[]): string[] {
  const { mae, rmse, smape, mase, intervals } = scores;
  const coverage = levels.map((level) => intervals.find((one) => one.level === level)?.coverage ?? null);
  const { percent } = runsWords[lang.value].scores;
  return [
    ...[mae, rmse, smape, mase].map(formatValue),
    ...coverage.map((share) => (share === null ? NO_NUMBER : percent(fixed(100 * share, 1)))),
  ];
}
