/** @module An error of the user's data, with a button for each remedy. */
import { lang } from "../../shared/preferences.ts";
import type { Diagnosis } from "../lab/diagnosis.ts";
import { type Fault, type Fix, fixesOf } from "../lab/fault.ts";
import { apply, applyAll } from "../state/actions.ts";
import { gaps, pointedFill } from "../state/figures.ts";
import { diagnosis, missingColumns, table } from "../state/session.ts";
import { dataWords } from "../words/words.ts";
import { PanelView } from "./panelView.tsx";
import { SeriesChoice } from "./seriesChoice.tsx";

/** With fewer rows than these, a plan most likely fails because of their number. */
export const fewRows = 40;

export function FaultView({ fault }: { readonly fault: Fault }) {
  const text = dataWords[lang.value].fault;
  const { stage, fileKind } = fault;
  const fixes = fixesOf(fault.remedies);
  const rows = table.value?.rows ?? fewRows;
  if (stage === "series" && fault.keys !== undefined) return <SeveralSeries fault={fault} />;
  if (stage === "series" && diagnosis.value !== null && diagnosis.value.fixes.length > 0)
    return <AllFaults found={diagnosis.value} />;
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

/** A table of several series: one is chosen from a list. */
function SeveralSeries({ fault }: { readonly fault: Fault }) {
  const text = dataWords[lang.value];
  return (
    <section class="notice" role="alert" data-fault="series">
      <h2>{text.choose.whichSeries}</h2>
      <p data-message>{text.choose.howMany((fault.keys ?? []).map(({ column }) => column))}</p>
      <SeriesChoice place="stage" />
      <PanelView />
    </section>
  );
}

/** Several faults, and one button for what mends them safely; what depends on the data's meaning is asked afterwards. */
function AllFaults({ found: { faults, fixes, isMended } }: { readonly found: Diagnosis }) {
  const text = dataWords[lang.value].fault;
  const mendable = isMended ? faults : faults.slice(0, fixes.length);
  const [first] = fixesOf(faults[0].remedies);
  return (
    <section class="notice bad" role="alert" data-fault="series" data-faults={faults.length}>
      <h2>{text.several(faults.length)}</h2>
      <ul class="faults">
        {faults.map((fault, i) => (
          <li key={i}>
            <Message fault={fault} hint={null} />
            {i < mendable.length && <p class="hint">→ {text.fix(fixes[i])}</p>}
            {fault.count > 1 && fixes[i]?.option !== "unsorted" && (
              <p class="hint">{text.places(fault.count)}</p>
            )}
          </li>
        ))}
      </ul>
      <div class="file-buttons">
        <button
          type="button"
          class="primary"
          data-remedy="all"
          onClick={() => {
            applyAll(fixes);
            document.getElementById("stage")?.focus();
          }}
        >
          {isMended ? text.mendAll : text.mendSome(fixes.length)}
        </button>
      </div>
      <p class="hint">{isMended ? text.mendHint : text.mendRest}</p>
      {first !== undefined && (
        <details>
          <summary>{text.oneByOne}</summary>
          <div class="file-buttons">
            {fixesOf(faults[0].remedies).map((fix) => (
              <button
                key={`${fix.option} ${fix.value}`}
                type="button"
                data-remedy={`${fix.option} ${fix.value}`}
                onClick={() => apply(fix)}
              >
                {text.fix(fix)}
              </button>
            ))}
          </div>
        </details>
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
