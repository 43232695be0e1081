/** @module CyclicLR. */
import { closed } from "../../arguments.ts";
import { ValueError } from "../../errors.ts";
import { checkNumber } from "../checks.ts";
import type { Optimizer } from "../optimizer.ts";
import { LRScheduler, perGroup, type SchedulerOptions, type SchedulerStateDict } from "./schedule.ts";

/** Options of `CyclicLR`. */
export interface CyclicLROptions extends SchedulerOptions {
  /** The lowest rate, where a cycle starts; one for all groups or one for each. It replaces the rates of the groups. */
  readonly baseLr: number | readonly number[];
  /** The highest rate of the first cycle, one for all groups or one for each. */
  readonly maxLr: number | readonly number[];
  /** The steps in which the rate rises, 2000 by default. */
  readonly stepSizeUp?: number;
  /** The steps in which it falls, by default as many. */
  readonly stepSizeDown?: number | null;
  /** How the height changes: never (the default), halved by each cycle, or multiplied by `gamma` at each step. */
  readonly mode?: "triangular" | "triangular2" | "exp_range";
  /** The factor of "exp_range", 1 by default. */
  readonly gamma?: number;
  /** Maps the number of a cycle (from 1) or step to the factor of its height, instead of `mode`. */
  readonly scaleFn?: ((x: number) => number) | null;
  /** Whether `scaleFn` gets the number of the cycle (the default) or of the step. */
  readonly scaleMode?: "cycle" | "iterations";
  /** Whether the momentum falls while the rate rises; true by default. */
  readonly cycleMomentum?: boolean;
  /** The lowest momentum, one for all groups or one for each, 0.8 by default. */
  readonly baseMomentum?: number | readonly number[];
  /** The highest momentum, one for all groups or one for each, 0.9 by default. */
  readonly maxMomentum?: number | readonly number[];
}

/** Every option, as `OptionNames` wants it. */
const OPTIONS = {
  baseLr: true,
  maxLr: true,
  stepSizeUp: true,
  stepSizeDown: true,
  mode: true,
  gamma: true,
  scaleFn: true,
  scaleMode: true,
  cycleMomentum: true,
  baseMomentum: true,
  maxMomentum: true,
  lastEpoch: true,
};

/** What a cycle changes in a group. */
type Cycled = { lr: number; momentum?: number };

/**
 * The rate goes up and down between two limits in straight lines; the momentum does the opposite.
 *
 *     lr = baseLr + (maxLr − baseLr) · height · scale        height 0 … 1 … 0 in each cycle
 *
 * Call `step()` after every batch. A `scaleFn` is not part of the state: pass the same one to resume training.
 * Throws ValueError for an unknown mode, lists of another length than that of the groups, a rise of no steps, and for an
 * optimiser without momentum unless `cycleMomentum` is false.
 * Source: Smith, "Cyclical learning rates for training neural networks", 2017; torch.optim.lr_scheduler.CyclicLR.
 */
export class CyclicLR extends LRScheduler {
  /** The highest rates, for each group. */
  maxLrs: number[];
  /** Steps of a cycle. */
  totalSize: number;
  /** The share of them in which rates rise. */
  stepRatio: number;
  /** The shape of the cycles. */
  mode: "triangular" | "triangular2" | "exp_range";
  /** The base of `exp_range`. */
  gamma: number;
  /** What the amplitude depends on. */
  scaleMode: "cycle" | "iterations";
  /** Whether momentum moves against the rate. */
  cycleMomentum: boolean;
  /** The lowest momentums, for each group. */
  baseMomentums: number[] = [];
  /** The highest momentums, for each group. */
  maxMomentums: number[] = [];
  readonly #scaleFn: ((x: number) => number) | null;

