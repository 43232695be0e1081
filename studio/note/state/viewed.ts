/** @module The moment that the page shows. */
import { computed } from "@preact/signals";
import { lookedAt, slowFrame } from "./labSession.ts";

/** Of the longest run: how many segments have been trained. */
export const mostTrained = computed(() =>
  Math.max(0, ...(slowFrame.value?.runs ?? []).map((run) => run.trained)),
);

/** The segment after which everything is shown. */
export const moment = computed(() => lookedAt.value ?? mostTrained.value);
