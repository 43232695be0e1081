/** @module Opening a step of the lesson, which sets the stage for it; and what a step lets a person try. */
import { type Change, type LessonId, type LessonStep, lessonSteps } from "../lesson/steps.ts";
import { experiment, selected, setRuns } from "../state/labSession.ts";

/** Opens a step, or closes the lesson and leaves the runs as they are. */
export function openLesson(id: LessonId | null): void {
  const step = lessonSteps.find((each) => each.id === id);
  selected.value = 0;
  if (step === undefined) experiment.value = { ...experiment.peek(), lesson: null };
  else setRuns(step.runs, { play: step.play, pace: step.pace, panel: step.panel, lesson: id });
}

/** Runs a step's own runs with changed settings, or other runs; and shows, on a phone, what it is about. */
export function tryChange({ runs, spotlight }: LessonStep, change: Change): void {
  setRuns("runs" in change ? change.runs : runs.map((run) => ({ ...run, ...change })));
  const isNarrow = !matchMedia("(min-width: 900px)").matches;
  if (isNarrow) document.querySelector(places[spotlight])?.scrollIntoView({ block: "nearest" });
}

const places: Readonly<Record<LessonStep["spotlight"], string>> = {
  stage: ".run-stage",
  loss: ".loss",
  controls: ".run-stage",
  inside: ".panels",
  after: ".panels",
  code: ".panels",
};
