/** @module How the training of a run went, read back from its folder. */
import { readMetrics, readStatus } from "../../runs/readRecord.ts";
import type { RunStatus } from "../../runs/record.ts";
import type { EpochRecord } from "../../train/events.ts";
import type { RunFolder } from "./runFolder.ts";
import { inFolder } from "./savedRun.ts";

/** How it went so far. */
export interface SavedTraining {
  readonly state: RunStatus["state"];
  /** Epochs that are done. */
  readonly epochs: number;
  /** The least validation loss (loss, without validation); null before there is one. */
  readonly best: number | null;
  readonly bestEpoch: number;
  readonly seconds: number;
  readonly history: readonly EpochRecord[];
}

/** Reads metrics and status. Throws InputError that names the file, and the line that is damaged. */
export async function savedTraining(folder: RunFolder): Promise<SavedTraining> {
  const [status, metrics] = [await folder.readText("status"), (await folder.readText("metrics")) ?? ""];
  const lines = inFolder(folder, () => readMetrics(metrics));
  const losses = lines.map(({ valLoss, loss }) => valLoss ?? loss);
  const best = losses.length === 0 ? null : Math.min(...losses);
  return {
    state: stateOf(statusOf(status)),
    epochs: lines.length,
    best,
    bestEpoch: best === null ? 0 : losses.indexOf(best) + 1,
    seconds: lines.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0),
    history: lines.map(({ seconds: _, ...record }) => record),
  };
}

/** What a status says; it is written unflushed, so after a loss of power it may be none, and nothing is lost. */
function statusOf(text: string | null): RunStatus | null {
  try {
    return text === null ? null : readStatus(text);
  } catch {
    return null;
  }
}

/** Whether a process of this machine trains the run just now. */
export async function isTraining(folder: RunFolder): Promise<boolean> {
  const status = statusOf(await folder.readText("status"));
  return status !== null && status.state === "training" && status.pid !== process.pid && isAlive(status.pid);
}

/** A run that says it is training, and whose process is gone, was interrupted. */
function stateOf(status: RunStatus | null): SavedTraining["state"] {
  if (status === null) return "interrupted";
  const { state, pid } = status;
  return state === "training" && !isAlive(pid) ? "interrupted" : state;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
