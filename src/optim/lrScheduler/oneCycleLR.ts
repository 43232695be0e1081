/** @module OneCycleLR. */
import { closed, type OptionNames } from "../../arguments.ts";
import { ValueError } from "../../errors.ts";
import { checkNumber } from "../checks.ts";
import type { Optimizer, ScheduleMarks } from "../optimizer.ts";
import { camelCase } from "../stateDict.ts";
import { LRScheduler, perGroup, type SchedulerOptions } from "./schedule.ts";

/** Options of `OneCycleLR`: either `totalSteps`, or `epochs` and `stepsPerEpoch`. */
export interface OneCycleLROptions extends SchedulerOptions {
  /** The highest rate, one for all groups or one for each. */
  readonly maxLr: number | readonly number[];
  /** Steps of the whole cycle. */
  readonly totalSteps?: number;
  /** With `stepsPerEpoch`, in place of `totalSteps`. */
  readonly epochs?: number;
  /** Steps of an epoch. */
  readonly stepsPerEpoch?: number;
  /** The fraction of the cycle in which the rate rises, 0.3 by default. */
  readonly pctStart?: number;
  /** The curve of the rate, "cos" by default. */
  readonly annealStrategy?: "cos" | "linear";
  /** Whether the momentum (or β₁) falls while the rate rises; true by default. */
  readonly cycleMomentum?: boolean;
  /** The lowest momentum, one for all groups or one for each, 0.85 by default. */
  readonly baseMomentum?: number | readonly number[];
  /** The highest momentum, one for all groups or one for each, 0.95 by default. */
  readonly maxMomentum?: number | readonly number[];
  /** maxLr over the first rate, 25 by default. */
  readonly divFactor?: number;
  /** The first rate over the last, 1e4 by default. */
  readonly finalDivFactor?: number;
  /** Whether the rate first falls back to the initial one, and then, in a third phase, to the last; false by default. */
  readonly threePhase?: boolean;
}

const OPTIONS: OptionNames<OneCycleLROptions> = {
  maxLr: 0,
  totalSteps: 0,
  epochs: 0,
  stepsPerEpoch: 0,
  pctStart: 0,
  annealStrategy: 0,
  cycleMomentum: 0,
  baseMomentum: 0,
  maxMomentum: 0,
  divFactor: 0,
  finalDivFactor: 0,
  threePhase: 0,
  lastEpoch: 0,
};

/** A phase: its last step, and the fields of a group between which rate and momentum change. */
export interface Phase {
  /** The last step. */
  readonly end_step: number;
  /** Which rate of the group it is. */
  readonly start_lr: "initial_lr" | "max_lr";
  /** Which rate of the group it is. */
  readonly end_lr: "initial_lr" | "max_lr" | "min_lr";
  /** Which momentum of the group it is. */
  readonly start_momentum: "max_momentum" | "base_momentum";
  /** Which momentum of the group it is. */
  readonly end_momentum: "max_momentum" | "base_momentum";
}

type Mark = Exclude<Phase[keyof Phase], number>;

/** What a cycle changes in a group. */
type Cycled = ScheduleMarks & { momentum?: number; betas?: readonly [number, number] };

/**
 * One cycle: the rate rises from maxLr / divFactor to maxLr, then falls far below; the momentum does the opposite.
 *
 * Call `step()` after every batch. It overrides the rates of the groups. Throws ValueError if the length of the cycle is
 * missing or not a positive integer, for options outside their domain, for an optimiser without momentum or betas
 * unless `cycleMomentum` is false, and for steps after the end of the cycle.
 * Source: Smith & Topin, "Super-convergence", 2017; torch.optim.lr_scheduler.OneCycleLR.
 */
export class OneCycleLR extends LRScheduler {
  /** Steps of the cycle. */
  totalSteps: number;
  /** The parts of the cycle. */
  schedulePhases: Phase[];
  /** The curve between two rates. */
  annealFuncType: "cos" | "linear";
  /** Whether momentum moves against the rate. */
  cycleMomentum: boolean;
  /** Whether the momentum is the first beta. */
  useBeta1: boolean;

  /** Sets the rates of the first step. Throws ValueError for options outside their domain. */
  constructor(optimizer: Optimizer, options: OneCycleLROptions) {
    closed("OneCycleLR", options, OPTIONS);
    const { annealStrategy = "cos", cycleMomentum = true, pctStart = 0.3, threePhase = false } = options;
    super(optimizer);
    for (const name of ["maxLr", "baseMomentum", "maxMomentum", "divFactor", "finalDivFactor"] as const)
      for (const value of [options[name] ?? (name === "maxLr" ? undefined : 0)].flat())
        checkNumber(`OneCycleLR: ${name}`, value);
    this.totalSteps = lengthOf(options);
    if (!(pctStart >= 0 && pctStart <= 1))
      throw new ValueError(`Expected float between 0 and 1 pct_start, but got ${pctStart}`);
    if (annealStrategy !== "cos" && annealStrategy !== "linear") {
      throw new ValueError(`anneal_strategy must by one of 'cos' or 'linear', instead got ${annealStrategy}`);
    }
    this.schedulePhases = phasesOf(this.totalSteps, pctStart, threePhase);
    this.annealFuncType = annealStrategy;
    this.cycleMomentum = cycleMomentum;
    this.useBeta1 = "betas" in optimizer.defaults;
    if (cycleMomentum && !this.useBeta1 && !("momentum" in optimizer.defaults))
      throw new ValueError("optimizer must support momentum with `cycle_momentum` option enabled");
    this.#markGroups(options);
    this.begin(options);
  }

