/** @module The list of runs: a table; on phones, cards. */

import { methodName } from "../../../src/forecast/scores/methodNames.ts";
import type { BrokenRun, PanelSummary, RunSummary, RunVerdict } from "../../../src/runs/summary.ts";
import { formatAgo, formatValue, NO_NUMBER, roundTo } from "../../../src/text/format.ts";
import { lang, looksAsked } from "../../shared/preferences.ts";
import { addressOf } from "../state/address.ts";
import { chosen, compared, mostCompared, now, toggleCompared } from "../state/runs.ts";
import { order, type SortColumn, shownRuns, sortBy, sortColumns } from "../state/sort.ts";
import { runsWords } from "../words/zh.ts";
import { Badge, hasEpochs } from "./progress.tsx";
import { fileNameOf } from "./settings.tsx";

/** All runs, in the order of a column; at first the newest first. */
export function RunList() {
  const text = runsWords[lang.value].list;
  return (
    <section class="card runs-list" aria-labelledby="list-title">
      <h2 id="list-title">{text.title(shownRuns.value.length)}</h2>
      <a class="to-data" href={`./data.html${looksAsked()}`}>
        {text.toData}
      </a>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section class="scroll list" tabIndex={0} aria-label={text.table}>
        <table>
          <thead>
            <tr>
              <th scope="col">{text.compare}</th>
              {sortColumns.map((column) => (
                <Head key={column} column={column} />
              ))}
            </tr>
          </thead>
          <tbody>
            {shownRuns.value.map((run) =>
              run.problem === null ? (
                <Row key={run.name} run={run} />
              ) : run.panel ? (
                <PanelRow key={run.name} name={run.name} panel={run.panel} />
              ) : (
                <BrokenRow key={run.name} run={run} />
              ),
            )}
          </tbody>
        </table>
      </section>
      {compared.value.length >= mostCompared && <p class="hint">{text.enough(mostCompared)}</p>}
    </section>
  );
}

/** The name of a column as a button that sorts by it. */
function Head({ column }: { readonly column: SortColumn }) {
  const text = runsWords[lang.value].list;
  const now = order.value?.column === column ? order.value : null;
  return (
    <th scope="col" aria-sort={now === null ? undefined : now.isDown ? "descending" : "ascending"}>
      <button
        type="button"
        data-sort={column}
        title={text.sortBy(text[column])}
        onClick={() => sortBy(column)}
      >
        {text[column]} <span aria-hidden="true">{now === null ? "↕" : now.isDown ? "▼" : "▲"}</span>
      </button>
    </th>
  );
}

function Row({ run }: { readonly run: RunSummary }) {
  const text = runsWords[lang.value].list;
  const { name, state, targets, mae } = run;
  return (
    <tr data-run={name} class={name === chosen.value ? "chosen" : ""}>
      <td class="tick">
        <Tick name={name} />
      </td>
      <th scope="row">
        <RunLink name={name} />
      </th>
      <td class="state">
        <Badge state={state} />
      </td>
      <td data-label={text.model}>{methodName(run.model, lang.value)}</td>
      <td data-label={text.target} class="target" title={`${fileNameOf(run.file)}: ${targets.join(", ")}`}>
        {targets[0]}
        {targets.length > 1 && <small> {text.more(targets.length - 1)}</small>}
      </td>
      <td data-label={text.horizon} class="number">
        {run.horizon}
      </td>
      <td data-label={text.epochs} class="epochs">
        {hasEpochs(run) ? <Epochs run={run} /> : NO_NUMBER}
      </td>
      <td data-label={text.best} class="number best">
        {formatValue(run.best?.loss)}
      </td>
      <td data-label={text.mae} class="number">
        {formatValue(mae?.model)}
      </td>
      <td data-label={text.mase} class="number mase">
        {formatValue(run.mase)}
      </td>
      <td
        data-label={text.testError}
        class={`verdict${mae ? (mae.beatsAll ? " good" : mae.isUnsure ? " unsure" : " poor") : ""}`}
      >
        {testError(mae)}
      </td>
      <td data-label={text.updated} class="updated">
        {formatAgo(run.updated, now.value, lang.value)}
      </td>
    </tr>
  );
}

