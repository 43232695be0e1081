/** @module The languages that the terminal, the reports and the studio are written in. */

export const langs: readonly ["en", "zh"] = ["en", "zh"];

/** A language by its code. */
export type Lang = "en" | "zh";

/** One thing in every language: a forgotten one does not compile. */
export type Translated<Thing> = Readonly<Record<Lang, Thing>>;

/** The shape of a table of words, its texts as any text. */
export type WordsOf<T> = T extends string
  ? string
  : T extends (...args: infer A) => infer R
    ? (...args: A) => WordsOf<R>
    : T extends readonly unknown[] | object
      ? { readonly [K in keyof T]: WordsOf<T[K]> }
      : T;

/** The tag that HTML and readers of screens know a language by. */
export const tagOf: Translated<string> = { en: "en", zh: "zh-CN" };
