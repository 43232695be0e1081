/** @module The words of the data page, by language. */
import type { Translated } from "../../../src/text/lang.ts";
import { type DataWords, en } from "./en.ts";
import { zh } from "./zh.ts";

/** The words, by language. */
export const dataWords: Translated<DataWords> = { en, zh };
