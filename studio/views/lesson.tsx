/** @module The lesson: one step of the guided path through the note, driving the stage. */
import { useMemo } from "preact/hooks";
import { renderUnrolledSvg } from "../../src/figures/unrolledDiagram.ts";
import { type LessonId, lessonIds, lessonSteps } from "../lesson/steps.ts";
import { lessonTexts } from "../lesson/texts.ts";
import { lang, theme } from "../state/preferences.ts";
import { words } from "../words/words.ts";
import { openLesson } from "./openLesson.ts";

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
        <button type="button" class="close" aria-label={text.close} onClick={() => openLesson(null)}>
          ×
        </button>
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
      {step.figure === "unrolled" && <Diagram />}
    </section>
  );
}
