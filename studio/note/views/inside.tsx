/** @module Inside the selected run: weights, traces, gates, spectral radius. */
import type { Insight } from "../lab/insight.ts";
import { insight, layer, selected } from "../state/labSession.ts";
import { nameOf, taskWords } from "../state/runNames.ts";
import { HiddenStateView, useHiddenState } from "./inside/hiddenStateView.tsx";
import { useStages } from "./stages.ts";
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
      <Rest seen={seen} shown={shown} />
    </>
  );
}

interface RestProps {
  readonly seen: Insight;
  readonly shown: NonNullable<Insight["inside"]>;
}

/** What stands below the picture of h, one part after the other. */
function Rest({ seen: { settings, segment }, shown }: RestProps) {
  const text = taskWords.value.inside;
  const built = useStages(3);
  return (
    <>
      {built > 1 && (
        <>
          <h3>{text.traces}</h3>
          <Traces layer={shown.layer} segment={segment} hidden={settings.hidden} />
          <GateNumbers layer={shown.layer} cell={settings.cell} />
        </>
      )}
      {built > 2 && (
        <>
          <h3>{text.weights}</h3>
          <Weights parameters={shown.parameters} cell={settings.cell} />
        </>
      )}
    </>
  );
}
