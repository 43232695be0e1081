/** @module `unrolled train --resume`: checks that a run can be resumed, and restores its checkpoint. */
import { UsageError } from "../../errors.ts";
import type { ForecasterRun } from "../../forecast/forecasterRun.ts";
import { runFiles } from "../../runs/files.ts";
import { readStatusIfWhole } from "../../runs/read.ts";
import { requestOf, type SeriesOptions } from "./commonOptions.ts";
import type { RunFolder } from "./runFolder.ts";
import { inFolder, isTraining, type SavedRun, savedRun } from "./savedRun.ts";

/**
 * A run to resume. Its settings are its own, except for those that end the training; its data file may have moved.
 * Throws UsageError for settings that would make it a different run.
 */
export async function resumedRun(
  path: string,
  data: string | undefined,
  options: SeriesOptions,
): Promise<SavedRun> {
  const { request, ...rest } = await savedRun(path);
  if (await isTraining(rest.folder))
    throw new UsageError(`${path} is being trained by another process\n  stop that process or wait for it`);
  const { data: file, asked } = await requestOf(data ?? request.data, options);
  const changed = Object.keys(asked).filter((name) => name !== "epochs" && name !== "patience");
  if (changed.length > 0)
    throw new UsageError(
      `--resume uses the settings of ${path}, so ${changed.join(", ")} cannot be given\n  only --epochs and --patience may change`,
    );
  return { ...rest, request: { data: file, asked: { ...request.asked, ...asked } } };
}

/** Whether all files of a run are written: the checkpoint is deleted last. */
export async function isDone(folder: RunFolder): Promise<boolean> {
  const state = readStatusIfWhole(await folder.readText("status"))?.state;
  return (state === "done" || state === "diverged") && (await folder.read("checkpoint")) === null;
}

/** Restores the checkpoint; a run that was killed before its first one starts again. */
export async function restoreCheckpoint(run: ForecasterRun, folder: RunFolder): Promise<void> {
  const checkpoint = await folder.read("checkpoint");
  if (checkpoint !== null && run.trainer !== null)
    inFolder(folder, () => run.restore(checkpoint), `${runFiles.checkpoint}: `);
  await folder.trimMetrics(run.trainer?.history ?? []);
  await folder.tidy();
}
