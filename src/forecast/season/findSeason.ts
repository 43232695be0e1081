/** @module Finding after how many steps a series repeats itself. */

import { closed } from "../../arguments.ts";
import { ValueError } from "../../errors.ts";
import { maxOf } from "../../lists.ts";
import type { Numbers } from "../scores/score.ts";
import { dot, Projection } from "./projection.ts";
import { chanceOfSeason } from "./seasonTest.ts";

/** A season that the step between rows suggests, such as 12 months. */
export interface LikelySeason {
  /** In whole steps. */
  readonly steps: number;
  /** Its exact length, such as 52.18 weeks: `steps` by default. */
  readonly period?: number;
}

/** Options of `findSeason` and `findSeasons`. */
export interface FindSeasonOptions {
  /** The longest season to look for, in steps: a third of the series by default, and at most that. */
  readonly max?: number;
  /** What the step between rows suggests, as `likelySeasons` says: looked for first, and with less evidence. */
  readonly likely?: readonly LikelySeason[];
}

/** The chance, at most, that a series without a season passes the test of one that the step suggests. */
const LIKELY = 0.005;
/** The same of any other, in all lags together. */
const FALSE_ALARM = 0.0015;
/** The same of any other where the step suggests some. */
const UNLIKELY = 0.0005;
/** A cycle of varying length, such as the 11 years of the sun, needs correlations of this size over this many cycles. */
const CYCLE = 0.3;
const CYCLES = 6;
/** The share of the highest correlation that a shorter season must reach to be preferred. */
const ALMOST = 0.8;
/** The same for the steps from value to value, of a season within a longer one. */
const MOSTLY = 0.65;
/** The share of the variance of the longer one that a season found in the differences must reach. */
const SMALL_PART = 0.1;
/** Candidates that are tested in one form of the series. */
const MOST_TESTS = 8;

/**
 * After how many steps a series repeats itself, from 2 to `max`; null when it does not. Of several seasons, the shortest
 * that reaches 80 % of the highest correlation.
 *
 * A season counts where `chanceOfSeason` is small, an F-test of its harmonics, which neither noise nor a random walk nor a
 * smooth curve passes: below 0.5 % for all seasons in `likely` together, which are tested first, and below 0.15 % for all
 * other lags together (0.05 % where there are likely ones). Those come from the autocorrelation r_k = Σ x_t x_{t+k} / Σ x_t²
 * of the values less a parabola, then of their differences, which see a small cycle on a large trend: lags k where r is
 * greatest among its neighbours up to k/6 away and rises there again at 2k, the shortest that reaches 80 % of the highest first,
 * so that 24 is found rather than 48. A cycle of varying length, such as the sun's, passes instead where r_k > 0.3 and
 * r_2k > 0.15 over six cycles. A multiple of a season is one too where it explains more, by the same test. The shorter one is
 * the season where the differences correlate at it nearly as much as at the longer one: slow swings hide a small cycle, as those
 * of the weather hide the day in a temperature.
 *
 * Throws ValueError for a value that is not finite, or a `max` that is no whole number from 2.
 * A season longer than a third of the series is not looked for; one that is likely, not longer than half.
 */
export function findSeason(values: Numbers, options: FindSeasonOptions = {}): number | null {
  return mainSeason(values, findSeasons(values, options));
}

/** Of the seasons of a series the one for a seasonal naive forecast; null of none. */
export function mainSeason(values: Numbers, seasons: readonly number[]): number | null {
  const rest = detrended(values);
  return rest === null || seasons.length === 0 ? null : essential(rest, seasons)[0];
}

