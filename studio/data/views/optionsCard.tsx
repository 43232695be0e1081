/** @module The model, its options, and the button that trains it. */
import { scalerKinds } from "../../../src/data/prepare/scalers.ts";
import { forecastOptions, modelChoices } from "../../../src/forecast/options.ts";
import { lang } from "../../shared/preferences.ts";
import { setOptions, train } from "../state/actions.ts";
import {
  type FieldName,
  fieldNames,
  fieldText,
  isNumberName,
  isSwitchName,
  isUsed,
  lossesOf,
  lossOf,
  type SwitchName,
} from "../state/fields.ts";
import { busy, fault, options, planned, report } from "../state/session.ts";
import { dataWords } from "../words/words.ts";
import { CalendarField } from "./calendarField.tsx";
import { ChoiceField } from "./choiceField.tsx";
import { NumberField } from "./numberField.tsx";
import { PolicyFields } from "./policyFields.tsx";
import { ReadingFields } from "./readingFields.tsx";

/** Fields that are always open. */
const first = ["model", "horizon", "budget"] as const;

/** Few options at first, the others folded away. */
export function OptionsCard() {
  const text = dataWords[lang.value];
  const others = fieldNames.filter((name) => !first.some((one) => one === name));
  return (
    <section class="card options" aria-labelledby="options-title">
      <h2 id="options-title">{text.options.title}</h2>
      {first
        .filter((name) => isUsed(name, options.value.model))
        .map((name) => (
          <OptionField key={name} name={name} />
        ))}
      <button
        type="button"
        class="primary train"
        data-action="train"
        disabled={planned.value === null || fault.value !== null || busy.value}
        onClick={() => void train()}
      >
        {report.value === null ? text.training.train : text.training.again}
      </button>
      {fault.value?.stage === "series" && (
        <p class="hint">{fault.value.keys ? text.choose.seriesFirst : text.fault.decideFirst}</p>
      )}
      <details data-more>
        <summary>{text.options.more}</summary>
        <div class="more">
          {others
            .filter((name) => isUsed(name, options.value.model))
            .map((name) => (
              <OptionField key={name} name={name} />
            ))}
          <PolicyFields />
          <ReadingFields />
        </div>
      </details>
    </section>
  );
}

function OptionField({ name }: { readonly name: FieldName }) {
  if (isNumberName(name)) return <NumberField name={name} />;
  if (isSwitchName(name)) return <SwitchField name={name} />;
  return name === "calendar" ? <CalendarField /> : <Choice name={name} />;
}

/** Yes or no; where it is found in the data, also that. */
function SwitchField({ name }: { readonly name: SwitchName }) {
  const text = dataWords[lang.value].options;
  const { switches } = options.value;
  const value = switches[name];
  const common = name === "refit" ? forecastOptions.training.refit.default : null;
  const plan = planned.value?.plan;
  const found = text.foundSwitch(plan === undefined ? null : plan[name]);
  const names = { "": found, yes: text.yes, no: text.no };
  return (
    <ChoiceField<string>
      name={name}
      label={fieldText(name, lang.value).label}
      options={common === null ? ["", "yes", "no"] : ["yes", "no"]}
      names={names}
      value={textOf(value ?? common)}
      onChoose={(chosen) =>
        setOptions({ switches: { ...switches, [name]: chosen === "" ? null : chosen === "yes" } })
      }
    />
  );
}

const textOf = (value: boolean | null): string => (value === null ? "" : value ? "yes" : "no");

function Choice({ name }: { readonly name: "model" | "loss" | "scaler" }) {
  const { models, losses, scalers } = dataWords[lang.value].options;
  const { model } = options.value;
  const { values, names } = {
    model: { values: modelChoices, names: models },
    loss: { values: lossesOf(model), names: losses },
    scaler: { values: scalerKinds, names: scalers },
  }[name];
  return (
    <ChoiceField<string>
      name={name}
      label={fieldText(name, lang.value).label}
      options={values}
      names={names}
      value={name === "loss" ? lossOf(options.value) : options.value[name]}
      onChoose={(chosen) => setOptions({ [name]: chosen })}
    />
  );
}
