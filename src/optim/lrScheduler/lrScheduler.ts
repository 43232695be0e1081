/** @module The base class of schedules that depend only on the number of steps. */
import { ValueError, warn } from "../../errors.ts";
import { Schedule } from "./schedule.ts";

/** Options of all these schedules. */
export interface SchedulerOptions {
  /** The number of the last step to resume from; −1 by default, for a new start. */
  readonly lastEpoch?: number;
}

const TOO_EARLY =
  "Detected call of `lr_scheduler.step()` before `optimizer.step()`. In PyTorch 1.1.0 and later, you should call them in the opposite order: `optimizer.step()` before `lr_scheduler.step()`.  Failure to do this will result in PyTorch skipping the first value of the learning rate schedule. See more details at https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate";

/**
 * The base of the schedules that count steps.
 *
 * The constructor sets the first rate, and each `step()`, to be called after the optimiser's, the next one. Rates are
 * computed from the previous ones (PyTorch's chainable forms), so that schedules can be combined.
 */
export abstract class LRScheduler extends Schedule {
  /** The initial rates of the groups. */
  baseLrs: number[] = [];
  /** The number of calls of `step`, including one by the constructor. */
  protected stepCount = 0;

  /** Sets the rates of the next step (or epoch). */
  step(): void {
    if (this.stepCount === 1 && this.optimizer.stepCount < 1) warn(TOO_EARLY);
    this.stepCount += 1;
    this.lastEpoch += 1;
    this.setRates(this.nextRates());
  }

  /** Stores the initial rates and sets the first ones. To be called after all fields are set. */
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

  /** The current rates. */
  protected rates(): number[] {
    return this.optimizer.paramGroups.map((group) => group.lr);
  }
}
