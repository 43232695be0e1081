/** @module Sentences as data: a template and its values, from which English text is made, and text in any other language. */

/** `there is no {0}` and the values of its places. Plain data, so that it can leave a worker or a server. */
export interface Sentence {
  /** English, with numbered gaps: `there is no {0}`. */
  readonly template: string;
  /** What fills the gaps. */
  readonly values: readonly SentenceValue[];
}

/** A sentence among the values is a word or phrase to translate; texts stay as they are. */
export type SentenceValue = string | number | Sentence | Amount;

/** A sentence that can be translated, or a text that cannot. */
export type Message = string | Sentence;

/** A unit of time, in the singular. */
export type Unit = "year" | "month" | "week" | "day" | "hour" | "minute" | "second" | "millisecond";

/** So many of a unit of time: 2 weeks; null for plain numbers. */
export interface Amount {
  /** How many. */
  readonly count: number;
  /** Of what; null for a plain number. */
  readonly unit: Unit | null;
}

/**
 * Tags a sentence: say`there is no ${file}` has the template `there is no {0}`. Each template stands in the table of
 * `text/inChinese.ts` too, which a test checks.
 */
export function say(texts: TemplateStringsArray, ...values: readonly SentenceValue[]): Sentence {
  return { template: texts.reduce((text, next, i) => `${text}{${i - 1}}${next}`), values };
}

/** A text as a sentence without values. */
export function sentenceOf(message: Message): Sentence {
  return typeof message === "string" ? { template: message, values: [] } : message;
}

/** The English text. */
export function inEnglish(message: Message): string {
  return typeof message === "string"
    ? message
    : fillPlaces(message.template, message.values.map(valueInEnglish));
}

/** A template with texts in its places; a text that only looks like a template stays as it is. */
export function fillPlaces(template: string, texts: readonly string[]): string {
  return template.replace(/\{(\d+)\}/g, (place, i) => texts[Number(i)] ?? place);
}

/** An amount as text: `1 hour`, `2 weeks`, `0.5`. */
export function amountInEnglish({ count, unit }: Amount): string {
  return unit === null ? String(count) : `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** A value of a sentence as English text. */
export function valueInEnglish(value: SentenceValue): string {
  if (typeof value !== "object") return String(value);
  return "template" in value ? inEnglish(value) : amountInEnglish(value);
}
