/**
 * @module A study: trials of settings, one after the other or several at once, with the same results either way.
 *
 * A trial is proposed, and given up, by the results of the trials that are at least `AHEAD` numbers before it, and of no others, however
 * many run at once and in whatever order they end. So a study is a function of its options and its objective, on one thread
 * or eight, undisturbed or killed and resumed.
 */
import { ValueError } from "../../errors.ts";
import { canonicalJson, type Json } from "../job.ts";
import { isBeyond, type PrunerName, type PruningLimits, pruningLimits } from "./pruners.ts";
import { gridSize, propose, type SamplerName } from "./samplers.ts";
import type { Params, SearchSpace } from "./space.ts";
import { bestOf, isFinished, lastReport, type Trial } from "./trial.ts";

/** Trials that may run at once. */
export const AHEAD = 8;

/** What a study is a function of. */
export interface StudyOptions {
  /** Its name, in its journal. */
  readonly name: string;
  /** What is searched. */
  readonly space: SearchSpace;
  /** How settings are chosen. */
  readonly sampler: SamplerName;
  /** When a trial is given up. */
  readonly pruner: PrunerName;
  /** Of the random numbers. */
  readonly seed: number;
}

/** What happens to a study, in order: enough to have it again. */
export type StudyEvent =
  | { readonly type: "trial"; readonly number: number; readonly params: Params; readonly at: string }
  /** Those of a trial whose settings were not written to their end. */
  | { readonly type: "params"; readonly number: number; readonly params: Params }
  | { readonly type: "report"; readonly number: number; readonly step: number; readonly value: number }
  | { readonly type: "note"; readonly number: number; readonly key: string; readonly value: Json }
  | {
      readonly type: "end";
      readonly number: number;
      readonly at: string;
      readonly state: Outcome["state"];
      readonly value: number | null;
    };

/** How a trial ends. */
export type Outcome =
  | { readonly state: "complete"; readonly value: number }
  | { readonly state: "pruned" | "failed" };

interface Running extends Trial {
  readonly reports: Map<number, number>;
  readonly notes: Record<string, Json>;
}

/** A search for the settings of the lowest value. */
export class Study {
  /** As it was made. */
  readonly options: StudyOptions;
  readonly #trials: Running[] = [];
  readonly #record: (event: StudyEvent) => void;
  /** The numbers of trials by their settings. */
  readonly #sameSettings = new Map<string, number[]>();
  /** Of the trials that run. */
  readonly #limits = new Map<number, PruningLimits | null>();

  /** Records every change before it takes effect. Throws ValueError for a search of nothing, and for a grid without an end. */
  constructor(options: StudyOptions, record: (event: StudyEvent) => void = () => undefined) {
    if (Object.keys(options.space).length === 0) throw new ValueError("a study has no settings to search");
    if (options.sampler === "grid") gridSize(options.space);
    this.options = options;
    this.#record = record;
  }

  /** In the order of their numbers. */
  get trials(): readonly Trial[] {
    return this.#trials;
  }

