/** @module Hidden state, cell state and gates over the segment: time to the right, units downward. */

import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Segment } from "../../../src/note/program.ts";
import { formatPercent, formatValue } from "../../../src/text/format.ts";
import { Heatmap } from "../../shared/charts/heatmap.tsx";
import { MatrixTables } from "../../shared/charts/matrixTable.tsx";
import { lang } from "../../shared/preferences.ts";
import type { LayerInsight } from "../lab/insight.ts";
import { hovered } from "../state/labSession.ts";
import { words } from "../words/words.ts";

interface TracesProps {
  readonly layer: LayerInsight;
  readonly segment: Segment;
  readonly hidden: number;
}

/** A heat map each for h, c and the gates. */
export function Traces({ layer, segment, hidden }: TracesProps) {
  const text = words[lang.value].inside;
  return (
    <div class="traces">
      <Trace label={text.hidden} values={layer.hidden} units={hidden} />
      {layer.cell && <Trace label={text.cell} values={layer.cell} units={hidden} />}
      {Object.entries(layer.gates).map(([gate, openings]) => (
        <Trace key={gate} label={text.gates[gate] ?? gate} values={openings} units={hidden} isGate />
      ))}
      <StepReadout segment={segment} />
    </div>
  );
}

interface TraceProps {
  readonly label: string;
  /** (T, H) */
  readonly values: Float32Array;
  readonly units: number;
  readonly isGate?: boolean;
}

function Trace({ label, values, units, isGate = false }: TraceProps) {
  const steps = values.length / units;
  const turned = useMemo(() => transposed(values, units), [values, units]);
  const most = useMemo(() => values.reduce((sum, value) => Math.max(sum, Math.abs(value)), 1e-9), [values]);
  const unit = useSignal(0);
  const at = hovered.value !== null && hovered.value < steps ? hovered.value : null;
  const readout =
    at === null
      ? words[lang.value].inside.range(isGate ? "0 … 1" : `±${formatValue(most)}`)
      : words[lang.value].inside.reading(unit.value, at, formatValue(turned[unit.value * steps + at]));
  return (
    <figure class="trace">
      <figcaption>
        {label} <small>{readout}</small>
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
          if (cell) unit.value = Math.min(units - 1, cell.row);
        }}
      />
      <MatrixTables matrices={[{ name: label, values: turned, rows: units, cols: steps }]} />
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

/** How many openings stand near 0 or 1, where a gate hardly learns. */
export function GateNumbers({ layer }: { readonly layer: LayerInsight }) {
  const text = words[lang.value].inside;
  const gates = Object.entries(layer.saturation);
  if (gates.length === 0) return null;
  const percent = (share: number): string => formatPercent(share, 0);
  return (
    <table class="small">
      <caption>{text.saturation}</caption>
      <thead>
        <tr>
          <th scope="col">{text.gate}</th>
          <th scope="col">{text.closed}</th>
          <th scope="col">{text.between}</th>
          <th scope="col">{text.open}</th>
        </tr>
      </thead>
      <tbody>
        {gates.map(([gate, { closed, open }]) => (
          <tr key={gate}>
            <th scope="row">{text.gates[gate]}</th>
            <td>{percent(closed)}</td>
            <td>{percent(1 - closed - open)}</td>
            <td>{percent(open)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** (T, H) → (H, T), so that time goes to the right. */
function transposed(values: Float32Array, cols: number): Float32Array {
  const rows = values.length / cols;
  return Float32Array.from(values, (_, i) => values[(i % rows) * cols + Math.floor(i / rows)]);
}
