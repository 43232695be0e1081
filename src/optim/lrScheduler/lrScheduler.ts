/** @module Schedules that know the rate from the number of steps. */
import { ValueError, warn } from "../../errors.ts";
import { Schedule } from "./schedule.ts";

/** What all these schedules take. */
export interface SchedulerOptions {
  /** The number of the last step when training is resumed, −1 (the default) when it begins. */
  readonly lastEpoch?: number;
}

const TOO_EARLY =
  "Detected call of `lr_scheduler.step()` before `optimizer.step()`. In PyTorch 1.1.0 and later, you should call them in the opposite order: `optimizer.step()` before `lr_scheduler.step()`.  Failure to do this will result in PyTorch skipping the first value of the learning rate schedule. See more details at https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate";

/**
 * The base of the schedules that count steps.
 *
 * A schedule sets its first rate when it is made, and the next one with each `step()`, to be called after the
 * optimiser's. Rates follow from the ones before (PyTorch's chainable forms), so that schedules can be combined.
 */
export abstract class LRScheduler extends Schedule {
  /** The rates that the groups started from. */
  baseLrs: number[] = [];
  /** How often `step` was called, the first time by the constructor. */
  protected stepCount = 0;

  /** Sets the rates of the next step (or epoch). */
  step(): void {
    if (this.stepCount === 1 && this.optimizer.stepCount < 1) warn(TOO_EARLY);
    this.stepCount += 1;
    this.lastEpoch += 1;
    this.setRates(this.nextRates());
  }

  /** Notes where the rates start from, and sets the first. To be called when all fields are filled in. */
  protected begin({ lastEpoch = -1 }: SchedulerOptions): void {
    const groups = this.optimizer.paramGroups;
    this.baseLrs = groups.map((group, i) => {
      if (lastEpoch === -1) group.initialLr ??= group.lr;
      if (group.initialLr === undefined) {
        throw new ValueError(
          `param 'initial_lr' is not specified in param_groups[${i}] when resuming an optimizer`,
        );
      }
      return group.initialLr;
    });
    this.lastEpoch = lastEpoch;
    this.optimizer.stepCount = 0;
    this.step();
  }

  /** The rate of each group at `lastEpoch`. */
  protected abstract nextRates(): number[];

  /** The rates as they are. */
  protected rates(): number[] {
    return this.optimizer.paramGroups.map((group) => group.lr);
  }
}
