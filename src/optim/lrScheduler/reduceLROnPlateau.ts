/** @module ReduceLROnPlateau. */
import { closed, type OptionNames } from "../../arguments.ts";
import { ValueError } from "../../errors.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import type { Optimizer } from "../optimizer.ts";
import { perGroup, Schedule, type SchedulerStateDict } from "./schedule.ts";

/** Options of `ReduceLROnPlateau`. */
export interface ReduceLROnPlateauOptions {
  /** Whether a lower metric is better ("min", the default) or a higher one ("max"). */
  readonly mode?: "min" | "max";
  /** The factor that the rate is multiplied by, below 1; 0.1 by default. */
  readonly factor?: number;
  /** The number of steps without improvement that are tolerated, 10 by default. */
  readonly patience?: number;
  /** The smallest change that counts as an improvement, 1e-4 by default. */
  readonly threshold?: number;
  /** Whether the threshold is relative to the best metric ("rel", the default) or absolute ("abs"). */
  readonly thresholdMode?: "rel" | "abs";
  /** The number of steps after a reduction that are ignored, 0 by default. */
  readonly cooldown?: number;
  /** The lowest rate, one for all groups or one for each, 0 by default. */
  readonly minLr?: number | readonly number[];
  /** Changes of the rate up to this are skipped, 1e-8 by default. */
  readonly eps?: number;
}

const OPTIONS: OptionNames<ReduceLROnPlateauOptions> = {
  mode: 0,
  factor: 0,
  patience: 0,
  threshold: 0,
  thresholdMode: 0,
  cooldown: 0,
  minLr: 0,
  eps: 0,
};

/**
 * The rate is multiplied by `factor` when a metric has not improved for more than `patience` steps.
 *
 * Throws ValueError for a factor ≥ 1, an unknown mode, or a number of lowest rates other than that of the groups.
 * Source: torch.optim.lr_scheduler.ReduceLROnPlateau.
 */
export class ReduceLROnPlateau extends Schedule {
  /** Whether lower or higher is better. */
  mode: "min" | "max";
  /** The factor of a reduction. */
  factor: number;
  /** Steps without improvement before a reduction. */
  patience: number;
  /** The least improvement that counts. */
  threshold: number;
  /** Whether it is relative or absolute. */
  thresholdMode: "rel" | "abs";
  /** Steps to wait after a reduction. */
  cooldown: number;
  /** The lowest rates, for each group. */
  minLrs: number[];
  /** Smaller reductions are left out. */
  eps: number;
  /** The best value so far. */
  best: number;
  /** Steps since then. */
  numBadEpochs = 0;
  /** Steps left to wait. */
  cooldownCounter = 0;

  /** Sets the rates of the first step. Throws ValueError for options outside their domain. */
  constructor(optimizer: Optimizer, options: ReduceLROnPlateauOptions = {}) {
    closed("ReduceLROnPlateau", options, OPTIONS);
    const { mode = "min", factor = 0.1, patience = 10, threshold = 1e-4 } = options;
    const { thresholdMode = "rel", cooldown = 0, minLr = 0, eps = 1e-8 } = options;
    super(optimizer);
    if (!(factor < 1)) throw new ValueError("Factor should be < 1.0.");
    const groups = optimizer.paramGroups.length;
    this.minLrs = perGroup(minLr, groups, (got) => `expected ${groups} min_lrs, got ${got}`);
    if (mode !== "min" && mode !== "max") throw new ValueError(`mode ${mode} is unknown!`);
    if (thresholdMode !== "rel" && thresholdMode !== "abs")
      throw new ValueError(`threshold mode ${thresholdMode} is unknown!`);
    this.mode = mode;
    this.factor = factor;
    this.patience = patience;
    this.threshold = threshold;
    this.thresholdMode = thresholdMode;
    this.cooldown = cooldown;
    this.eps = eps;
    this.best = worst(mode);
    this.storeRates();
  }

  /** Records the metric of a step (or epoch), and reduces the rates after too many without improvement. */
  step(metric: number | Tensor): void {
    const current = typeof metric === "number" ? metric : metric.item();
    this.lastEpoch += 1;
    if (this.#isBetter(current)) {
      this.best = current;
      this.numBadEpochs = 0;
    } else this.numBadEpochs += 1;
    if (this.cooldownCounter > 0) {
      this.cooldownCounter -= 1;
      this.numBadEpochs = 0;
    }
    if (this.numBadEpochs > this.patience) {
      this.#reduce();
      this.cooldownCounter = this.cooldown;
      this.numBadEpochs = 0;
    }
    this.storeRates();
  }

  /** Restores a state. Throws before anything changes if it is damaged. */
  override loadStateDict(state: Readonly<SchedulerStateDict>): void {
    // JSON cannot represent the initial infinity.
    const mode = state.mode === "max" || state.mode === "min" ? state.mode : this.mode;
    super.loadStateDict(state.best === null ? { ...state, best: worst(mode) } : state);
  }

  #isBetter(current: number): boolean {
    const { best, threshold } = this;
    const direction = this.mode === "min" ? -1 : 1;
    const limit =
      this.thresholdMode === "rel" ? best * (1 + direction * threshold) : best + direction * threshold;
    return this.mode === "min" ? current < limit : current > limit;
  }

  #reduce(): void {
    const groups = this.optimizer.paramGroups.length;
    if (groups > this.minLrs.length) {
      throw new ValueError(
        `The number of param groups in the \`optimizer\` (${groups}) differs from when \`ReduceLROnPlateau\` was initialized (${this.minLrs.length}), usually due to a new param group being added to the optimizer. Please modify the \`min_lrs\` field to match the length of the \`optimizer\` param groups.\n  scheduler.minLrs.push(0) after each addParamGroup`,
      );
    }
    this.optimizer.paramGroups.forEach((group, i) => {
      const lr = Math.max(group.lr * this.factor, this.minLrs[i]);
      if (group.lr - lr > this.eps) group.lr = lr;
    });
  }
}

function worst(mode: "min" | "max"): number {
  return mode === "min" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}
