/** @module LambdaLR. */
import { closed, described } from "../../arguments.ts";
import { ValueError } from "../../errors.ts";
import type { Optimizer } from "../optimizer.ts";
import { LRScheduler, perGroup, type SchedulerOptions, type SchedulerStateDict } from "./schedule.ts";

/** Maps the number of a step to the factor of the initial rate. */
export type RateFactor = (epoch: number) => number;

/** Options of `LambdaLR`. */
export interface LambdaLROptions extends SchedulerOptions {
  /** One function for all groups, or one for each. */
  readonly lrLambda: RateFactor | readonly RateFactor[];
}

/**
 * The rate is a function of the number of steps: lrₜ = lr₀ · lrLambda(t).
 *
 * Functions are not part of the state: pass the same ones to resume training.
 * Throws ValueError unless there is one function for each group. Source: torch.optim.lr_scheduler.LambdaLR.
 */
export class LambdaLR extends LRScheduler {
  readonly #lambdas: readonly RateFactor[];

  constructor(optimizer: Optimizer, given: LambdaLROptions) {
    super(optimizer);
    const { lrLambda, ...options } = closed("LambdaLR", given, { lrLambda: 0, lastEpoch: 0 });
    const groups = optimizer.paramGroups.length;
    this.#lambdas = perGroup(lrLambda, groups, (got) => `Expected ${groups} lr_lambdas, but got ${got}`);
    for (const lambda of this.#lambdas) {
      if (typeof lambda !== "function")
        throw new ValueError(`LambdaLR: lrLambda must be a function (got ${described(lambda)})`);
    }
    this.begin(options);
  }

  override stateDict(): SchedulerStateDict {
    return { ...super.stateDict(), lr_lambdas: this.#lambdas.map(() => null) };
  }

  protected override nextRates(): number[] {
    return this.baseLrs.map((lr, i) => lr * this.#lambdas[i](this.lastEpoch));
  }
}
