/** @module Runs many jobs: those whose results a folder does not have yet, some at once, each result to its place. */
import { setMaxListeners } from "node:events";
import { FormatError } from "../../../errors.ts";
import { type Json, jobId } from "../../../jobs/job.ts";
import { InputError } from "../../files.ts";
import { Interrupted } from "../../process.ts";
import { hashOf, type JobStore } from "../store/jobStore.ts";
import { pack } from "../store/packed.ts";
import { packPart, unpackPart } from "../store/parts.ts";
import { runKept } from "./keptCheckpoints.ts";
import type { JobKinds, JobRunner, KindName } from "./kinds.ts";

/** A job that may have to be run. */
export interface JobPlan<K extends KindName = KindName> {
  readonly kind: K;
  readonly settings: JobKinds[K]["settings"];
  /** Its data, made when they are needed; those of the same key are the same. */
  readonly data: { readonly key: string; readonly make: () => JobKinds[K]["data"] };
  /** For messages, such as "series 1 to 100". */
  readonly label: string;
}

/** A job, and its id. */
export interface Identified<K extends KindName = KindName> {
  readonly plan: JobPlan<K>;
  readonly id: string;
}

export interface JobsRun {
  readonly runner: JobRunner;
  /** Where results and checkpoints are; null to keep results in memory. */
  readonly store: JobStore | null;
  /** Jobs that are given to the runner at once. */
  readonly atOnce: number;
  readonly signal: AbortSignal;
  readonly onDone?: (done: number, all: number) => void;
  /** Called with what a job reports meanwhile: not all of it, where jobs run elsewhere. */
  readonly onReport?: (progress: Json) => void;
}

/** The result of each job, read when it is needed. */
export type Results<K extends KindName> = readonly (() => JobKinds[K]["result"])[];

/** The ids of jobs: hashes of their settings and data. */
export async function identified<K extends KindName>(plans: readonly JobPlan<K>[]): Promise<Identified<K>[]> {
  const all: Identified<K>[] = [];
  let [key, hash] = ["", ""];
  for (const plan of plans) {
    const { kind, settings, data } = plan;
    if (hash === "" || data.key !== key) hash = hashOf(pack(data.make()));
    key = data.key;
    all.push({ plan, id: await idOf(kind, settings, hash) });
  }
  return all;
}

/** The id of a job, by the hash of its packed data. */
export function idOf(kind: KindName, settings: object, hash: string): Promise<string> {
  return jobId({ kind, settings: JSON.parse(JSON.stringify(settings)), data: hash });
}

/** Without a store, the place of a job is as good as its hash. */
export function numbered<K extends KindName>(plans: readonly JobPlan<K>[]): Identified<K>[] {
  return plans.map((plan, i) => ({ plan, id: String(i) }));
}

/**
 * Runs all jobs that have no result. Throws Interrupted at the signal, InputError for a job that has failed; what is finished then
 * stays in the store.
 */
export async function runJobs<K extends KindName>(
  jobs: readonly Identified<K>[],
  { runner, store, atOnce, signal, onDone = () => undefined, onReport = () => undefined }: JobsRun,
): Promise<Results<K>> {
  const results = new Map<string, JobKinds[K]["result"]>();
  const waiting = new Map(jobs.map((job) => [job.id, job])).values(); // equal jobs run once
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  setMaxListeners(0, either); // one for each job that runs
  let done = 0;
  const work = async (): Promise<void> => {
    for (const job of waiting) {
      if (either.aborted) return;
      const result = await resultOf(job, { runner, store, signal: either, onReport });
      if (result === null) return;
      if (store === null) results.set(job.id, result);
      done += 1;
      onDone(done, jobs.length);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(atOnce, jobs.length) }, work));
  } catch (error) {
    failed.abort();
    throw error;
  }
  if (signal.aborted) throw new Interrupted();
  return jobs.map(({ id, plan }) => () => {
    const known = results.get(id);
    if (known !== undefined || store === null) return known as JobKinds[K]["result"]; // all have a result by now
    return partOf(store, id, plan.kind, store.readNow(id, "part"));
  });
}

/** The result of a job, from the store or from the runner; null if it was stopped. */
async function resultOf<K extends KindName>(
  { id, plan }: Identified<K>,
  { runner, store, ...watch }: Pick<JobsRun, "runner" | "store" | "signal" | "onReport">,
): Promise<JobKinds[K]["result"] | null> {
  const { kind, settings, label } = plan;
  const stored = (await store?.read(id, "part")) ?? null;
  if (store !== null && stored !== null) return partOf(store, id, kind, stored);
  const data = { key: plan.data.key, value: plan.data.make() };
  const end = await runKept(runner, { id, kind, settings, data, label }, store, watch);
  if (end.state === "stopped") return null;
  if (end.state === "failed") throw new InputError(`${label}: ${end.reason}`);
  await store?.write(id, "part", packPart(id, kind, end.result));
  await store?.remove(id, "checkpoint");
  return end.result;
}

function partOf<K extends KindName>(
  store: JobStore,
  id: string,
  kind: K,
  bytes: Uint8Array,
): JobKinds[K]["result"] {
  const path = store.pathOf(id, "part");
  try {
    return unpackPart(bytes, id, kind, path);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new InputError(`${error.message}\n  delete it, and repeat the command`, { cause: error });
  }
}
