/** @module Opening a step of the lesson, which sets the stage for it. */
import { type LessonId, lessonSteps } from "../lesson/steps.ts";
import { experiment, setRuns } from "../state/session.ts";

/** Opens a step, or closes the lesson and leaves the runs as they are. */
export function openLesson(id: LessonId | null): void {
  const step = lessonSteps.find((each) => each.id === id);
  experiment.value = { ...experiment.peek(), lesson: id, panel: step?.panel ?? experiment.peek().panel };
  if (step) setRuns(step.runs, { play: step.play, pace: step.pace });
}
