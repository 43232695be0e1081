/** @module The controls: which run, and every setting of it; each change starts the runs anew. */
import { NumberField } from "../../shared/numberField.tsx";
import { lang } from "../../shared/preferences.ts";
import { mostRuns } from "../state/experiment.ts";
import { addRun, experiment, removeRun, selected, setField, settings, weights } from "../state/labSession.ts";
import { type FieldName, fieldNames, fields, formatField } from "../state/settingFields.ts";
import { runName, words } from "../words/words.ts";

/** On a phone the settings are folded away at first: the stage comes before them. */
const isWide = matchMedia("(min-width: 900px)").matches;

/** Tabs of the runs, and the settings of the selected one. */
export function Controls() {
  const text = words[lang.value];
  const { runs } = experiment.value;
  return (
    <aside class="controls" aria-label={text.controls.title}>
      <details open={isWide}>
        <summary>
          <h2>{text.controls.title}</h2>
        </summary>
        <div class="run-tabs">
          {runs.map((run, i) => (
            <span key={`${i}`} class={`run-tab run-${i}`}>
              <button
                type="button"
                aria-pressed={i === selected.value}
                data-run={i}
                onClick={() => {
                  selected.value = i;
                }}
              >
                {runName(i, run)}
              </button>
              {runs.length > 1 && (
                <button
                  type="button"
                  class="remove"
                  aria-label={text.controls.remove(runName(i, run))}
                  onClick={() => {
                    removeRun(i);
                    document.querySelector<HTMLElement>(".run-tab button")?.focus();
                  }}
                >
                  ×
                </button>
              )}
            </span>
          ))}
          {runs.length < mostRuns && (
            <button
              type="button"
              data-action="add-run"
              onClick={() => {
                addRun();
                document.querySelector<HTMLElement>(".run-tab button")?.focus();
              }}
            >
              + {text.controls.add}
            </button>
          )}
        </div>
        {weights.value[selected.value] && <p class="hint">{text.controls.ownWeights}</p>}
        <div class="fields">
          {fieldNames.map((name) => (
            <Field key={`${selected.value} ${name}`} name={name} />
          ))}
        </div>
      </details>
    </aside>
  );
}

function Field({ name }: { readonly name: FieldName }) {
  const field = fields[name];
  const { label, hint } = words[lang.value].fields[name];
  const isOff = name === "retainGraph" && (settings.value.detach || !settings.value.carry);
  const isIdle = isOff || (name === "detach" && !settings.value.carry);
  return (
    <div class={`field ${field.kind}${isIdle ? " idle" : ""}`}>
      <label for={`field-${name}`}>{label}</label>
      {field.kind === "choice" && <Choice name={name} options={field.options} />}
      {field.kind === "switch" && <Switch name={name} />}
      {["whole", "number", "positive"].includes(field.kind) && <SettingNumber name={name} />}
      <p class="hint" id={`hint-${name}`}>
        {hint}
      </p>
    </div>
  );
}

function Choice({ name, options }: { readonly name: FieldName; readonly options: readonly string[] }) {
  return (
    <select
      id={`field-${name}`}
      name={name}
      aria-describedby={`hint-${name}`}
      value={formatField(settings.value, name)}
      onChange={({ currentTarget }) => setField(name, currentTarget.value)}
    >
      {options.map((option) => (
        <option key={option} value={option}>
          {words[lang.value].optionText(option)}
        </option>
      ))}
    </select>
  );
}

function Switch({ name }: { readonly name: FieldName }) {
  return (
    <input
      id={`field-${name}`}
      name={name}
      type="checkbox"
      aria-describedby={`hint-${name}`}
      checked={formatField(settings.value, name) === "yes"}
      onChange={({ currentTarget }) => setField(name, currentTarget.checked ? "yes" : "no")}
    />
  );
}

function SettingNumber({ name }: { readonly name: FieldName }) {
  const value = formatField(settings.value, name);
  return (
    <NumberField
      name={name}
      value={value}
      rule={words[lang.value].controls.wrong(fields[name])}
      onCommit={(text) => (setField(name, text) ? formatField(settings.peek(), name) : null)}
      onStep={(direction) => setField(name, nudged(name, value, direction))}
    />
  );
}

/** A little more or less: by one, or by the steps 1, 2, 5, 10 … */
function nudged(name: FieldName, value: string, turn: number): string {
  if (fields[name].kind !== "positive") return String(Number(value) + turn);
  if (value === "off") return "1";
  const exponent = Math.floor(Math.log10(Number(value)) + 1e-9);
  const ladder = [-1, 0, 1].flatMap((more) =>
    [1, 2, 5].map((digit) => Number(`${digit}e${exponent + more}`)),
  );
  const next =
    turn > 0
      ? ladder.find((rung) => rung > Number(value) * 1.001)
      : ladder.findLast((rung) => rung < Number(value) * 0.999);
  return String(next ?? value);
}
