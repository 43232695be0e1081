/** @module The columns of the file, what each is for, and which to forecast. */
import { isRecurrent } from "../../../src/forecast/options.ts";
import { methodName } from "../../../src/forecast/scores/methodNames.ts";
import { lang } from "../../shared/preferences.ts";
import { type ColumnUse, columnUses } from "../lab/choices.ts";
import type { ColumnFacts } from "../lab/tableFacts.ts";
import { candidatesOf, setUse } from "../state/actions.ts";
import { fault, hasTarget, options, reading, table, uses } from "../state/session.ts";
import { dataWords } from "../words/words.ts";
import { fewRows } from "./faultView.tsx";
import { SeriesChoice } from "./seriesChoice.tsx";

/** A row for each column. */
export function Columns() {
  const text = dataWords[lang.value].columns;
  const columns = table.value?.columns ?? [];
  const { model } = options.value;
  const hasOthers = uses.value.some((use) => use === "covariate" || use === "future");
  return (
    <section class="card columns" aria-labelledby="columns-title">
      <h2 id="columns-title">{text.title}</h2>
      <SeriesChoice place="side" />
      <p class="hint">{text.hint}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section class="scroll" tabIndex={0} aria-label={text.hint}>
        <ul>
          {columns.map((column, i) => (
            <Column key={column.name} column={column} index={i} />
          ))}
        </ul>
      </section>
      {!hasTarget.value && (
        <p class="ask" data-ask="target">
          {text.chooseTarget}
        </p>
      )}
      {hasOthers && !isRecurrent(model) && model !== "auto" && (
        <p class="hint">{text.ignored(methodName(model, lang.value))}</p>
      )}
      {columns.length > 2 &&
        text.meanings.map((meaning) => (
          <p key={meaning} class="hint">
            {meaning}
          </p>
        ))}
    </section>
  );
}

function Column({ column, index }: { readonly column: ColumnFacts; readonly index: number }) {
  const text = dataWords[lang.value].columns;
  const { name, kind, faults, first } = column;
  return (
    <li>
      <span class="column-name" title={name}>
        {name}
      </span>
      <select
        name={`use-${index}`}
        aria-label={text.useOf(name)}
        value={uses.value[index]}
        onChange={({ currentTarget }) => {
          const use = columnUses.find((one): one is ColumnUse => one === currentTarget.value);
          if (use) setUse(index, use);
        }}
      >
        {columnUses.map((use) => (
          <option key={use} value={use}>
            {text.uses[use]}
          </option>
        ))}
      </select>
      <span class="hint">
        {first.map((value) => value || "–").join(", ")}
        {faults > 0 &&
          uses.value[index] !== "time" &&
          ` · ${kind === "text" ? text.texts(faults) : text.missing(faults)}`}
      </span>
    </li>
  );
}

const mostButtons = 24;

/** Which column to forecast, where there are several: a button for each column of numbers. */
export function ChooseTarget() {
  const text = dataWords[lang.value];
  const facts = table.value;
  if (facts === null || hasTarget.value || fault.value !== null || reading.value !== null) return null;
  const candidates = candidatesOf(facts);
  return (
    <section class="card" aria-labelledby="choose-title" data-choose>
      <h2 id="choose-title">{text.choose.title}</h2>
      {facts.rows < fewRows && <p class="ask">{text.fault.fewRows(facts.rows)}</p>}
      <p>{candidates.length === 0 ? text.choose.none : text.choose.hint}</p>
      <div class="file-buttons">
        {candidates.slice(0, mostButtons).map((i) => (
          <button
            key={i}
            type="button"
            class="candidate"
            data-candidate={i}
            title={facts.columns[i].name}
            onClick={() => {
              setUse(i, "target");
              document.getElementById("stage")?.focus();
            }}
          >
            {facts.columns[i].name}
          </button>
        ))}
      </div>
      {candidates.length > mostButtons && (
        <p class="hint">{text.choose.others(candidates.length - mostButtons)}</p>
      )}
    </section>
  );
}
