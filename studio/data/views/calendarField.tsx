/** @module Which features of the calendar the model is given. */
import { calendarFeatureNames } from "../../../src/data/prepare/calendarFeatures.ts";
import { lang } from "../../shared/preferences.ts";
import { setOptions } from "../state/actions.ts";
import { fieldText } from "../state/fields.ts";
import { options } from "../state/session.ts";
import { dataWords } from "../words/words.ts";

/** A box for each. */
export function CalendarField() {
  const text = dataWords[lang.value].options;
  const { calendar } = options.value;
  const { label, hint } = fieldText("calendar", lang.value);
  return (
    <fieldset>
      <legend>{label}</legend>
      {calendarFeatureNames.map((name) => (
        <label key={name} class="switch-line">
          <input
            type="checkbox"
            name={`calendar-${name}`}
            checked={calendar.includes(name)}
            onChange={({ currentTarget: { checked } }) =>
              setOptions({
                calendar: calendarFeatureNames.filter((one) =>
                  one === name ? checked : calendar.includes(one),
                ),
              })
            }
          />
          {text.calendars[name]}
        </label>
      ))}
      <p class="hint">{hint}</p>
    </fieldset>
  );
}
