/** @module Questions that learners ask, with short answers; each leads to the place that shows it. */
import { lang } from "../../shared/preferences.ts";
import { type QuestionId, questionIds, questionSteps, questions } from "../lesson/questions.ts";
import { lessonIds } from "../lesson/steps.ts";
import { openLesson, showPanel } from "../state/lessonState.ts";
import { words } from "../words/words.ts";
import { Rich } from "./lesson.tsx";

/** All questions and answers. */
export function QuestionList() {
  return (
    <dl>
      {questionIds.map((id) => (
        <div key={id} data-question={id}>
          <dt>
            <Rich text={questions[lang.value][id].question} />
          </dt>
          <dd>
            <Rich text={questions[lang.value][id].answer} /> <Place id={id} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The step of the lesson, or the panel, where the answer is seen. */
function Place({ id }: { readonly id: QuestionId }) {
  const text = words[lang.value];
  const step = questionSteps[id];
  return (
    <button type="button" class="link" onClick={() => (step ? openLesson(step) : showPanel("inside"))}>
      {step ? text.questions.step(lessonIds.indexOf(step) + 1) : text.panels.inside}{" "}
      <span aria-hidden="true">▸</span>
    </button>
  );
}
