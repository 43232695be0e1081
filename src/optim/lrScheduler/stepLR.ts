/** @module StepLR. */
import { ValueError } from "../../errors.ts";
import type { Optimizer } from "../optimizer.ts";
import { LRScheduler, type SchedulerOptions } from "./lrScheduler.ts";

/** Options of `StepLR`. */
export interface StepLROptions extends SchedulerOptions {
  /** The number of steps between two changes. */
  readonly stepSize: number;
  /** The factor that the rate is multiplied by, 0.1 by default. */
  readonly gamma?: number;
}

/**
 * The rate is multiplied by γ after every `stepSize` steps: lrₜ = lr₀ γ^⌊t / stepSize⌋.
 *
 * Throws ValueError unless stepSize is a positive integer. Source: torch.optim.lr_scheduler.StepLR.
 */
export class StepLR extends LRScheduler {
  stepSize: number;
  gamma: number;

  constructor(optimizer: Optimizer, { stepSize, gamma = 0.1, ...options }: StepLROptions) {
    super(optimizer);
    if (!(Number.isInteger(stepSize) && stepSize > 0))
      throw new ValueError(`Expected positive integer step_size, but got ${stepSize}`);
    this.stepSize = stepSize;
    this.gamma = gamma;
    this.begin(options);
  }

  protected override nextRates(): number[] {
    if (this.lastEpoch === 0 || this.lastEpoch % this.stepSize !== 0) return this.rates();
    return this.rates().map((lr) => lr * this.gamma);
  }
}
