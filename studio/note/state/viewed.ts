/** @module The moment that the page shows. */

import { computed } from "@preact/signals";
import { maxOf } from "../../../src/lists.ts";
import { lookedAt, slowFrame } from "./labSession.ts";

/** Of the longest run: how many segments have been trained. */
export const mostTrained = computed(() =>
  maxOf(
    (slowFrame.value?.runs ?? []).map((run) => run.trained),
    0,
  ),
);

/** The segment after which everything is shown. */
export const moment = computed(() => lookedAt.value ?? mostTrained.value);
