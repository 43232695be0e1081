/** @module The latest scores of one forecast step and channel: their spread, and any conformal quantile of them. */
import { append } from "../../lists.ts";
import { checkLevel } from "./conformal.ts";

/** The scores that count. */
const LATEST = 200;
/** Scores that are compared as they are, before their spread is followed. */
const START = 20;
/** Scores that the spread remembers where they are independent, and the most where they are not. */
const MEMORY = 60;
const LONGEST_MEMORY = 200;
/** Scores that the quick spread remembers, and those that a new spread is measured on after a jump. */
const QUICK = 10;
const FRESH = 6;
/** A jump is a quick spread that differs from the slow one by this factor's logarithm, and by this many deviations. */
const JUMP = 0.7;
const SURE = 3.5;
/** A score counts as at most this many spreads, so that a spike does not widen what follows it. */
const SPIKE = 3;
/** Scores that the correlation of successive scores is measured on. */
const CORRELATED = 100;
/** What each score moves the correction by, and the farthest that it goes: as logarithms. */
const GAIN = 0.004;
const FARTHEST = 0.5;
/** Steps ahead at which it moves half as fast: what happens then is known late, and fast steps would oscillate. */
const LATE = 100;
/** The levels whose misses move it. */
const PROBES = [0.8, 0.95] as const;

/**
 * What a forecast is judged by once its value is known, side by side in one array: its two ends; the spread, and the count,
 * of the scores that were known; how far each of the levels that the correction follows reached.
 */
export const RECORD: number = 4 + PROBES.length;
const [UPPER, SPREAD, COUNT, REACHES] = [1, 2, 3, 4] as const;

/**
 * A rolling conformal quantile of scores s₁, s₂ … in units of their spread g, which follows them:
 *
 *     q = k g · Q(s / g at its time),   Q the ⌈(n + 1) · level⌉-th smallest of the n latest, n ≤ 200
 *     g ← g + (min(|s|, 3 g) − g) / m,   m = min(scores so far, 60 · (1 + ρ) / (1 − ρ))
 *     log k ← log k + 0.004 / (1 + h / 100) · Σ (miss − α) / √(α (1 − α)),   α = .2, .05;  |log k| ≤ 0.5
 *
 * A spread that grows or calms down is followed within g's memory m, and since s / g has the same lag throughout, Q makes up
 * for it. ρ is the correlation of successive scores: forecasts of many steps overlap, and few independent scores say
 * little of a spread. Where the mean of about 10 scores is apart from g by a factor of two and beyond chance, g is measured
 * anew. k follows misses that persist, slowly and not far. Exact zeros say nothing of a spread. The first 20 scores are compared as they are: with no more, q is their
 * conformal quantile.
 *
 * Constants are chosen on generated series: `node scripts/coverage.js generated`.
 */
export class RollingScores {
  /** In units of their spreads, the oldest at `#at` once there are 200. */
  readonly #latest: Float64Array = new Float64Array(LATEST);
  readonly #sorted: Float64Array = new Float64Array(LATEST);
  #size = 0;
  #at = 0;
  #count = 0;
  /** Those since the start, or the last jump, that are not zero. */
  #seen = 0;
  /** The count at the last jump. */
  #jumped = 0;
  /** 1 until the start is over. */
  #spread = 1;
  #quick = 1;
  /** Mean d² and d d₋₁ of d = |s| / g − 1, and the last d. */
  #variance = 1;
  #covariance = 0.2;
  #before = 0;
  /** The logarithm of what quantiles are multiplied by, since misses persist. */
  #correction = 0;
  readonly #step: number;

  /** For the step that many steps ahead, from 0. */
  constructor(step: number) {
    this.#step = step;
  }
  /** The sizes of the last few scores, the newest last. */
  readonly #fresh: Float64Array = new Float64Array(FRESH);

  /** All scores so far. */
  get count(): number {
    return this.#count;
  }

  /** Notes at `at` what a forecast from here will be judged by. */
  issue(lower: number, upper: number, records: Float64Array, at: number): void {
    records[at] = lower;
    records[at + UPPER] = upper;
    records[at + SPREAD] = this.#spread;
    records[at + COUNT] = this.#count;
    for (let k = 0; k < PROBES.length; k++) records[at + REACHES + k] = this.quantile(PROBES[k]);
  }

