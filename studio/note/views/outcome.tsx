/** @module What came of a run, in one line, and what to try next. */
import { useSignal } from "@preact/signals";
import { cellLabels } from "../../../src/note/settings.ts";
import { tasks } from "../../../src/note/tasks.ts";
import { formatValue } from "../../../src/text/format.ts";
import { lang } from "../../shared/preferences.ts";
import type { LabFrame } from "../lab/lab.ts";
import { experiment, selected, setField, settings, slowFrame } from "../state/labSession.ts";
import { firstStep, openLesson, showPanel } from "../state/lessonState.ts";
import { probeOptions } from "../state/probeState.ts";
import { nameOf } from "../state/runNames.ts";
import { words } from "../words/words.ts";
import { lazy } from "./lazy.tsx";

/** Always there, so that nothing moves when a run ends. */
export function Outcome() {
  const seen = slowFrame.value;
  const text = words[lang.value].outcome;
  const isOver = seen?.ended === true && seen.runs.some(({ ending }) => ending?.kind === "complete");
  return (
    <div class="outcome">
      <p role="status" data-outcome={isOver}>
        {isOver && seen ? verdict(seen) : seen?.ended ? text.stopped : text.running(settings.value.task)}
      </p>
      {isOver && experiment.value.lesson === null && <NextSteps />}
    </div>
  );
}

/** Of one run, how it did beside the best constant answer; of several, which has the lowest loss. */
function verdict({ runs }: LabFrame): string {
  const text = words[lang.value].outcome;
  const done = runs.map(({ lastTen }, index) => ({ index, lastTen: lastTen ?? Number.POSITIVE_INFINITY }));
  const best = done.reduce((one, other) => (other.lastTen < one.lastTen ? other : one));
  if (runs.length > 1) return text.best(nameOf(best.index), formatValue(best.lastTen));
  const { task } = runs[0].settings;
  const { floor } = tasks[task];
  const how = best.lastTen < 0.4 * floor ? "learnt" : best.lastTen < 0.75 * floor ? "partly" : "notLearnt";
  return text[how](formatValue(best.lastTen), formatValue(floor), task);
}

function NextSteps() {
  const text = words[lang.value].outcome;
  const { cell, carry, task } = settings.value;
  const other = cell === "lstm" ? "gru" : "lstm";
  return (
    <div class="next">
      <span>{text.next}</span>
      {task === "cosine" && (
        <>
          <button type="button" data-next="memory" onClick={() => setField("carry", carry ? "no" : "yes")}>
            {text.memory(carry)} <Arrow />
          </button>
          <button type="button" data-next="free" onClick={runFree}>
            {text.free} <Arrow />
          </button>
        </>
      )}
      <button type="button" data-next="cell" onClick={() => setField("cell", other)}>
        {text.cell(cellLabels[other])} <Arrow />
      </button>
      <button type="button" data-next="lesson" onClick={() => openLesson(firstStep)}>
        {text.lesson} <Arrow />
      </button>
    </div>
  );
}

function Arrow() {
  return <span aria-hidden="true">▸</span>;
}

/** Opens the test, where the network reads its own answers. */
function runFree(): void {
  probeOptions.value = { ...probeOptions.peek(), freeRun: true };
  selected.value = Math.min(selected.peek(), experiment.peek().runs.length - 1);
  showPanel("after");
}

const QuestionList = lazy(async () => (await import("./questions.tsx")).QuestionList);

/** Folded away until somebody asks. */
export function Questions() {
  const isOpen = useSignal(false);
  return (
    <details
      class="questions"
      onToggle={({ currentTarget }) => {
        isOpen.value = currentTarget.open;
      }}
    >
      <summary>{words[lang.value].questions.title}</summary>
      {isOpen.value && <QuestionList />}
    </details>
  );
}
