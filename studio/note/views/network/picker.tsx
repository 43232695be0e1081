/** @module Any value by its name: the fields beside the drawing, for keyboards, small screens and large layers. */
import { formatValue } from "../../../../src/text/format.ts";
import { lang } from "../../../shared/preferences.ts";
import type { NetworkPicture } from "../../lab/networkPicture.ts";
import type { Spot, SpotKind } from "../../lab/networkWorked.ts";
import { layer } from "../../state/labSession.ts";
import { opened, pointAt, spot } from "../../state/network.ts";
import { words } from "../../words/words.ts";
import { valueAt } from "./values.ts";

/** What to show, at which step, of which unit. */
export function Picker({ picture }: { readonly picture: NetworkPicture }) {
  const text = words[lang.value].network;
  const { settings, gates, output, target } = picture;
  const at = spot.value;
  const kinds: readonly SpotKind[] = [
    "hidden",
    ...(picture.cell ? ["cell" as const] : []),
    "output",
    "gradient",
    "norm",
  ];
  const rows = at.kind === "output" ? output.length / target.length : settings.hidden;
  const value = valueAt(picture, at);
  return (
    <div class="network-picker">
      <div class="network-fields">
        {settings.layers > 1 && <LayerField layers={settings.layers} />}
        <label>
          {text.value}
          <select
            name="network-kind"
            value={at.kind === "gate" ? `gate ${at.gate}` : at.kind}
            onChange={({ currentTarget }) => pointAt({ ...at, ...kindOf(currentTarget.value) })}
          >
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {text.kinds[kind]}
              </option>
            ))}
            {Object.keys(gates).map((gate) => (
              <option key={gate} value={`gate ${gate}`}>
                {text.gateNames[gate]}
              </option>
            ))}
          </select>
        </label>
        <NumberChoice
          name="step"
          label={text.step}
          value={at.step + 1}
          min={1}
          max={settings.timeStep}
          onChange={(step) => pointAt({ ...at, step: step - 1 })}
        />
        {at.kind !== "norm" && (
          <NumberChoice
            name="unit"
            label={text.unit}
            value={at.unit}
            min={0}
            max={rows - 1}
            onChange={(unit) => pointAt({ ...at, unit })}
          />
        )}
        <button
          type="button"
          data-action="worked"
          aria-expanded={opened.value}
          onClick={() => {
            opened.value = !opened.peek();
          }}
        >
          {text.equation}
        </button>
      </div>
      <p class="network-readout" aria-live="off">
        {value === null ? text.noValue : `${text.worked.of(at)} = ${formatValue(value)}`}
      </p>
    </div>
  );
}

function kindOf(name: string): Pick<Spot, "kind" | "gate"> {
  const [kind, gate] = name.split(" ");
  return gate === undefined ? { kind: kind as SpotKind, gate: null } : { kind: "gate", gate };
}

function LayerField({ layers }: { readonly layers: number }) {
  return (
    <label>
      {words[lang.value].inside.layer}
      <select
        name="network-layer"
        value={Math.min(layer.value, layers - 1)}
        onChange={({ currentTarget }) => {
          layer.value = Number(currentTarget.value);
        }}
      >
        {Array.from({ length: layers }, (_, i) => (
          <option key={`${i}`} value={i}>
            {i}
          </option>
        ))}
      </select>
    </label>
  );
}

interface NumberChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}

function NumberChoice({ name, label, value, min, max, onChange }: NumberChoiceProps) {
  return (
    <label>
      {label}
      <input
        type="number"
        name={`network-${name}`}
        min={min}
        max={max}
        value={value}
        onInput={({ currentTarget }) => {
          const typed = currentTarget.valueAsNumber;
          if (Number.isInteger(typed) && typed >= min && typed <= max) onChange(typed);
        }}
      />
    </label>
  );
}
