/** @module What is wrong with a run, and which setting to change. */

import { minOf } from "../../../src/lists.ts";
import type { Settings } from "../../../src/note/settings.ts";
import { tasks } from "../../../src/note/tasks.ts";
import { formatRounded } from "../../../src/text/format.ts";
import type { RunFrame } from "../lab/run.ts";
import type { FieldName } from "./settingFields.ts";

/** What can be wrong. Of those that do not learn, the cause that can be seen; `dead` where none can. */
export type Trouble =
  | "graphFreed"
  | "graphChanged"
  | "diverged"
  | "exploding"
  | "saturated"
  | "tooSlow"
  | "tooFast"
  | "noState"
  | "tooNarrow"
  | "dead"
  | "failed";

/** A trouble, and the change that a person may try. */
export interface Diagnosis {
  readonly trouble: Trouble;
  readonly message: string | null;
  readonly fix: { readonly field: FieldName; readonly value: string };
}

/** The trouble of a run, if it has one. */
export function diagnose(run: RunFrame): Diagnosis | null {
  const { settings, ending, losses, lastTen, trained } = run;
  if (ending?.kind === "graphError")
    return {
      trouble: settings.retainGraph ? "graphChanged" : "graphFreed",
      message: ending.message,
      fix: { field: "detach", value: "yes" },
    };
  if (ending?.kind === "failed") {
    const value = String(Math.max(1, settings.hidden >> 1));
    return { trouble: "failed", message: ending.message, fix: { field: "hidden", value } };
  }
  if (ending?.kind === "diverged") return { trouble: "diverged", message: null, fix: calmer(settings) };
  if (lastTen === null || trained < 30) return null;
  const { floor } = tasks[settings.task];
  if (lastTen > 4 * floor && lastTen > 4 * minOf(losses.mean))
    return { trouble: "exploding", message: null, fix: calmer(settings) };
  return isDead(run, lastTen, 0.75 * floor) ? { message: null, ...causeOf(run) } : null;
}

/**
 * After some 60 segments no better than an answer that never changes, and never was. A test of memory is another thing:
 * an RNN fails it by design, and an LSTM may need hundreds of batches.
 */
function isDead({ settings, losses, trained }: RunFrame, lastTen: number, bad: number): boolean {
  if (settings.task !== "cosine") return false;
  return trained >= 60 && lastTen > bad && minOf(smoothedByTen(losses.mean)) > bad;
}

function smoothedByTen(values: Float64Array): number[] {
  const starts = Array.from({ length: Math.max(1, values.length - 9) }, (_, i) => i);
  return starts.map((start) => {
    const part = values.subarray(start, start + 10);
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
}

/** The share of saturated units from which on they are the cause: runs that learn have a tenth at most. */
const tooSaturated = 0.25;

function causeOf({ settings, saturated, losses }: RunFrame): Pick<Diagnosis, "trouble" | "fix"> {
  const { carry, timeStep, lr, hidden, optimizer } = settings;
  const means = smoothedByTen(losses.mean);
  const hasMoved = Math.abs(means[means.length - 1] - means[0]) > 0.1 * means[0];
  if (saturated !== null && saturated > tooSaturated) return { trouble: "saturated", fix: calmer(settings) };
  if (!carry && timeStep < 5) return { trouble: "noState", fix: { field: "carry", value: "yes" } };
  if (lr < 0.002 && !hasMoved)
    return { trouble: "tooSlow", fix: { field: "lr", value: String(goodRate(settings)) } };
  if (optimizer === "adam" && lr > goodRate(settings)) return { trouble: "tooFast", fix: calmer(settings) };
  if (hidden < 4) return { trouble: "tooNarrow", fix: { field: "hidden", value: "32" } };
  if (optimizer !== "adam") return { trouble: "dead", fix: { field: "optimizer", value: "adam" } };
  return { trouble: "dead", fix: calmer(settings) };
}

/** The note's learning rate; beyond some 20 steps a quarter of it, at which RNN and LSTM learn where they fail at 0.02. */
function goodRate({ timeStep }: Settings): number {
  return timeStep > 20 ? 0.005 : 0.02;
}

/** The rate that is known to work; below it a quarter of what there is. Where the rate is small already, clipping. */
function calmer(settings: Settings): Diagnosis["fix"] {
  const { lr, clip } = settings;
  const good = goodRate(settings);
  if (lr > good) return { field: "lr", value: String(good) };
  return clip === null ? { field: "clip", value: "1" } : { field: "lr", value: formatRounded(lr / 4, 2) };
}
