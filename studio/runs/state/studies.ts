/** @module The studies of the folder: the list, the chosen one, and what is known of it. */
import { computed, signal } from "@preact/signals";
import type {
  BrokenStudy,
  StudiesReply,
  StudyReply,
  StudySummary,
} from "../../../src/runs/study/studyReply.ts";
import { fetchStudies, fetchStudy } from "./requests.ts";

/** The last list from the server. */
export const studies = signal<StudiesReply["studies"]>([]);
/** The chosen study. */
export const chosenStudy = signal<string | null>(null);
/** What is known of it, or why it cannot be shown; null before the first reply. */
export const study = signal<StudyReply | BrokenStudy | null>(null);

/** Those that could be read. */
const readableStudies = computed<readonly StudySummary[]>(() =>
  studies.value.filter((one): one is StudySummary => one.problem === null),
);

/** Whether any of them runs. */
export const isSearching = computed(() => readableStudies.value.some(({ state }) => state === "running"));

/** The chosen one in the list. */
export const chosenSummary = computed<StudySummary | null>(
  () => readableStudies.value.find(({ name }) => name === chosenStudy.value) ?? null,
);

/** Requests the list, and the chosen study if it has changed. A server that has no studies has none to show. */
export async function lookAtStudies(): Promise<void> {
  const answer = await fetchStudies();
  if (answer.kind !== "reply") return;
  studies.value = answer.reply.studies;
  const name = chosenStudy.peek();
  const listed = answer.reply.studies.find((one) => one.name === name);
  if (name === null || listed === undefined || listed.stamp === stampOf(study.peek(), name)) return;
  const found = await fetchStudy(name);
  if (found.kind === "reply" && chosenStudy.peek() === name) study.value = found.reply;
}

/** The stamp of what is known, if it is of that study. */
function stampOf(known: StudyReply | BrokenStudy | null, name: string): string | null {
  const own = known && ("summary" in known ? known.summary : known);
  return own?.name === name ? own.stamp : null;
}
