/** @module Whether a folder has the results of all jobs of a command, and no others. */
import { UsageError } from "../../../errors.ts";
import { say } from "../../../sentence.ts";
import type { Identified } from "../run/runJobs.ts";
import type { JobStore } from "../store/jobStore.ts";
import { readCommand, shardCommand } from "./request.ts";

/** Parts and shards that a message names. */
const SHOWN = 5;

/** Throws UsageError that names what is missing, and the shards that make it, or what is of another command. */
export async function checkGathered(store: JobStore, jobs: readonly Identified[]): Promise<void> {
  const found = new Set(await store.ids("part"));
  const known = new Set(jobs.map(({ id }) => id));
  const foreign = [...found].filter((id) => !known.has(id)).sort();
  if (foreign.length > 0)
    throw new UsageError(
      say`${store.path} holds parts of other data or options: ${named(foreign.map((id) => `${id}.part`))}`,
      {
        hint: say`The data may have changed since they were made. Delete them, or gather into another folder`,
      },
    );
  const missing = jobs.flatMap(({ id, plan: { label } }, k) => (found.has(id) ? [] : [{ k, label }]));
  if (missing.length === 0) return;
  const command = await readCommand(store.path);
  const shards = [...new Set(missing.map(({ k }) => k % command.shards))];
  throw new UsageError(
    say`${store.path} lacks ${missing.length} of ${jobs.length} parts: ${named(missing.map(({ label }) => label))}`,
    { hint: say`They are made by: ${named(shards.map((i) => shardCommand(command, i, store.path)))}` },
  );
}

function named(names: readonly string[]): string {
  const some = names.slice(0, SHOWN).join(", ");
  return names.length > SHOWN ? `${some}, …` : some;
}
