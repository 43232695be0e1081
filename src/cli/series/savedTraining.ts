/** @module How the training of a run went, read back from its folder. */
import type { EpochRecord } from "../../train/events.ts";
import { Fields } from "../../train/json.ts";
import { InputError } from "../files.ts";
import type { RunFolder } from "./runFolder.ts";
import { fieldsOrNull } from "./savedRun.ts";

const states = ["training", "done", "interrupted", "diverged"] as const;

/** How it went so far. */
export interface SavedTraining {
  readonly state: (typeof states)[number];
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
  const status = await fieldsOrNull(folder, "status");
  const lines = await metricsOf(folder);
  const losses = lines.map(({ valLoss, loss }) => valLoss ?? loss);
  const best = losses.length === 0 ? null : Math.min(...losses);
  return {
    state: stateOf(status),
    epochs: lines.length,
    best,
    bestEpoch: best === null ? 0 : losses.indexOf(best) + 1,
    seconds: lines.reduce((sum, { seconds }) => sum + seconds, 0),
    history: lines.map(({ seconds: _, ...record }) => record),
  };
}

/** A run that says it is training, and whose process is gone, was interrupted. */
function stateOf(status: Fields | null): SavedTraining["state"] {
  if (status === null) return "interrupted";
  const state = status.oneOf("state", states);
  return state === "training" && !isAlive(status.whole("pid")) ? "interrupted" : state;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function metricsOf(folder: RunFolder): Promise<(EpochRecord & { readonly seconds: number })[]> {
  const text = (await folder.readText("metrics")) ?? "";
  const lines = text.split("\n").slice(0, -1); // behind the last line end there is nothing, or half a line
  return lines.map((line, i) => {
    try {
      const fields = new Fields(JSON.parse(line), `line ${i + 1}`);
      const seconds = fields.numberOrNull("seconds") ?? 0;
      const [epoch, loss, lr] = [fields.whole("epoch"), fields.number("loss"), fields.number("lr")];
      return { epoch, loss, valLoss: fields.numberOrNull("valLoss"), lr, seconds };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new InputError(`${folder.pathOf("metrics")}: line ${i + 1} is damaged: ${why}`, { cause: error });
    }
  });
}
