/** @module Opening a step of the lesson, which sets the stage for it; and what a step lets a person try. */
import type { Settings } from "../../src/note/settings.ts";
import { type LessonId, lessonSteps } from "../lesson/steps.ts";
import { experiment, selected, setRuns } from "../state/session.ts";

/** Opens a step, or closes the lesson and leaves the runs as they are. */
export function openLesson(id: LessonId | null): void {
  const step = lessonSteps.find((each) => each.id === id);
  experiment.value = { ...experiment.peek(), lesson: id, panel: step?.panel ?? experiment.peek().panel };
  if (step) setRuns(step.runs, { play: step.play, pace: step.pace });
}

/** Changes settings of the selected run, or replaces all runs. */
export function tryChange(change: Partial<Settings> | { readonly runs: readonly Settings[] }): void {
  if ("runs" in change) {
    setRuns(change.runs);
    return;
  }
  const { runs } = experiment.peek();
  setRuns(runs.map((run, i) => (i === selected.peek() ? { ...run, ...change } : run)));
}
