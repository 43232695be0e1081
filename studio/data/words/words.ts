/** @module The words of the data page, by language. */
import type { Translated } from "../../../src/text/lang.ts";
import { chinese } from "./chinese.ts";
import { english } from "./english.ts";
import type { DataWords } from "./shape.ts";

/** The words, by language. */
export const dataWords: Translated<DataWords> = { en: english, zh: chinese };
