/** @module How the file is read, where detection is wrong: signs, lines above the header, encoding; and coarser steps. */
import { dataOptions } from "../../../src/data/dataOptions.ts";
import { thousandsSigns } from "../../../src/data/read/numberStyle.ts";
import { decimalSigns } from "../../../src/data/read/parseNumber.ts";
import { aggregates } from "../../../src/data/series/aggregate.ts";
import { lang } from "../../shared/preferences.ts";
import type { Reading } from "../lab/tableFacts.ts";
import { setReading, setResample } from "../state/actions.ts";
import { labelOf } from "../state/fields.ts";
import { aggregate, readingOptions, resample, uses } from "../state/session.ts";
import { dataWords } from "../words/words.ts";
import { ChoiceField } from "./choiceField.tsx";

/** Intervals to combine rows by; the command line takes others, too. */
const intervals = ["15minutes", "hour", "day", "week", "month", "quarter", "year"] as const;
/** Lines above a header, at most. */
const MOST_LINES = 20;
const encodings = ["utf-8", "windows-1252", "gb18030", "utf-16le", "shift_jis"] as const;

const { reading } = dataOptions;

/** A choice for each. */
export function ReadingFields() {
  const text = dataWords[lang.value].options;
  const { decimal, thousands, skip, encoding } = readingOptions.value;
  const lines = Array.from({ length: MOST_LINES + 1 }, (_, i) => String(i));
  return (
    <fieldset>
      <legend>{text.readingTitle}</legend>
      {uses.value.includes("time") && (
        <>
          <Field
            name="resample"
            values={intervals}
            names={text.intervals}
            empty={text.asTheyAre}
            value={resample.value}
            onChoose={setResample}
          />
          {resample.value !== "" && (
            <ChoiceField
              name="aggregate"
              label={labelOf(reading.aggregate, lang.value)}
              options={aggregates}
              names={text.aggregates}
              value={aggregate.value}
              onChoose={(value) => {
                aggregate.value = value;
              }}
            />
          )}
        </>
      )}
      <Field
        name="thousands"
        values={thousandsSigns}
        names={text.signs}
        value={thousands}
        onChoose={(value) => set("thousands", value)}
      />
      <Field
        name="decimal"
        values={decimalSigns}
        names={text.signs}
        value={decimal}
        onChoose={(value) => set("decimal", value)}
      />
      <Field
        name="skip"
        values={lines}
        value={skip === undefined ? undefined : String(skip)}
        onChoose={(value) => set("skip", value === "" ? "" : Number(value))}
      />
      <Field
        name="encoding"
        values={encodings}
        value={encoding}
        onChoose={(value) => set("encoding", value)}
      />
    </fieldset>
  );
}

interface FieldProps {
  readonly name: "resample" | "thousands" | "decimal" | "skip" | "encoding";
  readonly values: readonly string[];
  readonly names?: Readonly<Record<string, string>>;
  /** What the first choice is called, which sets nothing. */
  readonly empty?: string;
  readonly value: string | undefined;
  readonly onChoose: (value: string) => void;
}

function Field({ name, values, names = {}, empty, value = "", onChoose }: FieldProps) {
  const all = value === "" || values.includes(value) ? values : [...values, value];
  const shown = Object.fromEntries(all.map((one) => [one, names[one] ?? one]));
  return (
    <ChoiceField<string>
      name={name}
      label={labelOf(reading[name], lang.value)}
      options={["", ...all]}
      names={{ ...shown, "": empty ?? dataWords[lang.value].options.timeFormats[""] }}
      value={value}
      onChoose={onChoose}
    />
  );
}

/** An empty value leaves it to be detected. */
function set(name: keyof Reading, value: string | number): void {
  const { [name]: _, ...others } = readingOptions.peek();
  setReading(value === "" ? others : { ...others, [name]: value });
}
