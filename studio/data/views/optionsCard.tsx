/** @module The model, its options, and the button that trains it. */
import { isBaseline, isRecurrent } from "../../../src/forecast/options.ts";
import { lang } from "../../shared/preferences.ts";
import { setOptions, train } from "../state/actions.ts";
import { isUsed, losses, models, numberNames, scalers } from "../state/fields.ts";
import { busy, fault, options, planned, report } from "../state/session.ts";
import { dataWords } from "../words/words.ts";
import { CalendarField } from "./calendarField.tsx";
import { ChoiceField } from "./choiceField.tsx";
import { NumberField } from "./numberField.tsx";
import { PolicyFields } from "./policyFields.tsx";

/** Few options at first, the others folded away. */
export function OptionsCard() {
  const text = dataWords[lang.value];
  const { model, loss, scaler } = options.value;
  const others = numberNames.filter((name) => name !== "horizon" && name !== "lookback");
  return (
    <section class="card options" aria-labelledby="options-title">
      <h2 id="options-title">{text.options.title}</h2>
      <ChoiceField
        name="model"
        label={text.options.model}
        options={models}
        names={text.options.models}
        value={model}
        onChoose={(chosen) => setOptions({ model: chosen })}
      />
      <NumberField name="horizon" />
      <NumberField name="lookback" />
      <button
        type="button"
        class="primary train"
        data-action="train"
        disabled={planned.value === null || fault.value !== null || busy.value}
        onClick={() => void train()}
      >
        {report.value === null ? text.training.train : text.training.again}
      </button>
      <details data-more>
        <summary>{text.options.more}</summary>
        <div class="more">
          {others
            .filter((name) => isUsed(name, model))
            .map((name) => (
              <NumberField key={name} name={name} />
            ))}
          {!isBaseline(model) && (
            <ChoiceField
              name="loss"
              label={text.options.loss}
              options={losses.filter((one) => one !== "quantile" || isRecurrent(model))}
              names={text.options.losses}
              value={loss === "quantile" && !isRecurrent(model) ? "mse" : loss}
              onChoose={(chosen) => setOptions({ loss: chosen })}
            />
          )}
          <ChoiceField
            name="scaler"
            label={text.options.scaler}
            options={scalers}
            names={text.options.scalers}
            value={scaler}
            onChoose={(chosen) => setOptions({ scaler: chosen })}
          />
          {isUsed("calendar", model) && <CalendarField />}
          <PolicyFields />
        </div>
      </details>
    </section>
  );
}
