/** @module The state of the page: the list, the runs that are shown, and the connection to the server. */
import { computed, signal } from "@preact/signals";
import type { BrokenRun, RunReply, RunSummary, RunsReply } from "../../../src/runs/summary.ts";

/** The connection to the server: not tried yet, up, lost, or never there. */
export type Connection = "waiting" | "up" | "lost" | "none";

/** A run that is shown, with all of its epochs so far. */
export type Detail = RunReply | BrokenRun;

/** The number of runs that can be compared: each needs a colour and a dash. */
export const mostCompared = 4;

/** The connection to the server. */
export const connection = signal<Connection>("waiting");
/** The last list from the server. */
export const listed = signal<RunsReply | null>(null);
/** Single runs by name. */
export const details = signal<ReadonlyMap<string, Detail>>(new Map());
/** The chosen run. */
export const chosen = signal<string | null>(null);
/** The compared runs, in the order of their selection. */
export const compared = signal<readonly string[]>([]);
/** The time of the last reply, to which "a minute ago" refers. */
export const now = signal(Date.now());

/** The runs of the list that could be read. */
export const readable = computed<readonly RunSummary[]>(() =>
  (listed.value?.runs ?? []).filter((run): run is RunSummary => run.problem === null),
);

/** Whether any of them trains. */
export const isTraining = computed(() => readable.value.some(({ state }) => state === "training"));

/** The last known epoch of a run. */
export function lastEpoch(detail: Detail | undefined): number {
  return detail === undefined || "problem" in detail ? 0 : (detail.metrics.at(-1)?.epoch ?? 0);
}

/** Whether a reply continues the known epochs: false if the folder now has another run, or fewer epochs. */
export function goesOn(known: Detail | undefined, reply: RunReply): boolean {
  if (known === undefined || "problem" in known) return true;
  const isSame = known.config.created === reply.config.created && stageOf(known) === stageOf(reply);
  return isSame && reply.summary.epoch >= lastEpoch(known);
}

/** The model at work: the epochs of another begin again. */
function stageOf({ progress, summary }: RunReply): string {
  return JSON.stringify([progress?.stage ?? null, summary.model]);
}

/** The known epochs and those of a reply that continues them. */
export function merged(known: Detail | undefined, reply: Detail): Detail {
  if (known === undefined || "problem" in known || "problem" in reply) return reply;
  const metrics = reply.metrics.length === 0 ? known.metrics : [...known.metrics, ...reply.metrics];
  return { ...reply, metrics };
}

/** Selects or deselects a run for the comparison; false if there are too many. */
export function toggleCompared(name: string): boolean {
  const without = compared.peek().filter((each) => each !== name);
  const isNew = without.length === compared.peek().length;
  if (isNew && without.length >= mostCompared) return false;
  compared.value = isNew ? [...without, name] : without;
  return true;
}
