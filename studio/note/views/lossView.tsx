/** @module The losses of all runs, smoothed, with those of the runs before them. */

import { useMemo } from "preact/hooks";
import { fixed } from "../../../src/text/format.ts";
import { Chart } from "../../shared/charts/chart.tsx";
import { costPanel, lossPanel } from "../../shared/charts/panels.ts";
import { lang } from "../../shared/preferences.ts";
import { experiment, ghost, ghostShown, slowFrame } from "../state/labSession.ts";
import { runName, words } from "../words/words.ts";

/** The loss chart; and what a segment costs, where the graph grows. */
export function LossView() {
  const text = words[lang.value];
  const { smoothing } = experiment.value;
  const seen = slowFrame.value;
  const ghosts = ghostShown.value ? ghost.value : [];
  const panel = useMemo(() => {
    const runs = seen?.runs ?? [];
    const named = runs.map(({ settings, losses }, i) => ({ name: runName(i, settings), losses }));
    const reached = runs.map(({ settings, trained }) => Math.min(settings.steps, Math.max(100, trained)));
    return lossPanel(text.charts, named, ghosts, smoothing, Math.max(1, ...reached));
  }, [seen, ghosts, smoothing, text]);
  const growing = seen?.runs.find(({ cost }) => cost !== null)?.cost ?? null;
  return (
    <section class="loss" aria-labelledby="loss-title">
      <h2 id="loss-title">{text.loss.title}</h2>
      <Chart label={text.loss.describe} panel={panel} height={190} />
      <div class="chart-controls">
        <label>
          {text.loss.smoothing}
          <input
            type="range"
            name="smoothing"
            min={0}
            max={0.95}
            step={0.05}
            value={smoothing}
            onInput={({ currentTarget }) => {
              experiment.value = { ...experiment.peek(), smoothing: Number(currentTarget.value) };
            }}
          />
          <output>{fixed(smoothing, 2)}</output>
        </label>
        <label>
          <input
            type="checkbox"
            name="ghost"
            checked={ghostShown.value}
            onChange={({ currentTarget }) => {
              ghostShown.value = currentTarget.checked;
            }}
          />
          {text.loss.ghost}
        </label>
      </div>
      {growing && (
        <>
          <h3>{text.loss.cost}</h3>
          <Chart label={text.loss.cost} panel={costPanel(text.charts, growing)} height={120} />
          <p>{text.loss.costWhy}</p>
        </>
      )}
    </section>
  );
}
