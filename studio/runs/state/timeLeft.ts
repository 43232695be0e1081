/** @module How long a training still takes, at most: patience may end it earlier. */
import type { RunReply } from "../../../src/runs/summary.ts";

interface Pace {
  readonly progress: Pick<NonNullable<RunReply["progress"]>, "epoch" | "batch" | "batches" | "eta"> | null;
  readonly epochs: number;
  /** Of the epochs that are finished. */
  readonly seconds: readonly number[];
}

/** Seconds to the end of the last epoch; null if that is not known yet. */
export function secondsLeft({ progress, epochs, seconds }: Pace): number | null {
  if (progress === null || progress.eta === null) return null;
  const { epoch, batch, batches, eta } = progress;
  if (batch === null || batches === null) return eta; // after an epoch, that of the whole training
  const share = 1 - batch / batches;
  const typical =
    seconds.length > 0
      ? seconds.reduce((sum, one) => sum + one, 0) / seconds.length
      : share > 0
        ? eta / share
        : null;
  return typical === null ? null : eta + (epochs - epoch) * typical;
}
