/** @module Which features of the calendar the model is given. */
import { lang } from "../../shared/preferences.ts";
import { setOptions } from "../state/actions.ts";
import { calendarNames } from "../state/fields.ts";
import { options } from "../state/session.ts";
import { dataWords } from "../words/words.ts";

/** A box for each. */
export function CalendarField() {
  const text = dataWords[lang.value].options;
  const { calendar } = options.value;
  return (
    <fieldset>
      <legend>{text.calendar}</legend>
      {calendarNames.map((name) => (
        <label key={name} class="switch-line">
          <input
            type="checkbox"
            name={`calendar-${name}`}
            checked={calendar.includes(name)}
            onChange={({ currentTarget: { checked } }) =>
              setOptions({
                calendar: calendarNames.filter((one) => (one === name ? checked : calendar.includes(one))),
              })
            }
          />
          {text.calendars[name]}
        </label>
      ))}
      <p class="hint">{text.calendarHint}</p>
    </fieldset>
  );
}
