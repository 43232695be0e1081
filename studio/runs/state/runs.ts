/** @module What the page knows of the runs: the list, the runs that are looked at, and how the server is. */
import { computed, signal } from "@preact/signals";
import type { BrokenRun, RunReply, RunSummary, RunsReply } from "../../../src/runs/replies.ts";

/** How the server is: not asked yet, there, gone since, or never there. */
export type Connection = "waiting" | "up" | "lost" | "none";

/** A run that is looked at: all of its epochs so far. */
export type Detail = RunReply | BrokenRun;

/** So many runs can be held against each other; there is a colour and a dash for each. */
export const mostCompared = 4;

/** How the server is. */
export const connection = signal<Connection>("waiting");
/** The list, as the server last had it. */
export const listed = signal<RunsReply | null>(null);
/** What is known of single runs, by name. */
export const details = signal<ReadonlyMap<string, Detail>>(new Map());
/** The run that is shown. */
export const chosen = signal<string | null>(null);
/** The runs that are held against each other, in the order in which they were ticked. */
export const compared = signal<readonly string[]>([]);
/** The time of the last answer: what "a minute ago" is counted from. */
export const now = signal(Date.now());

/** The runs of the list that could be read. */
export const readable = computed<readonly RunSummary[]>(() =>
  (listed.value?.runs ?? []).filter((run): run is RunSummary => run.problem === null),
);

/** Whether any of them trains. */
export const isTraining = computed(() => readable.value.some(({ state }) => state === "training"));

/** The last epoch that is known of a run. */
export function lastEpoch(detail: Detail | undefined): number {
  return detail === undefined || "problem" in detail ? 0 : (detail.metrics.at(-1)?.epoch ?? 0);
}

/** Whether a reply goes on where what is known ends; not so when the folder holds another run since, or fewer epochs. */
export function goesOn(known: Detail | undefined, reply: RunReply): boolean {
  if (known === undefined || "problem" in known) return true;
  return known.config.created === reply.config.created && reply.summary.epoch >= lastEpoch(known);
}

/** What is known, and a reply that goes on from there. */
export function merged(known: Detail | undefined, reply: Detail): Detail {
  if (known === undefined || "problem" in known || "problem" in reply) return reply;
  const metrics = reply.metrics.length === 0 ? known.metrics : [...known.metrics, ...reply.metrics];
  return { ...reply, metrics };
}

/** Ticks a run, or takes its tick away; false when there are as many as there can be. */
export function toggleCompared(name: string): boolean {
  const without = compared.peek().filter((each) => each !== name);
  const isNew = without.length === compared.peek().length;
  if (isNew && without.length >= mostCompared) return false;
  compared.value = isNew ? [...without, name] : without;
  return true;
}
