/** @module Where there is a choice, the page does not make it: which column is to be forecast. */
import { lang } from "../../shared/preferences.ts";
import { candidatesOf, setUse } from "../state/actions.ts";
import { fault, hasTarget, reading, table } from "../state/session.ts";
import { dataWords } from "../words/words.ts";
import { fewRows } from "./faultView.tsx";

const mostButtons = 24;

/** A button for each column of numbers. */
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
