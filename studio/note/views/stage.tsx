/** @module The stage: what each run reads, should answer and answers, over the last eight segments. */
import { useMemo } from "preact/hooks";
import { hexOf } from "../../../src/figures/palette.ts";
import type { Settings } from "../../../src/note/settings.ts";
import { Chart } from "../../shared/charts/chart.tsx";
import { beyondStage, stagePanel } from "../../shared/charts/panels.ts";
import { lang, theme } from "../../shared/preferences.ts";
import type { RunFrame } from "../lab/run.ts";
import {
  experiment,
  frame,
  hovered,
  lookedAt,
  pointedSegment,
  pointedTime,
  selected,
} from "../state/labSession.ts";
import { answerLookOf, lookOf, nameOf } from "../state/runNames.ts";
import { windowOf } from "../state/window.ts";
import { words } from "../words/words.ts";
import { TaskLine } from "./taskLine.tsx";
import { AccuracyView, TaskHead, TaskRun } from "./taskStage.tsx";

/** Pixels of a chart where there are one, two or three. */
const stageHeights = [290, 200, 160];
/** Pixels of its name, legend and table. */
const chrome = 80;

/** What is to be learnt, and one chart for each run, below each other over the same time axis. */
export function Stage() {
  const { runs } = experiment.value;
  const seen = frame.value?.runs;
  const height = stageHeights[(seen ?? runs).length - 1];
  return (
    <section class="stage-charts" aria-label={words[lang.value].stage.title}>
      <TaskLine task={runs[0].task} count={runs.length} />
      {runs[0].task !== "cosine" && <TaskHead />}
      {seen?.map((run, i) => {
        const View = run.settings.task === "cosine" ? RunStage : TaskRun;
        return (
          <View key={`${run.settings.task} ${i} of ${seen.length}`} index={i} run={run} height={height} />
        );
      }) ??
        runs.map((_, i) => <div key={`${i}`} class="run-stage" style={{ height: `${height + chrome}px` }} />)}
      {runs[0].task !== "cosine" && <AccuracyView />}
    </section>
  );
}

interface RunStageProps {
  readonly index: number;
  readonly run: RunFrame;
  readonly height: number;
}

function RunStage({ index, run, height }: RunStageProps) {
  const { settings, trained } = run;
  const text = words[lang.value];
  const at = lookedAt.value === null ? null : Math.min(lookedAt.value, trained);
  const [first, end] = windowOf(settings.steps, trained, at);
  const [from, to] = [first * Math.PI, end * Math.PI];
  const look = answerLookOf(index);
  const panel = useMemo(
    () => stagePanel(text.charts, run.curves, [from, to], look),
    [run, from, to, text, look],
  );
  const shown = (at ?? trained) - 1;
  const marked =
    pointedTime.value === null && pointedSegment.value !== null ? pointedSegment.value - 1 : shown;
  const isSelected = index === selected.value;
  const beyond = beyondStage(run.curves, [from, to]);
  const state = [text.stage.state(run, settings), beyond > 0 && text.stage.beyond(beyond)];
  return (
    <Frame index={index} state={state.filter(Boolean).join(" · ")}>
      <Chart
        label={text.stage.describe(settings, trained)}
        panel={panel}
        height={height}
        span={marked >= 0 ? [marked * Math.PI, (marked + 1) * Math.PI] : null}
        at={
          pointedTime.value ??
          (hovered.value === null || shown < 0 ? null : timeOf(hovered.value, shown, settings))
        }
        place={(t) => text.stage.place(t)}
        future={at === null || at >= trained ? null : at * Math.PI}
        onHover={(t) => {
          pointedTime.value = t;
          pointedSegment.value = t === null ? null : Math.min(trained, Math.floor(t / Math.PI) + 1);
          if (isSelected) hovered.value = t === null ? null : stepAt(t, shown * Math.PI, settings);
        }}
      />
    </Frame>
  );
}

interface FrameProps {
  readonly index: number;
  readonly state: string;
  readonly children: preact.ComponentChildren;
}

function Frame({ index, state, children }: FrameProps) {
  const color = hexOf(lookOf(index).color, theme.value);
  return (
    <div class="run-stage" style={{ borderLeftColor: color }}>
      <h2>
        {nameOf(index)} <small>{state}</small>
      </h2>
      {children}
    </div>
  );
}

function spacing({ endpoint, timeStep }: Settings): number {
  return Math.PI / (endpoint && timeStep > 1 ? timeStep - 1 : timeStep);
}

/** When a time step of a segment is, in radians. */
function timeOf(step: number, segment: number, settings: Settings): number {
  return segment * Math.PI + step * spacing(settings);
}

/** The time step nearest to t of the segment that begins at `from`; null outside of it. */
function stepAt(t: number, from: number, settings: Settings): number | null {
  const step = Math.round((t - from) / spacing(settings));
  return t < from || t > from + Math.PI || step >= settings.timeStep ? null : step;
}
