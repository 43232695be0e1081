/** @module The lesson: one step of the guided path through the note, driving the stage. */

import { CloseButton } from "../../shared/failure.tsx";
import { lang } from "../../shared/preferences.ts";
import { type Change, type LessonId, type LessonStep, lessonIds, lessonSteps } from "../lesson/steps.ts";
import { lessonTexts } from "../lesson/texts.ts";
import { experiment, selected, setRuns } from "../state/labSession.ts";
import { words } from "../words/words.ts";

/** The open step, with a way on and back. */
export function Lesson({ id }: { readonly id: LessonId }) {
  const text = words[lang.value].lesson;
  const at = lessonIds.indexOf(id);
  const step = lessonSteps[at];
  const { title, body, code, tries } = lessonTexts[lang.value][id];
  return (
    <section class="lesson" aria-labelledby="lesson-title" data-lesson={id}>
      <p class="lesson-count">
        {text.count(at + 1, lessonIds.length)}
        <CloseButton label={text.close} onClose={leave} />
      </p>
      <h2 id="lesson-title">{title}</h2>
      {body.map((paragraph) => (
        <p key={paragraph}>
          <Rich text={paragraph} />
        </p>
      ))}
      {code && (
        <pre lang="en">
          <code>{code}</code>
        </pre>
      )}
      <div class="lesson-buttons">
        {step.tries.map(({ id: name, change }) => (
          <button
            key={name}
            type="button"
            class="try"
            data-try={name}
            onClick={() => tryChange(step, change)}
          >
            {tries[name]}
          </button>
        ))}
      </div>
      <div class="lesson-buttons turn">
        <button
          type="button"
          data-action="lesson-back"
          disabled={at === 0}
          onClick={() => openLesson(lessonIds[at - 1])}
        >
          ← {text.back}
        </button>
        {at + 1 < lessonIds.length ? (
          <button
            type="button"
            class="primary"
            data-action="lesson-next"
            onClick={() => openLesson(lessonIds[at + 1])}
          >
            {text.next} →
          </button>
        ) : (
          <button type="button" class="primary" data-action="lesson-end" onClick={leave}>
            {text.end}
          </button>
        )}
      </div>
    </section>
  );
}

/** Opens a step, or closes the lesson and leaves the runs as they are. */
export function openLesson(id: LessonId | null): void {
  const step = lessonSteps.find((each) => each.id === id);
  selected.value = 0;
  if (step === undefined) experiment.value = { ...experiment.peek(), lesson: null };
  else setRuns(step.runs, { play: step.play, pace: step.pace, panel: step.panel, lesson: id });
}

/** Runs a step's own runs with changed settings, or other runs; and shows, on a phone, what it is about. */
function tryChange({ runs, spotlight }: LessonStep, change: Change): void {
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

/** Closes the lesson; the keyboard goes on from the button that opened it. */
function leave(): void {
  openLesson(null);
  document.querySelector<HTMLElement>(".lesson-button")?.focus();
}

/** `code` and *emphasis*. */
function Rich({ text }: { readonly text: string }) {
  const parts = text.split(/(`[^`]+`|\*[^*]+\*)/);
  return (
    <>
      {parts.map((part, i) => {
        const key = `${i}`;
        if (part.startsWith("`")) return <code key={key}>{part.slice(1, -1)}</code>;
        if (part.startsWith("*") && part.length > 2) return <em key={key}>{part.slice(1, -1)}</em>;
        return part;
      })}
    </>
  );
}
