/** @module The controls: which run, and every setting of it; each change starts the runs anew. */

import { hexOf } from "../../../src/figures/palette.ts";
import { rnnProgram } from "../../../src/note/settings.ts";
import { NumberField } from "../../shared/numberField.tsx";
import { lang, theme } from "../../shared/preferences.ts";
import { mostRuns, type PresetName, presets } from "../state/experiment.ts";
import {
  addRun,
  experiment,
  removeRun,
  selected,
  setField,
  setRuns,
  settings,
  weights,
} from "../state/labSession.ts";
import { lookOf, nameOf, taskWords } from "../state/runNames.ts";
import {
  type FieldName,
  fieldNames,
  fields,
  formatField,
  isIdle,
  openFields,
} from "../state/settingFields.ts";
import { words } from "../words/words.ts";
import { Share } from "./share.tsx";

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
        <Presets />
        <div class="run-tabs">
          {runs.map((_, i) => (
            <span key={`${i}`} class="run-tab">
              <button
                style={{ borderBottomColor: hexOf(lookOf(i).color, theme.value) }}
                type="button"
                aria-pressed={i === selected.value}
                data-run={i}
                onClick={() => {
                  selected.value = i;
                }}
              >
                {nameOf(i)}
              </button>
              {runs.length > 1 && (
                <button
                  type="button"
                  class="remove"
                  aria-label={text.controls.remove(nameOf(i))}
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
        <Fields names={openFields} />
        <More />
        <Share />
      </details>
    </aside>
  );
}

/** Runs to begin with. */
function Presets() {
  const text = words[lang.value];
  return (
    <nav class="presets" aria-label={text.presetsLabel}>
      {(Object.keys(presets) as PresetName[]).map((name) => (
        <button key={name} type="button" data-preset={name} onClick={() => openPreset(name)}>
          {text.presets[name]}
        </button>
      ))}
    </nav>
  );
}

/** A test of memory takes a thousand batches: as fast as it goes. */
function openPreset(name: PresetName): void {
  const isTask = presets[name].some(({ task }) => task !== "cosine");
  setRuns(presets[name], isTask ? { pace: Number.POSITIVE_INFINITY } : {});
}

function Fields({ names }: { readonly names: readonly FieldName[] }) {
  return (
    <div class="fields">
      {names.map((name) => (
        <Field key={`${selected.value} ${name}`} name={name} />
      ))}
    </div>
  );
}

const closedFields = fieldNames.filter((name) => !openFields.includes(name));

/** The settings that a first experiment does not need, and how many of them are not as in the note's. */
function More() {
  const text = words[lang.value].controls;
  const changed = closedFields.filter(
    (name) => formatField(settings.value, name) !== formatField(rnnProgram, name),
  );
  return (
    <details class="more">
      <summary>
        {text.more} <small>{changed.length > 0 && text.changed(changed.length)}</small>
      </summary>
      <Fields names={closedFields} />
    </details>
  );
}

function Field({ name }: { readonly name: FieldName }) {
  const field = fields[name];
  const { label, hint } = taskWords.value.fields[name];
  return (
    <div class={`field ${field.kind}${isIdle(settings.value, name) ? " idle" : ""}`}>
      <label for={`field-${name}`}>{label}</label>
      {field.kind === "choice" && <Choice name={name} options={field.options} />}
      {field.kind === "switch" && <Switch name={name} />}
      {"min" in field && <SettingNumber name={name} />}
      {"stops" in field && <Slider name={name} stops={field.stops} />}
      <p class="hint" id={`hint-${name}`}>
        {hint}
      </p>
    </div>
  );
}

/** A slider beside a number, along stops that are about evenly apart on a log scale. */
function Slider({ name, stops }: { readonly name: FieldName; readonly stops: readonly number[] }) {
  const value = Number(settings.value[name]);
  const distance = (stop: number): number => Math.abs(Math.log(stop / value));
  const at = stops.reduce((best, stop, i) => (distance(stop) < distance(stops[best]) ? i : best), 0);
  return (
    <input
      type="range"
      name={`${name}-slider`}
      aria-label={words[lang.value].fields[name].label}
      aria-valuetext={String(value)}
      min={0}
      max={stops.length - 1}
      value={at}
      onInput={({ currentTarget }) => setField(name, String(stops[Number(currentTarget.value)]))}
    />
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
      isLive
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
