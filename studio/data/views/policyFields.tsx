/** @module What to do about rows that are not in order, and how times are written. */
import { dataOptions } from "../../../src/data/dataOptions.ts";
import { policyValues } from "../../../src/data/series/rows.ts";
import { timeFormats } from "../../../src/data/series/timeFormats.ts";
import { lang } from "../../shared/preferences.ts";
import { setPolicy, setTimeFormat } from "../state/actions.ts";
import { labelOf, policyNames } from "../state/fields.ts";
import { policies, timeFormat, uses } from "../state/session.ts";
import { dataWords } from "../words/words.ts";
import { ChoiceField } from "./choiceField.tsx";

/** A choice for each. */
export function PolicyFields() {
  const text = dataWords[lang.value].options;
  const { reading } = dataOptions;
  return (
    <fieldset>
      <legend>{text.policiesTitle}</legend>
      {policyNames.map((name) => (
        <ChoiceField<string>
          key={name}
          name={name}
          label={labelOf(reading[name], lang.value)}
          options={policyValues[name]}
          names={text.policyValues[name]}
          value={policies.value[name]}
          onChoose={(value) => setPolicy(name, value)}
        />
      ))}
      {uses.value.includes("time") && (
        <ChoiceField
          name="timeFormat"
          label={labelOf(reading.timeFormat, lang.value)}
          options={["", ...timeFormats]}
          names={text.timeFormats}
          value={timeFormat.value ?? ""}
          onChoose={(value) => setTimeFormat(value === "" ? null : value)}
        />
      )}
    </fieldset>
  );
}
