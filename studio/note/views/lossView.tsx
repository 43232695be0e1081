/** @module The losses of all runs, smoothed, with those of the runs before them. */

import { useMemo } from "preact/hooks";
import { maxOf } from "../../../src/lists.ts";
import { fixed } from "../../../src/text/format.ts";
import { Chart } from "../../shared/charts/chart.tsx";
import { lossPanel } from "../../shared/charts/panels.ts";
import { RangeField } from "../../shared/rangeField.tsx";
import {
  canLookBack,
  experiment,
  ghost,
  ghostShown,
  hovered,
  lookBack,
  lookedAt,
  pointedSegment,
  pointedTime,
  slowFrame,
} from "../state/labSession.ts";
import { lookOf, nameOf, taskWords } from "../state/runNames.ts";
import { lengthOf } from "../state/window.ts";

/** The loss chart. */
export function LossView() {
  const text = taskWords.value;
  const { smoothing } = experiment.value;
  const seen = slowFrame.value;
  const ghosts = ghostShown.value ? ghost.value : [];
  const names = experiment.value.runs.map((_, i) => nameOf(i)).join();
  const panel = useMemo(() => {
    const runs = seen?.runs ?? [];
    const named = runs.map(({ losses }, i) => ({ name: nameOf(i), losses, look: lookOf(i) }));
    const end = maxOf(
      runs.map(({ settings, trained }) => lengthOf(settings.steps, trained)),
      1,
    );
    const { task } = experiment.peek().runs[0];
    return lossPanel(text.charts, named, ghosts, { smoothing, end, task });
  }, [seen, ghosts, smoothing, text, names]);
  const at = pointedSegment.value ?? lookedAt.value;
  return (
    <section class="loss" aria-labelledby="loss-title">
      <h2 id="loss-title">
        {text.loss.title} {canLookBack.value && <small>{text.loss.pick}</small>}
      </h2>
      <Chart
        label={text.loss.describe}
        panel={panel}
        height={190}
        isLabelled
        at={at}
        place={(segment) => text.loss.place(Math.round(segment))}
        future={lookedAt.value}
        onHover={(segment) => {
          pointedSegment.value = segment === null ? null : Math.max(1, Math.round(segment));
          pointedTime.value = null;
          hovered.value = null;
        }}
        {...(canLookBack.value && { onPick: lookBack })}
      />
      <div class="chart-controls">
        <RangeField
          label={text.loss.smoothing}
          name="smoothing"
          min={0}
          max={0.95}
          step={0.05}
          value={smoothing}
          text={fixed(smoothing, 2)}
          onChange={(chosen) => {
            experiment.value = { ...experiment.peek(), smoothing: chosen };
          }}
        />
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
    </section>
  );
}
