/** @module Whether a difference between two methods' errors can be told from luck, by windows that overlap. */
import { tailOfT } from "./tails.ts";

/** Losses of two methods on the same windows, in the order of time: some to be judged, all to learn the variance from. */
export interface PairedLosses {
  readonly model: ArrayLike<number>;
  /** NaN where a window has no loss: it is left out. */
  readonly baseline: ArrayLike<number>;
  /** Which of the windows count in the mean. */
  readonly counts: ArrayLike<boolean>;
  /** Steps ahead. */
  readonly horizon: number;
  /** Steps from one window to the next. */
  readonly apart: number;
}

/** What a comparison finds. */
export interface LossComparison {
  /** The mean of (baseline − model) / (baseline + model), −1 … 1: positive where the model is better. */
  readonly difference: number;
  /** The chance of a difference at least as large, in the model's favour, where both are alike. */
  readonly better: number;
  /** The same against the model. */
  readonly worse: number;
}

/** Fewer degrees of freedom say nothing. */
const LEAST_DEGREES = 3;

/**
 * Compares the losses of two methods; null where there are too few windows.
 *
 * With d_t the difference of both losses over their sum on window t of N, and d̄ its mean over the n rows of those that count:
 *
 *     Λ_j = √(2/N) Σ_t d_t cos(π j (t − ½)/N)        S = Σ_j Λ_j² / ν,   j = 1 … ν
 *
 *     t = d̄ / √(S/n)    with ν degrees of freedom
 *
 * Windows of h steps overlap by all but one, so their errors move together: S is the variance of sums over long stretches.
 * Losses often grow with the series; over their sum, large ones late do not drown small ones early.
 * ν is the number of windows that do not overlap, less one, so that no cosine is quicker than the overlap.
 * Source: Lazarus, Lewis, Stock & Watson, "HAR inference", 2018 (the EWC estimator); the test is that of Diebold & Mariano,
 * 1995.
 */
export function compareLosses(losses: PairedLosses): LossComparison | null {
  const { model, baseline, counts, horizon, apart } = losses;
  const all = Float64Array.from(model, (loss, t) => relative(loss, baseline[t]));
  const counted = all.filter((value, t) => counts[t] && !Number.isNaN(value));
  const d = all.filter((value) => !Number.isNaN(value));
  const n = counted.length;
  const degrees = degreesOf(d.length, horizon, apart);
  if (n === 0 || degrees < LEAST_DEGREES) return null;
  const difference = mean(counted);
  const rows = Math.min(lastOf(counts) - firstOf(counts) + 1, (n * horizon) / apart);
  const error = Math.sqrt(longVariance(d, degrees) / rows);
  if (error === 0) return { difference, better: difference > 0 ? 0 : 1, worse: difference < 0 ? 0 : 1 };
  const t = difference / error;
  return { difference, better: tailOfT(t, degrees), worse: tailOfT(-t, degrees) };
}

/** How many windows of `horizon` steps fit beside each other into `count` of them that are so far apart. */
export function independentWindows(count: number, horizon: number, apart: number): number {
  return count === 0 ? 0 : Math.floor(((count - 1) * apart + horizon) / Math.max(horizon, apart));
}

/** The difference of two losses over their sum, −1 … 1; 0 where neither method erred. */
function relative(loss: number, baseline: number): number {
  return loss === baseline ? 0 : (baseline - loss) / (baseline + loss);
}

function degreesOf(count: number, horizon: number, apart: number): number {
  const most = Math.max(LEAST_DEGREES, Math.floor(count / 4));
  return Math.min(independentWindows(count, horizon, apart) - 1, most, 40);
}

/** S: the variance of a sum over many windows, divided by their number. */
function longVariance(d: Float64Array, degrees: number): number {
  const N = d.length;
  const center = mean(d);
  let sum = 0;
  for (let j = 1; j <= degrees; j++) {
    const turn = (Math.PI * j) / N;
    const weight = d.reduce((total, value, t) => total + (value - center) * Math.cos(turn * (t + 0.5)), 0);
    sum += (2 / N) * weight * weight;
  }
  return sum / degrees;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function firstOf(counts: ArrayLike<boolean>): number {
  return Array.prototype.indexOf.call(counts, true);
}

function lastOf(counts: ArrayLike<boolean>): number {
  return Array.prototype.lastIndexOf.call(counts, true);
}
