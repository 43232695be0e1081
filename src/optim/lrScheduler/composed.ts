/** @module Schedules made of other schedules: SequentialLR and ChainedScheduler. */
import { closed } from "../../arguments.ts";
import { FormatError, ValueError } from "../../errors.ts";
import type { Optimizer } from "../optimizer.ts";
import { ReduceLROnPlateau } from "./reduceLROnPlateau.ts";
import { LRScheduler, Schedule, type SchedulerStateDict } from "./schedule.ts";

/** The base of schedules that step others. */
export abstract class ComposedSchedule extends Schedule {
  readonly #schedulers: readonly SteppedSchedule[];

  /** Throws ValueError unless all of them are schedules of this optimiser. */
  constructor(optimizer: Optimizer, schedulers: readonly SteppedSchedule[]) {
    super(optimizer);
    this.#schedulers = [...schedulers];
  }

  /** Sets the rates of the next step (or epoch). */
  abstract step(): void;

  /** The state under PyTorch's names. */
  override stateDict(): SchedulerStateDict {
    return { ...super.stateDict(), _schedulers: this.#schedulers.map((scheduler) => scheduler.stateDict()) };
  }

  /** Checks a state, and returns what applies it. Throws FormatError for a damaged one. */
  override readState(state: Readonly<SchedulerStateDict>): () => void {
    const saved: unknown = state?._schedulers;
    const count = this.#schedulers.length;
    if (!Array.isArray(saved) || saved.length !== count) {
      const got = Array.isArray(saved) ? saved.length : typeof saved;
      throw new FormatError(
        `'_schedulers' of a scheduler's state dict must be a list of ${count} state dicts (got ${got})`,
      );
    }
    const restoreOwn = super.readState(state);
    const restore = this.#schedulers.map((scheduler, i) => scheduler.readState(saved[i]));
    return () => {
      restoreOwn();
      for (const restoreOne of restore) restoreOne();
    };
  }
}

/** Options of `SequentialLR`. */
export interface SequentialLROptions {
  /** The schedules, all of the same optimiser, in their order. */
  readonly schedulers: readonly LRScheduler[];
  /** The steps at which the next schedule starts: one fewer than schedules, ascending. */
  readonly milestones: readonly number[];
  /** The number of the last step to resume from; −1 by default, for a new start. */
  readonly lastEpoch?: number;
}

/**
 * Schedules one after the other, such as a warm-up and then a decay: from each milestone on, the next one, which starts at
 * its step 0 with its initial rates.
 *
 *     const warmUp = new optim.lrScheduler.LinearLR(optimizer, { startFactor: 0.1, totalIters: 4 });
 *     const decay = new optim.lrScheduler.CosineAnnealingLR(optimizer, { tMax: 6 });
 *     const scheduler = new optim.lrScheduler.SequentialLR(optimizer, { schedulers: [warmUp, decay], milestones: [4] });
 *     // lr 0.1: 0.01, 0.0325, 0.055, 0.0775, then 0.1, 0.0933, 0.075, …
 *
 * Only this schedule is to be stepped. Throws ValueError for schedules of another optimiser, for ones that cannot be in a
 * sequence (ReduceLROnPlateau, SequentialLR, ChainedScheduler), and for another number of milestones.
 * Source: torch.optim.lr_scheduler.SequentialLR.
 */
export class SequentialLR extends ComposedSchedule {
  readonly #sequence: readonly LRScheduler[];
  #milestones: readonly number[];

  /** Throws ValueError unless there is one milestone fewer than schedules. */
  constructor(optimizer: Optimizer, options: SequentialLROptions) {
    closed("SequentialLR", options, { schedulers: true, milestones: true, lastEpoch: true });
    const { schedulers, milestones, lastEpoch = -1 } = options;
    checkSequence(optimizer, schedulers, milestones);
    super(optimizer, schedulers);
    this.#sequence = [...schedulers];
    this.#milestones = [...milestones];
    this.lastEpoch = lastEpoch + 1;
    const rates = optimizer.paramGroups.map(({ initialLr }, i) => {
      if (initialLr !== undefined) return initialLr;
      throw new ValueError(
        `'initial_lr'\n  parameter group ${i} was added after the schedules of this SequentialLR: make them after all groups`,
      );
    });
    this.setRates(rates);
    // Undoes the first step of all schedules, which their constructors have made, and repeats that of the first.
    for (const scheduler of schedulers) scheduler.lastEpoch -= 1;
    schedulers[0].initialStep();
    this.storeRates();
  }

