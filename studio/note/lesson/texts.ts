/** @module What the lesson says, by language. */
import type { Translated } from "../../../src/text/lang.ts";
import { lessonChinese } from "./lessonChinese.ts";
import { lessonCode } from "./lessonCode.ts";
import { lessonEnglish } from "./lessonEnglish.ts";
import type { LessonWords, StepText } from "./shape.ts";
import type { LessonId } from "./steps.ts";

/** A step with its lines of PyTorch, which are the same in every language. */
export interface LessonText extends StepText {
  readonly code: string | null;
}

/** The lesson. */
export const lessonTexts: Translated<Readonly<Record<LessonId, LessonText>>> = {
  en: withCode(lessonEnglish),
  zh: withCode(lessonChinese),
};

function withCode(words: LessonWords): Readonly<Record<LessonId, LessonText>> {
  const text = (id: LessonId): LessonText => ({ ...words[id], code: lessonCode[id] });
  return {
    data: text("data"),
    model: text("model"),
    training: text("training"),
    state: text("state"),
    detach: text("detach"),
    sharing: text("sharing"),
    lstm: text("lstm"),
    comparison: text("comparison"),
    yours: text("yours"),
  };
}
