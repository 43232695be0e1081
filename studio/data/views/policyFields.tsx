/** @module What to do about rows that are not in order, and how times are written. */
import { lang } from "../../shared/preferences.ts";
import { setPolicy, setTimeFormat } from "../state/actions.ts";
import { policies, timeFormat, uses } from "../state/session.ts";
import { dataWords } from "../words/words.ts";
import { ChoiceField } from "./choiceField.tsx";

/** The policies that there are. */
const policyOptions = {
  missing: ["error", "forward", "linear", "drop"],
  duplicates: ["error", "first", "last", "mean"],
  unsorted: ["error", "sort"],
  gaps: ["error", "fill", "ignore"],
} as const;

const timeFormats = [
  "",
  "year-first",
  "day-first",
  "month-first",
  "YYYYMMDD",
  "YYYYMM",
  "YYYY",
  "unix-s",
  "unix-ms",
  "number",
] as const;

/** A choice for each. */
export function PolicyFields() {
  const text = dataWords[lang.value].options;
  const now = policies.value;
  return (
    <fieldset>
      <legend>{text.policiesTitle}</legend>
      <ChoiceField
        name="missing"
        label={text.policies.missing}
        options={policyOptions.missing}
        names={text.policyValues.missing}
        value={now.missing}
        onChoose={(value) => setPolicy("missing", value)}
      />
      <ChoiceField
        name="duplicates"
        label={text.policies.duplicates}
        options={policyOptions.duplicates}
        names={text.policyValues.duplicates}
        value={now.duplicates}
        onChoose={(value) => setPolicy("duplicates", value)}
      />
      <ChoiceField
        name="unsorted"
        label={text.policies.unsorted}
        options={policyOptions.unsorted}
        names={text.policyValues.unsorted}
        value={now.unsorted}
        onChoose={(value) => setPolicy("unsorted", value)}
      />
      <ChoiceField
        name="gaps"
        label={text.policies.gaps}
        options={policyOptions.gaps}
        names={text.policyValues.gaps}
        value={now.gaps}
        onChoose={(value) => setPolicy("gaps", value)}
      />
      {uses.value.includes("time") && (
        <ChoiceField
          name="timeFormat"
          label={text.timeFormat}
          options={timeFormats}
          names={text.timeFormats}
          value={timeFormat.value ?? ""}
          onChoose={(value) => setTimeFormat(value === "" ? null : value)}
        />
      )}
    </fieldset>
  );
}
