/** @module An option that is a number. */
import { NumberField as Field } from "../../shared/numberField.tsx";
import { lang } from "../../shared/preferences.ts";
import { setOptions } from "../state/actions.ts";
import {
  fieldText,
  type NumberName,
  type NumberRule,
  noBound,
  numberRule,
  readNumber,
} from "../state/fields.ts";
import { options, planned } from "../state/session.ts";
import { dataWords } from "../words/words.ts";

/** A field with its label and hint. */
export function NumberField({ name }: { readonly name: NumberName }) {
  const text = dataWords[lang.value].options;
  const { label, hint } = fieldText(name, lang.value);
  const rule = numberRule(name);
  const commit = (typed: string): string | null => {
    const read = readNumber(name, typed);
    if (read === undefined) return null;
    setOptions({ numbers: { ...options.peek().numbers, [name]: read } });
    return textOf(read);
  };
  return (
    <div class="field">
      <label for={`field-${name}`}>{label}</label>
      <Field
        name={name}
        value={textOf(options.value.numbers[name])}
        rule={text.wrong(rule)}
        placeholder={placeholderOf(name, rule)}
        onCommit={commit}
      />
      <p class="hint" id={`hint-${name}`}>
        {hint}
      </p>
    </div>
  );
}

function placeholderOf(name: NumberName, { empty }: NumberRule): string {
  const text = dataWords[lang.value].options;
  if (name === "rows") return text.all;
  if (empty === null) return "";
  return empty === "none" ? text.none : text.found(foundOf(name));
}

function textOf(value: number | null): string {
  if (value === noBound) return dataWords[lang.value].options.none;
  return value === null ? "" : String(value);
}

const found = ["horizon", "lookback", "season", "min"] as const;

function isFound(name: NumberName): name is (typeof found)[number] {
  return found.some((one) => one === name);
}

/** The value in the plan of an option that was left empty. */
function foundOf(name: NumberName): number | null {
  const plan = planned.value?.plan;
  if (plan === undefined || !isFound(name)) return null;
  return plan[name];
}