  /** What happened, and where the forecast of it was noted. NaN in either says nothing. */
  judge(value: number, records: Float64Array, at: number): void {
    const score = Math.max(records[at] - value, value - records[at + UPPER]);
    if (!Number.isNaN(score)) this.#add(score, records, at);
  }

  #add(score: number, records: Float64Array, at: number): void {
    this.#count += 1;
    const size = Math.abs(score);
    this.#fresh.copyWithin(0, 1);
    this.#fresh[FRESH - 1] = size;
    const isStart = this.#count <= START;
    const jumped = !isStart && size > 0 && this.#follow(size);
    const isOld = records[at + COUNT] <= this.#jumped || records[at + COUNT] < START;
    if (!isOld) this.#correct(score, records, at);
    this.#push(score / (isOld ? this.#spread : records[at + SPREAD]));
    if (this.#count === START) this.#begin();
    if (jumped) this.#recount();
  }

  /** Moves the correction by whether the quantiles of that time missed the score. */
  #correct(score: number, records: Float64Array, at: number): void {
    let change = 0;
    for (let k = 0; k < PROBES.length; k++) {
      const missed = score > records[at + REACHES + k] ? 1 : 0;
      change += (missed - (1 - PROBES[k])) / Math.sqrt(PROBES[k] * (1 - PROBES[k]));
    }
    const moved = this.#correction + (GAIN * change) / (1 + this.#step / LATE);
    this.#correction = Math.max(-FARTHEST, Math.min(FARTHEST, moved));
  }

  /** The conformal quantile in units of the series; NaN where there are too few scores for the level. */
  quantile(level: number): number {
    const rank = Math.ceil((this.#size + 1) * level - 1e-9);
    return rank > this.#size
      ? Number.NaN
      : this.#atLeast(level, this.#sorted[rank - 1] * this.#spread * Math.exp(this.#correction));
  }

  /** The scores in units of the series, in rising order. */
  scores(): Float64Array {
    return this.#sorted.subarray(0, this.#size).map((score) => score * this.#spread);
  }

  /** In place of a quantile of zero: a share of the mean size, where not all scores are zero. */
  #atLeast(level: number, quantile: number): number {
    return quantile === 0 ? level * meanSize(this.scores()) : quantile;
  }

  /** The spread of the first scores, by which all of them are compared from now on. */
  #begin(): void {
    const sizes = this.#latest
      .subarray(0, START)
      .map(Math.abs)
      .filter((size) => size > 0);
    if (sizes.length === 0) return;
    this.#seen = sizes.length;
    this.#spread = clippedMean(sizes);
    this.#quick = this.#spread;
    for (let i = 0; i < this.#size; i++) {
      this.#latest[i] /= this.#spread;
      this.#sorted[i] /= this.#spread;
    }
  }

  /** Moves the spread; returns whether it jumped. */
  #follow(size: number): boolean {
    if (this.#seen === 0) {
      this.#spread = size;
      this.#quick = size;
      this.#jumped = this.#count;
    }
    this.#seen += 1;
    const d = Math.min(size / this.#spread, SPIKE) - 1;
    const share = 1 / Math.min(CORRELATED, this.#count - START + QUICK);
    this.#variance += share * (d * d - this.#variance);
    this.#covariance += share * (d * this.#before - this.#covariance);
    this.#before = d;
    const correlation = Math.max(0, Math.min(0.95, this.#covariance / this.#variance));
    const dependence = (1 + correlation) / (1 - correlation);
    this.#spread *= 1 + d / Math.min(this.#seen, MEMORY * dependence, LONGEST_MEMORY);
    this.#quick += (Math.min(size, SPIKE * this.#quick) - this.#quick) / QUICK;
    const chance = SURE * Math.sqrt((this.#variance * dependence) / (2 * QUICK - 1));
    return Math.abs(Math.log(this.#quick / this.#spread)) > Math.max(JUMP, chance) && this.#jump();
  }

  #jump(): boolean {
    const sizes = this.#fresh.filter((size) => size > 0);
    if (sizes.length < FRESH / 2) return false;
    this.#spread = clippedMean(sizes);
    this.#quick = this.#spread;
    this.#seen = sizes.length;
    this.#jumped = this.#count;
    this.#before = 0;
    return true;
  }

  /** The scores that the jump was seen by, in units of the new spread. */
  #recount(): void {
    for (let k = 1; k <= FRESH; k++) {
      const i = (this.#at - k + LATEST) % LATEST;
      const size = this.#fresh[FRESH - k] / this.#spread;
      this.#latest[i] = this.#latest[i] < 0 ? -size : size;
    }
    this.#sorted.set(this.#latest.subarray(0, this.#size));
    this.#sorted.subarray(0, this.#size).sort();
  }

  #push(score: number): void {
    if (this.#size === LATEST) this.#replace(this.#latest[this.#at], score);
    else this.#insert(score);
    this.#latest[this.#at] = score;
    this.#at = (this.#at + 1) % LATEST;
  }

  #insert(score: number): void {
    const i = this.#indexOf(score);
    this.#sorted.copyWithin(i + 1, i, this.#size);
    this.#sorted[i] = score;
    this.#size += 1;
  }

  /** Only what lies between the two scores moves. */
  #replace(old: number, score: number): void {
    const sorted = this.#sorted;
    let i = this.#indexOf(old);
    for (; i + 1 < LATEST && sorted[i + 1] < score; i++) sorted[i] = sorted[i + 1];
    for (; i > 0 && sorted[i - 1] > score; i--) sorted[i] = sorted[i - 1];
    sorted[i] = score;
  }

  /** The first place of the sorted scores whose score is not less. */
  #indexOf(score: number): number {
    let [low, high] = [0, this.#size];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#sorted[middle] < score) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Scores that a quantile is taken of, at least: with fewer, those of the steps beside it count too. */
const ENOUGH = 20;
/** By at most this share a reach is moved towards those beside it. */
const SMOOTHED = 0.15;

/**
 * The quantiles of all steps (H, C): pooled over neighbouring steps where a step has few scores, and each moved by at most
 * 15 % towards the mean of the five about it. Infinite before the first score.
 */
export function quantilesByStep(
  all: readonly RollingScores[],
  channels: number,
  level: number,
): Float64Array {
  checkLevel(level);
  const own = new Float64Array(all.length);
  for (let i = 0; i < own.length; i++)
    own[i] =
      all[i].count >= ENOUGH ? orGreatest(all[i].quantile(level), all[i]) : pooled(all, channels, i, level);
  const reach = new Float64Array(own.length);
  for (let i = 0; i < own.length; i++) reach[i] = smoothed(own, channels, i);
  return reach;
}

function orGreatest(quantile: number, scores: RollingScores): number {
  return Number.isNaN(quantile) ? (scores.scores().at(-1) ?? Number.POSITIVE_INFINITY) : quantile;
}

/** The quantile of the scores of a step and as many about it as make enough. */
function pooled(all: readonly RollingScores[], channels: number, i: number, level: number): number {
  const scores: number[] = [];
  const add = (k: number): void => {
    if (k >= 0 && k < all.length && all[k].count > 0) append(scores, all[k].scores());
  };
  add(i);
  for (let apart = channels; apart < all.length && scores.length < ENOUGH; apart += channels) {
    add(i - apart);
    add(i + apart);
  }
  if (scores.length === 0) return Number.POSITIVE_INFINITY;
  const sorted = Float64Array.from(scores).sort();
  const quantile = sorted[Math.min(sorted.length, Math.ceil((sorted.length + 1) * level - 1e-9)) - 1];
  return quantile === 0 ? level * meanSize(sorted) : quantile;
}

function smoothed(own: Float64Array, channels: number, i: number): number {
  const reach = own[i];
  let [sum, count] = [0, 0];
  for (let k = i - 2 * channels; k <= i + 2 * channels; k += channels) {
    if (k < 0 || k >= own.length || !Number.isFinite(own[k])) continue;
    sum += own[k];
    count += 1;
  }
  if (!Number.isFinite(reach) || count === 0) return reach;
  const most = SMOOTHED * Math.abs(reach);
  return Math.max(reach - most, Math.min(reach + most, sum / count));
}

function meanSize(scores: Float64Array): number {
  return scores.reduce((sum, score) => sum + Math.abs(score), 0) / scores.length;
}

/** The mean of some sizes, each cut at a spike's. */
function clippedMean(sizes: Float64Array): number {
  const sorted = sizes.slice().sort();
  const median = sorted[sorted.length >> 1];
  return sizes.reduce((sum, size) => sum + Math.min(size, SPIKE * median), 0) / sizes.length;
}
