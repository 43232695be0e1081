/** @module MultiStepLR. */
import type { Optimizer } from "../optimizer.ts";
import { LRScheduler, type SchedulerOptions } from "./lrScheduler.ts";

/** Options of `MultiStepLR`. */
export interface MultiStepLROptions extends SchedulerOptions {
  /** The steps after which the rate changes; duplicates count repeatedly. */
  readonly milestones: readonly number[];
  /** The factor that the rate is multiplied by, 0.1 by default. */
  readonly gamma?: number;
}

/**
 * The rate is multiplied by γ at each milestone: lrₜ = lr₀ γⁿ with n the number of milestones ≤ t.
 *
 * Source: torch.optim.lr_scheduler.MultiStepLR.
 */
export class MultiStepLR extends LRScheduler {
  /** The multiplicity of each milestone. */
  milestones: Record<string, number> = {};
  gamma: number;

  constructor(optimizer: Optimizer, { milestones, gamma = 0.1, ...options }: MultiStepLROptions) {
    super(optimizer);
    for (const milestone of milestones) this.milestones[milestone] = (this.milestones[milestone] ?? 0) + 1;
    this.gamma = gamma;
    this.begin(options);
  }

  protected override nextRates(): number[] {
    const times = this.milestones[this.lastEpoch] ?? 0;
    return this.rates().map((lr) => lr * this.gamma ** times);
  }
}