/** How the MAE of the model compares with that of the best baseline. */
export function testError(mae: RunVerdict | null): string {
  if (mae === null) return NO_NUMBER;
  const text = runsWords[lang.value].testError;
  const { model, best, beatsAll, isUnsure } = mae;
  if (model === null) return text.notANumber;
  const baseline = methodName(best.name, lang.value);
  const percent = `${roundTo(100 * Math.abs(model / best.error - 1), 2)}%`;
  if (beatsAll) return text.below(percent, baseline);
  if (isUnsure && model < best.error) return text.unsure(percent, baseline);
  if (best.error === 0) return text.perfect(baseline);
  return model <= best.error ? text.equal(baseline) : text.above(percent, baseline);
}

function Epochs({ run: { state, epoch, epochs } }: { readonly run: RunSummary }) {
  const label = runsWords[lang.value].list.progress(epoch, epochs);
  return (
    <>
      {state === "training" && <progress value={epoch} max={epochs} aria-label={label} />}
      <span>
        {epoch} / {epochs}
      </span>
    </>
  );
}

/** A run of a panel, whose scores are means over its series: no error compares with that of a single series. */
function PanelRow({ name, panel }: { readonly name: string; readonly panel: PanelSummary }) {
  const text = runsWords[lang.value].list;
  return (
    <tr data-run={name} data-panel class={name === chosen.value ? "chosen" : ""}>
      <td class="tick" />
      <th scope="row">
        <RunLink name={name} />
      </th>
      <td class="state">
        <Badge state={panel.state} />
      </td>
      <td data-label={text.model}>{methodName(panel.model, lang.value)}</td>
      <td data-label={text.target} class="target">
        {panel.target} <small>{text.series(panel.series)}</small>
      </td>
      <td data-label={text.horizon} class="number">
        {panel.horizon}
      </td>
      <td data-label={text.epochs} class="epochs">
        {panel.epoch > 0 ? panel.epoch : NO_NUMBER}
      </td>
      <td data-label={text.best} class="number best">
        {formatValue(panel.best?.loss)}
      </td>
      <td data-label={text.mae} class="number">
        {NO_NUMBER}
      </td>
      <td data-label={text.mase} class="number mase">
        {formatValue(panel.mase)}
      </td>
      <td data-label={text.testError} class="verdict">
        {NO_NUMBER}
      </td>
      <td data-label={text.updated} class="updated">
        {formatAgo(panel.updated, now.value, lang.value)}
      </td>
    </tr>
  );
}

function BrokenRow({ run: { name, problem } }: { readonly run: BrokenRun }) {
  return (
    <tr data-run={name} class={`broken${name === chosen.value ? " chosen" : ""}`}>
      <td class="tick" />
      <th scope="row">
        <RunLink name={name} />
      </th>
      <td class="problem" colSpan={10}>
        <span class="badge killed">
          <span aria-hidden="true">✕</span> {runsWords[lang.value].broken}
        </span>{" "}
        {runsWords[lang.value].problem(problem)}
      </td>
    </tr>
  );
}

function RunLink({ name }: { readonly name: string }) {
  const isChosen = name === chosen.value;
  return (
    <a href={addressOf(name, compared.value)} aria-current={isChosen ? "true" : undefined}>
      {name}
    </a>
  );
}

function Tick({ name }: { readonly name: string }) {
  const isTicked = compared.value.includes(name);
  return (
    <input
      type="checkbox"
      aria-label={runsWords[lang.value].list.compareRun(name)}
      checked={isTicked}
      disabled={!isTicked && compared.value.length >= mostCompared}
      onChange={() => toggleCompared(name)}
    />
  );
}
