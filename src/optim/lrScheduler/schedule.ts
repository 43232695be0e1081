/** @module What all schedules share: the optimiser whose rate they change, and their state. */
import { FormatError, ValueError } from "../../errors.ts";
import type { Optimizer } from "../optimizer.ts";
import { snakeCase } from "../stateDict.ts";

/** A schedule's state in PyTorch's names: numbers, words, and arrays and records of them. */
export type SchedulerStateDict = Record<string, unknown>;

/** The names that follow no rule: private ones, and those of times. */
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

/** The base of everything that changes an optimiser's learning rate. */
export abstract class Schedule {
  readonly optimizer: Optimizer;
  /** How often it has stepped. */
  lastEpoch = 0;
  /** The rates that it has set last. */
  protected lastLr: number[] = [];

  constructor(optimizer: Optimizer) {
    this.optimizer = optimizer;
  }

  /** The learning rate of each group, as last set here. */
  getLastLr(): number[] {
    return [...this.lastLr];
  }

  /** All that a later `loadStateDict` needs to go on, in PyTorch's names. The optimiser's own state is not in it. */
  stateDict(): SchedulerStateDict {
    return Object.fromEntries(
      this.#fields().map(([name, value]) => [pythonName(name), structuredClone(value)]),
    );
  }

  /**
   * Takes over a state of the same kind of schedule, for an optimiser with as many groups.
   *
   * It leaves the rates of the groups to the optimiser's own state: make the schedule first (that sets the rates to
   * their start), then load both states. Throws, before anything is changed, FormatError when it is no such state,
   * ValueError when it is for another number of groups.
   */
  loadStateDict(state: Readonly<SchedulerStateDict>): void {
    if (typeof state.last_epoch !== "number")
      throw new FormatError("a scheduler's state dict must have a number last_epoch");
    const loaded = this.#fields().flatMap(([name, value]) => {
      const saved = state[pythonName(name)];
      if (saved === undefined) return [];
      if (typeof saved !== typeof value || saved === null) {
        const got = saved === null ? "null" : typeof saved;
        throw new FormatError(
          `'${pythonName(name)}' of a scheduler's state dict must be of type ${typeof value} (got ${got})`,
        );
      }
      return [[name, structuredClone(saved)] as const];
    });
    for (const [name, value] of loaded) this.#checkGroups(name, value);
    Object.assign(this, Object.fromEntries(loaded));
  }

  /** Sets the rate of each group. */
  protected setRates(rates: readonly number[]): void {
    this.optimizer.paramGroups.forEach((group, i) => {
      group.lr = rates[i];
    });
    this.noteRates();
  }

  /** Notes the rates of the groups as those last set. */
  protected noteRates(): void {
    this.lastLr = this.optimizer.paramGroups.map((group) => group.lr);
  }

  #checkGroups(name: string, value: unknown): void {
    const groups = this.optimizer.paramGroups.length;
    if (!["baseLrs", "lastLr", "minLrs"].includes(name)) return;
    if (Array.isArray(value) && value.length === groups) return;
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

/** A value for each group: one for all, or an array with one for each. */
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
