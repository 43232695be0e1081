/** @module Finding after how many steps a series repeats itself. */
import { ValueError } from "../errors.ts";
import type { Numbers } from "./scores/score.ts";

/** Options of `findSeason`. */
export interface FindSeasonOptions {
  /** The longest season to look for, in steps: a third of the series by default, and at most that. */
  readonly max?: number;
}

/** The chance, at most, that white noise is said to have a season. */
const FALSE_ALARM = 0.01;
/** The share of the highest correlation that a shorter season must reach to be preferred. */
const ALMOST = 0.8;

/**
 * After how many steps a series repeats itself, from 2 to `max`; null when it does not.
 *
 * 1. A parabola is fitted and taken away: what grows is no season.
 * 2. Autocorrelation r_k = Σ x_t x_{t+k} / Σ x_t² of what is left.
 * 3. Candidates are lags k where r is greatest among its neighbours up to k/6 away and, with a bound b, r_k > b,
 *    r_k rises by b from the dip before it, r_2k > b/2, and r_2k rises by b/2 from the dip between: what repeats does so
 *    twice. b = √(2 ln(max/0.02) / n): in white noise some lag exceeds it with a chance of at most 1 %.
 * 4. Of those that reach 80 % of the highest the shortest is taken, so that 24 is found rather than 48.
 * 5. Of its neighbours up to k/6 away the lag with the greatest r_k + r_2k + r_3k + r_4k is the season: noise moves one
 *    peak by a step, but not all of them.
 * 6. Where the steps from one value to the next repeat themselves sooner, and the season is a multiple of that, the
 *    shorter one is it if its r reaches 80 % too: slow swings can hide the peak of a small cycle, as those of the weather
 *    hide the day in a temperature.
 *
 * Throws ValueError for a value that is not finite, or a `max` that is no whole number from 2.
 * A season longer than a third of the series is not looked for. Source: the bound is that of Anderson, "Distribution of the
 * serial correlation coefficient", 1942 (errors of r in white noise, 1/√n), with the tail ½ e^(−z²/2) over all lags.
 */
export function findSeason(values: Numbers, { max }: FindSeasonOptions = {}): number | null {
  if (max !== undefined && !(Number.isInteger(max) && max >= 2))
    throw new ValueError(`findSeason: max is ${max} but must be a whole number from 2`);
  const n = values.length;
  const longest = Math.min(max ?? n, Math.floor(n / 3));
  const rest = detrended(values);
  if (longest < 2 || rest === null) return null;
  const r = correlationsOf(rest, longest);
  const season = repeating(r, longest, n);
  if (season === null) return null;
  const steps = rest.subarray(1).map((value, t) => value - rest[t]);
  const shorter = repeating(correlationsOf(steps, season), season, n - 1);
  const isPart = shorter !== null && season % shorter === 0 && r[shorter] >= ALMOST * r[season];
  return isPart ? shorter : season;
}

function correlationsOf(x: Float64Array, longest: number): Float64Array {
  return autocorrelation(x, Math.min(x.length - 1, 4 * longest));
}

/** Steps 3 to 5. */
function repeating(r: Float64Array, longest: number, n: number): number | null {
  const candidates = peaks(r, longest, n);
  const highest = candidates.reduce((most, k) => Math.max(most, r[k]), 0);
  const shortest = candidates.find((k) => r[k] >= ALMOST * highest);
  return shortest === undefined ? null : refined(r, shortest, longest);
}

/** r_0 … r_max of values of mean zero. */
function autocorrelation(x: Float64Array, max: number): Float64Array {
  const r = new Float64Array(max + 1);
  for (let k = 0; k <= max; k++) for (let t = k; t < x.length; t++) r[k] += x[t] * x[t - k];
  return r.map((sum) => sum / r[0]);
}

/** The lags that step 3 keeps, in order. */
function peaks(r: Float64Array, longest: number, n: number): number[] {
  const bound = Math.sqrt((2 * Math.log(longest / (2 * FALSE_ALARM))) / n);
  const found: number[] = [];
  for (let k = 2; k <= longest; k++) {
    const [first, second] = [rise(r, 1, k), rise(r, k, 2 * k)];
    const isHigh = r[k] > bound && first > bound && r[2 * k] > bound / 2 && second > bound / 2;
    if (isHigh && isHighest(r, k)) found.push(k);
  }
  return found;
}

/** By how much r at the end of a stretch of lags is above the lowest in it. */
function rise(r: Float64Array, from: number, to: number): number {
  return r[to] - r.subarray(from, to + 1).reduce((lowest, value) => Math.min(lowest, value), 1);
}

/** Whether no neighbour of lag k, up to k/6 and at least one away, is as high. */
function isHighest(r: Float64Array, k: number): boolean {
  const reach = Math.max(1, Math.floor(k / 6));
  for (let j = k - reach; j <= Math.min(k + reach, r.length - 1); j++)
    if (j !== k && r[j] >= r[k]) return false;
  return true;
}

/** Step 5. Lags beyond the end of r count as 0. */
function refined(r: Float64Array, lag: number, longest: number): number {
  const reach = Math.max(1, Math.floor(lag / 6));
  const comb = (k: number): number => r[k] + (r[2 * k] ?? 0) + (r[3 * k] ?? 0) + (r[4 * k] ?? 0);
  let best = lag;
  for (let k = Math.max(2, lag - reach); k <= Math.min(longest, lag + reach); k++)
    if (comb(k) > comb(best)) best = k;
  return best;
}

/**
 * What is left of a series without its parabola; null when that is nothing but rounding, of float32 at worst.
 *
 * Legendre's first three polynomials on −1 … 1, made orthogonal on the grid one after the other.
 */
function detrended(values: Numbers): Float64Array | null {
  const x = Float64Array.from(values);
  const wrong = x.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0)
    throw new ValueError(`findSeason: value ${wrong} is ${x[wrong]} but every value must be finite`);
  const size = x.reduce((greatest, value) => Math.max(greatest, Math.abs(value)), 0);
  const place = x.map((_, t) => (x.length > 1 ? (2 * t) / (x.length - 1) - 1 : 0));
  const square = place.map((u) => u * u);
  const constant = place.map(() => 1);
  takeAway(square, constant);
  for (const shape of [constant, place, square]) takeAway(x, shape);
  return Math.sqrt(dot(x, x) / x.length) > 1e-6 * size ? x : null;
}

/** x less its projection on a direction. */
function takeAway(x: Float64Array, direction: Float64Array): void {
  const length = dot(direction, direction);
  const share = length > 0 ? dot(x, direction) / length : 0;
  for (let t = 0; t < x.length; t++) x[t] -= share * direction[t];
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < a.length; t++) sum += a[t] * b[t];
  return sum;
}
