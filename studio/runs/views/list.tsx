/** @module The list of runs: a table, of which a phone makes cards. */

import { isBaseline } from "../../../src/forecast/options.ts";
import type { BrokenRun, RunSummary } from "../../../src/runs/replies.ts";
import { formatAgo, formatValue } from "../../../src/text/format.ts";
import { lang } from "../../shared/preferences.ts";
import { addressOf } from "../state/address.ts";
import { chosen, compared, listed, mostCompared, now, toggleCompared } from "../state/runs.ts";
import { fileNameOf } from "../words/numbers.ts";
import { runsWords } from "../words/words.ts";
import { Badge } from "./badge.tsx";

/** All runs, the newest first. */
export function RunList() {
  const words = runsWords[lang.value];
  const text = words.list;
  const runs = listed.value?.runs ?? [];
  const columns = [
    text.compare,
    text.run,
    text.state,
    text.model,
    text.target,
    text.horizon,
    text.epochs,
    text.best,
    text.verdict,
    text.updated,
  ];
  return (
    <section class="card runs-list" aria-labelledby="list-title">
      <h2 id="list-title">{text.title(runs.length)}</h2>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map((run) =>
            run.problem === null ? <Row key={run.name} run={run} /> : <BrokenRow key={run.name} run={run} />,
          )}
        </tbody>
      </table>
      {compared.value.length >= mostCompared && <p class="hint">{text.enough(mostCompared)}</p>}
    </section>
  );
}

function Row({ run }: { readonly run: RunSummary }) {
  const words = runsWords[lang.value];
  const text = words.list;
  const { name, state, targets, epoch, epochs, mae } = run;
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
      <td data-label={text.model}>{words.method(run.model)}</td>
      <td data-label={text.target} class="target" title={`${fileNameOf(run.file)}: ${targets.join(", ")}`}>
        {targets[0]}
        {targets.length > 1 && <small> {text.more(targets.length - 1)}</small>}
      </td>
      <td data-label={text.horizon} class="number">
        {run.horizon}
      </td>
      <td data-label={text.epochs} class="epochs">
        {isBaseline(run.model) ? "–" : <Epochs epoch={epoch} epochs={epochs} />}
      </td>
      <td data-label={text.best} class="number best">
        {formatValue(run.best?.loss)}
      </td>
      <td data-label={text.verdict} class={`verdict${mae ? (mae.beatsAll ? " good" : " poor") : ""}`}>
        {mae ? words.against(mae) : "–"}
      </td>
      <td data-label={text.updated} class="updated">
        {formatAgo(run.updated, now.value, lang.value)}
      </td>
    </tr>
  );
}

function Epochs({ epoch, epochs }: Pick<RunSummary, "epoch" | "epochs">) {
  const label = runsWords[lang.value].list.progress(epoch, epochs);
  return (
    <>
      <progress value={epoch} max={epochs} aria-label={label} />
      <span>
        {epoch} / {epochs}
      </span>
    </>
  );
}

function BrokenRow({ run: { name, problem } }: { readonly run: BrokenRun }) {
  return (
    <tr data-run={name} class={`broken${name === chosen.value ? " chosen" : ""}`}>
      <td class="tick" />
      <th scope="row">
        <RunLink name={name} />
      </th>
      <td class="problem" colSpan={8}>
        <span class="badge killed">
          <span aria-hidden="true">✕</span> {runsWords[lang.value].broken}
        </span>{" "}
        {problem}
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
