/** @module A number of the options: it counts once it is one that the option can have; until then the field says why. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { lang } from "../../shared/preferences.ts";
import { setOptions } from "../state/actions.ts";
import { fieldText, type NumberName, numberRule, readNumber } from "../state/fields.ts";
import { options, planned } from "../state/session.ts";
import { dataWords } from "../words/words.ts";

/** A field with its label and what it means. */
export function NumberField({ name }: { readonly name: NumberName }) {
  const text = dataWords[lang.value].options;
  const value = options.value.numbers[name];
  const shown = value === null ? "" : String(value);
  const typed = useSignal(shown);
  const wrong = useSignal(false);
  useEffect(() => {
    typed.value = shown;
    wrong.value = false;
  }, [shown]);
  const commit = (): void => {
    const read = readNumber(name, typed.value);
    wrong.value = read === undefined;
    if (read !== undefined) setOptions({ numbers: { ...options.peek().numbers, [name]: read } });
  };
  const { label, hint } = fieldText(name, lang.value);
  const rule = numberRule(name);
  return (
    <div class="field">
      <label for={`field-${name}`}>{label}</label>
      <input
        id={`field-${name}`}
        name={name}
        type="text"
        inputMode="decimal"
        autocomplete="off"
        placeholder={name === "rows" ? text.all : rule.open ? text.found(foundOf(name)) : ""}
        aria-describedby={`hint-${name}`}
        aria-invalid={wrong.value}
        value={typed.value}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
        }}
        onChange={commit}
        onKeyDown={({ key }) => {
          if (key === "Enter") commit();
        }}
      />
      <p class="hint" id={`hint-${name}`}>
        {hint}
      </p>
      {wrong.value && (
        <p class="wrong" role="alert">
          {text.wrong(rule)}
        </p>
      )}
    </div>
  );
}

/** What stands in the plan where a person has left it open. */
function foundOf(name: NumberName): number | null {
  const plan = planned.value?.plan;
  if (plan === undefined || (name !== "horizon" && name !== "lookback" && name !== "season")) return null;
  return plan[name];
}
