/** @module ExponentialLR. */
import type { Optimizer } from "../optimizer.ts";
import { LRScheduler, type SchedulerOptions } from "./lrScheduler.ts";

/** Options of `ExponentialLR`. */
export interface ExponentialLROptions extends SchedulerOptions {
  /** The factor that the rate is multiplied by. */
  readonly gamma: number;
}

/**
 * The rate is multiplied by γ after every step: lrₜ = lr₀ γᵗ.
 *
 * Source: torch.optim.lr_scheduler.ExponentialLR.
 */
export class ExponentialLR extends LRScheduler {
  gamma: number;

  constructor(optimizer: Optimizer, { gamma, ...options }: ExponentialLROptions) {
    super(optimizer);
    this.gamma = gamma;
    this.begin(options);
  }

  protected override nextRates(): number[] {
    if (this.lastEpoch === 0) return this.rates();
    return this.rates().map((lr) => lr * this.gamma);
  }
}
