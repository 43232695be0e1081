/** @module The columns of the file, and what each is for. */
import { isRecurrent } from "../../../src/forecast/options.ts";
import { lang } from "../../shared/preferences.ts";
import { type ColumnUse, columnUses } from "../lab/choices.ts";
import type { ColumnFacts } from "../lab/tableFacts.ts";
import { setUse } from "../state/actions.ts";
import { hasTarget, options, table, uses } from "../state/session.ts";
import { dataWords } from "../words/words.ts";

/** A row for each column. */
export function Columns() {
  const text = dataWords[lang.value].columns;
  const columns = table.value?.columns ?? [];
  const { model } = options.value;
  const hasOthers = uses.value.some((use) => use === "covariate" || use === "future");
  return (
    <section class="card columns" aria-labelledby="columns-title">
      <h2 id="columns-title">{text.title}</h2>
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
      {hasOthers && !isRecurrent(model) && <p class="hint">{text.ignored(model)}</p>}
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
