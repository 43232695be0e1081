/** @module What is read from a run at one moment: now, or as it stood after an earlier segment. */
import type { RunFrame } from "../lab/run.ts";

/** The readings at one segment. */
export interface Reading {
  readonly segment: number;
  /** The loss of that segment, and the mean of the last ten up to it; of long runs, those of the bucket that it is in. */
  readonly loss: number | null;
  readonly lastTen: number | null;
}

/** The numbers of a run, now (null) or after `at` segments. */
export function readingOf({ trained, loss, lastTen, losses }: RunFrame, at: number | null): Reading {
  if (at === null || at >= trained) return { segment: trained, loss, lastTen };
  const bucket = (segment: number): number => Math.floor((segment - 1) / losses.stride);
  const recent = losses.mean.subarray(bucket(Math.max(1, at - 9)), bucket(at) + 1);
  return { segment: at, loss: losses.mean[bucket(at)], lastTen: mean(recent) };
}

/**
 * The squared error of each step within a segment, the mean of up to ten segments: of all steps together, their mean is
 * that of the last ten losses. Null where these segments are no longer stored, and for tasks with other samples.
 */
export function stepErrors({ settings, trained, curves }: RunFrame, at: number | null): Float64Array | null {
  const { task, timeStep } = settings;
  const last = Math.min(at ?? trained, trained);
  if (task !== "cosine" || last < 1) return null;
  const first = Math.max(0, last - 10);
  const start = indexOf(curves, first, trained, timeStep);
  if (start === null) return null;
  const sums = new Float64Array(timeStep);
  for (let i = 0; i < (last - first) * timeStep; i++) {
    sums[i % timeStep] += (curves.prediction[start + i] - curves.target[start + i]) ** 2;
  }
  return sums.map((sum) => sum / (last - first));
}

/** As many segments as are always stored, without a gap, at the end. */
const recent = 48;

/** Where the samples of a segment begin in the curves; null if older ones are thinned out. */
function indexOf(
  { t, stride }: RunFrame["curves"],
  segment: number,
  trained: number,
  timeStep: number,
): number | null {
  if (stride === 1) return segment * timeStep;
  return trained - segment <= recent ? t.length - (trained - segment) * timeStep : null;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
