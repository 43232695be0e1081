/** @module The words of the data page, by language. */
import type { Translated } from "../../../src/text/lang.ts";
import { type DataWords, en } from "./en.ts";
import { zh } from "./zh.ts";

/** The columns of the table of scores. */
const measures = ["mae", "rmse", "smape", "mase", "pinball"] as const;

/** A measure. */

/** The words, by language. */
export const dataWords: Translated<DataWords> = { en, zh };
