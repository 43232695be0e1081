/** @module Above the stage, while the lesson is open: what to look for, or whether an answer was right. */
import { formatValue, formatWhole } from "../../../src/text/format.ts";
import { lang } from "../../shared/preferences.ts";
import type { LessonStep } from "../lesson/steps.ts";
import { lessonTexts } from "../lesson/texts.ts";
import { type Answer, answer, tried } from "../state/lessonState.ts";
import { nameOf } from "../state/runNames.ts";
import { words } from "../words/words.ts";
import { Rich } from "./lesson.tsx";

/** What the text has just set going. */
export function LessonNow({ step }: { readonly step: LessonStep }) {
  const given = answer.value;
  const name = tried.value;
  const text = lessonTexts[lang.value][step.id];
  return (
    <div class="lesson-now" role="status" data-now={given ? "answer" : name === null ? "" : "try"}>
      {given && <Verdict step={step} given={given} />}
      {name !== null && text.tries[name] && (
        <p>
          <strong>{text.tries[name].label}</strong> <Rich text={text.tries[name].look} />
        </p>
      )}
      {given === null && name === null && <p class="hint">{words[lang.value].lesson.invitation}</p>}
    </div>
  );
}

function Verdict({
  step,
  given: { chosen, measured },
}: {
  readonly step: LessonStep;
  readonly given: Answer;
}) {
  const text = words[lang.value].lesson;
  const { answers, measured: what, why } = lessonTexts[lang.value][step.id].quiz;
  if (measured === null) return <p data-verdict="">{text.waiting(answers[chosen])}</p>;
  const right = step.quiz.judge(measured);
  const numbers = measured.map((value, i) => {
    const number = Number.isInteger(value) ? formatWhole(value) : formatValue(value);
    return measured.length > 1 ? text.ofRun(nameOf(i), number) : number;
  });
  return (
    <>
      <p data-verdict={right === chosen ? "right" : "wrong"}>
        <strong>{right === chosen ? text.right : text.wrong(answers[right])}</strong>{" "}
        {text.measured(what, numbers)}
      </p>
      <p>
        <Rich text={why} />
      </p>
    </>
  );
}
