/** @module Inside the selected run: weights, traces, gates, spectral radius. */
import { insight, layer, selected } from "../state/labSession.ts";
import { nameOf, taskWords } from "../state/runNames.ts";
import { HiddenStateView, useHiddenState } from "./inside/hiddenStateView.tsx";
import { GateNumbers, Traces } from "./traces.tsx";
import { Weights } from "./weights.tsx";

/** Everything about one layer, and all parameters. */
export function Inside() {
  const text = taskWords.value;
  const seen = insight.value;
  const shown = seen?.inside ?? null;
  const state = useHiddenState();
  // All at once, or what came first would be pushed down.
  if (seen === null || shown === null || state === null) return <p class="waiting">{text.waiting}</p>;
  const { settings } = seen;
  return (
    <>
      <p class="hint">
        {nameOf(selected.value)}: {text.inside.when(seen.trained)}
        {settings.layers > 1 && (
          <label>
            {" "}
            {text.inside.layer}
            <select
              name="layer"
              value={shown.index}
              onChange={({ currentTarget }) => {
                layer.value = Number(currentTarget.value);
              }}
            >
              {Array.from({ length: settings.layers }, (_, i) => (
                <option key={`${i}`} value={i}>
                  {i}
                </option>
              ))}
            </select>
          </label>
        )}
      </p>
      <HiddenStateView seen={state} />
      <h3>{text.inside.traces}</h3>
      <Traces layer={shown.layer} segment={seen.segment} hidden={settings.hidden} />
      <GateNumbers layer={shown.layer} cell={settings.cell} />
      <h3>{text.inside.weights}</h3>
      <Weights parameters={shown.parameters} cell={settings.cell} />
    </>
  );
}
