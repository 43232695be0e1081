/** @module The base classes of schedules: the optimiser whose rate they change, and their state. */
import { checkNames } from "../../arguments.ts";
import { FormatError, ValueError, warn } from "../../errors.ts";
import type { Optimizer } from "../optimizer.ts";
import { numbersOf, snakeCase } from "../stateDict.ts";

/** A schedule's state with PyTorch's names: numbers, strings, and arrays and objects of them. */
export type SchedulerStateDict = Record<string, unknown>;

/** Names that are not simply in snake case: private ones, and those of time constants. */
const PYTHON_NAMES: Readonly<Record<string, string>> = {
  stepCount: "_step_count",
  lastLr: "_last_lr",
  schedulePhases: "_schedule_phases",
  annealFuncType: "_anneal_func_type",
  tMax: "T_max",
  t0: "T_0",
  tI: "T_i",
  tMult: "T_mult",
  tCur: "T_cur",
};

/** Fields with one number for each group that the schedule knows. */
const BY_GROUP = ["baseLrs", "lastLr", "minLrs", "maxLrs", "baseMomentums", "maxMomentums"];

/** What states of PyTorch have besides the fields of ours, and names with an underscore in front. */
const FOREIGN = [
  "verbose",
  "anneal_func",
  "cycle_momentum",
  "use_beta1",
  "mode_worse",
  "default_min_lr",
  "lr_lambdas",
];

/** The base of the learning rate schedules. */
export abstract class Schedule {
  /** The optimiser whose rates it sets. */
  readonly optimizer: Optimizer;
  /** The number of steps so far. */
  lastEpoch = 0;
  /** The rates that it has set, for each group. */
  protected lastLr: number[] = [];

  /** Of this optimiser. */
  constructor(optimizer: Optimizer) {
    this.optimizer = optimizer;
  }

  /** The learning rate that was last set for each group. */
  getLastLr(): number[] {
    return [...this.lastLr];
  }

  /** The complete state, with PyTorch's names, from which `loadStateDict` resumes. Does not include the optimiser's state. */
  stateDict(): SchedulerStateDict {
    return Object.fromEntries(
      this.#fields().map(([name, value]) => [pythonName(name), structuredClone(value)]),
    );
  }

  /**
   * Restores the state of a schedule of the same class, for an optimiser with as many groups. Groups may have been added
   * after the schedule was made.
   *
   * The rates of the groups are part of the optimiser's state: create the schedule first, which sets the initial rates,
   * then load both states. Throws, before anything has changed, FormatError for an object that is not such a state,
   * ValueError for another number of groups and for names that neither this schedule nor PyTorch's has.
   */
  loadStateDict(state: Readonly<SchedulerStateDict>): void {
    this.readState(state)();
  }

  /** @internal Checks a state, and returns the function that restores it: several are checked before one is restored. */
  readState(state: Readonly<SchedulerStateDict>): () => void {
    if (typeof state?.last_epoch !== "number")
      throw new FormatError("a scheduler's state dict must have a number last_epoch");
    this.#checkNames(Object.keys(state));
    const loaded = this.#fields().flatMap(([name, value]) => {
      const saved = numbersOf(state[pythonName(name)]);
      if (saved === undefined) return [];
      if (typeof saved !== typeof value || saved === null) {
        const got = saved === null ? "null" : typeof saved;
        throw new FormatError(
          `'${pythonName(name)}' of a scheduler's state dict must be of type ${typeof value} (got ${got})`,
        );
      }
      return [[name, structuredClone(saved)] as const];
    });
    const fields = Object.fromEntries(loaded);
    for (const [name, value] of loaded) this.#checkGroups(name, value, fields.lastLr);
    return () => Object.assign(this, fields);
  }

  /** Sets the rate of each group that has one here: as in PyTorch, those added later may keep theirs. */
  protected setRates(rates: readonly number[]): void {
    this.optimizer.paramGroups.slice(0, rates.length).forEach((group, i) => {
      group.lr = rates[i];
    });
    this.storeRates();
  }

  /** Stores the current rates of the groups as those that were set last. */
  protected storeRates(): void {
    this.lastLr = this.optimizer.paramGroups.map((group) => group.lr);
  }

  /** Names with an underscore in front are PyTorch's own, which differ by version. */
  #checkNames(names: readonly string[]): void {
    const known = this.#fields().map(([name]) => pythonName(name));
    const strange = names.find((name) => ![...known, ...FOREIGN].includes(name) && !name.startsWith("_"));
    if (strange !== undefined) checkNames("a scheduler's state dict", { [strange]: 0 }, known);
  }

  #checkGroups(name: string, value: unknown, lastLr: unknown): void {
    if (!BY_GROUP.includes(name)) return;
    const groups = this.optimizer.paramGroups.length;
    const own: unknown = Reflect.get(this, name);
    const isList = Array.isArray(value) && value.every((number) => typeof number === "number");
    // Shorter lists are of groups that were added after the schedule was made, here or before saving.
    if (isList && (value.length === groups || (Array.isArray(own) && value.length === own.length))) return;
    if (isList && value.length < groups && Array.isArray(lastLr) && lastLr.length === groups) return;
    const got = Array.isArray(value) ? value.length : typeof value;
    throw new ValueError(
      `loaded state dict has ${got} ${pythonName(name)} but the optimizer has ${groups} groups`,
    );
  }

  #fields(): [string, unknown][] {
    return Object.entries(this).filter(
      ([name, value]) => name !== "optimizer" && typeof value !== "function",
    );
  }
}

/** Options of all these schedules. */
export interface SchedulerOptions {
  /** The number of the last step to resume from; −1 by default, for a new start. */
  readonly lastEpoch?: number;
}

const TOO_EARLY =
  "Detected call of `lr_scheduler.step()` before `optimizer.step()`. In PyTorch 1.1.0 and later, you should call them in the opposite order: `optimizer.step()` before `lr_scheduler.step()`.  Failure to do this will result in PyTorch skipping the first value of the learning rate schedule.";

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

  /** @internal Starts again at step 0, when the last schedule of a sequence ends. */
  restart(): void {
    this.stepCount += 1;
    this.lastEpoch = 0;
    this.setRates(this.firstRates());
  }

  /** @internal Sets the first rates again, in a sequence. */
  initialStep(): void {
    this.optimizer.stepCount = 0;
    this.stepCount = 0;
    this.step();
  }

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
    this.initialStep();
  }

  /** The rate of each group at `lastEpoch`; groups past the end of the list keep their rates. */
  protected abstract nextRates(): number[];

  /** The rates of step 0 in a sequence of schedules, from the initial ones. By default, those that `nextRates` computes. */
  protected firstRates(): number[] {
    return this.nextRates();
  }

  /** The rates of all groups. */
  protected rates(): number[] {
    return this.optimizer.paramGroups.map((group) => group.lr);
  }
}

/** A value for each group, from one for all or an array with one for each. */
export function perGroup<Value>(
  value: Value | readonly Value[],
  groups: number,
  wrong: (got: number) => string,
): Value[] {
  if (!Array.isArray(value)) return Array.from({ length: groups }, () => value as Value);
  if (value.length !== groups) throw new ValueError(wrong(value.length));
  return [...value];
}

/** stepSize → step_size, lastLr → _last_lr, tMax → T_max. */
function pythonName(name: string): string {
  return PYTHON_NAMES[name] ?? snakeCase(name);
}
