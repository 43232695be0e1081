/** @module `unrolled train --resume`: where a run was left, and whether there is anything to go on with. */
import { UsageError } from "../../errors.ts";
import type { ForecasterRun } from "../../forecast/forecasterRun.ts";
import { runFiles } from "../../runs/record.ts";
import { type Order, orderOf, type SeriesOptions } from "./commonOptions.ts";
import type { RunFolder } from "./runFolder.ts";
import { inFolder, type SavedRun, savedRun } from "./savedRun.ts";
import { isTraining, savedTraining } from "./savedTraining.ts";

/**
 * A run to go on with. Its settings are its own, of which the end of training may be changed; its data may have moved.
 * Throws UsageError for settings that would make another run.
 */
export async function resumedRun(
  path: string,
  data: string | undefined,
  options: SeriesOptions,
): Promise<SavedRun> {
  const { order, ...rest } = await savedRun(path);
  if (await isTraining(rest.folder))
    throw new UsageError(
      `${path} is being trained by another process\n  end that one first, or let it come to its end`,
    );
  const { asked } = await orderOf(data ?? order.data, options);
  const changed = Object.keys(asked).filter((name) => name !== "epochs" && name !== "patience");
  if (changed.length > 0)
    throw new UsageError(
      `--resume goes on with the settings of ${path}, but ${changed.join(", ")} was given too\n  only --epochs and --patience may change`,
    );
  const merged: Order = { data: data ?? order.data, asked: { ...order.asked, ...asked } };
  return { ...rest, order: merged };
}

/** Whether everything of a run is written: a checkpoint is taken away last. */
export async function isDone(folder: RunFolder): Promise<boolean> {
  const { state } = await savedTraining(folder);
  return (state === "done" || state === "diverged") && (await folder.read("checkpoint")) === null;
}

/** Takes over the checkpoint; a run that was killed before its first one begins anew. */
export async function takeOver(run: ForecasterRun, folder: RunFolder): Promise<void> {
  const checkpoint = await folder.read("checkpoint");
  if (checkpoint !== null && run.trainer !== null)
    inFolder(folder, () => run.restore(checkpoint), `${runFiles.checkpoint}: `);
  await folder.trimMetrics(run.trainer?.history ?? []);
  await folder.tidy();
}
