/** @module An error of the user's data, with a button for each remedy. */
import { lang } from "../../shared/preferences.ts";
import { type Fault, fixesOf } from "../lab/fault.ts";
import { apply } from "../state/actions.ts";
import { table } from "../state/session.ts";
import { dataWords } from "../words/words.ts";

/** With fewer rows than these, a plan most likely fails because of their number. */
export const fewRows = 40;

export function FaultView({ fault }: { readonly fault: Fault }) {
  const text = dataWords[lang.value].fault;
  const { stage, message, hint, fileKind } = fault;
  const fixes = fixesOf(fault.remedies);
  const rows = table.value?.rows ?? fewRows;
  return (
    <section class="notice bad" role="alert" data-fault={stage}>
      <h2>{text.titles[stage]}</h2>
      {fileKind !== null && <p>{text.fileKinds[fileKind]}</p>}
      {stage === "read" && fileKind === null && <p>{text.mustBeText}</p>}
      {stage === "plan" && rows < fewRows && <p>{text.fewRows(rows)}</p>}
      {fileKind === null && (
        <pre lang="en" data-message>
          {hint === null || fixes.length > 0 ? message : `${message}\n${hint}`}
        </pre>
      )}
      {fixes.length > 0 && (
        <>
          <p>{text.choose}</p>
          <div class="file-buttons">
            {fixes.map((fix) => (
              <button
                key={`${fix.option} ${fix.value}`}
                type="button"
                data-remedy={`${fix.option} ${fix.value}`}
                onClick={() => {
                  apply(fix);
                  document.getElementById("stage")?.focus();
                }}
              >
                {text.fix(fix)}
              </button>
            ))}
          </div>
        </>
      )}
    </section>
  );
}
