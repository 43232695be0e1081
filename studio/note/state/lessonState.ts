/** @module The open step of the lesson: what it shows, what was answered, and what came of it. */
import { computed, effect, signal } from "@preact/signals";
import { reported } from "../../shared/failure.tsx";
import {
  type Change,
  changedRuns,
  type LessonId,
  type LessonPart,
  type LessonStep,
  lessonIds,
  lessonSteps,
  panelOf,
} from "../lesson/steps.ts";
import type { PanelName } from "./experiment.ts";
import { experiment, frame, ghost, isCurrent, lab, selected, setRuns } from "./labSession.ts";
import { plainProbe, probeOptions } from "./probeState.ts";

/** The open step; null while the lesson is closed. */
export const lessonStep = computed<LessonStep | null>(
  () => lessonSteps.find(({ id }) => id === experiment.value.lesson) ?? null,
);

/** Which answer was given, and what the runs measured; null until they have ended. */
export interface Answer {
  readonly chosen: number;
  readonly measured: readonly number[] | null;
}

/** The answer to the question of the open step. */
export const answer = signal<Answer | null>(null);
/** The button of the open step that was pressed last. */
export const tried = signal<string | null>(null);

/** Whether a part of the page is shown: without the lesson all are. */
export function isShown(part: LessonPart): boolean {
  return lessonStep.value?.parts.includes(part) ?? true;
}

/** Opens a step, or closes the lesson and leaves the runs as they are. */
export function openLesson(id: LessonId | null): void {
  selected.value = 0;
  answer.value = null;
  tried.value = null;
  const step = lessonSteps.find((each) => each.id === id);
  if (step === undefined) {
    experiment.value = { ...experiment.peek(), lesson: null };
    return;
  }
  run(step.runs, { pace: step.pace, panel: panelOf(step), lesson: id });
}

/** Opens a panel and brings it into view. */
export function showPanel(panel: PanelName): void {
  experiment.value = { ...experiment.peek(), panel };
  document.querySelector(".panels")?.scrollIntoView({ block: "start" });
  document.getElementById(`tab-${panel}`)?.focus({ preventScroll: true });
}

/** Runs what a button of a step says. */
export function tryChange(step: LessonStep, name: string, change: Change): void {
  answer.value = null;
  tried.value = name;
  run(changedRuns(step, change), { pace: step.pace });
}

/** Takes an answer, and starts the runs that show whether it is right. */
export function takeAnswer(step: LessonStep, chosen: number): void {
  tried.value = null;
  probeOptions.value = { ...plainProbe, freeRun: step.quiz.measure === "freeRun" };
  run(changedRuns(step, step.quiz.change), { pace: step.quiz.pace ?? step.pace });
  answer.value = { chosen, measured: null }; // only now: the runs before may have ended, and would be measured
}

/** Starts runs, and forgets those before: the lesson chose them, so a person has nothing to compare them with. */
function run(...request: Parameters<typeof setRuns>): void {
  setRuns(...request);
  ghost.value = [];
}

/** Measures the runs of an answer as soon as they have ended. */
export function watchAnswers(): void {
  effect(() => {
    const step = lessonStep.value;
    const seen = frame.value;
    const given = answer.value;
    if (step === null || given === null || given.measured !== null || seen === null) return;
    if (seen.ended && isCurrent(seen)) void measure(step, given, seen.runs.length);
  });
}

async function measure({ quiz }: LessonStep, given: Answer, count: number): Promise<void> {
  const all = Array.from({ length: count }, (_, run) => lab.measure(run, quiz.measure));
  const measured = await reported(Promise.all(all));
  if (measured !== null && answer.peek() === given) answer.value = { ...given, measured };
}

const visited = "unrolled-studio-visited";

/** Whether somebody is here for the first time, at an address that says nothing of an experiment; from now on, no more. */
export function isFirstVisit(): boolean {
  const names = new URLSearchParams(`${location.search.slice(1)}&${location.hash.slice(1)}`).keys();
  const isPlain = [...names].every((name) => name === "lang" || name === "theme");
  try {
    const isNew = localStorage.getItem(visited) === null;
    localStorage.setItem(visited, "yes");
    return isNew && isPlain;
  } catch {
    return false; // storage is forbidden: it would be the first visit each time
  }
}

/** The first step. */
export const [firstStep] = lessonIds;
