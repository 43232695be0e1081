/** @module How far intervals of one forecast step have to reach, score by score. */
import { conformalQuantile } from "./conformal.ts";

/** Scores that only set the start: as many as a reach of 95 % is one of. */
const START = 20;
/** The latest scores, of which the greatest is the measure of a step of the reach. */
const LATEST = 100;
/** The gain. With a half of it intervals stay off their level for longer, with twice as much they swing. */
const GAIN = 3;

/**
 * Follows the quantile of scores s₁, s₂ … that arrive one by one, and may drift.
 *
 *     n ≤ 20:   q = the conformal quantile of all scores; the greatest while there are too few for one
 *     n > 20:   q ← q + ηₙ (miss − (1 − level)),   ηₙ = 3 · max |latest 100 scores| / √(h · max(n, 100))
 *
 * where `miss` is 1 when the interval that was issued with an earlier q did not hold what happened, else 0. Sums of both
 * sides over T scores differ by what q moved, so that the share of misses is 1 − level within |q_T − q_20| / (η T): there
 * is no assumption on the scores. The gain falls with √n, as the error of a quantile does, and with √h, as what happens
 * h steps ahead is told h rows late.
 * Source: Angelopoulos, Candès & Tibshirani, "Conformal PID control for time series prediction", 2023, quantile
 * tracking; steps that fall as in Angelopoulos, Barber & Bates, "Online conformal prediction with decaying step sizes",
 * 2024. The division by √h is ours.
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
    const gain = (GAIN * this.#greatest) / Math.sqrt(this.#step * Math.max(this.#count, LATEST));
    this.reach += gain * (missed ? this.#level : this.#level - 1);
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
