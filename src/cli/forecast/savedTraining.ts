/** @module How the training of a run went, read back from its folder. */
import { readMetrics, readStatus } from "../../runs/readRecord.ts";
import type { RunStatus } from "../../runs/record.ts";
import type { EpochRecord } from "../../train/events.ts";
import { isBeingTrained, stateOf } from "../runState.ts";
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
    state: shownState(statusOf(status)),
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

/** Whether another process trains the run just now. */
export async function isTraining(folder: RunFolder): Promise<boolean> {
  return isBeingTrained(statusOf(await folder.readText("status")));
}

/** A run that says nothing so far, or whose process is gone, can be gone on with. */
function shownState(status: RunStatus | null): SavedTraining["state"] {
  const state = stateOf(status);
  return state === "killed" || state === "unknown" ? "interrupted" : state;
}
