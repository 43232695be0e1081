/** @module The lesson: the text of a step, its question, what to try, and the way on. */
import { useEffect, useRef } from "preact/hooks";
import { CloseButton } from "../../shared/failure.tsx";
import { lang } from "../../shared/preferences.ts";
import type { QuizText } from "../lesson/en.ts";
import { type LessonId, type LessonStep, lessonIds, lessonSteps } from "../lesson/steps.ts";
import { lessonTexts } from "../lesson/texts.ts";
import { answer, openLesson, takeAnswer, tried, tryChange } from "../state/lessonState.ts";
import { words } from "../words/words.ts";
import { MediansTable } from "./mediansTable.tsx";

/** The open step. */
export function Lesson({ id }: { readonly id: LessonId }) {
  const text = words[lang.value].lesson;
  const at = lessonIds.indexOf(id);
  const step = lessonSteps[at];
  const { title, body, quiz, code, tries } = lessonTexts[lang.value][id];
  const head = useRef<HTMLHeadingElement>(null);
  useTurning(id, head);
  return (
    <section class="lesson" aria-labelledby="lesson-title" data-lesson={id}>
      <p class="lesson-count">
        {text.count(at + 1, lessonIds.length)}
        <CloseButton label={text.close} onClose={leave} />
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <div class="lesson-text" tabIndex={0}>
        <h2 id="lesson-title" ref={head} tabIndex={-1}>
          {title}
        </h2>
        {body.map((paragraph) => (
          <p key={paragraph}>
            <Rich text={paragraph} />
          </p>
        ))}
        {id === "length" && <MediansTable />}
        <Question step={step} text={quiz} />
        <h3>{text.tries}</h3>
        <div class="lesson-buttons">
          {step.tries.map(({ id: name, change }) => (
            <button
              key={name}
              type="button"
              class="try"
              data-try={name}
              aria-pressed={tried.value === name}
              onClick={() => {
                tryChange(step, name, change);
                showStage();
              }}
            >
              {tries[name].label}
            </button>
          ))}
        </div>
        {code && (
          <pre lang="en">
            <code>{code}</code>
          </pre>
        )}
      </div>
      <Turning at={at} />
    </section>
  );
}

/** The question of a step; each answer starts the runs that decide it. */
function Question({ step, text }: { readonly step: LessonStep; readonly text: QuizText }) {
  return (
    <fieldset class="quiz">
      <legend>{words[lang.value].lesson.predict}</legend>
      <p>
        <Rich text={text.question} />
      </p>
      <div class="lesson-buttons">
        {text.answers.map((each, i) => (
          <button
            key={each}
            type="button"
            data-answer={i}
            aria-pressed={answer.value?.chosen === i}
            onClick={() => {
              takeAnswer(step, i);
              showStage();
            }}
          >
            {each}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

/** Back, a dot for each step, and on. */
function Turning({ at }: { readonly at: number }) {
  const text = words[lang.value].lesson;
  return (
    <nav class="lesson-turn" aria-label={text.steps}>
      <button
        type="button"
        data-action="lesson-back"
        disabled={at === 0}
        aria-label={text.back}
        onClick={() => openLesson(lessonIds[at - 1])}
      >
        ←
      </button>
      <ol class="lesson-dots">
        {lessonIds.map((id, i) => (
          <li key={id}>
            <button
              type="button"
              data-dot={id}
              aria-current={i === at ? "step" : undefined}
              aria-label={text.stepName(i + 1, lessonTexts[lang.value][id].title)}
              title={lessonTexts[lang.value][id].title}
              onClick={() => openLesson(id)}
            />
          </li>
        ))}
      </ol>
      {at + 1 < lessonIds.length ? (
        <button
          type="button"
          class="primary"
          data-action="lesson-next"
          onClick={() => openLesson(lessonIds[at + 1])}
        >
          <span>{text.next}</span> →
        </button>
      ) : (
        <button type="button" class="primary" data-action="lesson-end" onClick={leave}>
          {text.end} →
        </button>
      )}
    </nav>
  );
}

const isNarrow = (): boolean => !matchMedia("(min-width: 900px)").matches;

/** Brings a step that was turned to into view from its head, for eyes and for screen readers. */
function useTurning(id: LessonId, head: { readonly current: HTMLElement | null }): void {
  const before = useRef(id);
  useEffect(() => {
    if (before.current === id) return;
    before.current = id;
    head.current?.focus({ preventScroll: true });
    head.current?.parentElement?.scrollTo(0, 0);
    if (isNarrow()) head.current?.closest(".lesson")?.scrollIntoView();
    else scrollTo(0, 0);
  }, [id]);
}

/** On a phone the stage is below the text: what was just started is brought into view. */
function showStage(): void {
  if (isNarrow()) setTimeout(() => document.querySelector(".lesson-now")?.scrollIntoView(), 50);
}

/** Closes the lesson; the keyboard goes on from the button that opened it. */
function leave(): void {
  openLesson(null);
  document.querySelector<HTMLElement>(".lesson-button")?.focus();
}

/** `code` and *emphasis*. */
export function Rich({ text }: { readonly text: string }) {
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