/** All seasons of a series, in rising order: such as 24 and 168, where hours of the day and days of the week differ. */
export function findSeasons(values: Numbers, options: FindSeasonOptions = {}): number[] {
  const { max, likely = [] } = closed("findSeasons", options, { max: 0, likely: 0 });
  if (max !== undefined && !(Number.isInteger(max) && max >= 2))
    throw new ValueError(`max is ${max} but must be a whole number from 2`, { caller: "findSeason" });
  const n = values.length;
  const rest = detrended(values);
  if (rest === null) return [];
  const found = confirmed(
    rest,
    likely.filter(({ steps }) => steps <= Math.min(max ?? n, n / 2)),
  );
  if (found.length > 0) return found;
  const longest = Math.min(max ?? n, Math.floor(n / 3));
  if (longest < 2) return [];
  return essential(rest, searched(rest, longest, (likely.length > 0 ? UNLIKELY : FALSE_ALARM) / longest));
}

/** The likely seasons that pass the test, each beside the shorter ones. */
function confirmed(rest: Float64Array, likely: readonly LikelySeason[]): number[] {
  const found: LikelySeason[] = [];
  for (const one of likely.toSorted((a, b) => a.steps - b.steps)) {
    const known = found.map(({ steps, period = steps }) => period);
    const chance = chanceOfSeason(rest, one.period ?? one.steps, known);
    if (chance < LIKELY / likely.length) found.push(one);
  }
  return found.map(({ steps }) => steps);
}

/** The seasons that the values or their differences suggest: one, or a day in a week. */
function searched(rest: Float64Array, longest: number, chance: number): number[] {
  const isThere = (season: number, known: readonly number[] = []): boolean =>
    chanceOfSeason(rest, season, known) < chance;
  for (const form of [rest, differences(rest)]) {
    const found = candidates(form, longest).find(({ lag, isCycle }) => isCycle || isThere(lag));
    if (found === undefined) continue;
    if (!isThere(found.lag)) return [found.lag];
    const parts = dividing(sharpest(rest, found.lag), isThere);
    return [...parts, ...multiples(parts[parts.length - 1], longest, isThere)];
  }
  return [];
}

type IsThere = (season: number, known?: readonly number[]) => boolean;

/** The shortest divisor of a season that leaves nothing of it to explain, and else the season: 24 for 48. */
function dividing(season: number, isThere: IsThere): number[] {
  for (let part = 2; part <= season / 2; part++)
    if (season % part === 0 && isThere(part) && !isThere(season, [part])) return [part];
  return [season];
}

/** Multiples of a season that explain more than it does: 24 of 8, 168 of 24. */
function multiples(season: number, longest: number, isThere: IsThere): number[] {
  const next = [2, 3, 5, 7].map((factor) => factor * season).filter((multiple) => multiple <= longest);
  const longer = next.find((multiple) => isThere(multiple, [season]));
  return longer === undefined ? [] : [longer, ...multiples(longer, longest, isThere)];
}

/** Of a season and its neighbours the one that the test sees best. */
function sharpest(rest: Float64Array, season: number): number {
  const near = [0, -1, 1, -2, 2].filter((by) => season + by >= 2 && Math.abs(by) <= season / 8);
  const all = near.map((by) => ({ season: season + by, chance: chanceOfSeason(rest, season + by) }));
  return all.reduce((best, one) => (one.chance < best.chance ? one : best)).season;
}

/**
 * Of several seasons those that matter: the shortest that repeats the steps from value to value nearly as well as the longest
 * does, then the longest.
 */
function essential(rest: Float64Array, seasons: readonly number[]): number[] {
  if (seasons.length < 2) return [...seasons];
  const longest = seasons[seasons.length - 1];
  const steps = differences(rest);
  const enough = MOSTLY * correlation(steps, longest);
  const variance = SMALL_PART * patternVariance(rest, longest);
  const isEnough = (season: number): boolean =>
    correlation(steps, season) >= enough && patternVariance(rest, season) >= variance;
  const main = seasons.find(isEnough) ?? longest;
  return main === longest ? [longest] : [main, longest];
}

function differences(x: Float64Array): Float64Array {
  return x.subarray(1).map((value, t) => value - x[t]);
}

interface Candidate {
  readonly lag: number;
  /** Whether it is a cycle by its correlations alone. */
  readonly isCycle: boolean;
}

