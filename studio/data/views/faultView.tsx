/** @module What is wrong, in the words of the error, and buttons that put it right. */
import { lang } from "../../shared/preferences.ts";
import type { Fault } from "../lab/remedies.ts";
import { apply } from "../state/actions.ts";
import { table } from "../state/session.ts";
import { dataWords } from "../words/words.ts";

/** With fewer rows than these, it is their number that is wrong with a plan. */
export const fewRows = 40;

/** One fault. */
export function FaultView({ fault }: { readonly fault: Fault }) {
  const text = dataWords[lang.value].fault;
  const { stage, message, binary, remedies } = fault;
  const rows = table.value?.rows ?? fewRows;
  return (
    <section class="notice bad" role="alert" data-fault={stage}>
      <h2>{text.titles[stage]}</h2>
      {binary !== null && <p>{text.binaries[binary]}</p>}
      {stage === "read" && binary === null && <p>{text.mustBeText}</p>}
      {stage === "plan" && rows < fewRows && <p>{text.fewRows(rows)}</p>}
      {binary === null && (
        <pre lang="en" data-message>
          {message}
        </pre>
      )}
      {remedies.length > 0 && (
        <>
          <p>{text.choose}</p>
          <div class="file-buttons">
            {remedies.map((remedy) => (
              <button
                key={JSON.stringify(remedy)}
                type="button"
                data-remedy={remedy.kind === "policy" ? `${remedy.name} ${remedy.value}` : remedy.kind}
                onClick={() => {
                  apply(remedy);
                  document.getElementById("stage")?.focus();
                }}
              >
                {text.remedy(remedy)}
              </button>
            ))}
          </div>
        </>
      )}
    </section>
  );
}
