/** @module Hands on the network: clamp a gate, scale W_hh, knock out a unit, and see at once what comes of it. */
import { useMemo } from "preact/hooks";
import type { Panel } from "../../../../src/figures/figure.ts";
import { fixed, formatValue } from "../../../../src/text/format.ts";
import { Chart } from "../../../shared/charts/chart.tsx";
import { lang } from "../../../shared/preferences.ts";
import { RangeField } from "../../../shared/rangeField.tsx";
import type { Intervention } from "../../lab/networkPass.ts";
import type { NetworkPicture } from "../../lab/networkPicture.ts";
import type { WhatIf } from "../../lab/networkWhatIf.ts";
import { intervention } from "../../state/network.ts";
import { words } from "../../words/words.ts";

const none: Intervention = { layer: 0, gate: null, scale: 1, unit: null };

/** The three controls, a way back, and the answers with and without. */
export function HandsOn({ picture }: { readonly picture: NetworkPicture }) {
  const text = words[lang.value].network.hands;
  const now = intervention.value ?? none;
  const change = (some: Partial<Intervention>): void => {
    const next = { ...now, ...some };
    const isNone = next.gate === null && next.unit === null && next.scale === 1;
    intervention.value = isNone ? null : next;
  };
  const { settings, whatIf } = picture;
  return (
    <div class="network-hands">
      <div class="network-fields">
        {settings.cell !== "rnn" && <GateClamp picture={picture} gate={now.gate} change={change} />}
        <RangeField
          label={text.scale}
          name="hands-scale"
          min={0}
          max={2}
          step={0.05}
          value={now.scale}
          text={`× ${fixed(now.scale, 2)}`}
          onChange={(scale) => change({ scale })}
        />
        <label>
          {text.unit}
          <select
            name="hands-unit"
            value={now.unit ?? ""}
            onChange={({ currentTarget: { value } }) => change({ unit: value === "" ? null : Number(value) })}
          >
            <option value="">{text.noUnit}</option>
            {Array.from({ length: settings.hidden }, (_, unit) => (
              <option key={`${unit}`} value={unit}>
                {unit}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          data-action="hands-off"
          disabled={intervention.value === null}
          onClick={() => {
            intervention.value = null;
          }}
        >
          {text.reset}
        </button>
      </div>
      {whatIf && intervention.value ? (
        <Outcome whatIf={whatIf} picture={picture} />
      ) : (
        <p class="hint">{text.hint}</p>
      )}
    </div>
  );
}

interface GateClampProps {
  readonly picture: NetworkPicture;
  readonly gate: Intervention["gate"];
  readonly change: (some: Partial<Intervention>) => void;
}

function GateClamp({ picture, gate, change }: GateClampProps) {
  const text = words[lang.value].network;
  const names = Object.keys(picture.gates).filter((name) => name !== "g" && name !== "n");
  return (
    <>
      <label>
        {text.hands.gate}
        <select
          name="hands-gate"
          value={gate?.name ?? ""}
          onChange={({ currentTarget: { value } }) =>
            change({ gate: value === "" ? null : { name: value, value: gate?.value ?? 1 } })
          }
        >
          <option value="">{text.hands.free}</option>
          {names.map((name) => (
            <option key={name} value={name}>
              {text.gateNames[name]}
            </option>
          ))}
        </select>
      </label>
      {gate && (
        <RangeField
          label={text.hands.at}
          name="hands-value"
          min={0}
          max={1}
          step={0.05}
          value={gate.value}
          text={fixed(gate.value, 2)}
          onChange={(value) => change({ gate: { ...gate, value } })}
        />
      )}
    </>
  );
}

interface OutcomeProps {
  readonly whatIf: WhatIf;
  readonly picture: NetworkPicture;
}

function Outcome({ whatIf, picture }: OutcomeProps) {
  const text = words[lang.value];
  const { loss, accuracy } = whatIf;
  const panel = useMemo(() => outcomePanel(whatIf, picture, text), [whatIf, text]);
  return (
    <>
      <Chart label={text.network.hands.describe} panel={panel} height={150} />
      <p class="sentence" data-sentence="what-if">
        {text.network.hands.result(formatValue(loss.without), formatValue(loss.with), accuracy)}
      </p>
    </>
  );
}

function outcomePanel(
  { x, target, without, with: touched }: WhatIf,
  { settings: { task } }: NetworkPicture,
  { charts, network }: (typeof words)["en"],
): Panel {
  const line = { kind: "line", x } as const;
  const isCurve = task === "cosine";
  return {
    x: { label: isCurve ? charts.radians : network.hands.sequence, ...(isCurve ? { tickUnit: "pi" } : {}) },
    y: { label: charts.value },
    marks: [
      { ...line, name: network.hands.right, y: target, color: "target", dash: "dotted", width: 1.5 },
      { ...line, name: network.hands.without, y: without, color: "baseline", width: 1.5 },
      { ...line, name: network.hands.with, y: touched, color: "prediction" },
    ],
  };
}
