/** @module The names of the studio's pages. */
import type { Translated } from "../../src/note/lang.ts";

/** What the way between the pages says. */
interface PageWords {
  readonly label: string;
  readonly note: string;
  readonly data: string;
  readonly runs: string;
}

/** The words, by language. */
export const pageWords: Translated<PageWords> = {
  en: { label: "Pages", note: "Note", data: "Your data", runs: "Runs" },
  zh: { label: "页面", note: "教程", data: "你的数据", runs: "训练记录" },
};
