/** @module Schedules that multiply the rate by γ: after every step, every few steps, or at milestones. */
import { closed, described } from "../../arguments.ts";
import { ValueError } from "../../errors.ts";
import { checkNumber } from "../checks.ts";
import type { Optimizer } from "../optimizer.ts";
import { LRScheduler, type SchedulerOptions } from "./schedule.ts";

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
  /** The factor of a decay. */
  gamma: number;

  /** Sets the rates of the first step. Throws ValueError for options outside their domain. */
  constructor(optimizer: Optimizer, given: ExponentialLROptions) {
    super(optimizer);
    const { gamma, ...options } = closed("ExponentialLR", given, { gamma: 0, lastEpoch: 0 });
    checkNumber("ExponentialLR: gamma", gamma);
    this.gamma = gamma;
    this.begin(options);
  }

  /** The rates of the next step, for each group. */
  protected override nextRates(): number[] {
    if (this.lastEpoch === 0) return this.rates();
    return this.rates().map((lr) => lr * this.gamma);
  }

  /** The rates of the first step, for each group. */
  protected override firstRates(): number[] {
    return this.baseLrs;
  }
}

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
  /** Steps between two decays. */
  stepSize: number;
  /** The factor of a decay. */
  gamma: number;

  /** Sets the rates of the first step. Throws ValueError for options outside their domain. */
  constructor(optimizer: Optimizer, given: StepLROptions) {
    super(optimizer);
    const {
      stepSize,
      gamma = 0.1,
      ...options
    } = closed("StepLR", given, {
      stepSize: 0,
      gamma: 0,
      lastEpoch: 0,
    });
    checkNumber("StepLR: gamma", gamma);
    if (!(Number.isInteger(stepSize) && stepSize > 0))
      throw new ValueError(`Expected positive integer step_size, but got ${stepSize}`);
    this.stepSize = stepSize;
    this.gamma = gamma;
    this.begin(options);
  }

  /** The rates of the next step, for each group. */
  protected override nextRates(): number[] {
    if (this.lastEpoch === 0 || this.lastEpoch % this.stepSize !== 0) return this.rates();
    return this.rates().map((lr) => lr * this.gamma);
  }

  /** The rates of the first step, for each group. */
  protected override firstRates(): number[] {
    return this.baseLrs;
  }
}

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
  /** The factor of a decay. */
  gamma: number;

  /** Sets the rates of the first step. Throws ValueError for options outside their domain. */
  constructor(optimizer: Optimizer, given: MultiStepLROptions) {
    super(optimizer);
    const {
      milestones,
      gamma = 0.1,
      ...options
    } = closed("MultiStepLR", given, {
      milestones: 0,
      gamma: 0,
      lastEpoch: 0,
    });
    checkNumber("MultiStepLR: gamma", gamma);
    if (!Array.isArray(milestones))
      throw new ValueError(`MultiStepLR: milestones must be a list of steps (got ${described(milestones)})`);
    for (const milestone of milestones) this.milestones[milestone] = (this.milestones[milestone] ?? 0) + 1;
    this.gamma = gamma;
    this.begin(options);
  }

  /** The rates of the next step, for each group. */
  protected override nextRates(): number[] {
    const times = this.milestones[this.lastEpoch] ?? 0;
    return this.rates().map((lr) => lr * this.gamma ** times);
  }

  /** The rates of the first step, for each group. */
  protected override firstRates(): number[] {
    const times = this.milestones[0] ?? 0;
    return this.baseLrs.map((lr) => lr * this.gamma ** times);
  }
}
