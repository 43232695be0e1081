/** @module Hidden state, cell state and gates over the segment: time to the right, units downward. */

import { signal, useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Segment } from "../../../src/note/program.ts";
import type { Cell } from "../../../src/note/settings.ts";
import { formatPercent, formatValue } from "../../../src/text/format.ts";
import { Heatmap } from "../../shared/charts/heatmap.tsx";
import { MatrixTables } from "../../shared/charts/matrixTable.tsx";
import { lang } from "../../shared/preferences.ts";
import type { LayerInsight } from "../lab/insight.ts";
import { hovered } from "../state/labSession.ts";
import { words } from "../words/words.ts";
import { ColorScale } from "./inside/colorScale.tsx";
import { peakOrder, unitRows } from "./inside/unitOrder.ts";

/** Whether units stand in the order in which they peak. */
const byPeak = signal(false);

interface TracesProps {
  readonly layer: LayerInsight;
  readonly segment: Segment;
  readonly hidden: number;
}

/** A heat map each for h, c and the gates. */
export function Traces({ layer, segment, hidden }: TracesProps) {
  const text = words[lang.value].inside;
  const shown = useMemo(
    () => [
      { name: text.hidden, values: layer.hidden, isGate: false },
      ...(layer.cell ? [{ name: text.cell, values: layer.cell, isGate: false }] : []),
      ...Object.entries(layer.gates).map(([gate, values]) => ({
        name: text.gates[gate] ?? gate,
        values,
        isGate: true,
      })),
    ],
    [layer, text],
  );
  const byIndex = Array.from({ length: hidden }, (_, unit) => unit);
  const order = byPeak.value ? peakOrder(layer.hidden, hidden) : byIndex;
  const matrices = shown.map(({ name, values }) => ({
    name,
    values: unitRows(values, byIndex),
    rows: hidden,
    cols: values.length / hidden,
  }));
  return (
    <>
      <label class="switch-line">
        <input
          type="checkbox"
          name="by-peak"
          checked={byPeak.value}
          onChange={({ currentTarget }) => {
            byPeak.value = currentTarget.checked;
          }}
        />
        {text.byPeak}
      </label>
      <div class="traces">
        {shown.map(({ name, values, isGate }) => (
          <Trace key={name} label={name} values={values} order={order} isGate={isGate} />
        ))}
        <StepReadout segment={segment} />
      </div>
      <MatrixTables matrices={matrices} />
    </>
  );
}

interface TraceProps {
  readonly label: string;
  /** (T, H) */
  readonly values: Float32Array;
  readonly order: readonly number[];
  readonly isGate: boolean;
}

function Trace({ label, values, order, isGate }: TraceProps) {
  const units = order.length;
  const steps = values.length / units;
  const turned = useMemo(() => unitRows(values, order), [values, order.join()]);
  const most = useMemo(() => values.reduce((sum, value) => Math.max(sum, Math.abs(value)), 1e-9), [values]);
  const row = useSignal(0);
  const at = hovered.value !== null && hovered.value < steps ? hovered.value : null;
  const readout =
    at === null
      ? ""
      : words[lang.value].inside.reading(order[row.value], at, formatValue(turned[row.value * steps + at]));
  return (
    <figure class="trace">
      <figcaption>
        {label} <small class="value">{readout}</small>
      </figcaption>
      <Heatmap
        label={`${label}, ${units} × ${steps}`}
        values={turned}
        rows={units}
        cols={steps}
        scale={isGate ? 0.5 : most}
        origin={isGate ? 0.5 : 0}
        height={110}
        column={at}
        onHover={(cell) => {
          hovered.value = cell?.column ?? null;
          if (cell) row.value = Math.min(units - 1, cell.row);
        }}
      />
      <ColorScale
        low={isGate ? "0" : `−${formatValue(most)}`}
        high={isGate ? "1" : formatValue(most)}
        middle={isGate ? "0.5" : "0"}
      />
    </figure>
  );
}

/** What the network reads, should say and says at the step that is pointed at; always two lines high. */
function StepReadout({ segment }: { readonly segment: Segment }) {
  const text = words[lang.value];
  const step = hovered.value;
  if (step === null || step >= segment.t.length) return <p class="readout">{text.inside.hover}</p>;
  const values = [
    [text.charts.input, segment.input[step]],
    [text.charts.target, segment.target[step]],
    [text.charts.prediction, segment.prediction[step]],
  ] as const;
  return (
    <p class="readout">
      {text.inside.step(step + 1, segment.t.length)}:{" "}
      {values.map(([name, value]) => `${name} ${formatValue(value)}`).join(" · ")}
    </p>
  );
}

/** How far the gates are open, and what that means for what the network remembers. */
export function GateNumbers({ layer, cell }: { readonly layer: LayerInsight; readonly cell: Cell }) {
  const text = words[lang.value].inside;
  const gates = Object.entries(layer.openings);
  if (gates.length === 0) return null;
  const percent = (share: number): string => formatPercent(share, 0);
  const kept = cell === "lstm" ? layer.openings.f : layer.openings.z;
  return (
    <>
      <table class="small" data-table="gates">
        <caption>{text.openings}</caption>
        <thead>
          <tr>
            <th scope="col">{text.gate}</th>
            <th scope="col">{text.mean}</th>
            <th scope="col">{text.closed}</th>
            <th scope="col">{text.open}</th>
          </tr>
        </thead>
        <tbody>
          {gates.map(([gate, { mean, closed, open }]) => (
            <tr key={gate}>
              <th scope="row">{text.gates[gate]}</th>
              <td>{formatValue(mean)}</td>
              <td>{percent(closed)}</td>
              <td>{percent(open)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="sentence" data-sentence="kept">
        {text.kept(cell, kept.mean)}
      </p>
    </>
  );
}