  /** Sets the rates of the next step. */
  override step(): void {
    this.lastEpoch += 1;
    const index = this.#milestones.filter((milestone) => milestone <= this.lastEpoch).length;
    const scheduler = this.#sequence[index];
    if (index > 0 && this.#milestones[index - 1] === this.lastEpoch) scheduler.restart();
    else scheduler.step();
    this.storeRates();
  }

  /** The state under PyTorch's names. */
  override stateDict(): SchedulerStateDict {
    return { ...super.stateDict(), _milestones: [...this.#milestones] };
  }

  /** Checks a state, and returns what applies it. Throws FormatError for a damaged one. */
  override readState(state: Readonly<SchedulerStateDict>): () => void {
    const restore = super.readState(state);
    const milestones: unknown = state._milestones;
    if (!isNumbers(milestones) || milestones.length !== this.#milestones.length) {
      throw new FormatError(
        `'_milestones' of a scheduler's state dict must be a list of ${this.#milestones.length} numbers`,
      );
    }
    return () => {
      restore();
      this.#milestones = [...milestones];
    };
  }
}

/** A schedule whose `step` has no arguments. */
type SteppedSchedule = LRScheduler | ComposedSchedule;

/**
 * Schedules that all step at once: each changes the rate that the previous one has set.
 *
 *     const hold = new optim.lrScheduler.ConstantLR(optimizer, { factor: 0.1, totalIters: 2 });
 *     const decay = new optim.lrScheduler.ExponentialLR(optimizer, { gamma: 0.9 });
 *     const scheduler = new optim.lrScheduler.ChainedScheduler([hold, decay]);
 *     // lr 1: 0.1, 0.09, 0.81, 0.729, …
 *
 * Suits those that compute a rate from the previous one; LambdaLR, OneCycleLR, CyclicLR and CosineAnnealingWarmRestarts
 * overwrite it. Throws ValueError for no schedules, schedules of several optimisers, and ReduceLROnPlateau.
 * Source: torch.optim.lr_scheduler.ChainedScheduler.
 */
export class ChainedScheduler extends ComposedSchedule {
  readonly #chain: readonly SteppedSchedule[];

  /** Throws ValueError unless all of them are schedules of one optimiser. */
  constructor(schedulers: readonly SteppedSchedule[]) {
    checkChain(schedulers);
    super(schedulers[0].optimizer, schedulers);
    this.#chain = [...schedulers];
    this.lastEpoch = schedulers[0].lastEpoch;
    this.storeRates();
  }

  /** Sets the rates of the next step. */
  override step(): void {
    for (const scheduler of this.#chain) scheduler.step();
    this.lastEpoch = this.#chain[0].lastEpoch;
    this.storeRates();
  }

  /** The state under PyTorch's names. */
  override stateDict(): SchedulerStateDict {
    const { last_epoch: _, ...state } = super.stateDict();
    return state;
  }

  /** Checks a state, and returns what applies it. Throws FormatError for a damaged one. */
  override readState(state: Readonly<SchedulerStateDict>): () => void {
    // PyTorch's state has no count of its own.
    const restore = super.readState({ ...state, last_epoch: 0 });
    return () => {
      restore();
      this.lastEpoch = this.#chain[0].lastEpoch;
    };
  }
}

function checkSequence(
  optimizer: Optimizer,
  schedulers: readonly LRScheduler[],
  milestones: readonly number[],
): void {
  if (!Array.isArray(schedulers) || schedulers.length === 0)
    throw new ValueError("SequentialLR: schedulers must be a list of at least one schedule");
  schedulers.forEach((scheduler, i) => {
    checkStepped("SequentialLR", scheduler, i);
    if (!(scheduler instanceof LRScheduler)) {
      throw new ValueError(
        `SequentialLR does not support \`${nameOf(scheduler)}\` at index ${i}: it cannot start again at a milestone\n  list its schedules themselves`,
      );
    }
    if (scheduler.optimizer !== optimizer) {
      throw new ValueError(
        `Sequential Schedulers expects all schedulers to belong to the same optimizer, but got schedulers at index ${i} to be different than the optimizer passed in.`,
      );
    }
  });
  if (!isNumbers(milestones) || milestones.length !== schedulers.length - 1) {
    throw new ValueError(
      `Sequential Schedulers expects number of schedulers provided to be one more than the number of milestone points, but got number of schedulers ${schedulers.length} and the number of milestones to be equal to ${milestones?.length ?? 0}`,
    );
  }
  if (milestones.some((milestone, i) => i > 0 && !(milestone > milestones[i - 1])))
    throw new ValueError(`SequentialLR: milestones must ascend (got ${milestones.join(", ")})`);
}

function checkChain(schedulers: readonly SteppedSchedule[]): void {
  if (!Array.isArray(schedulers) || schedulers.length === 0)
    throw new ValueError(
      "ChainedScheduler expects at least one scheduler to be chained, but got no scheduler.",
    );
  schedulers.forEach((scheduler, i) => {
    checkStepped("ChainedScheduler", scheduler, i);
    if (scheduler.optimizer !== schedulers[0].optimizer) {
      throw new ValueError(
        `ChainedScheduler expects all schedulers to belong to the same optimizer, but got schedulers at index 0 and ${i} to be different`,
      );
    }
  });
}

/** Throws for what is not a schedule, and for one whose `step` needs a metric, which the owner cannot pass on. */
function checkStepped(owner: string, scheduler: unknown, i: number): void {
  if (scheduler instanceof ReduceLROnPlateau) {
    throw new ValueError(
      `${owner} does not support \`ReduceLROnPlateau\` scheduler as it requires additional kwargs to be specified when calling \`step\`, but got one at index ${i} in the given schedulers sequence.`,
    );
  }
  if (!(scheduler instanceof Schedule))
    throw new ValueError(`${owner}: schedulers[${i}] must be a schedule (got ${typeof scheduler})`);
}

function nameOf(scheduler: object): string {
  return scheduler instanceof SequentialLR ? "SequentialLR" : "ChainedScheduler";
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((number) => typeof number === "number");
}
