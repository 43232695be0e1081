/** @module Names and looks of the runs of the experiment. */
import { computed } from "@preact/signals";
import { answerLooksOf, type Look, looksOf } from "../../shared/charts/looks.ts";
import { lang } from "../../shared/preferences.ts";
import { namesOf, wordsFor } from "../words/words.ts";
import { experiment } from "./labSession.ts";

const names = computed(() => namesOf(experiment.value.runs, lang.value));
const looks = computed(() => looksOf(experiment.value.runs));
const answerLooks = computed(() => answerLooksOf(experiment.value.runs));

/** The words for the task that the runs learn. */
export const taskWords = computed(() => wordsFor(experiment.value.runs[0].task, lang.value));

/** The name of a run, by what it differs in from the others. */
export function nameOf(index: number): string {
  return names.value[index] ?? "";
}

/** Colour and dash of a run's lines. */
export function lookOf(index: number): Look {
  return looks.value[index] ?? looks.value[0];
}

/** Colour and dash of a run's answers. */
export function answerLookOf(index: number): Look {
  return answerLooks.value[index] ?? answerLooks.value[0];
}