/** The lags at which one form of the series may repeat itself: the shortest of the high ones first. */
function candidates(form: Float64Array, longest: number): Candidate[] {
  const n = form.length;
  const r = autocorrelation(form, Math.min(n - 1, 4 * longest));
  const bound = Math.sqrt((2 * Math.log(longest / 0.02)) / n);
  let left = peaks(r, longest, 1 / Math.sqrt(n));
  const high = new Set(peaks(r, Math.floor(n / CYCLES), bound));
  const least = Math.max(CYCLE, bound);
  const isCycle = (k: number): boolean => k > 3 && high.has(k) && r[k] > least && r[2 * k] > least / 2;
  const ordered: Candidate[] = [];
  while (left.length > 0 && ordered.length < MOST_TESTS) {
    const highest = maxOf(left.map((k) => r[k]));
    const next = left.find((k) => r[k] >= ALMOST * highest) ?? left[0];
    left = left.filter((k) => k !== next);
    ordered.push({ lag: refined(r, next, longest), isCycle: isCycle(next) });
  }
  return ordered;
}

/** r_0 … r_max of values of mean zero. */
function autocorrelation(x: Float64Array, max: number): Float64Array {
  const r = new Float64Array(max + 1);
  for (let k = 0; k <= max; k++) for (let t = k; t < x.length; t++) r[k] += x[t] * x[t - k];
  return r.map((sum) => sum / r[0]);
}

/** r_k by the mean of the products there are: the long lags of few rows count as much. */
function correlation(x: Float64Array, k: number): number {
  return (dot(x.subarray(k), x.subarray(0, -k)) / dot(x, x)) * (x.length / (x.length - k));
}

/** The lags at which r is above a bound, and above half of it again at twice the lag, after dips as deep; in order. */
function peaks(r: Float64Array, longest: number, bound: number): number[] {
  const found: number[] = [];
  for (let k = 2; k <= longest; k++) {
    const [first, second] = [rise(r, 1, k), rise(r, k, 2 * k)];
    const isHigh = r[k] > bound / 2 && first > bound && r[2 * k] > bound / 4 && second > bound / 2;
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

/** Of a lag's neighbours the one with the greatest r_k + r_2k + r_3k + r_4k: noise moves one peak by a step, but not all. */
function refined(r: Float64Array, lag: number, longest: number): number {
  const reach = Math.max(1, Math.floor(lag / 6));
  const comb = (k: number): number => r[k] + (r[2 * k] ?? 0) + (r[3 * k] ?? 0) + (r[4 * k] ?? 0);
  let best = lag;
  for (let k = Math.max(2, lag - reach); k <= Math.min(longest, lag + reach); k++)
    if (comb(k) > comb(best)) best = k;
  return best;
}

/** The variance over the phases of a season of the mean of their values, each less the mean of its own season. */
function patternVariance(x: Float64Array, season: number): number {
  const sums = new Float64Array(season);
  const cycles = Math.floor(x.length / season);
  for (let t = 0; t < cycles * season; t++) sums[t % season] += x[t] / cycles;
  const mean = sums.reduce((sum, value) => sum + value / season, 0);
  return sums.reduce((sum, value) => sum + (value - mean) ** 2 / season, 0);
}

/** What is left of a series without its parabola; null when that is nothing but rounding, of float32 at worst. */
function detrended(values: Numbers): Float64Array | null {
  const x = Float64Array.from(values);
  const wrong = x.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0)
    throw new ValueError(`value ${wrong} is ${x[wrong]} but every value must be finite`, {
      caller: "findSeason",
    });
  const size = x.reduce((greatest, value) => Math.max(greatest, Math.abs(value)), 0);
  const rest = new Projection(x);
  for (const power of [0, 1, 2])
    rest.add(x.map((_, t) => ((2 * t) / Math.max(1, x.length - 1) - 1) ** power));
  return Math.sqrt(rest.squares() / x.length) > 1e-6 * size ? rest.values : null;
}