  /** Sets the rates of the first step. Throws ValueError for options outside their domain. */
  constructor(optimizer: Optimizer, options: CyclicLROptions) {
    super(optimizer);
    closed("CyclicLR", options, OPTIONS);
    const { stepSizeUp = 2000, mode = "triangular", gamma = 1, scaleFn = null } = options;
    const { scaleMode = "cycle", cycleMomentum = true, lastEpoch = -1 } = options;
    const stepSizeDown = options.stepSizeDown ?? stepSizeUp;
    for (const [name, value] of Object.entries({ stepSizeUp, stepSizeDown, gamma }))
      checkNumber(`CyclicLR: ${name}`, value);
    if (!(stepSizeUp > 0 && stepSizeDown >= 0)) {
      throw new ValueError(
        `CyclicLR: step_size_up must be positive and step_size_down not negative (got ${stepSizeUp} and ${stepSizeDown})`,
      );
    }
    if (!["triangular", "triangular2", "exp_range"].includes(mode) && scaleFn === null)
      throw new ValueError("mode is invalid and scale_fn is None");
    if (cycleMomentum && !("momentum" in optimizer.defaults)) {
      throw new ValueError(
        "optimizer must support momentum with `cycle_momentum` option enabled\n  pass { cycleMomentum: false } to leave it as it is",
      );
    }
    const baseLrs = this.#each("base_lr", options.baseLr);
    this.maxLrs = this.#each("max_lr", options.maxLr);
    this.totalSize = stepSizeUp + stepSizeDown;
    this.stepRatio = stepSizeUp / this.totalSize;
    this.mode = mode;
    this.gamma = gamma;
    this.#scaleFn = scaleFn;
    this.scaleMode = scaleFn === null ? (mode === "exp_range" ? "iterations" : "cycle") : scaleMode;
    this.cycleMomentum = cycleMomentum;
    if (cycleMomentum) this.#setMomentums(options, lastEpoch);
    const groups: Cycled[] = optimizer.paramGroups;
    if (lastEpoch === -1) {
      groups.forEach((group, i) => {
        group.lr = baseLrs[i];
      });
    }
    this.begin({ lastEpoch });
    this.baseLrs = baseLrs;
  }

  /** The state under PyTorch's names. */
  override stateDict(): SchedulerStateDict {
    return { ...super.stateDict(), _scale_fn_custom: null };
  }

  /** The rates of the next step, for each group. */
  protected override nextRates(): number[] {
    const { lastEpoch: t, totalSize, stepRatio } = this;
    const cycle = Math.floor(1 + t / totalSize);
    const x = 1 + t / totalSize - cycle;
    const height = x <= stepRatio ? x / stepRatio : (x - 1) / (stepRatio - 1);
    const scale = this.#scale(this.scaleMode === "cycle" ? cycle : t);
    if (this.cycleMomentum) {
      const groups: Cycled[] = this.optimizer.paramGroups.slice(0, this.baseMomentums.length);
      groups.forEach((group, i) => {
        const most = this.maxMomentums[i];
        group.momentum = most - (most - this.baseMomentums[i]) * height * scale;
      });
    }
    return this.baseLrs.map((lr, i) => lr + (this.maxLrs[i] - lr) * height * scale);
  }

  #scale(x: number): number {
    if (this.#scaleFn !== null) return this.#scaleFn(x);
    if (this.mode === "triangular") return 1;
    return this.mode === "triangular2" ? 1 / 2 ** (x - 1) : this.gamma ** x;
  }

  #setMomentums({ baseMomentum = 0.8, maxMomentum = 0.9 }: CyclicLROptions, lastEpoch: number): void {
    const groups: Cycled[] = this.optimizer.paramGroups;
    const least = this.#each("base_momentum", baseMomentum);
    this.maxMomentums = this.#each("max_momentum", maxMomentum);
    groups.forEach((group, i) => {
      if (lastEpoch === -1) group.momentum = least[i];
    });
    this.baseMomentums = groups.map(({ momentum = 0 }) => momentum);
  }

  #each(name: string, value: number | readonly number[]): number[] {
    const groups = this.optimizer.paramGroups.length;
    const values = perGroup(value, groups, (got) => `expected ${groups} values for ${name}, got ${got}`);
    for (const number of values) checkNumber(`CyclicLR: ${name}`, number);
    return values;
  }
}
