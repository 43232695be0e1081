/** @module The words of the page, by language. */
import type { Translated } from "../../../src/text/lang.ts";
import { chinese } from "./chinese.ts";
import { english } from "./english.ts";
import type { Words } from "./shape.ts";

/** The words, by language. */
export const words: Translated<Words> = { en: english, zh: chinese };
