/** @module MultiStepLR. */
import type { Optimizer } from "../optimizer.ts";
import { LRScheduler, type SchedulerOptions } from "./lrScheduler.ts";

/** MultiStepLR's options. */
export interface MultiStepLROptions extends SchedulerOptions {
  /** The steps after which the rate changes; one that stands there twice counts twice. */
  readonly milestones: readonly number[];
  /** What the rate is multiplied by, 0.1 by default. */
  readonly gamma?: number;
}

/**
 * The rate is multiplied by γ at each milestone: lrₜ = lr₀ γⁿ with n the number of milestones ≤ t.
 *
 * Source: torch.optim.lr_scheduler.MultiStepLR.
 */
export class MultiStepLR extends LRScheduler {
  /** How often each milestone stands in the list. */
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
