/** @module LinearLR. */
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
  startFactor: number;
  endFactor: number;
  totalIters: number;

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

  protected override nextRates(): number[] {
    const { lastEpoch: t, startFactor, totalIters } = this;
    const rise = this.endFactor - startFactor;
    if (t === 0) return this.rates().map((lr) => lr * startFactor);
    if (t > totalIters) return this.rates();
    return this.rates().map((lr) => lr * (1 + rise / (totalIters * startFactor + (t - 1) * rise)));
  }
}
