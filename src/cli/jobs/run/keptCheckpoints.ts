/** @module A job that goes on from the checkpoint that a folder has of it, and whose own checkpoints are kept there. */
import type { JobStore } from "../store/jobStore.ts";
import type { JobCall, JobEnd, JobRunner, JobWatch, KindName } from "./kinds.ts";

/** Runs a job; without a folder, nothing is kept. The checkpoint of a job that has ended is the caller's to remove. */
export async function runKept<K extends KindName>(
  runner: JobRunner,
  job: JobCall<K>,
  store: JobStore | null,
  watch: Pick<JobWatch, "signal" | "onReport">,
): Promise<JobEnd<K>> {
  let saving = Promise.resolve();
  const onCheckpoint = (bytes: Uint8Array): void => {
    const save = async (): Promise<void> => store?.write(job.id, "checkpoint", bytes);
    saving = saving.then(save).catch(() => undefined); // without it, only time is lost
  };
  const checkpoint = (await store?.read(job.id, "checkpoint")) ?? null;
  const end = await runner.run(job, { ...watch, checkpoint, onCheckpoint });
  await saving;
  return end;
}
