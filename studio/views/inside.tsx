/** @module Inside the selected run: weights, traces, gates, spectral radius. */
import { useSignal } from "@preact/signals";
import { lang } from "../state/preferences.ts";
import { insight, selected, settings } from "../state/session.ts";
import { runName } from "../words/runName.ts";
import { words } from "../words/words.ts";
import { GateNumbers, Traces } from "./traces.tsx";
import { Weights } from "./weights.tsx";

/** Everything about one layer, and all parameters. */
export function Inside() {
  const text = words[lang.value];
  const chosen = useSignal(0);
  const seen = insight.value;
  const layer = Math.min(chosen.value, settings.value.layers - 1);
  const shown = seen?.layers[layer];
  if (seen === null || shown === undefined) return <p class="waiting">{text.waiting}</p>;
  return (
    <>
      <p class="hint">
        {runName(selected.value, settings.value)}: {text.inside.when(seen.trained)}
        {settings.value.layers > 1 && (
          <label>
            {" "}
            {text.inside.layer}
            <select
              name="layer"
              value={layer}
              onChange={({ currentTarget }) => {
                chosen.value = Number(currentTarget.value);
              }}
            >
              {seen.layers.map((_, i) => (
                <option key={`${i}`} value={i}>
                  {i}
                </option>
              ))}
            </select>
          </label>
        )}
      </p>
      <h3>{text.inside.traces}</h3>
      <Traces layer={shown} segment={seen.segment} hidden={settings.value.hidden} />
      <GateNumbers layer={shown} />
      <p class="sentence" data-sentence="radius">
        {text.inside.radius(layer, shown.radii)}
      </p>
      <h3>{text.inside.weights}</h3>
      <Weights parameters={seen.parameters} cell={settings.value.cell} />
    </>
  );
}