  /** The rates of the next step, for each group. */
  protected override nextRates(): number[] {
    const { lastEpoch: t, totalSteps, schedulePhases } = this;
    if (t > totalSteps) {
      throw new ValueError(
        `Tried to step ${t + 1} times. The specified number of total steps is ${totalSteps}`,
      );
    }
    const found = schedulePhases.findIndex(({ end_step }) => t <= end_step);
    const last = found < 0 ? schedulePhases.length - 1 : found;
    const phase = schedulePhases[last];
    const start = last === 0 ? 0 : schedulePhases[last - 1].end_step;
    if (phase.end_step === start) {
      throw new ValueError(
        `OneCycleLR: phase ${last} has no length: it starts and ends with step ${start} of ${totalSteps}\n  use another pctStart, or more steps`,
      );
    }
    const part = (t - start) / (phase.end_step - start);
    this.#checkMarks(phase);
    return this.optimizer.paramGroups.map((group: Cycled) => {
      if (this.cycleMomentum)
        this.#setMomentum(group, this.#between(phase.start_momentum, phase.end_momentum, part, group));
      return this.#between(phase.start_lr, phase.end_lr, part, group);
    });
  }

  /** Throws, before a group is changed, if a group lacks what the phase needs: the limits are those of the first groups. */
  #checkMarks(phase: Phase): void {
    const { start_lr, end_lr, start_momentum, end_momentum } = phase;
    const marks = [start_lr, end_lr, ...(this.cycleMomentum ? [start_momentum, end_momentum] : [])];
    this.optimizer.paramGroups.forEach((group: Cycled, i) => {
      const missing = marks.find((mark) => typeof group[camelCase(mark) as keyof ScheduleMarks] !== "number");
      if (missing === undefined) return;
      throw new ValueError(
        `'${missing}'\n  parameter group ${i} has no ${camelCase(missing)}: it was added after this OneCycleLR was made. Give the group { initialLr, maxLr, minLr, maxMomentum, baseMomentum }, or make the schedule after all groups`,
      );
    });
  }

  #between(start: Mark, end: Mark, part: number, group: Cycled): number {
    const [from, to] = [start, end].map(
      (mark) => group[camelCase(mark) as keyof ScheduleMarks] ?? Number.NaN,
    );
    if (this.annealFuncType === "linear") return (to - from) * part + from;
    return to + ((from - to) / 2) * (Math.cos(Math.PI * part) + 1);
  }

  #setMomentum(group: Cycled, momentum: number): void {
    if (this.useBeta1 && group.betas !== undefined) group.betas = [momentum, group.betas[1]];
    else group.momentum = momentum;
  }

  /** Stores the limits of the cycle in each group, unless it is being resumed. */
  #markGroups(options: OneCycleLROptions): void {
    const { maxLr, maxMomentum = 0.95, baseMomentum = 0.85, divFactor = 25, finalDivFactor = 1e4 } = options;
    const groups = this.optimizer.paramGroups;
    const each = (name: string, value: number | readonly number[]): number[] =>
      perGroup(value, groups.length, (got) => `expected ${groups.length} values for ${name}, got ${got}`);
    const rates = each("max_lr", maxLr);
    const [most, least] = [each("max_momentum", maxMomentum), each("base_momentum", baseMomentum)];
    if (options.lastEpoch !== undefined && options.lastEpoch !== -1) return;
    groups.forEach((group: Cycled, i) => {
      const initialLr = rates[i] / divFactor;
      Object.assign(group, { initialLr, maxLr: rates[i], minLr: initialLr / finalDivFactor });
      if (!this.cycleMomentum) return;
      this.#setMomentum(group, most[i]);
      Object.assign(group, { maxMomentum: most[i], baseMomentum: least[i] });
    });
  }
}

/** Up and down; with `threePhase`, up, back down to the initial rate, and then to the last. */
function phasesOf(totalSteps: number, pctStart: number, threePhase: boolean): Phase[] {
  const rise = {
    end_step: pctStart * totalSteps - 1,
    start_lr: "initial_lr",
    end_lr: "max_lr",
    start_momentum: "max_momentum",
    end_momentum: "base_momentum",
  } as const;
  const fall = { start_lr: "max_lr", start_momentum: "base_momentum", end_momentum: "max_momentum" } as const;
  const end = { end_step: totalSteps - 1, end_lr: "min_lr", end_momentum: "max_momentum" } as const;
  return threePhase
    ? [
        rise,
        { ...fall, end_step: 2 * pctStart * totalSteps - 2, end_lr: "initial_lr" },
        { ...end, start_lr: "initial_lr", start_momentum: "max_momentum" },
      ]
    : [rise, { ...fall, ...end }];
}

function lengthOf({ totalSteps, epochs, stepsPerEpoch }: OneCycleLROptions): number {
  if (totalSteps !== undefined) return positiveInteger("total_steps", totalSteps);
  if (epochs === undefined || stepsPerEpoch === undefined)
    throw new ValueError("You must define either total_steps OR (epochs AND steps_per_epoch)");
  return positiveInteger("epochs", epochs) * positiveInteger("steps_per_epoch", stepsPerEpoch);
}

function positiveInteger(name: string, value: number): number {
  if (Number.isInteger(value) && value > 0) return value;
  throw new ValueError(`Expected positive integer ${name}, but got ${value}`);
}
