/** @module Where a run really stands: a process that was killed could not write so. */
import type { RunStatus } from "../runs/record.ts";
import type { RunState } from "../runs/replies.ts";

/** Training writes twice a second; what is older is no sign of life. */
const FRESH = 60_000;

/** The state as it was written; or `killed`, where it says "training" and no such process is there to train. */
export function stateOf(status: RunStatus | null, now: number = Date.now()): RunState {
  if (status === null) return "unknown";
  if (status.state !== "training") return status.state;
  const found = processOf(status.pid);
  const isFresh = now - Date.parse(status.updated) < FRESH;
  // Another user's process may be the run's, or have got its number since: the time tells.
  return found === "own" || (found === "foreign" && isFresh) ? "training" : "killed";
}

/** Whether another process is at work on the run: it would not be quiet for long, whoever has its number now. */
export function isBeingTrained(status: RunStatus | null, now: number = Date.now()): boolean {
  if (status === null || status.pid === process.pid || stateOf(status, now) !== "training") return false;
  return now - Date.parse(status.updated) < FRESH;
}

function processOf(pid: number): "own" | "foreign" | "none" {
  try {
    process.kill(pid, 0); // asks whether it could be sent a signal, and sends none
    return "own";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM" ? "foreign" : "none";
  }
}
