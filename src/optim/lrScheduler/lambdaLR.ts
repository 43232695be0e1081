/** @module Schedules by a function of the step: LambdaLR and MultiplicativeLR. */
import { closed, described } from "../../arguments.ts";
import { ValueError } from "../../errors.ts";
import type { Optimizer } from "../optimizer.ts";
import { LRScheduler, perGroup, type SchedulerOptions, type SchedulerStateDict } from "./schedule.ts";

/** Maps the number of a step to the factor of the initial rate. */
export type RateFactor = (epoch: number) => number;

/** Options of `LambdaLR` and `MultiplicativeLR`. */
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

  /** Sets the rates of the first step. Throws ValueError for options outside their domain. */
  constructor(optimizer: Optimizer, given: LambdaLROptions) {
    super(optimizer);
    const { lrLambda, ...options } = closed("LambdaLR", given, { lrLambda: 0, lastEpoch: 0 });
    this.#lambdas = lambdasOf("LambdaLR", optimizer, lrLambda);
    this.begin(options);
  }

  /** The state under PyTorch's names. */
  override stateDict(): SchedulerStateDict {
    return { ...super.stateDict(), lr_lambdas: this.#lambdas.map(() => null) };
  }

  /** The rates of the next step, for each group. */
  protected override nextRates(): number[] {
    return this.baseLrs.slice(0, this.#lambdas.length).map((lr, i) => lr * this.#lambdas[i](this.lastEpoch));
  }
}

/**
 * After every step t, the rate is multiplied by a function of t: lrₜ = lrₜ₋₁ · lrLambda(t).
 *
 * Functions are not part of the state: pass the same ones to resume training.
 * Throws ValueError unless there is one function for each group. Source: torch.optim.lr_scheduler.MultiplicativeLR.
 */
export class MultiplicativeLR extends LRScheduler {
  readonly #lambdas: readonly RateFactor[];

  /** Sets the rates of the first step. Throws ValueError for options outside their domain. */
  constructor(optimizer: Optimizer, given: LambdaLROptions) {
    super(optimizer);
    const { lrLambda, ...options } = closed("MultiplicativeLR", given, { lrLambda: 0, lastEpoch: 0 });
    this.#lambdas = lambdasOf("MultiplicativeLR", optimizer, lrLambda);
    this.begin(options);
  }

  /** The state under PyTorch's names. */
  override stateDict(): SchedulerStateDict {
    return { ...super.stateDict(), lr_lambdas: this.#lambdas.map(() => null) };
  }

  /** The rates of the next step, for each group. */
  protected override nextRates(): number[] {
    if (this.lastEpoch <= 0) return this.rates();
    const rates = this.rates();
    return this.#lambdas.slice(0, rates.length).map((lambda, i) => rates[i] * lambda(this.lastEpoch));
  }
}

function lambdasOf(owner: string, optimizer: Optimizer, lrLambda: LambdaLROptions["lrLambda"]): RateFactor[] {
  const groups = optimizer.paramGroups.length;
  const lambdas = perGroup(lrLambda, groups, (got) => `Expected ${groups} lr_lambdas, but got ${got}`);
  for (const lambda of lambdas) {
    if (typeof lambda !== "function")
      throw new ValueError(`${owner}: lrLambda must be a function (got ${described(lambda)})`);
  }
  return lambdas;
}