  /** The complete trial of the lowest value; null if there is none. */
  get best(): Trial | null {
    return bestOf(this.#trials);
  }

  /** Whether the next trial can be proposed: those that it depends on have ended. */
  get canAsk(): boolean {
    return this.#settled(this.#trials.length).every(isFinished);
  }

  /** The next trial. Throws ValueError while `canAsk` is false. */
  ask(at: string): Trial {
    const number = this.#trials.length;
    if (!this.canAsk) throw new ValueError(`trial ${number} depends on one that has not ended`);
    this.apply({ type: "trial", number, params: this.#proposed(number), at });
    return this.#trials[number];
  }

  #proposed(number: number): Params {
    const finished = this.#settled(number);
    const running = this.#trials.slice(finished.length, number);
    const { sampler, space, seed } = this.options;
    return propose(sampler, space, number, seed, { finished, running });
  }

  /**
   * An earlier trial with the same settings, seed included, that need not run again: the first that is complete, among those that a
   * trial of this number may know of, so that the answer is the same however many run at once; null if there is none.
   */
  twin(number: number): Trial | null {
    const same = this.#sameSettings.get(canonicalJson(this.#trials[number].params)) ?? [];
    const known = same.filter((other) => other <= number - AHEAD).map((other) => this.#trials[other]);
    return known.find(({ state }) => state === "complete") ?? null;
  }

  #index({ number, params }: Pick<Trial, "number" | "params">): void {
    const key = canonicalJson(params);
    const same = this.#sameSettings.get(key);
    if (same === undefined) this.#sameSettings.set(key, [number]);
    else same.push(number);
  }

  /** Records a value of a running trial; returns whether the trial should be given up. */
  report(number: number, step: number, value: number): boolean {
    this.apply({ type: "report", number, step, value });
    return this.isPruned(number);
  }

  /** Whether a running trial should be given up after its last report. */
  isPruned(number: number): boolean {
    return isBeyond(this.limits(number), this.#trials[number].reports);
  }

  /** What the reports of a trial are compared with: the same from its beginning to its end. */
  limits(number: number): PruningLimits | null {
    const known = this.#limits.get(number);
    if (known !== undefined) return known;
    const limits = pruningLimits(this.options.pruner, this.#settled(number));
    this.#limits.set(number, limits);
    return limits;
  }

  /** Ends a trial. One that is given up has the value of its last report; a score that is not a number is a failure. */
  end(number: number, outcome: Outcome, at: string): void {
    const trial = this.#trials[number];
    const last = outcome.state === "pruned" && trial ? lastReport(trial)?.[1] : undefined;
    const value = outcome.state === "complete" ? outcome.value : (last ?? null);
    const state = Number.isNaN(value) && outcome.state === "complete" ? "failed" : outcome.state;
    this.apply({ type: "end", number, at, state, value: state === "failed" ? null : value });
  }

  /** Records and applies a change. One of a trial that has ended, or does not exist, is ignored: it was delivered twice. */
  apply(event: StudyEvent): void {
    const trial = this.#trials[event.number];
    const isNew = event.type === "trial";
    if (isNew ? event.number !== this.#trials.length : trial === undefined || isFinished(trial)) return;
    this.#record(event);
    if (event.type === "trial" || event.type === "params") this.#index(event);
    if (isNew) this.#trials.push(begun(event.number, event.params, event.at));
    else if (event.type === "report") trial.reports.set(event.step, event.value);
    else if (event.type === "params") this.#trials[event.number] = { ...trial, params: event.params };
    else if (event.type === "note") trial.notes[event.key] = event.value;
    else {
      this.#trials[event.number] = { ...trial, state: event.state, value: event.value, ended: event.at };
      this.#limits.delete(event.number);
    }
  }

  /**
   * Goes on with the trials of a journal. Those that had not ended begin again, with the same settings; `unfinished` returns them.
   * Nothing is recorded but settings that are missing.
   */
  static resumed(
    options: StudyOptions,
    trials: readonly Trial[],
    record: (event: StudyEvent) => void = () => undefined,
  ): Study {
    const study = new Study(options, record);
    for (const { reports, notes, ...trial } of trials)
      study.#trials.push({
        ...trial,
        notes: { ...notes },
        reports: new Map(isFinished(trial) ? reports : []),
      });
    const names = Object.keys(options.space);
    for (const trial of study.#trials) study.#index(trial);
    for (const { number, params } of study.unfinished())
      if (names.some((name) => !Object.hasOwn(params, name)))
        study.apply({ type: "params", number, params: study.#proposed(number) });
    return study;
  }

  /** The trials that have begun, and not ended. */
  unfinished(): Trial[] {
    return this.#trials.filter((trial) => !isFinished(trial));
  }

  /** The trials that one of this number may know of. */
  #settled(number: number): Running[] {
    return this.#trials.slice(0, Math.max(number - AHEAD + 1, 0));
  }
}

function begun(number: number, params: Params, at: string): Running {
  return {
    number,
    state: "running",
    params,
    value: null,
    reports: new Map(),
    notes: {},
    started: at,
    ended: null,
  };
}
