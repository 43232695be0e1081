/** @module Schedules that follow a cosine: CosineAnnealingLR and CosineAnnealingWarmRestarts. */
import { closed } from "../../arguments.ts";
import { ValueError } from "../../errors.ts";
import { checkNumber } from "../checks.ts";
import type { Optimizer } from "../optimizer.ts";
import { LRScheduler, type SchedulerOptions } from "./schedule.ts";

/** Options of `CosineAnnealingLR`. */
export interface CosineAnnealingLROptions extends SchedulerOptions {
  /** The number of steps from the initial rate to the lowest. */
  readonly tMax: number;
  /** The lowest rate, 0 by default. */
  readonly etaMin?: number;
}

/**
 * The rate follows a cosine down to `etaMin` in `tMax` steps, and back up in as many.
 *
 *     lrₜ = etaMin + (lr₀ − etaMin) (1 + cos(π t / tMax)) / 2
 *
 * computed, as in PyTorch, from lrₜ₋₁. Throws ValueError unless tMax is positive.
 * Source: Loshchilov & Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017 (without the restarts);
 * torch.optim.lr_scheduler.CosineAnnealingLR.
 */
export class CosineAnnealingLR extends LRScheduler {
  /** Steps of half a period. */
  tMax: number;
  /** The lowest rate. */
  etaMin: number;

  /** Sets the rates of the first step. Throws ValueError for options outside their domain. */
  constructor(optimizer: Optimizer, given: CosineAnnealingLROptions) {
    super(optimizer);
    const {
      tMax,
      etaMin = 0,
      ...options
    } = closed("CosineAnnealingLR", given, {
      tMax: 0,
      etaMin: 0,
      lastEpoch: 0,
    });
    checkNumber("CosineAnnealingLR: etaMin", etaMin);
    if (!(tMax > 0)) throw new ValueError(`Expected positive T_max, but got ${tMax}`);
    this.tMax = tMax;
    this.etaMin = etaMin;
    this.begin(options);
  }

  /** The rates of the next step, for each group. */
  protected override nextRates(): number[] {
    const { lastEpoch: t, tMax, etaMin } = this;
    if (t === 0) return this.rates();
    if (this.stepCount === 1) return this.baseLrs.map((lr) => etaMin + ((lr - etaMin) * this.#height(t)) / 2);
    // One step after the minimum, the ratio to the previous rate is undefined.
    if ((t - 1 - tMax) % (2 * tMax) === 0) {
      const rise = (1 - Math.cos(Math.PI / tMax)) / 2;
      const rates = this.rates();
      return this.baseLrs.slice(0, rates.length).map((lr, i) => rates[i] + (lr - etaMin) * rise);
    }
    const ratio = this.#height(t) / this.#height(t - 1);
    return this.rates().map((lr) => ratio * (lr - etaMin) + etaMin);
  }

  /** The rates of the first step, for each group. */
  protected override firstRates(): number[] {
    return this.baseLrs;
  }

  #height(t: number): number {
    return 1 + Math.cos((Math.PI * t) / this.tMax);
  }
}

/** Options of `CosineAnnealingWarmRestarts`. */
export interface CosineAnnealingWarmRestartsOptions extends SchedulerOptions {
  /** Steps until the first restart. */
  readonly t0: number;
  /** The factor that this number is multiplied by at each restart, 1 by default. */
  readonly tMult?: number;
  /** The lowest rate, 0 by default. */
  readonly etaMin?: number;
}

/**
 * The rate follows a cosine down to `etaMin`, then jumps back to the initial rate and repeats, with a period that grows.
 *
 *     lr = etaMin + (lr₀ − etaMin) (1 + cos(π tCur / tI)) / 2
 *
 * tCur counts the steps since the last restart, tI those between two. Throws ValueError unless t0 is a positive integer
 * and tMult an integer ≥ 1.
 * Source: Loshchilov & Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017;
 * torch.optim.lr_scheduler.CosineAnnealingWarmRestarts.
 */
export class CosineAnnealingWarmRestarts extends LRScheduler {
  /** Steps up to the first restart. */
  t0: number;
  /** Steps of the current period. */
  tI: number;
  /** The factor of a period after a restart. */
  tMult: number;
  /** The lowest rate. */
  etaMin: number;
  /** Steps since the last restart. */
  tCur: number;

  /** Sets the rates of the first step. Throws ValueError for options outside their domain. */
  constructor(optimizer: Optimizer, options: CosineAnnealingWarmRestartsOptions) {
    super(optimizer);
    const {
      t0,
      tMult = 1,
      etaMin = 0,
      lastEpoch = -1,
    } = closed("CosineAnnealingWarmRestarts", options, {
      t0: 0,
      tMult: 0,
      etaMin: 0,
      lastEpoch: 0,
    });
    checkNumber("CosineAnnealingWarmRestarts: etaMin", etaMin);
    if (!(Number.isInteger(t0) && t0 > 0))
      throw new ValueError(`Expected positive integer T_0, but got ${t0}`);
    if (!(Number.isInteger(tMult) && tMult >= 1))
      throw new ValueError(`Expected integer T_mult >= 1, but got ${tMult}`);
    this.t0 = t0;
    this.tI = t0;
    this.tMult = tMult;
    this.etaMin = etaMin;
    this.tCur = lastEpoch;
    this.begin({ lastEpoch });
  }

  /** Sets the rates of the next step, or of any epoch, which may be fractional, such as 2.5. */
  override step(epoch?: number): void {
    if (epoch === undefined && this.lastEpoch >= 0) this.#next();
    else this.#jump(epoch ?? 0);
    this.setRates(this.nextRates());
  }

  /** Begins the schedule anew. */
  override restart(): void {
    this.step(0);
  }

  /** The rates of the next step, for each group. */
  protected override nextRates(): number[] {
    const height = 1 + Math.cos((Math.PI * this.tCur) / this.tI);
    return this.baseLrs.map((lr) => this.etaMin + ((lr - this.etaMin) * height) / 2);
  }

  #next(): void {
    this.lastEpoch += 1;
    this.tCur += 1;
    if (this.tCur < this.tI) return;
    this.tCur -= this.tI;
    this.tI *= this.tMult;
  }

  #jump(epoch: number): void {
    if (!(epoch >= 0)) throw new ValueError(`Expected non-negative epoch, but got ${epoch}`);
    const { t0, tMult } = this;
    if (epoch < t0) {
      this.tI = t0;
      this.tCur = epoch;
    } else if (tMult === 1) {
      this.tCur = epoch % t0;
    } else {
      const restarts = Math.trunc(Math.log((epoch / t0) * (tMult - 1) + 1) / Math.log(tMult));
      this.tCur = epoch - (t0 * (tMult ** restarts - 1)) / (tMult - 1);
      this.tI = t0 * tMult ** restarts;
    }
    this.lastEpoch = Math.floor(epoch);
  }
}
