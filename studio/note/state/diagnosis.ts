/** @module What is wrong with a run, and which setting to change. */

import type { Settings } from "../../../src/note/settings.ts";
import { formatRounded } from "../../../src/text/format.ts";
import type { Series } from "../lab/history.ts";
import type { RunFrame } from "../lab/run.ts";
import type { FieldName } from "./settingFields.ts";

/** What can be wrong. */
export type Trouble = "graphFreed" | "graphGrown" | "diverged" | "exploding" | "dead" | "failed";

/** A trouble, and the change that a person may try. */
export interface Diagnosis {
  readonly trouble: Trouble;
  readonly message: string | null;
  readonly fix: { readonly field: FieldName; readonly value: string };
}

/** Answering 0 always has this loss, the mean of cos². */
const zeroLoss = 0.5;

/** The trouble of a run, if it has one. */
export function diagnose({ settings, ending, losses, lastTen, trained }: RunFrame): Diagnosis | null {
  if (ending?.kind === "graphError")
    return { trouble: "graphFreed", message: ending.message, fix: { field: "detach", value: "yes" } };
  if (ending?.kind === "tooSlow")
    return { trouble: "graphGrown", message: null, fix: { field: "detach", value: "yes" } };
  if (ending?.kind === "failed") {
    const value = String(Math.max(1, settings.hidden >> 1));
    return { trouble: "failed", message: ending.message, fix: { field: "hidden", value } };
  }
  if (ending?.kind === "diverged") return { trouble: "diverged", message: null, fix: calmer(settings) };
  if (lastTen === null || trained < 30) return null;
  if (lastTen > 4 * zeroLoss && lastTen > 4 * Math.min(...losses.mean))
    return { trouble: "exploding", message: null, fix: calmer(settings) };
  if (isDead(losses, lastTen, trained)) return { trouble: "dead", message: null, fix: livelier(settings) };
  return null;
}

/** After some 60 segments no better than an answer that never changes, and never was. */
function isDead({ mean }: Series, lastTen: number, trained: number): boolean {
  const bad = 0.75 * zeroLoss;
  return trained >= 60 && lastTen > bad && Math.min(...smoothedByTen(mean)) > bad;
}

function smoothedByTen(values: Float64Array): number[] {
  const starts = Array.from({ length: Math.max(1, values.length - 9) }, (_, i) => i);
  return starts.map((start) => {
    const part = values.subarray(start, start + 10);
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
}

function calmer({ lr, clip }: Settings): Diagnosis["fix"] {
  if (clip === null && lr <= 0.1) return { field: "clip", value: "1" };
  return { field: "lr", value: rounded(lr / 10) };
}

function livelier({ lr, hidden, carry, optimizer }: Settings): Diagnosis["fix"] {
  if (!carry) return { field: "carry", value: "yes" };
  if (lr < 0.005) return { field: "lr", value: rounded(lr * 10) };
  if (lr > 0.1) return { field: "lr", value: rounded(lr / 10) };
  if (hidden < 8) return { field: "hidden", value: "32" };
  return optimizer === "adam"
    ? { field: "lr", value: rounded(lr / 2) }
    : { field: "optimizer", value: "adam" };
}

const rounded = (value: number): string => formatRounded(value, 2);
