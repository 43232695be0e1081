/** @module The words of the page of the runs, by language. */
import type { Translated } from "../../../src/text/lang.ts";
import { runsChinese } from "./chinese.ts";
import { runsEnglish } from "./english.ts";
import type { RunsWords } from "./shape.ts";

/** The words, by language. */
export const runsWords: Translated<RunsWords> = { en: runsEnglish, zh: runsChinese };
