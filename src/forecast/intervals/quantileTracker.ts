/** @module How far intervals of one forecast step have to reach, score by score. */
import { conformalQuantile } from "./conformal.ts";

/** Scores that only set the start: as many as a reach of 95 % is one of. */
const START = 20;
/** The latest scores, of which the greatest is the measure of a step of the reach. */
const LATEST = 200;

/**
 * Follows the quantile of scores s₁, s₂ … that arrive one by one, and may drift.
 *
 *     n ≤ 20:   q = the conformal quantile of all scores; the greatest while there are too few for one
 *     n > 20:   q ← q + ηₙ (miss − α),   ηₙ = max |latest 200 scores| / √(α · √h · max(n, 200)),   α = 1 − level
 *
 * where `miss` is 1 when the interval that was issued with an earlier q did not hold what happened, else 0. The sum of
 * all (miss − α) is what q moved over η, so that of T values a share of α is missed within |q_T − q₂₀| / (η T), whatever
 * the scores are. Steps fall with √n as the error of a quantile does; with h, as what happens h steps ahead is told h
 * rows late, and fast steps would swing; and are larger for small α, where misses are rare and scores far apart.
 * Source: Angelopoulos, Candès & Tibshirani, "Conformal PID control for time series prediction", 2023, quantile
 * tracking; steps that fall as in Angelopoulos, Barber & Bates, "Online conformal prediction with decaying step sizes",
 * 2024. The divisors h and α are ours, chosen on the shipped series (`node scripts/coverage.js`).
 */
export class QuantileTracker {
  /** Infinite before the first score. */
  reach: number = Number.POSITIVE_INFINITY;
  readonly #level: number;
  readonly #step: number;
  /** The latest scores, a ring. */
  readonly #latest: number[] = [];
  #count = 0;
  #greatest = 0;

  /** For the interval `step` steps ahead, from 1. */
  constructor(level: number, step: number) {
    this.#level = level;
    this.#step = step;
  }

  /** One more score, and whether its interval missed. */
  add(score: number, missed: boolean): void {
    this.#remember(Math.abs(score), score);
    if (this.#count <= START) {
      const quantile = conformalQuantile(this.#latest, this.#level);
      this.reach = Number.isFinite(quantile) ? quantile : Math.max(...this.#latest);
      return;
    }
    const alpha = 1 - this.#level;
    const gain = this.#greatest / Math.sqrt(alpha * Math.sqrt(this.#step) * Math.max(this.#count, LATEST));
    this.reach += gain * (missed ? 1 - alpha : -alpha);
  }

  #remember(size: number, score: number): void {
    const at = this.#count++ % LATEST;
    const left = Math.abs(this.#latest[at] ?? 0);
    this.#latest[at] = score;
    if (size >= this.#greatest) this.#greatest = size;
    else if (left === this.#greatest)
      this.#greatest = this.#latest.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  }
}
