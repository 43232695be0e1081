/** @module LambdaLR. */
import type { Optimizer } from "../optimizer.ts";
import { LRScheduler, type SchedulerOptions } from "./lrScheduler.ts";
import { perGroup, type SchedulerStateDict } from "./schedule.ts";

/** The number of a step → what the first rate is multiplied by. */
export type RateFactor = (epoch: number) => number;

/** LambdaLR's options. */
export interface LambdaLROptions extends SchedulerOptions {
  /** The factor of all groups, or one for each. */
  readonly lrLambda: RateFactor | readonly RateFactor[];
}

/**
 * The rate is any function of the number of steps: lrₜ = lr₀ · lrLambda(t).
 *
 * Functions are not in the state: give the same ones when training is resumed.
 * Throws ValueError when there are not as many functions as groups. Source: torch.optim.lr_scheduler.LambdaLR.
 */
export class LambdaLR extends LRScheduler {
  readonly #lambdas: readonly RateFactor[];

  constructor(optimizer: Optimizer, { lrLambda, ...options }: LambdaLROptions) {
    super(optimizer);
    const groups = optimizer.paramGroups.length;
    this.#lambdas = perGroup(lrLambda, groups, (got) => `Expected ${groups} lr_lambdas, but got ${got}`);
    this.begin(options);
  }

  override stateDict(): SchedulerStateDict {
    return { ...super.stateDict(), lr_lambdas: this.#lambdas.map(() => null) };
  }

  protected override nextRates(): number[] {
    return this.baseLrs.map((lr, i) => lr * this.#lambdas[i](this.lastEpoch));
  }
}
