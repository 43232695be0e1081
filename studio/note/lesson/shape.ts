/** @module What there is to say in the lesson: a forgotten step or button does not compile. */
import type { LessonId, TryOf } from "./steps.ts";

/** What a step says. In a paragraph, `code` stands in backticks, and *a name on the page* in asterisks. */
export interface StepText<Try extends string = string> {
  readonly title: string;
  readonly body: readonly string[];
  /** The labels of the step's buttons. */
  readonly tries: Readonly<Record<Try, string>>;
}

/** The whole lesson in one language: a forgotten step or button does not compile. */
export type LessonWords = { readonly [Id in LessonId]: StepText<TryOf<Id>> };
