/** @module CosineAnnealingLR. */
import { ValueError } from "../../errors.ts";
import type { Optimizer } from "../optimizer.ts";
import { LRScheduler, type SchedulerOptions } from "./lrScheduler.ts";

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
  tMax: number;
  etaMin: number;

  constructor(optimizer: Optimizer, { tMax, etaMin = 0, ...options }: CosineAnnealingLROptions) {
    super(optimizer);
    if (!(tMax > 0)) throw new ValueError(`Expected positive T_max, but got ${tMax}`);
    this.tMax = tMax;
    this.etaMin = etaMin;
    this.begin(options);
  }

  protected override nextRates(): number[] {
    const { lastEpoch: t, tMax, etaMin } = this;
    if (t === 0) return this.rates();
    if (this.stepCount === 1) return this.baseLrs.map((lr) => etaMin + ((lr - etaMin) * this.#height(t)) / 2);
    // One step after the minimum, the ratio to the previous rate is undefined.
    if ((t - 1 - tMax) % (2 * tMax) === 0) {
      const rise = (1 - Math.cos(Math.PI / tMax)) / 2;
      return this.rates().map((lr, i) => lr + (this.baseLrs[i] - etaMin) * rise);
    }
    const ratio = this.#height(t) / this.#height(t - 1);
    return this.rates().map((lr) => ratio * (lr - etaMin) + etaMin);
  }

  #height(t: number): number {
    return 1 + Math.cos((Math.PI * t) / this.tMax);
  }
}
