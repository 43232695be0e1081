/** @module An error of the user's data, with a button for each remedy. */
import { lang } from "../../shared/preferences.ts";
import { type Fault, type Fix, fixesOf } from "../lab/fault.ts";
import { apply } from "../state/actions.ts";
import { gaps, pointedFill } from "../state/figures.ts";
import { missingColumns, table } from "../state/session.ts";
import { dataWords } from "../words/words.ts";

/** With fewer rows than these, a plan most likely fails because of their number. */
export const fewRows = 40;

export function FaultView({ fault }: { readonly fault: Fault }) {
  const text = dataWords[lang.value].fault;
  const { stage, fileKind } = fault;
  const fixes = fixesOf(fault.remedies);
  const rows = table.value?.rows ?? fewRows;
  const isShown = stage === "series" && missingColumns.value.includes(fault.column ?? "");
  return (
    <section class="notice bad" role="alert" data-fault={stage}>
      <h2>{isShown ? text.missing : text.titles[stage]}</h2>
      {fileKind !== null && <p>{text.fileKinds[fileKind]}</p>}
      {stage === "read" && fileKind === null && <p>{text.mustBeText}</p>}
      {stage === "plan" && rows < fewRows && <p>{text.fewRows(rows)}</p>}
      {fileKind === null && !isShown && <Message fault={fault} hint={fixes.length > 0 ? null : fault.hint} />}
      {fixes.length > 0 && (
        <>
          {!isShown && <p>{text.choose}</p>}
          <div class="file-buttons">
            {fixes.map((fix) => (
              <button
                key={`${fix.option} ${fix.value}`}
                type="button"
                data-remedy={`${fix.option} ${fix.value}`}
                onPointerEnter={() => point(fix)}
                onPointerLeave={() => point(null)}
                onFocus={() => point(fix)}
                onBlur={() => point(null)}
                onClick={() => {
                  point(null);
                  apply(fix);
                  document.getElementById("stage")?.focus();
                }}
              >
                {text.fix(fix)}
              </button>
            ))}
          </div>
          {fixes.some(({ option }) => option === "missing") && gaps.value !== null && (
            <p class="hint can-point">{dataWords[lang.value].gaps.preview}</p>
          )}
        </>
      )}
    </section>
  );
}

/** The library's message in the language of the page; the original, folded, only where it has not been translated. */
function Message({ fault, hint }: Pick<Fault, "hint"> & { readonly fault: Fault }) {
  const text = dataWords[lang.value].fault;
  const shown = text.message(fault, hint);
  if (shown !== null) return <pre data-message>{shown}</pre>;
  return (
    <>
      <p data-message>{text.unknown[fault.stage]}</p>
      <details>
        <summary>{text.original}</summary>
        <pre lang="en">{fault.message}</pre>
      </details>
    </>
  );
}

/** Shows in the picture of the gaps what a remedy would do. */
function point(fix: Fix | null): void {
  const fills = ["forward", "linear", "drop"] as const;
  pointedFill.value = fix?.option === "missing" ? (fills.find((fill) => fill === fix.value) ?? null) : null;
}
