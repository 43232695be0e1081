/** @module Schedules that end after a number of steps: LinearLR, ConstantLR and PolynomialLR. */
import { closed } from "../../arguments.ts";
import { ValueError } from "../../errors.ts";
import { checkNumber } from "../checks.ts";
import type { Optimizer } from "../optimizer.ts";
import { LRScheduler, type SchedulerOptions } from "./schedule.ts";

/** Options of `LinearLR`. */
export interface LinearLROptions extends SchedulerOptions {
  /** The first factor of the rate, 1/3 by default. */
  readonly startFactor?: number;
  /** The last factor, 1 by default. */
  readonly endFactor?: number;
  /** The number of steps between them, 5 by default. */
  readonly totalIters?: number;
}

/**
 * The rate changes linearly from lr₀ · startFactor to lr₀ · endFactor in `totalIters` steps, then stays constant.
 *
 * Throws ValueError unless 0 < startFactor ≤ 1 and 0 ≤ endFactor ≤ 1. Source: torch.optim.lr_scheduler.LinearLR.
 */
export class LinearLR extends LRScheduler {
  /** The factor of the first step. */
  startFactor: number;
  /** The factor from `totalIters` on. */
  endFactor: number;
  /** Steps until the end of the change. */
  totalIters: number;

  /** Sets the rates of the first step. Throws ValueError for options outside their domain. */
  constructor(optimizer: Optimizer, given: LinearLROptions = {}) {
    super(optimizer);
    const {
      startFactor = 1 / 3,
      endFactor = 1,
      totalIters = 5,
      ...options
    } = closed("LinearLR", given, {
      startFactor: 0,
      endFactor: 0,
      totalIters: 0,
      lastEpoch: 0,
    });
    checkNumber("LinearLR: totalIters", totalIters);
    if (!(startFactor >= 0 && startFactor <= 1))
      throw new ValueError("Starting multiplicative factor expected to be between 0 and 1.");
    if (startFactor === 0) {
      // PyTorch 1.13 divides by zero at the first step; later versions throw this.
      throw new ValueError(
        "Starting multiplicative factor expected to be greater than 0 and less or equal to 1.",
      );
    }
    if (!(endFactor >= 0 && endFactor <= 1))
      throw new ValueError("Ending multiplicative factor expected to be between 0 and 1.");
    this.startFactor = startFactor;
    this.endFactor = endFactor;
    this.totalIters = totalIters;
    this.begin(options);
  }

  /** The rates of the next step, for each group. */
  protected override nextRates(): number[] {
    const { lastEpoch: t, startFactor, totalIters } = this;
    const rise = this.endFactor - startFactor;
    if (t === 0) return this.rates().map((lr) => lr * startFactor);
    if (t > totalIters) return this.rates();
    return this.rates().map((lr) => lr * (1 + rise / (totalIters * startFactor + (t - 1) * rise)));
  }

  /** The rates of the first step, for each group. */
  protected override firstRates(): number[] {
    return this.baseLrs.map((lr) => lr * this.startFactor);
  }
}

/** Options of `ConstantLR`. */
export interface ConstantLROptions extends SchedulerOptions {
  /** The factor of the rate, 1/3 by default. */
  readonly factor?: number;
  /** The number of steps with it, 5 by default. */
  readonly totalIters?: number;
}

/**
 * The rate is multiplied by `factor` for `totalIters` steps.
 *
 * Throws ValueError unless 0 < factor ≤ 1. Source: torch.optim.lr_scheduler.ConstantLR.
 */
export class ConstantLR extends LRScheduler {
  /** The factor up to then. */
  factor: number;
  /** Steps until the end of the change. */
  totalIters: number;

  /** Sets the rates of the first step. Throws ValueError for options outside their domain. */
  constructor(optimizer: Optimizer, given: ConstantLROptions = {}) {
    super(optimizer);
    const names = { factor: 0, totalIters: 0, lastEpoch: 0 };
    const { factor = 1 / 3, totalIters = 5, ...options } = closed("ConstantLR", given, names);
    checkNumber("ConstantLR: factor", factor);
    checkNumber("ConstantLR: totalIters", totalIters);
    // PyTorch divides by a factor of zero when the steps are over.
    if (!(factor > 0 && factor <= 1)) {
      const zero =
        factor === 0 ? "\n  0 cannot be undone by a division: use a small factor, or LambdaLR" : "";
      throw new ValueError(`Constant multiplicative factor expected to be between 0 and 1.${zero}`);
    }
    this.factor = factor;
    this.totalIters = totalIters;
    this.begin(options);
  }

  /** The rates of the next step, for each group. */
  protected override nextRates(): number[] {
    const { lastEpoch: t, factor, totalIters } = this;
    if (t === 0) return this.rates().map((lr) => lr * factor);
    if (t !== totalIters) return this.rates();
    return this.rates().map((lr) => lr * (1 / factor));
  }

  /** The rates of the first step, for each group. */
  protected override firstRates(): number[] {
    return this.baseLrs.map((lr) => (this.totalIters > 0 ? lr * this.factor : lr));
  }
}

/** Options of `PolynomialLR`. */
export interface PolynomialLROptions extends SchedulerOptions {
  /** The number of steps until the rate is 0, 5 by default. */
  readonly totalIters?: number;
  /** The power of the polynomial, 1 by default. */
  readonly power?: number;
}

/**
 * The rate falls to 0 in `totalIters` steps: lrₜ = lr₀ (1 − t / totalIters)^power.
 *
 * Source: torch.optim.lr_scheduler.PolynomialLR.
 */
export class PolynomialLR extends LRScheduler {
  /** Steps until the end of the change. */
  totalIters: number;
  /** The exponent. */
  power: number;

  /** Sets the rates of the first step. Throws ValueError for options outside their domain. */
  constructor(optimizer: Optimizer, given: PolynomialLROptions = {}) {
    super(optimizer);
    const names = { totalIters: 0, power: 0, lastEpoch: 0 };
    const { totalIters = 5, power = 1, ...options } = closed("PolynomialLR", given, names);
    checkNumber("PolynomialLR: totalIters", totalIters);
    checkNumber("PolynomialLR: power", power);
    this.totalIters = totalIters;
    this.power = power;
    this.begin(options);
  }

  /** The rates of the next step, for each group. */
  protected override nextRates(): number[] {
    const { lastEpoch: t, totalIters, power } = this;
    if (t === 0 || t > totalIters) return this.rates();
    const factor = ((1 - t / totalIters) / (1 - (t - 1) / totalIters)) ** power;
    return this.rates().map((lr) => lr * factor);
  }

  /** The rates of the first step, for each group. */
  protected override firstRates(): number[] {
    return this.baseLrs;
  }
}
