/** @module What a person should know: settings of the address that made no sense, errors, runs in trouble. */

import { CloseButton, FailureNotice } from "../../shared/failure.tsx";
import { lang } from "../../shared/preferences.ts";
import { diagnose } from "../state/diagnosis.ts";
import { experiment, problems, selected, setField, slowFrame } from "../state/labSession.ts";
import { nameOf } from "../state/runNames.ts";
import { words } from "../words/words.ts";

/** All notices; none takes room when there is nothing to say. */
export function Notices() {
  const text = words[lang.value].notices;
  // In the lesson a run fails so that one sees it fail; the lesson says why.
  const isMeant = experiment.value.lesson !== null;
  return (
    <div class="notices">
      {problems.value.length > 0 && (
        <div class="notice warn" data-notice="address">
          <CloseButton
            label={text.close}
            onClose={() => {
              problems.value = [];
            }}
          />
          <p>{text.address}</p>
          <ul>
            {problems.value.map((problem) => (
              <li key={problem.name}>{text.problem(problem)}</li>
            ))}
          </ul>
        </div>
      )}
      <FailureNotice />
      {slowFrame.value?.runs.map((run, i) => {
        const found = diagnose(run);
        if (!found || (isMeant && found.message === null)) return null;
        const { what, why } = text.troubles[found.trouble];
        const { field, value } = found.fix;
        return (
          <div
            class={`notice ${isMeant ? "calm" : "bad"}`}
            role={isMeant ? "status" : "alert"}
            key={`${i}`}
            data-notice={found.trouble}
          >
            <p>
              <strong>{nameOf(i)}:</strong> {what}
            </p>
            {found.message && <pre>{found.message}</pre>}
            <p>{why}</p>
            {!isMeant && (
              <button
                type="button"
                onClick={() => {
                  selected.value = i;
                  setField(field, value);
                }}
              >
                {text.fix(words[lang.value].fields[field].label, words[lang.value].optionText(value))}
              </button>
            )}
          </div>
        );
      })}
    </div>
  );
}
