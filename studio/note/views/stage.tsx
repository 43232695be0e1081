/** @module The stage: prediction against target for every run, growing as it is trained. */
import { useMemo } from "preact/hooks";
import type { Settings } from "../../../src/note/settings.ts";
import { Chart } from "../../shared/charts/chart.tsx";
import { stagePanel } from "../../shared/charts/panels.ts";
import { lang } from "../../shared/preferences.ts";
import type { LabFrame } from "../lab/lab.ts";
import type { RunFrame } from "../lab/run.ts";
import { experiment, frame, hovered, lookedAt, selected, slowFrame } from "../state/labSession.ts";
import { runName, words } from "../words/words.ts";

/** Pixels of a chart where there are one, two or three. */
const stageHeights = [290, 210, 170];
/** Pixels of its name, legend and table. */
const chrome = 96;

/** One chart for each run, below each other over the same time axis. */
export function Stage() {
  const { runs } = experiment.value;
  const seen = isFull(slowFrame.value) ? slowFrame.value : frame.value;
  return (
    <section aria-label={words[lang.value].stage.title}>
      {seen?.runs.map((run, i) => (
        <RunStage
          key={`${i} of ${seen.runs.length}`}
          index={i}
          run={run}
          height={stageHeights[seen.runs.length - 1]}
        />
      )) ??
        runs.map((_, i) => (
          <div
            key={`${i}`}
            class="run-stage"
            style={{ height: `${stageHeights[runs.length - 1] + chrome}px` }}
          />
        ))}
    </section>
  );
}

/** Whether a segment more is too narrow to be seen: then a dozen drawings a second are as good as sixty. */
function isFull(seen: LabFrame | null): boolean {
  return experiment.value.window === "all" && seen !== null && seen.runs.some(({ trained }) => trained > 300);
}

interface RunStageProps {
  readonly index: number;
  readonly run: RunFrame;
  readonly height: number;
}

function RunStage({ index, run, height }: RunStageProps) {
  const { settings } = run;
  const text = words[lang.value];
  const at = lookedAt.value;
  const [from, to] = stretchOf(settings, run.trained, at);
  const panel = useMemo(() => stagePanel(text.charts, run.curves, [from, to]), [run, from, to, text]);
  const shown = Math.min(at ?? run.trained, run.trained) - 1;
  const span: [number, number] | null = shown >= 0 ? [shown * Math.PI, (shown + 1) * Math.PI] : null;
  const step = index === selected.value ? hovered.value : null;
  return (
    <div class={`run-stage run-${index}`}>
      <h2>
        {runName(index, settings)} <small>{text.stage.state(run, settings)}</small>
      </h2>
      <Chart
        label={text.stage.describe(settings, run.trained)}
        panel={panel}
        height={height}
        span={span}
        at={step === null || span === null ? null : timeOf(step, shown, settings)}
        onHover={(t) => {
          if (index === selected.value)
            hovered.value = t === null || span === null ? null : stepAt(t, span, settings);
        }}
      />
    </div>
  );
}

/** From where to where the time axis goes, in radians. */
function stretchOf({ steps }: Settings, trained: number, at: number | null): [number, number] {
  if (experiment.value.window === "all") return [0, Math.min(steps, Math.max(100, trained)) * Math.PI];
  const end = Math.max(10, at === null ? trained : Math.min(trained, at + 4));
  return [(end - 10) * Math.PI, end * Math.PI];
}

function spacing({ endpoint, timeStep }: Settings): number {
  return Math.PI / (endpoint && timeStep > 1 ? timeStep - 1 : timeStep);
}

/** When a time step of a segment is, in radians. */
function timeOf(step: number, segment: number, settings: Settings): number {
  return segment * Math.PI + step * spacing(settings);
}

/** The time step of the marked segment nearest to t; null outside of it. */
function stepAt(t: number, [from, to]: readonly [number, number], settings: Settings): number | null {
  const step = Math.round((t - from) / spacing(settings));
  return t < from || t > to || step >= settings.timeStep ? null : step;
}
